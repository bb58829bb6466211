"""The words of a conversation, opened for one page alone."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bereg.accounts.models import User
from bereg.conversations.models import Attachment, Message, Thread
from bereg.conversations.queries import messages_of
from bereg.enquiries.alarms import cannot_be_opened
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.faults import Damaged, NotAllowed, VaultFault

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class WrittenText:
    """Words of one record. is_closed: they stand there, and cannot be opened."""

    text: str = ""
    is_closed: bool = False


@dataclass(frozen=True)
class ShownMessage:
    """One message as the page shows it."""

    message: Message
    text: WrittenText
    quoted: WrittenText = WrittenText()
    files: Sequence[tuple[Attachment, WrittenText]] = ()  # each with the name that it came with


def opened_all(thread: Thread, *, by: User) -> list[ShownMessage]:
    """Open every message of a conversation at hand. Raise NotAllowed.

    Never call it inside a transaction.
    """
    return opened_each(messages_of(thread), by=by)


def opened_each(messages: Iterable[Message], *, by: User) -> list[ShownMessage]:
    """Open some messages of a conversation at hand, as `opened_all`."""
    return [
        ShownMessage(
            each,
            opened(each, each.field, by=by),
            opened(each, "quoted", by=by),
            [(file, opened(file, "name", by=by)) for file in each.attachments.all()],
        )
        for each in messages
    ]


def opened(record: Message | Thread | Attachment, field: str, *, by: User) -> WrittenText:
    """Open one text, written down as a reading. Raise NotAllowed."""
    if not getattr(record, field):
        return WrittenText()
    try:
        return WrittenText(vault.reveal(record, field, by=by, because=Because.CASE_WORK))
    except NotAllowed:
        raise
    except VaultFault as fault:
        cannot_be_opened(record, field, fault)
        return WrittenText(is_closed=True)


def opened_file(record: Any, field: str, *, by: User) -> bytes | None:
    """Open a sealed file that came from outside, written down as a reading; None where that fails. Raise NotAllowed."""
    try:
        return b"".join(vault.open_file(record, field, by=by, because=Because.CASE_WORK))
    except NotAllowed:
        raise
    except VaultFault as fault:
        cannot_be_opened(record, field, fault)
    except OSError:  # its row stands, as after a restore without the files
        cannot_be_opened(record, field, Damaged())
    return None
