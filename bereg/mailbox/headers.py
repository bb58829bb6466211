"""The headers of a letter or of one of its parts, from bytes whose size was looked at before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from bereg.core.text_normalisation import normalise
from bereg.mailbox.charsets import decoded
from bereg.mailbox.letter_limits import LONGEST_HEADER_B, LONGEST_HEADERS_B, MOST_ADDRESSES, MOST_HEADERS
from bereg.mailbox.quarantine_reasons import LimitBrokenError, QuarantineReason

MOST_REFERENCES = 20
OF_ADDRESSES = ("from", "sender", "reply-to", "to", "cc", "bcc", "delivered-to")
# A blank line; some machines end their lines by CR alone.
_END = re.compile(rb"\n\r?\n|\r\r")
_FIELD = re.compile(rb"([\x21-\x39\x3b-\x7e]+)[ \t]*:(.*)", re.DOTALL)
_LINE_END = re.compile(rb"\r\n|\r|\n")
_CONTROLS = re.compile("[\x00-\x1f\x7f]")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_IN_ANGLES = re.compile(r"<([^<>\s]+)>")
# What our own mail server can be asked to write to.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
LONGEST_ADDRESS = 254
_ID = re.compile(r"<([^<>\s]{1,250})>")


@dataclass(frozen=True)
class Headers:
    """Names in small letters with their bytes, unfolded, in the order of the letter."""

    fields: tuple[tuple[str, bytes], ...]

    def all(self, *names: str) -> Iterator[bytes]:
        """Yield what stands under these names."""
        return (value for name, value in self.fields if name in names)

    def plain(self, name: str) -> str:
        """Return the first of a name as a machine reads it: small letters, nothing decoded."""
        return next(self.all(name), b"").decode("ascii", "replace").strip().lower()

    def words(self, name: str) -> tuple[str, bool]:
        """Return what the first of a name says to people, on one line, and whether its charset is known."""
        text, is_known = _words(next(self.all(name), b""))
        return " ".join(normalise(text.replace("\r", " ").replace("\n", " ")).split()), is_known

    def addresses(self, *names: str) -> list[str]:
        """Return the addresses under these names, those alone that mail can be sent to."""
        found = []
        for value in self.all(*names):
            bare = _QUOTED.sub(" ", value.decode("ascii", "replace"))
            found += _IN_ANGLES.findall(bare) or [each.strip() for each in bare.split(",")]
        return [each for each in found if len(each) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(each)]

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the last 20 message ids under a name."""
        return tuple(_ID.findall(" ".join(v.decode("ascii", "replace") for v in self.all(name)))[-MOST_REFERENCES:])

    def content(self) -> Message:
        """Return what the part says of its kind, for the library to read."""
        message = Message()
        for name in ("content-type", "content-disposition"):
            value = next(self.all(name), None)
            if value is not None:
                message[name] = _CONTROLS.sub(" ", value.decode("ascii", "replace"))
        return message


class HeaderCount:
    """What all headers of one letter may be together."""

    def __init__(self) -> None:
        self._bytes = self._fields = self._addresses = 0

    def split(self, raw: bytes, start: int, end: int) -> tuple[Headers, int]:
        """Return headers and where the body begins. Raise LimitBrokenError before anything is read of long ones."""
        if raw[start : min(start + 1, end)] in {b"\n", b"\r"}:
            return Headers(()), start + (2 if raw[start : start + 2] == b"\r\n" else 1)
        found = _END.search(raw, start, min(end, start + LONGEST_HEADERS_B + 4))
        if found is None and end - start > LONGEST_HEADERS_B:
            raise LimitBrokenError(QuarantineReason.LONG_HEADERS)
        last, body = (found.start(), found.end()) if found else (end, end)
        self._bytes += last - start
        if self._bytes > LONGEST_HEADERS_B:
            raise LimitBrokenError(QuarantineReason.LONG_HEADERS)
        return self._counted(raw[start:last]), body

    def _counted(self, block: bytes) -> Headers:
        fields: list[tuple[str, bytes]] = []
        for lines in _unfolded(block):
            if len(lines) > LONGEST_HEADER_B:
                raise LimitBrokenError(QuarantineReason.LONG_HEADER)
            self._fields += 1
            if self._fields > MOST_HEADERS:
                raise LimitBrokenError(QuarantineReason.MANY_HEADERS)
            field = _FIELD.fullmatch(lines)
            if field:  # a line that is no header says nothing
                fields.append((field[1].decode("ascii").lower(), field[2].strip()))
        headers = Headers(tuple(fields))
        self._addresses += sum(value.count(b"@") for value in headers.all(*OF_ADDRESSES))
        if self._addresses > MOST_ADDRESSES:
            raise LimitBrokenError(QuarantineReason.MANY_ADDRESSES)
        return headers


def _unfolded(block: bytes) -> Iterator[bytes]:
    """Yield each header with the lines that go on with it, their ends left out."""
    lines: list[bytes] = []
    for line in _LINE_END.split(block):
        if lines and line[:1] not in {b" ", b"\t"}:
            yield b"".join(lines)
            lines = []
        lines.append(line)
    if lines:
        yield b"".join(lines)


def _words(value: bytes) -> tuple[str, bool]:
    text, is_known = decoded(value, "")
    if "=?" not in text:
        return text, is_known
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text, False
    read = []
    for piece, charset in pieces:
        words, is_clear = (piece, True) if isinstance(piece, str) else decoded(piece, charset or "")
        read.append(words)
        is_known = is_known and is_clear
    return "".join(read), is_known
