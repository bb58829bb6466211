"""What left the house in the demonstration year, and the answers; `sample_days.py` has what leaves in our own days."""

import datetime as dt
from random import Random

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.dispatch.changing import store_steps
from bereg.dispatch.choices import DispatchGround, DispatchKind
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sample_days import renew_the_last_days, renew_the_last_year
from bereg.dispatch.sample_past import PastDispatch, past_dispatch, steps_of
from bereg.dispatch.sample_under_way import renew_under_way
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent

EACH = 60  # one referral for so many enquiries
GROUNDS = (*[DispatchGround.CONSENT] * 6, *[DispatchGround.DANGER] * 2, DispatchGround.CHILD)


def sample(centre: Centre) -> None:
    """Write what left one centre; the same every time. The words are long erased, their time being over."""
    signers = people_at(centre.pk, Permission.DISPATCH_AGREE)
    agreed = Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES, assignee__isnull=False)
    chosen = agreed.select_related("centre", "assignee").order_by("number")[::EACH] if signers else []
    made = [left for each in chosen if (left := _of_enquiry(each, signers[0]))]
    Dispatch.objects.bulk_create(made, batch_size=500)
    store_steps([event for each in made for event in steps_of(each)])


def _of_enquiry(enquiry: Enquiry, signer: User) -> Dispatch | None:
    rng = Random(f"kind of {enquiry.number}")  # noqa: S311 - must be the same every time, and guards invented data alone
    if enquiry.assignee is None:
        return None
    return past_dispatch(
        PastDispatch(
            key=enquiry.number,
            centre=enquiry.centre,
            enquiry=enquiry,
            kind=rng.choice([*[DispatchKind.REFERRAL] * 4, DispatchKind.RESCUE]),
            ground=_ground(enquiry),
            drafted_at=enquiry.opened_at + dt.timedelta(minutes=rng.randrange(10, 90)),
            by=enquiry.assignee,
            signer=signer,
        )
    )


def _ground(enquiry: Enquiry) -> DispatchGround:
    rng = Random(f"ground of {enquiry.number}")  # noqa: S311 - must be the same every time, and guards invented data alone
    return rng.choice(GROUNDS)


def renew(centre: Centre) -> None:
    """Have some that left in the last year, answered or not, and what a centre has under way in these days."""
    renew_the_last_year(centre)
    renew_the_last_days(centre)
    renew_under_way(centre)
