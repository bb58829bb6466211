"""A letter as it is known here once it was read, and one that is not read."""

from dataclasses import dataclass
from enum import Enum

from bereg.mailbox.file_kinds import InboundFile
from bereg.mailbox.quarantine_reasons import QuarantineReason
from bereg.mailbox.reply_tokens import ReplyToken


class LetterMark(Enum):
    """What whoever reads a letter has to know of it."""

    CHARSET = "charset"  # it names none that is known: some letters may be wrong
    HTML_ONLY = "html_only"
    NO_SENDER = "no_sender"  # nobody that could be answered
    SEVERAL_SENDERS = "several_senders"


@dataclass(frozen=True)
class InboundMessage:
    """A letter. text: what was written now; quoted: the rest, folded away. language: a guess, or empty."""

    sender: str
    subject: str
    text: str
    quoted: str
    language: str
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    to: tuple[str, ...]
    tokens: tuple[ReplyToken, ...]
    files: tuple[InboundFile, ...]
    marks: frozenset[LetterMark]
    is_automatic: bool


@dataclass(frozen=True)
class Quarantined:
    """A letter that is kept as it came, and not read."""

    reason: QuarantineReason
