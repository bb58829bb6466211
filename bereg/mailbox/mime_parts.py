"""The parts of a letter, cut at their boundaries: limits first, and what is attached is never opened."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from bereg.core.downloads import safe_name
from bereg.mailbox.headers import HeaderCount, Headers
from bereg.mailbox.letter_limits import DEEPEST, LARGEST_B, MOST_BOUNDARY_LINES, MOST_PARTS
from bereg.mailbox.quarantine_reasons import LimitBrokenError, QuarantineReason

LONGEST_BOUNDARY = 200


@dataclass(frozen=True)
class Leaf:
    """One part without parts of its own. kind: as it says, `text/plain`; encoded: as it came."""

    kind: str
    charset: str
    name: str
    is_attached: bool
    transfer: str
    encoded: bytes

    @property
    def is_text(self) -> bool:
        """Whether it is read as the words of the letter."""
        return not self.is_attached and not self.name and self.kind in {"text/plain", "text/html"}

    def content(self) -> bytes:
        """Return the bytes without their transfer encoding; one that is broken leaves what can be read."""
        if self.transfer == "base64":
            return _from_base64(self.encoded)
        if self.transfer == "quoted-printable":
            return binascii.a2b_qp(self.encoded)
        return self.encoded


class Letter:
    """A letter in parts. Raise LimitBrokenError, before anything is read of what is too large."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) > LARGEST_B:
            raise LimitBrokenError(QuarantineReason.TOO_LARGE)
        if raw.count(b"\n--") + raw.count(b"\r--") > MOST_BOUNDARY_LINES:
            raise LimitBrokenError(QuarantineReason.MANY_PARTS)
        self._raw, self._count, self._parts = raw, HeaderCount(), 0
        self.headers, start = self._count.split(raw, 0, len(raw))
        self.kind = _kind(self.headers.content())
        self.leaves = tuple(self._leaves(self.headers, start, len(raw), 1))

    def _leaves(self, headers: Headers, start: int, end: int, depth: int) -> Iterator[Leaf]:
        """Yield the leaves between two places of the bytes, of which each depth would be one more copy."""
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise LimitBrokenError(QuarantineReason.MANY_PARTS)
        if depth > DEEPEST:
            raise LimitBrokenError(QuarantineReason.TOO_DEEP)
        content = headers.content()
        boundary = _boundary(content)
        if not boundary:
            yield _leaf(headers, content, self._raw[start:end])
            return
        for first, last in _between(self._raw, start, end, boundary):
            inner, body = self._count.split(self._raw, first, last)
            yield from self._leaves(inner, body, last, depth + 1)


def _kind(content: Message) -> str:
    return content.get_content_type()


def _boundary(content: Message) -> bytes:
    if content.get_content_maintype() != "multipart":
        return b""
    boundary = content.get_boundary("") or ""
    return boundary.encode("ascii", "replace") if len(boundary) <= LONGEST_BOUNDARY else b""


def _between(raw: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Yield where parts begin and end, by the lines of their boundary; a letter that was cut off has no last one."""
    # It begins with fixed bytes, which are looked for quickly; whether they begin a line is asked then.
    line = re.compile(rb"--%s(--)?[ \t]*(?=[\r\n]|\Z)" % re.escape(boundary))
    began = None
    for found in line.finditer(raw, start, end):
        if found.start() > start and raw[found.start() - 1] not in b"\r\n":
            continue
        if began is not None:
            yield began, max(began, _before_line_end(raw, found.start()))
        if found[1]:
            return
        began = found.end() + (2 if raw[found.end() : found.end() + 2] == b"\r\n" else 1)
    if began is not None and began <= end:
        yield began, end


def _before_line_end(raw: bytes, place: int) -> int:
    return place - (2 if raw[place - 2 : place] == b"\r\n" else 1)


def _leaf(headers: Headers, content: Message, body: bytes) -> Leaf:
    return Leaf(
        _kind(content),
        str(content.get_content_charset("") or ""),
        _name(content),
        content.get_content_disposition() == "attachment",
        headers.plain("content-transfer-encoding"),
        body,
    )


def _name(content: Message) -> str:
    name = content.get_filename("") or ""
    if not name:
        return ""
    words, _ = Headers((("name", name.encode("utf-8", "replace")),)).words("name")  # often an encoded word
    return safe_name(words)


def _from_base64(encoded: bytes) -> bytes:
    try:
        return base64.b64decode(encoded)
    except (binascii.Error, ValueError):  # cut off: the whole groups of four are there
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", encoded)
        return base64.b64decode(letters[: len(letters) // 4 * 4])
