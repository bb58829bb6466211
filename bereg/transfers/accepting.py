"""Taking on what another centre offers: one is first, opens the copy, and it becomes an enquiry of this centre."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import beyond
from bereg.core.keyed_ids import keyed_id
from bereg.enquiries import from_other_centre
from bereg.enquiries.from_other_centre import PassedOn
from bereg.enquiries.models import Enquiry, Entry
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.enquiries.part_texts import opened
from bereg.enquiries.registration import Matter
from bereg.questionnaire.models import Version
from bereg.questionnaire.queries import version_with
from bereg.tasks import safe_contact
from bereg.tasks.models import SafeContact
from bereg.transfers.access import may_answer
from bereg.transfers.actions import AnsweredError, NotYoursError
from bereg.transfers.acts import ACCEPTED
from bereg.transfers.answering import destroy_copy, end_unreadable, move, now, settle, tell_both, tell_sender
from bereg.transfers.choices import TransferState
from bereg.transfers.models import Transfer
from bereg.transfers.parcel import CannotBeOpenedError, Parcel
from bereg.vault.key_records import is_erased


def accept(*, transfer: Transfer, by: User) -> Enquiry:
    """Take an offer on; return the enquiry that it becomes here. Again by the same person it goes on where it stood.

    Call it outside transactions. Raise NotYoursError, AnsweredError, CannotBeOpenedError, NotStoredError.
    """
    if not may_answer(by, transfer):
        raise NotYoursError
    taken = _take(transfer, by)
    if taken.received_id:
        return Enquiry.objects.of_centres([taken.centre]).get(pk=taken.received_id)
    text = opened(taken, "parcel", by=by)
    if text.is_closed or not text.text:
        if is_erased(taken, "parcel"):
            end_unreadable(taken)
        elif taken.in_danger:
            tell_both(taken)
        raise CannotBeOpenedError
    parcel = Parcel.of_text(text.text)
    made, entries = from_other_centre.sealed(_passed_on(taken, parcel), by=by)
    safe = parcel.safe_at(taken.from_centre, taken.centre)
    beside = safe_contact.sealed(safe, enquiry=made, by=by) if safe else None
    received = _store(taken, made, entries, beside, by)
    destroy_copy(taken, by=by)
    return received


@transaction.atomic
def _take(transfer: Transfer, by: User) -> Transfer:
    """Be the one who takes it: decided by one UPDATE, before anything is opened."""
    if move(transfer, by, state=TransferState.ACCEPTED) or _go_on(transfer, by):
        audit.record(ACCEPTED, target=transfer, by=by)
        settle(transfer)
    stands = now(transfer)
    if stands is None or stands.state != TransferState.ACCEPTED or stands.answered_by_id != by.pk:
        raise AnsweredError(stands)
    return stands


def _go_on(transfer: Transfer, by: User) -> int:
    left = Transfer.objects.of(transfer).filter(Transfer.cut_short(by, timezone.now())).exclude(answered_by=by)
    return left.update(answered_at=timezone.now(), answered_by=by, version=F("version") + 1)


@transaction.atomic
def _store(taken: Transfer, made: Enquiry, entries: list[Entry], beside: SafeContact | None, by: User) -> Enquiry:
    # Locked: whoever withdraws the consent meanwhile has taken the offer away, or finds the enquiry that it became.
    mine = Transfer.objects.of(taken).filter(state=TransferState.ACCEPTED, answered_by=by)
    stands = mine.select_for_update(of=("self",)).first()
    if stands is None:
        raise AnsweredError(now(taken))
    if stands.received_id is None:
        from_other_centre.store(made, entries, by=by)
        if beside:
            safe_contact.store(beside, by=by)
        mine.update(received=made)
        tell_sender(stands, ACCEPTED)
    return Enquiry.objects.of(made).get()


def _passed_on(taken: Transfer, parcel: Parcel) -> PassedOn:
    matter = Matter(
        consent=Consent.YES,
        topics=tuple(taken.topics.split()),
        answers={**parcel.answers, **parcel.typed},
        narrative=parcel.narrative,
        call_back=parcel.call_back,
        urgency=Urgency(taken.urgency),
    )
    return PassedOn(
        id=keyed_id("received", taken.pk),
        centre=taken.centre,
        questionnaire=_questionnaire_of(taken),
        matter=matter,
        code_word=parcel.code_word,
        said=parcel.said_at(),
        at=timezone.now(),
    )


@beyond("transfer")
def _questionnaire_of(taken: Transfer) -> Version:
    """Return the version under which it was registered: the codes mean what they meant there."""
    sent = Enquiry.objects.everywhere(because="transfer").filter(pk=taken.enquiry_id)
    return version_with(sent.values_list("questionnaire", flat=True).get())
