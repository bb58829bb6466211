"""Bytes from anybody into one letter that can be kept, or into quarantine. Nothing is looked up and nothing opened."""

from collections.abc import Iterator

from bereg.core.text_normalisation import Bidi, TooLongError
from bereg.core.text_normalisation import normalise as clean
from bereg.mailbox.automatic_replies import is_automatic
from bereg.mailbox.charsets import decoded
from bereg.mailbox.file_kinds import InboundFile, kind_of
from bereg.mailbox.inbound import InboundMessage, LetterMark, Quarantined
from bereg.mailbox.language import language_of
from bereg.mailbox.letter_limits import LARGEST_FILE_B, LONGEST_ENCODED_B, LONGEST_HTML_B, LONGEST_TEXT, MOST_FILES
from bereg.mailbox.mime_parts import Leaf, Letter
from bereg.mailbox.plain_text import words_of_html
from bereg.mailbox.quarantine_reasons import LimitBrokenError, QuarantineReason
from bereg.mailbox.quoted_text import folded
from bereg.mailbox.reply_tokens import tokens_in

LONGEST_SUBJECT = 1_000


def normalise(raw: bytes) -> InboundMessage | Quarantined:
    """Return the letter; one that breaks a limit, or whatever goes wrong with it, into quarantine."""
    try:
        return _message(Letter(raw))
    except LimitBrokenError as broken:
        return Quarantined(broken.reason)
    except TooLongError:
        return Quarantined(QuarantineReason.LONG_TEXT)
    except Exception:  # one letter may not keep the others from being read
        return Quarantined(QuarantineReason.UNREADABLE)


def _message(letter: Letter) -> InboundMessage:
    headers = letter.headers
    senders = list(dict.fromkeys(headers.addresses("from")))
    subject, is_known = headers.words("subject")
    text, marks = _text(letter)
    own, quoted = folded(text)
    if not is_known:
        marks.add(LetterMark.CHARSET)
    if len(senders) != 1:
        marks.add(LetterMark.SEVERAL_SENDERS if senders else LetterMark.NO_SENDER)
    sender = senders[0] if senders else ""
    to = headers.addresses("delivered-to", "to", "cc")
    return InboundMessage(
        sender=sender,
        subject=subject[:LONGEST_SUBJECT],
        text=own,
        quoted=quoted,
        language=language_of(own or subject),
        message_id=next(iter(headers.ids("message-id")), ""),
        in_reply_to=headers.ids("in-reply-to"),
        references=headers.ids("references"),
        to=tuple(to),
        tokens=tokens_in(to),
        files=tuple(_files(letter)),
        marks=frozenset(marks),
        is_automatic=is_automatic(letter, sender),
    )


def _text(letter: Letter) -> tuple[str, set[LetterMark]]:
    """Return the plain text, else the words of the HTML: of a letter that has both they are the same."""
    marks: set[LetterMark] = set()
    words = [_read(leaf, marks) for leaf in letter.leaves if leaf.is_text and leaf.kind == "text/plain"]
    if not any(each.strip() for each in words):
        pages = [_read(leaf, marks) for leaf in letter.leaves if leaf.is_text and leaf.kind == "text/html"]
        words = [words_of_html("\n".join(pages))] if pages else []
        marks |= {LetterMark.HTML_ONLY} if pages else set()
    text = "\n\n".join(words)
    return clean(text, bidi=Bidi.SIGN, most=LONGEST_TEXT), marks


def _read(leaf: Leaf, marks: set[LetterMark]) -> str:
    if leaf.kind == "text/html" and len(leaf.encoded) > 4 * LONGEST_HTML_B:
        raise LimitBrokenError(QuarantineReason.LONG_HTML)
    if len(leaf.encoded) > LONGEST_ENCODED_B:
        raise LimitBrokenError(QuarantineReason.LONG_TEXT)
    text, is_known = decoded(leaf.content(), leaf.charset)
    if not is_known:
        marks.add(LetterMark.CHARSET)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _files(letter: Letter) -> Iterator[InboundFile]:
    for number, leaf in enumerate(leaf for leaf in letter.leaves if not leaf.is_text):
        if number == MOST_FILES:
            raise LimitBrokenError(QuarantineReason.MANY_FILES)
        content = leaf.content()
        if len(content) > LARGEST_FILE_B:
            raise LimitBrokenError(QuarantineReason.LARGE_FILE)
        yield InboundFile(leaf.name or "file", kind_of(content), content)
