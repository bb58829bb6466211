"""It leaves: signed by two, or in danger to life by one person on duty, whom others review."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts import approvals, notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.dispatch.access import may_send_alone
from bereg.dispatch.acts import REVIEWED, SENT, SENT_ALONE
from bereg.dispatch.changing import locked, note_step, put
from bereg.dispatch.choices import DispatchGround, DispatchState, DispatchStep, SendingWay
from bereg.dispatch.drafting import SENDING, target_of
from bereg.dispatch.errors import HinderedError, NotAgreedError, NotYourDispatchError, StaleDispatchError
from bereg.dispatch.hindrances import why_not_sent
from bereg.dispatch.models import Dispatch, supervisors_of
from bereg.dispatch.queries import agrees_still
from bereg.vault.classes import Verdict

REVIEWED_WITHIN = dt.timedelta(hours=72)  # what one person sent alone: as the opening of a record in an emergency


@dataclass(frozen=True)
class Sending:
    """How it leaves, and by when an answer is waited for."""

    way: SendingWay
    reply_due: dt.date | None = None


@transaction.atomic
def send(*, dispatch: Dispatch, version: int, sending: Sending, by: User) -> None:
    """Note that it leaves, now that two have signed.

    Raise NotYourDispatchError, StaleDispatchError, HinderedError, NotAgreedError.
    """
    if not dispatch.is_reached_by(by):
        raise NotYourDispatchError
    standing = _may_leave(dispatch, version, DispatchState.SIGNED)
    if standing.signed_by is None:
        raise NotAgreedError
    if sending.way == SendingWay.FILE and standing.handed_out_at is None:
        raise HinderedError(_("Nobody has downloaded the sealed file yet: download it, and hand it over first."))
    try:
        used = approvals.use(kind=SENDING, target=target_of(standing), by=standing.signed_by)
    except approvals.NeededError as problem:
        raise NotAgreedError from problem
    if standing.needs_two and used.decided_by is None:
        raise NotAgreedError
    put(standing, agreed_by=used.decided_by, **_left(sending, by))
    note_step(standing, DispatchStep.SENT)
    audit.record(SENT, target=standing, by=by, because=sending.way)


@transaction.atomic
def send_alone(*, dispatch: Dispatch, version: int, sending: Sending, by: User) -> None:
    """Let it leave at once, as a life is in danger; the supervisors are told now and review it within 72 hours.

    Raise NotYourDispatchError, StaleDispatchError, HinderedError.
    """
    if not may_send_alone(by, dispatch):
        raise NotYourDispatchError
    standing = _may_leave(dispatch, version, DispatchState.DRAFTED)
    put(standing, review_by=timezone.now() + REVIEWED_WITHIN, **_left(sending, by))
    standing.sent_by = by
    note_step(standing, DispatchStep.SENT)
    told = supervisors_of(standing)
    audit.record(SENT_ALONE, target=standing, by=by, because=sending.way if told else "nobody_told")
    notices.give(kind=SENT_ALONE, target=str(standing.pk), to=told)


def _may_leave(dispatch: Dispatch, version: int, state: DispatchState) -> Dispatch:
    """Return what may leave, locked; the enquiry first, so that nobody takes the consent back meanwhile."""
    is_agreed = dispatch.ground != DispatchGround.CONSENT or (
        dispatch.enquiry is not None and agrees_still(dispatch.enquiry)
    )
    standing = locked(dispatch, version, state)
    if not is_agreed:
        raise StaleDispatchError
    if hindrance := why_not_sent(standing):
        raise HinderedError(hindrance)
    return standing


def _left(sending: Sending, by: User) -> dict[str, Any]:
    return {
        "state": DispatchState.SENT,
        "way": sending.way,
        "reply_due": sending.reply_due,
        "sent_at": timezone.now(),
        "sent_by": by,
    }


@transaction.atomic
def review(*, dispatch: Dispatch, verdict: Verdict, by: User) -> None:
    """Say whether it was needed that one person sent it. Raise NotYourDispatchError, StaleDispatchError."""
    if not dispatch.may_be_reviewed_by(by):
        raise NotYourDispatchError
    # One UPDATE decides: two supervisors may have the same page open.
    unreviewed = Dispatch.objects.of(dispatch).filter(review_by__isnull=False, reviewed_at=None)
    if not unreviewed.update(verdict=verdict, reviewed_by=by, reviewed_at=timezone.now()):
        raise StaleDispatchError
    audit.record(REVIEWED, target=dispatch, by=by, because=verdict)
    notices.settle(kind=SENT_ALONE, target=str(dispatch.pk))
