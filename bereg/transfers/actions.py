"""What is done with an offer: made, taken back, declined; `accepting.py` takes it on."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.centres.scope import beyond
from bereg.core.compiled_queries import insert_new
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.enquiries.part_texts import seal_each
from bereg.enquiries.queries import contacts_of
from bereg.transfers.access import may_answer, may_offer, told_at
from bereg.transfers.acts import DECLINED, OFFERED, WITHDRAWN
from bereg.transfers.answering import destroy_copy, lapse, move, now, settle, tell_sender
from bereg.transfers.choices import DeclineReason, Ground, TransferState
from bereg.transfers.models import Transfer
from bereg.transfers.notice_kinds import IN_DANGER
from bereg.transfers.parcel import gathered, visible
from bereg.transfers.queries import centres_for
from bereg.vault import actions as vault


class NotYoursError(Exception):
    """The person may not pass this enquiry on, or not answer for that centre, or that centre takes none."""


class NotAskedError(Exception):
    """The person was not asked, and is not in danger."""


class StaleOfferError(Exception):
    """The enquiry was changed, closed or withdrawn since the page was shown."""


class AlreadyOfferedError(Exception):
    """An offer of the enquiry waits for an answer; `transfer` is that one."""

    def __init__(self, transfer: Transfer) -> None:
        super().__init__(f"{transfer.enquiry_id} is offered already.")
        self.transfer = transfer


class AnsweredError(Exception):
    """Somebody was faster, or the offer is gone; `transfer` is what stands, None where nothing does."""

    def __init__(self, transfer: Transfer | None) -> None:
        super().__init__("The offer cannot be answered any more.")
        self.transfer = transfer


@dataclass(frozen=True)
class Offering:
    """What is offered to whom, and why it may be. version: of the enquiry as it was shown."""

    to: Centre
    ground: Ground
    chosen: list[str]
    version: int


def offer(*, id: UUID, enquiry: Enquiry, offering: Offering, by: User) -> Transfer:
    """Offer an enquiry to another centre. The same id again returns what stands. Call it outside transactions.

    Raise NotYoursError, NotAskedError, StaleOfferError, AlreadyOfferedError, CannotBeOpenedError, NotStoredError.
    """
    if not may_offer(by, enquiry) or not centres_for(enquiry).filter(pk=offering.to.pk).exists():
        raise NotYoursError
    if offering.ground != Ground.AGREED and enquiry.urgency != Urgency.DANGER:
        raise NotAskedError
    if enquiry.version != offering.version:
        raise StaleOfferError
    parcel = gathered(enquiry, offering.chosen, by=by)
    first = contacts_of(enquiry).first()
    made = Transfer(
        id=id,
        centre=offering.to,
        enquiry=enquiry,
        from_centre_id=enquiry.centre_id,
        ground=offering.ground,
        offered_by=by,
        **visible(enquiry, first.language if first else ""),
    )
    with beyond("transfer"):  # the key is the other centre's: whoever seals with its public half cannot open it
        (made.parcel,) = seal_each("parcel", [(made, parcel.as_text())])
    return _store(made, offering.version, by)


@transaction.atomic
def _store(made: Transfer, version: int, by: User) -> Transfer:
    standing = Enquiry.objects.of(made.enquiry).filter(consent=Consent.YES, closed_at=None, version=version)
    if not standing.select_for_update(of=("self",), no_key=True).exists():
        raise StaleOfferError
    offered = Transfer.objects.through(enquiry=made.enquiry).filter(state=TransferState.OFFERED)
    lapse(list(offered.exclude(Transfer.unanswered(timezone.now())).values_list("pk", flat=True)))
    if not insert_new(made):
        own = Transfer.objects.through(enquiry=made.enquiry)
        before = own.filter(pk=made.pk).first() or own.filter(state=TransferState.OFFERED).first()
        if before is None:
            raise StaleOfferError
        if before.pk != made.pk:
            raise AlreadyOfferedError(before)
        return before
    audit.record(OFFERED, target=made, by=by, sha256=vault.written_new(made))
    kind = IN_DANGER if made.in_danger else OFFERED
    told = told_at(made.centre, in_danger=made.in_danger, now=made.offered_at)
    notices.give(kind=kind, target=str(made.pk), to=told)
    return made


def withdraw(*, transfer: Transfer, enquiry: Enquiry, by: User) -> None:
    """Take an offer back that nobody has answered. Call it outside transactions. Raise NotYoursError, AnsweredError."""
    if not enquiry.is_reached_by(by, Permission.ENQUIRY_CORRECT):
        raise NotYoursError
    with transaction.atomic():
        _end(transfer, by, state=TransferState.WITHDRAWN)
        audit.record(WITHDRAWN, target=transfer, by=by)
        settle(transfer)
    destroy_copy(transfer, by=by)


def decline(*, transfer: Transfer, because: DeclineReason, by: User) -> None:
    """Decline an offer, unread. Call it outside transactions. Raise NotYoursError, AnsweredError."""
    if not may_answer(by, transfer):
        raise NotYoursError
    with transaction.atomic():
        _end(transfer, by, state=TransferState.DECLINED, because=because)
        audit.record(DECLINED, target=transfer, by=by)
        settle(transfer)
        tell_sender(transfer, DECLINED)
    destroy_copy(transfer, by=by)


def _end(transfer: Transfer, by: User, **columns: Any) -> None:
    """End an offer that nobody has opened, by one UPDATE, which decides. Raise AnsweredError."""
    if not move(transfer, by, **columns):
        raise AnsweredError(now(transfer))
