"""The words of a conversation, opened for one page alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bereg.accounts.models import User
from bereg.conversations.models import Attachment, Message, Thread
from bereg.conversations.queries import messages_of
from bereg.enquiries.unreadable_texts import cannot_be_opened
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.faults import Damaged, NotAllowed, VaultFault


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
    """Open some messages of a conversation at hand, as `opened_all`; written down as one reading of it."""
    shown = list(messages)
    parts = [part for each in shown for part in _parts_of(each) if getattr(*part)]
    found = vault.reveal_parts(shown[0].thread, parts, by=by, because=Because.CASE_WORK) if parts else []
    words = {(part[0].pk, part[1]): _in_words(*part, text) for part, text in zip(parts, found, strict=True)}

    def said(record: Message | Attachment, field: str) -> WrittenText:
        return words.get((record.pk, field), WrittenText())

    return [
        ShownMessage(
            each,
            said(each, each.field),
            said(each, "quoted"),
            [(file, said(file, "name")) for file in each.attachments.all()],
        )
        for each in shown
    ]


def _parts_of(message: Message) -> list[tuple[Message | Attachment, str]]:
    return [(message, message.field), (message, "quoted"), *((file, "name") for file in message.attachments.all())]


def _in_words(record: Message | Attachment, field: str, found: str | VaultFault) -> WrittenText:
    if isinstance(found, VaultFault):
        cannot_be_opened(record, field, found)
        return WrittenText(is_closed=True)
    return WrittenText(found)


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
