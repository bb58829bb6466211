"""The alarms of the demonstration year: a few at each centre, all of them ended, and a centre's own steps."""

import datetime as dt
from random import Random

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.dangers.lists import Ending
from bereg.dangers.models import Danger
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Urgency

EACH = 3  # one alarm for so many enquiries of somebody in danger
WAITED = (0, 1, 1, 2, 3, 4, 7, 12, 21)  # minutes


def sample(centre: Centre) -> None:
    """Write the alarms of one centre; the same every time."""
    people = people_at(centre.pk, Permission.PROCEDURE_WRITE)
    in_danger = Enquiry.objects.of_centres([centre]).filter(urgency=Urgency.DANGER).order_by("number")
    made = [_danger(each, people[0] if people else None) for each in in_danger.select_related("assignee")[::EACH]]
    Danger.objects.bulk_create(made)


def _danger(enquiry: Enquiry, supervisor: User | None) -> Danger:
    rng = Random(f"danger {enquiry.number}")  # noqa: S311 - must be the same every time, and guards invented data alone
    minutes = rng.choice(WAITED)
    raised_at = enquiry.opened_at + dt.timedelta(minutes=rng.randrange(3, 15))
    taken_at = raised_at + dt.timedelta(minutes=minutes, seconds=rng.randrange(60))
    return Danger(
        id=demonstration_id("danger", enquiry.number),
        centre_id=enquiry.centre_id,
        form=enquiry.pk,
        raised_at=raised_at,
        raised_by=enquiry.assignee,
        told=min(2, minutes // 5),
        taken_at=taken_at,
        taken_by=supervisor,
        minutes_untaken=minutes,
        ended_at=taken_at + dt.timedelta(minutes=rng.randrange(20, 120)),
        ended_by=supervisor,
        ended_as=Ending.DONE,
    )
