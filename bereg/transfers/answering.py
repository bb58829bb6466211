"""What any answer to an offer does: decided by one UPDATE, notices taken off, the sender told."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.queries import people_at
from bereg.centres.scope import beyond
from bereg.transfers.access import answers_for_centre
from bereg.transfers.acts import LAPSED, OFFERED
from bereg.transfers.choices import TransferState
from bereg.transfers.models import Transfer
from bereg.transfers.notice_kinds import IN_DANGER
from bereg.vault import actions as vault
from bereg.vault.because import Because


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
    """End offers that nobody answered in time, tell the senders, and destroy the copies; in the transaction around."""
    found = list(Transfer.objects.everywhere(because="retention").filter(pk__in=ids).select_related("from_centre"))
    ended = Transfer.objects.everywhere(because="retention").filter(pk__in=ids, state=TransferState.OFFERED)
    ended.update(state=TransferState.LAPSED, answered_at=timezone.now())
    vault.forget(found, by=None, because=Because.RETENTION)
    audit.record_many(LAPSED, targets=list(found), by=None, because="")
    for each in found:
        settle(each)
        tell_sender(each, LAPSED)


def settle(transfer: Transfer) -> None:
    """Take the notices of an offer off everybody's pages."""
    for kind in (OFFERED, IN_DANGER):
        notices.settle(kind=kind, target=str(transfer.pk))


def tell_sender(transfer: Transfer, kind: str) -> None:
    """Tell who made an offer how it was answered; who answers for the centre, where they have left."""
    by = transfer.offered_by
    works = people_at(transfer.from_centre_id, Permission.ENQUIRY_REGISTER)
    to = [by] if by and by in works else [each for each in works if answers_for_centre(each)]
    notices.give(kind=kind, target=str(transfer.pk), to=to)
