"""Setting the three centres up."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bereg.accounts.demonstration import demonstration_id
from bereg.centres import actions as centres
from bereg.console.demonstration.centres import CENTRES, CentrePlan
from bereg.contacts.channels import CHANNEL_OF_LINE

if TYPE_CHECKING:  # the screens and commands touch no model, but may name what an action returns
    from bereg.accounts.models import User
    from bereg.centres.models import Centre, Line

COUNTRY = "RU"


@dataclass
class Site:
    """A centre with its lines by channel, the busiest first."""

    centre: "Centre"
    lines: dict[str, list["Line"]] = field(default_factory=dict)
    operator: "User | None" = None


def found() -> dict[str, Site]:
    """Create the three centres with their lines and hours; return them by code."""
    return {plan.code: _found_one(plan) for plan in CENTRES}


def _found_one(plan: CentrePlan) -> Site:
    centre = centres.create_centre(
        id=demonstration_id("centre", plan.code),
        code=plan.code,
        prefix=plan.prefix,
        names=plan.names,
        country=COUNTRY,
        subdivision=plan.subdivision,
        time_zone=plan.time_zone,
        scope=plan.scope,
        emergency_number=plan.emergency_number,
        by=None,
    )
    site = Site(centre)
    for each in plan.lines:
        line = centres.add_line(
            id=demonstration_id("line", each.slug),
            centre=centre,
            slug=each.slug,
            kind=each.kind,
            address=each.address,
            by=None,
        )
        site.lines.setdefault(CHANNEL_OF_LINE[each.kind], []).append(line)
    centres.set_hours(centre=centre, week={day: [stretch] for day, stretch in plan.week.items()}, by=None)
    return site
