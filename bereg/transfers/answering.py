"""What any answer to an offer does: decided by one UPDATE, notices taken off, the sender told."""

import logging
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.queries import people_at
from bereg.centres.scope import beyond
from bereg.transfers.access import answers_for_centre, told_at
from bereg.transfers.acts import ACCEPTED, LAPSED, OFFERED, WITHDRAWN
from bereg.transfers.choices import TransferState
from bereg.transfers.models import Transfer
from bereg.transfers.notice_kinds import IN_DANGER, UNREADABLE, WITH_NOBODY
from bereg.vault import actions as vault
from bereg.vault.because import Because

logger = logging.getLogger(__name__)


def move(transfer: Transfer, by: User, **columns: Any) -> int:
    """Answer an offer that stands; return 0 where somebody was faster."""
    moment = timezone.now()
    standing = Transfer.objects.of(transfer).filter(Transfer.unanswered(moment))
    return standing.update(answered_at=moment, answered_by=by, version=F("version") + 1, **columns)


def now(transfer: Transfer) -> Transfer | None:
    """Return an offer as it stands; None where it went with the consent."""
    return Transfer.objects.of(transfer).select_related("answered_by", "centre", "from_centre").first()


@beyond("retention")
def lapse(ids: list[UUID]) -> None:
    """End offers that nobody answered in time, tell the senders, and destroy the copies; in the transaction around.

    Also the copies of those that ended before, where the power failed before their keys went.
    """
    found = Transfer.objects.everywhere(because="retention").filter(pk__in=ids)
    waiting = found.filter(state=TransferState.OFFERED)
    lapsed = list(waiting.select_related("centre", "from_centre"))
    waiting.update(state=TransferState.LAPSED, answered_at=timezone.now())
    audit.record_many(LAPSED, targets=lapsed, by=None, because="")
    for each in lapsed:
        settle(each)
        tell_sender(each, LAPSED)
    vault.forget(list(found), by=None, because=Because.RETENTION)  # last, as with whoever answers


def destroy_copy(transfer: Transfer, *, by: User) -> None:
    """Destroy the key of the copy of an offer that has ended; where that fails, the next night does it.

    Only once the answer stands: the keys are another database's, and no rollback brings one back.
    """
    try:
        with transaction.atomic():
            left = Transfer.objects.of(transfer).exclude(parcel=b"").select_for_update(of=("self",))
            vault.forget(list(left), by=by, because=Because.REQUEST)
    except Exception as problem:  # the answer stands, whatever became of the copy
        logger.error("The copy of %s stands still: %s", transfer.pk, type(problem).__name__)


@transaction.atomic
def end_unreadable(transfer: Transfer) -> None:
    """End what was accepted and nobody can ever open, as its key was destroyed before the power failed."""
    left = Transfer.objects.of(transfer).filter(state=TransferState.ACCEPTED, received=None)
    ended = {"state": TransferState.WITHDRAWN, "parcel": b"", "answered_at": timezone.now(), "answered_by": None}
    if left.update(version=F("version") + 1, **ended):
        audit.record(WITHDRAWN, target=transfer, by=None, sha256=vault.emptied(transfer, vault.ALL))
        settle(transfer)
        tell_sender(transfer, UNREADABLE)


def settle(transfer: Transfer) -> None:
    """Take the notices of an offer off everybody's pages."""
    for kind in (OFFERED, IN_DANGER, WITH_NOBODY):
        notices.settle(kind=kind, target=str(transfer.pk))


def tell_sender(transfer: Transfer, kind: str) -> None:
    """Tell who made an offer how it was answered; who answers for the centre, where they have left.

    In danger what was not taken on is told to both centres instead: the person still waits for help.
    """
    if transfer.in_danger and kind != ACCEPTED:
        tell_both(transfer)
    else:
        notices.give(kind=kind, target=str(transfer.pk), to=_offering(transfer))


def tell_both(transfer: Transfer) -> None:
    """Tell both centres that nobody has taken on what is in danger: who is on duty, and who made the offer."""
    there = told_at(transfer.centre, in_danger=True, now=timezone.now())
    duty = told_at(transfer.from_centre, in_danger=True, now=timezone.now())
    # Of the offering centre only who may read the enquiry sees the offer; where none of these is on duty, all of them.
    here = [each for each in duty if answers_for_centre(each)] or told_at(
        transfer.from_centre, in_danger=False, now=timezone.now()
    )
    notices.settle(kind=WITH_NOBODY, target=str(transfer.pk))  # one stands at a time
    notices.give(kind=WITH_NOBODY, target=str(transfer.pk), to=[*here, *_offering(transfer), *there])


def _offering(transfer: Transfer) -> list[User]:
    by = transfer.offered_by
    works = people_at(transfer.from_centre_id, Permission.ENQUIRY_REGISTER)
    return [by] if by and by in works else [each for each in works if answers_for_centre(each)]
