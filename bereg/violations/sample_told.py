"""What authorities were told of in the demonstration year: notices of earlier quarters, some checks, the answers."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.clock import zone_of
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.core.quarters import next_quarter
from bereg.dispatch.changing import store_steps
from bereg.dispatch.choices import DispatchGround, DispatchKind
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sample_past import PastDispatch, past_dispatch, steps_of
from bereg.violations.choices import EmployerGuess, PeopleThere, ToldFurther
from bereg.violations.models import CheckRequest, Violation
from bereg.violations.trend_notice_threshold import Enough, enough_at
from bereg.violations.trend_notices import take_matters

MOST_CHECKS = 12  # at one centre
OF_SO_MANY = 3  # violations whose person agreed, one was checked


def tell_authorities(centre: Centre, lawyer: User) -> None:
    """Write what left one centre; the same every time. The latest quarter is left for a notice that waits."""
    signers = people_at(centre.pk, Permission.DISPATCH_AGREE)
    if not signers:
        return
    notices = [
        (enough, made) for enough in _apart(enough_at(centre)[1:]) if (made := _notice(enough, lawyer, signers[0]))
    ]
    checks = [(each, made) for each in _agreed_to(centre) if (made := _check(each, lawyer, signers[0]))]
    left = [made for _of, made in (*notices, *checks)]
    Dispatch.objects.bulk_create(left)
    for enough, made in notices:
        take_matters(made, enough, lawyer)
    CheckRequest.objects.bulk_create([_request(violation, made, lawyer) for violation, made in checks])
    store_steps([step for each in left for step in steps_of(each)])


def _apart(cells: list[Enough]) -> Iterator[Enough]:
    """Yield those that share no matter with one before of the same kind."""
    used: set[tuple[str, UUID]] = set()
    for each in cells:
        matters = {(each.cell.kind, root) for root in each.matters}
        if not matters & used:
            used |= matters
            yield each


def _notice(enough: Enough, lawyer: User, signer: User) -> Dispatch | None:
    """Return a notice that left a fortnight after its quarter."""
    cell = enough.cell
    left_on = next_quarter(cell.quarter) + dt.timedelta(days=14)
    return past_dispatch(
        PastDispatch(
            key=f"notice {cell.centre.code} {cell.code}",
            centre=cell.centre,
            enquiry=None,
            kind=DispatchKind.NOTICE,
            ground=DispatchGround.MATTERS,
            drafted_at=dt.datetime.combine(left_on, dt.time(11), zone_of(cell.centre)),
            by=lawyer,
            signer=signer,
        )
    )


def _agreed_to(centre: Centre) -> list[Violation]:
    """Return violations of whose check the person agreed, and of which an address is known."""
    found = Violation.objects.of_centres([centre]).filter(told_further=ToldFurther.AGREED).exclude(address_index=b"")
    known = found.select_related("enquiry__centre").order_by("enquiry__number")
    return list(known[: MOST_CHECKS * OF_SO_MANY : OF_SO_MANY])


def _check(violation: Violation, lawyer: User, signer: User) -> Dispatch | None:
    """Return a check request that left ten days after the violation was raised."""
    return past_dispatch(
        PastDispatch(
            key=f"check {violation.enquiry.number}",
            centre=violation.enquiry.centre,
            enquiry=violation.enquiry,
            kind=DispatchKind.CHECK,
            ground=DispatchGround.CONSENT,
            drafted_at=violation.raised_at + dt.timedelta(days=10),
            by=lawyer,
            signer=signer,
        )
    )


def _request(violation: Violation, dispatch: Dispatch, lawyer: User) -> CheckRequest:
    """Return on what it rested. The reasons are long erased, their time being over."""
    return CheckRequest(
        id=demonstration_id("check request", violation.enquiry.number),
        centre_id=violation.centre_id,
        enquiry=violation.enquiry,
        violation=violation,
        guess=EmployerGuess.NO,
        people_there=PeopleThere.UNKNOWN,
        dispatch=dispatch,
        asked_by=lawyer,
        asked_at=violation.raised_at + dt.timedelta(days=9),
    )
