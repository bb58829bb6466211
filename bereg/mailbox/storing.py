"""A letter becomes a conversation, a recording or a letter in quarantine: once, however often it comes.

What proves that it is stored is written in the transaction that stores it (`TakenLetter`); only then is it moved away.
"""

from dataclasses import dataclass
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.queries import people_at
from bereg.contacts.actions import ContactFields, record_from_outside
from bereg.contacts.channels import Channel
from bereg.contacts.dispositions import Disposition
from bereg.contacts.models import Contact
from bereg.conversations.choices import MessageDelivery, MessageMark, ThreadSource
from bereg.conversations.models import Message, Thread
from bereg.conversations.receiving import IncomingMessage, begin, go_on
from bereg.core import row_access
from bereg.core.storage_errors import NotStoredError
from bereg.mailbox import sealed_files
from bereg.mailbox.acts import LOST, QUARANTINED
from bereg.mailbox.bounces import perhaps_undelivered, undelivered
from bereg.mailbox.digests import mac_of_bytes, mac_of_id, mac_of_sender
from bereg.mailbox.file_kinds import InboundFile
from bereg.mailbox.finding_threads import is_forged, is_new_sender, thread_of
from bereg.mailbox.inbound import InboundMessage, Quarantined
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.models import QuarantinedLetter, TakenLetter
from bereg.mailbox.normalising import normalise
from bereg.mailbox.quarantine_reasons import QuarantineReason
from bereg.mailbox.quoted_text import not_ours
from bereg.mailbox.recording_length import LEAST_S, is_sound, seconds_of
from bereg.mailbox.routing import CameTo, place_of_letter, place_of_recording
from bereg.mailbox.sending import end_undelivered
from bereg.mailbox.subjects import is_ours
from bereg.vault import actions as vault
from bereg.vault.faults import VaultFault


@dataclass(frozen=True)
class CameByMail:
    """A letter as it came: its bytes, and how its mailbox numbers it."""

    box: Postbox
    validity: int
    uid: int
    raw: bytes

    @property
    def mac(self) -> bytes:
        return mac_of_bytes(self.raw)


def is_taken(box: Postbox, validity: int, uid: int) -> bool:
    """Tell whether a letter is stored here already, before its bytes are asked for."""
    return TakenLetter.objects.filter(box=box, validity=validity, uid=uid).exists()


def keep(came: CameByMail) -> None:
    """Store a letter, unless it is stored. Call it outside transactions. Raise NotStoredError, NoLineError."""
    if TakenLetter.objects.filter(mac=came.mac).exists():
        return
    try:
        (_keep_recording if came.box is Postbox.RECORDINGS else _keep_letter)(came, normalise(came.raw))
    except VaultFault as fault:
        raise NotStoredError from fault
    except IntegrityError:  # another process stored it meanwhile
        if not TakenLetter.objects.filter(mac=came.mac).exists():
            raise


def keep_apart(came: CameByMail, reason: QuarantineReason) -> None:
    """Put a letter into quarantine as it came, unless it is stored. Raise NotStoredError, NoLineError."""
    place = place_of_recording("") if came.box is Postbox.RECORDINGS else place_of_letter(())
    try:
        _quarantine(came, place, reason)
    except VaultFault as fault:
        raise NotStoredError from fault


def _keep_letter(came: CameByMail, letter: InboundMessage | Quarantined) -> None:
    if isinstance(letter, Quarantined):
        _quarantine(came, place_of_letter(()), letter.reason)
    elif letter.is_automatic:
        end_undelivered(undelivered(came.raw), MessageDelivery.REFUSED)
        end_undelivered(perhaps_undelivered(came.raw, letter), MessageDelivery.RETURNED)
        _quarantine(came, place_of_letter(letter.to), QuarantineReason.AUTOMATIC, letter.sender)
    else:
        _converse(came, letter)


def _converse(came: CameByMail, letter: InboundMessage) -> None:
    thread, message = thread_of(letter), Message(id=uuid4())
    if thread is None:
        place = place_of_letter(letter.to)
        made = Thread(
            id=uuid4(), centre=place.centre, line=place.line, source=ThreadSource.MAIL, language=letter.language
        )
        _store(came, made, message, _incoming(letter, None), letter.files)
    else:
        _store(came, thread, message, _incoming(letter, thread), letter.files)


def _store(
    came: CameByMail,
    thread: Thread,
    message: Message,
    incoming: IncomingMessage,
    files: tuple[InboundFile, ...],
) -> None:
    store = begin if thread._state.adding else go_on
    with row_access.to([thread.centre_id]), sealed_files.sealed(files, thread, message) as sealed:

        def beside(_made: Message) -> None:
            sealed.store()
            _note_taken(came)

        store(thread, incoming, message, beside=beside)


def _incoming(letter: InboundMessage, thread: Thread | None) -> IncomingMessage:
    """Return what is kept of a letter. Its subject was written too, unless it only repeats that of our answer."""
    marks = {MessageMark(each.value) for each in letter.marks}
    if is_forged(letter):
        marks.add(MessageMark.FORGED)
    if thread is not None and is_new_sender(letter, thread):
        marks.add(MessageMark.NEW_SENDER)
    is_subject_said = thread is None or not letter.text or not is_ours(letter.subject)
    return IncomingMessage(
        text="\n\n".join(filter(None, (letter.subject if is_subject_said else "", letter.text))),
        address="" if thread else letter.sender,
        quoted=letter.quoted,
        passed_on=letter.quoted if thread is None else not_ours(letter.text, letter.quoted),
        reference=letter.message_id,
        reference_mac=mac_of_id(letter.message_id) if letter.message_id else None,
        sender_mac=mac_of_sender(letter.sender),
        marks=" ".join(sorted(marks)),
    )


def _keep_recording(came: CameByMail, letter: InboundMessage | Quarantined) -> None:
    """Keep what an exchange sent. What it says of a call is sealed: by it somebody is called back."""
    if isinstance(letter, Quarantined):
        _quarantine(came, place_of_recording(""), letter.reason)
        return
    words = "\n\n".join(filter(None, (letter.subject, letter.text, letter.quoted)))
    place, sounds = place_of_recording(words), tuple(each for each in letter.files if is_sound(each.kind))
    if not sounds:
        _quarantine(came, place, QuarantineReason.NO_SOUND, letter.sender)
    elif all((seconds_of(each.content) or LEAST_S) < LEAST_S for each in sounds):
        _note_lost(came, place)
    else:
        thread = Thread(id=uuid4(), centre=place.centre, line=place.line, source=ThreadSource.VOICE)
        _store(came, thread, Message(id=uuid4()), IncomingMessage(text=words), sounds)


@transaction.atomic
def _note_lost(came: CameByMail, place: CameTo) -> None:
    """Note that somebody hung up; of the sound nothing is kept."""
    with row_access.to([place.centre.pk]):
        contact = _contact(place, Channel.PHONE, Disposition.LOST)
        audit.record(LOST, target=contact, by=None)
        _note_taken(came)


def _quarantine(came: CameByMail, place: CameTo, reason: QuarantineReason, sender: str = "") -> None:
    with row_access.to([place.centre.pk]):
        made = QuarantinedLetter(id=uuid4(), centre=place.centre, reason=reason, bytes=len(came.raw))
        made.sender = vault.seal(made, "sender", sender)
        digest = sealed_files.put(made, "raw", came.raw)
        try:
            with transaction.atomic():
                _store_apart(came, made, place, digest)
        except BaseException:
            sealed_files.take_away(made, "raw")
            raise


def _store_apart(came: CameByMail, made: QuarantinedLetter, place: CameTo, digest: bytes) -> None:
    """Store a letter in quarantine. A machine's is no contact, and nobody is told of it."""
    if made.reason != QuarantineReason.AUTOMATIC:
        channel = Channel.PHONE if came.box is Postbox.RECORDINGS else Channel.EMAIL
        made.contact = _contact(place, channel, Disposition.WRITTEN if channel == Channel.EMAIL else Disposition.LOST)
        notices.give(kind=QUARANTINED, target=str(made.pk), to=people_at(place.centre.pk, Permission.HOLD_SET))
    made.save(force_insert=True)
    audit.record(QUARANTINED, target=made, by=None, because=made.reason, sha256=digest)
    _note_taken(came)


def _contact(place: CameTo, channel: Channel, disposition: Disposition) -> Contact:
    fields = ContactFields(
        centre=place.centre, line=place.line, channel=channel, started_at=timezone.now(), disposition=disposition
    )
    return record_from_outside(contact=fields)


def _note_taken(came: CameByMail) -> None:
    TakenLetter(box=came.box, validity=came.validity, uid=came.uid, mac=came.mac).save(force_insert=True)
