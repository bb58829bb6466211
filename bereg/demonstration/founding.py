"""Setting the three centres up."""

from dataclasses import dataclass, field, replace

from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.centres.actions import add_line, create_centre, set_hours
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import CHANNEL_OF_LINE, Channel
from bereg.demonstration.centres import CENTRES, InventedCentre
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration
from bereg.questionnaire.publishing import publish_standard

COUNTRY = "RU"


@dataclass(frozen=True)
class Site:
    """What the records of one centre have in common."""

    blank: Registration
    lines: dict[str, list[ContactFields]] = field(default_factory=dict)  # by channel, the busiest first


def found() -> dict[str, Site]:
    """Create the three centres with their lines and hours; return them by code."""
    return {plan.code: _found_one(plan) for plan in CENTRES}


def _found_one(plan: InventedCentre) -> Site:
    centre = create_centre(
        id=demonstration_id("centre", plan.code),
        code=plan.code,
        prefix=plan.prefix,
        names=plan.names,
        country=COUNTRY,
        subdivision=plan.subdivision,
        time_zone=plan.time_zone,
        scope=plan.scope,
        emergency_number=plan.emergency_number,
        spoken=plan.spoken,
        by=None,
    )
    blank = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
    site = Site(Registration(blank, Matter(consent=Consent.NOT_ASKED), publish_standard(by=None)))
    for each in plan.lines:
        line = add_line(
            id=demonstration_id("line", each.slug),
            centre=centre,
            slug=each.slug,
            kind=each.kind,
            address=each.address,
            by=None,
        )
        site.lines.setdefault(CHANNEL_OF_LINE[each.kind], []).append(replace(blank, line=line))
    set_hours(centre=centre, week={day: [stretch] for day, stretch in plan.week.items()}, by=None)
    return site
