"""A question comes in, is found again by its code, and goes on: in any process, with no key of the centre."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError

from bereg.centres.models import Line
from bereg.contacts.channels import Anonymous
from bereg.conversations.choices import ThreadSource
from bereg.conversations.models import Message, Thread
from bereg.conversations.queries import messages_after, thread_by_lookup, unanswered_in
from bereg.conversations.receiving import IncomingMessage, go_on
from bereg.conversations.receiving import begin as begin_thread
from bereg.core import row_access
from bereg.core.storage_errors import NotStoredError
from bereg.vault import actions as vault
from bereg.vault.classes import Holder
from bereg.vault.faults import VaultFault, WrongSecret
from bereg.web_questions import sessions, throttle
from bereg.web_questions.code_lookup import code_of_form, lookup_of
from bereg.web_questions.errors import UnansweredError
from bereg.web_questions.sessions import AskerVisit

MOST_SHOWN = 100  # messages on a page: each that is opened is written down
MOST_UNANSWERED = 100  # messages of a visitor, so that nobody fills a conversation that colleagues have to open
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ShownLine:
    """One message of either side, as the visitor reads it."""

    id: UUID
    is_ours: bool
    at: datetime
    text: str = ""
    is_closed: bool = False  # it cannot be opened


def ask(line: Line, language: str, text: str, nonce: str = "") -> AskerVisit:
    """Store a question, and open it in the browser at hand; one that its form sent before is opened again.

    nonce: of the form. Raise CrowdedError, NotStoredError.
    """
    throttle.take_on_question()
    code = code_of_form(nonce, line, text)
    before = thread_by_lookup(lookup_of(code))
    if before is not None and sessions.shows_code(before):
        return sessions.begin(before, vault.prove(before, code), code)
    # Whoever has written the code down, or has ended the visit, is shown none of it by a page that lies about still.
    return _store(line, language, text, code if before is None else code_of_form("", line, text))


def _store(line: Line, language: str, text: str, code: str) -> AskerVisit:
    thread = Thread(id=uuid4(), centre=line.centre, line=line, source=ThreadSource.WEB, language=language)
    thread.lookup = lookup_of(code)
    visits: list[AskerVisit] = []
    try:
        vault.admit(thread, Holder.RECEIPT, code)
        proven = vault.prove(thread, code)
        begin_thread(
            thread,
            IncomingMessage(text, anonymous=Anonymous.YES),
            # In one transaction: whoever finds the question finds that its code is shown still.
            beside=lambda _made: visits.append(sessions.begin(thread, proven, code)),
        )
    except VaultFault as fault:
        logger.error("A question is not stored: %s", type(fault).__name__)
        raise NotStoredError from fault
    except IntegrityError:  # another process stored it meanwhile, from the same form
        other = thread_by_lookup(thread.lookup)
        if other is None:
            raise
        return sessions.begin(other, vault.prove(other, code), code)
    return visits[0]


def come_back(code: str, nonce: str = "", text: str = "") -> AskerVisit | None:
    """Open the conversation of a code, and store what was written too late; None where the code opens nothing.

    Either takes the same work. Whoever was let in to try a right code is not turned away afterwards: its page would
    stay in the history with the code. Raise CrowdedError, UnansweredError, NotStoredError.
    """
    throttle.tries.take()
    found = thread_by_lookup(lookup_of(code))
    try:
        proven = vault.prove(found or Thread(id=uuid4()), code)
    except WrongSecret:
        return None
    if found and text:
        _go_on(found, nonce, text)
    return sessions.begin(found, proven) if found else None


def write_on(visit: AskerVisit, nonce: str, text: str) -> None:
    """Store a further message; the same words with the same nonce are one, other words another one.

    Raise CrowdedError, UnansweredError, NotStoredError.
    """
    throttle.messages.take()
    _go_on(visit.thread, nonce, text)


def _go_on(thread: Thread, nonce: str, text: str) -> None:
    # Of the conversation too: so nobody names the record of anybody else.
    made = Message(id=uuid5(thread.pk, f"{nonce}|{text}"))
    with row_access.to([thread.centre_id]):
        if Message.objects.through(thread=thread).filter(pk=made.pk).exists():
            return
        if unanswered_in(thread) >= MOST_UNANSWERED:
            raise UnansweredError
        try:
            go_on(thread, IncomingMessage(text, anonymous=Anonymous.YES), made)
        except IntegrityError:  # the other one of two that came at once
            if not Message.objects.through(thread=thread).filter(pk=made.pk).exists():
                raise


def lines_of(visit: AskerVisit, after: str = "") -> list[ShownLine]:
    """Open the latest messages of both sides, or those that follow one (its id). Raise CrowdedError.

    Call it outside transactions.
    """
    throttle.pages.take()
    with row_access.to([visit.thread.centre_id]):
        return [_opened(each, visit) for each in messages_after(visit.thread, after)[-MOST_SHOWN:]]


def _opened(message: Message, visit: AskerVisit) -> ShownLine:
    try:
        text = vault.open_proven(message, visit.proven, message.field)
    except VaultFault as fault:
        logger.error("A visitor cannot open a message: %s", type(fault).__name__)
        return ShownLine(message.pk, message.is_ours, message.at, is_closed=True)
    return ShownLine(message.pk, message.is_ours, message.at, text)
