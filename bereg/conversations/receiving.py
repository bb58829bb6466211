"""What comes from outside: a conversation begins, or goes on. In any process, with no key of the centre.

A process of the public surface seals with the centre's public key and opens nothing. The words are nobody's: nothing
proves who wrote them (`SealedField(from_outside=True)`).
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.queries import people_at
from bereg.contacts.actions import ContactFields, record_from_outside
from bereg.contacts.channels import Anonymous, Direction
from bereg.conversations.acts import BEGUN, CAME, URGENT
from bereg.conversations.choices import CHANNEL_OF, DISPOSITION_OF, ThreadSource, ThreadStep
from bereg.conversations.danger_words import sounds_dangerous
from bereg.conversations.models import Message, Thread
from bereg.conversations.queries import answering_now, opens_any
from bereg.conversations.steps import note_step
from bereg.core import row_access
from bereg.core.storage_errors import NotStoredError
from bereg.vault import actions as vault
from bereg.vault.classes import Holder
from bereg.vault.faults import VaultFault

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class IncomingMessage:
    """One message of the other side. text may be empty, where it is a recording or a file alone."""

    text: str
    at: dt.datetime = field(default_factory=timezone.now)
    address: str = ""  # of who wrote a letter: only the first one of a thread is kept
    anonymous: Anonymous = Anonymous.NOT_ASKED
    # Of a letter: what its program quoted, by what it is named, and what else stands in the columns of these names.
    quoted: str = ""
    passed_on: str = ""  # what of the quotation may be new to us: somebody else's letter
    reference: str = ""
    reference_mac: bytes | None = None
    sender_mac: bytes | None = None
    marks: str = ""

    @property
    def is_dangerous(self) -> bool:
        return sounds_dangerous(f"{self.text}\n{self.passed_on}")


Beside = Callable[[Message], object]  # stores what belongs to a message, in the same transaction


def begin(
    thread: Thread,
    incoming: IncomingMessage,
    message: Message | None = None,
    *,
    beside: Beside = lambda _made: None,
) -> Message:
    """Store a conversation that is new, with its first message. Call it outside transactions.

    thread: not stored yet; whoever has a code of it was admitted already (`vault.admit`). message: not stored, where
    its id has to be known before. Raise NotStoredError.
    """
    with row_access.to([thread.centre_id]):
        thread.begun_at = thread.last_at = thread.waiting_since = incoming.at
        thread.is_urgent = incoming.is_dangerous
        made = _sealed(thread, incoming, message)
        if incoming.address:
            thread.address = _seal(thread, "address", incoming.address)
        with transaction.atomic():
            made.contact = record_from_outside(contact=_contact_of(thread, incoming))
            thread.save(force_insert=True)
            made.save(force_insert=True)
            beside(made)
            note_step(thread, ThreadStep.BEGUN, at=incoming.at)
            audit.record_of_visitor(BEGUN, target=thread)
            if thread.is_urgent:
                notices.give(kind=URGENT, target=str(thread.pk), to=at_work(thread))
    return made


def go_on(
    thread: Thread,
    incoming: IncomingMessage,
    message: Message | None = None,
    *,
    beside: Beside = lambda _made: None,
) -> Message:
    """Store a further message of the other side; a conversation that was closed opens again. Otherwise as `begin`.

    What they write while they wait belongs to the same contact; what they write after an answer is another one.
    """
    with row_access.to([thread.centre_id]):
        made = _sealed(thread, incoming, message)
        with transaction.atomic():
            standing = _standing(thread)
            if standing.waiting_since is None:
                made.contact = record_from_outside(contact=_contact_of(standing, incoming))
                note_step(standing, ThreadStep.WRITTEN_AGAIN, at=incoming.at)
            made.save(force_insert=True)
            beside(made)
            _wait_again(standing, incoming, is_urgent=standing.is_urgent or incoming.is_dangerous)
            audit.record_of_visitor(CAME, target=standing)
            _tell(standing, is_dangerous=incoming.is_dangerous)
    return made


def _standing(thread: Thread) -> Thread:
    """Lock a conversation as it stands. Raise NotStoredError where it was erased meanwhile."""
    standing = Thread.objects.of(thread).select_for_update(of=("self",)).select_related("centre", "taken_by").first()
    if standing is None:
        raise NotStoredError
    return standing


def _wait_again(standing: Thread, incoming: IncomingMessage, *, is_urgent: bool) -> None:
    Thread.objects.of(standing).update(
        last_at=max(standing.last_at, incoming.at),
        waiting_since=standing.waiting_since or incoming.at,
        is_urgent=is_urgent,
        theirs_writing_at=None,
        closed_at=None,
        ending="",
        version=standing.version + 1,
    )


def _tell(thread: Thread, *, is_dangerous: bool) -> None:
    """Let people know. Of new danger too where somebody took it, since taking put away what told of the danger before.

    One notice of it stands at a time, whatever they write until they are answered.
    """
    if is_dangerous and (thread.taken_by or not thread.is_urgent):
        notices.settle(kind=URGENT, target=str(thread.pk))
        notices.give(kind=URGENT, target=str(thread.pk), to=at_work(thread))
    elif thread.taken_by and thread.waiting_since is None:
        notices.give(kind=CAME, target=str(thread.pk), to=[thread.taken_by])


def at_work(thread: Thread) -> list[User]:
    """Return whoever has it, and who else is on duty and may open it; where there is nobody else, everybody who may."""
    people = people_at(thread.centre_id, Permission.CONVERSE)
    others = {each.pk for each in answering_now(thread.centre, timezone.now())} - {thread.taken_by_id}
    here = others or {each.pk for each in people if opens_any(each)}
    return [each for each in people if each.pk in here | {thread.taken_by_id}]


def _contact_of(thread: Thread, incoming: IncomingMessage) -> ContactFields:
    source = ThreadSource(thread.source)
    return ContactFields(
        centre=thread.centre,
        line=thread.line,
        channel=CHANNEL_OF[source],
        started_at=incoming.at,
        language=thread.language,
        anonymous=incoming.anonymous,
        disposition=DISPOSITION_OF[source],
    )


def _sealed(thread: Thread, incoming: IncomingMessage, message: Message | None) -> Message:
    """Make the message. Whoever holds the code of the thread opens it too."""
    made = message or Message()
    made.centre_id, made.thread, made.direction, made.at = thread.centre_id, thread, Direction.IN, incoming.at
    vault.admit_alike(made, thread, Holder.RECEIPT)
    made.reference_mac, made.sender_mac, made.marks = incoming.reference_mac, incoming.sender_mac, incoming.marks
    for name, text in (("said", incoming.text), ("quoted", incoming.quoted), ("reference", incoming.reference)):
        setattr(made, name, _seal(made, name, text))
    return made


def _seal(record: Thread | Message, name: str, text: str) -> bytes:
    try:
        return vault.seal(record, name, text)
    except VaultFault as fault:
        logger.error("The vault does not seal a message: %s", type(fault).__name__)
        raise NotStoredError from fault
