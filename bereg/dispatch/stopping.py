"""It does not leave after all, or is called back: by who works on it, or since the person took the consent back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.dispatch.acts import DELETION, REVOKED, STOPPED
from bereg.dispatch.changing import locked, note_step, put, tell_over
from bereg.dispatch.choices import BEFORE, GONE_OUT, Deletion, DispatchState, DispatchStep
from bereg.dispatch.drafting import drop_request
from bereg.dispatch.errors import NotYourDispatchError, StaleDispatchError
from bereg.dispatch.models import Dispatch
from bereg.dispatch.queries import under_way_of_consent
from bereg.enquiries.models import Enquiry


@transaction.atomic
def stop(*, dispatch: Dispatch, version: int, by: User) -> None:
    """Stop what has not left. Raise NotYourDispatchError, StaleDispatchError."""
    _demand(dispatch, by)
    _stop(locked(dispatch, version, *BEFORE), by)


@transaction.atomic
def revoke(*, dispatch: Dispatch, version: int, by: User) -> None:
    """Call back what has left: the recipient is to be asked to delete it.

    Raise NotYourDispatchError, StaleDispatchError.
    """
    _demand(dispatch, by)
    _revoke(locked(dispatch, version, *GONE_OUT), by)


@transaction.atomic
def note_deletion(*, dispatch: Dispatch, version: int, deletion: Deletion, by: User) -> None:
    """Note that a recipient was asked to delete it, or what it said. Raise NotYourDispatchError, StaleDispatchError."""
    _demand(dispatch, by)
    standing = locked(dispatch, version, DispatchState.REVOKED, DispatchState.STOPPED)
    if not standing.deletion:
        raise StaleDispatchError
    put(standing, deletion=deletion)
    audit.record(DELETION, target=standing, by=by, because=deletion)


@transaction.atomic
def stop_all(enquiry: Enquiry, by: User | None) -> None:
    """Stop and call back whatever is under way because the person agreed, as they no longer do."""
    for each in under_way_of_consent(enquiry):
        (_revoke if each.has_left else _stop)(each, by)


@transaction.atomic
def stop_unfounded(dispatches: Iterable[Dispatch], by: User | None) -> None:
    """Stop what the caller has locked before it left, whoever works on it: what it rested on is gone."""
    for each in dispatches:
        _stop(each, by)


def _stop(dispatch: Dispatch, by: User | None) -> None:
    if dispatch.state == DispatchState.SIGNED:
        drop_request(dispatch)
    # A sealed file that somebody downloaded may be with the recipient, whatever was noted as sent.
    deletion = Deletion.TO_ASK if dispatch.handed_out_at else ""
    put(dispatch, state=DispatchState.STOPPED, deletion=deletion, ended_at=timezone.now())
    audit.record(STOPPED, target=dispatch, by=by, because=dispatch.kind)


def _revoke(dispatch: Dispatch, by: User | None) -> None:
    now = timezone.now()
    put(dispatch, state=DispatchState.REVOKED, deletion=Deletion.TO_ASK, ended_at=now, reply_due=None)
    note_step(dispatch, DispatchStep.REVOKED)
    tell_over(dispatch)
    audit.record(REVOKED, target=dispatch, by=by, because=dispatch.kind)


def _demand(dispatch: Dispatch, by: User) -> None:
    if not dispatch.is_reached_by(by):
        raise NotYourDispatchError
