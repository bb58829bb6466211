"""The root key on three sheets of paper: any two restore it, one alone tells nothing. Knows no database and no file.

Of random r1, r2 and r3 = root ^ r1 ^ r2 the sheets hold (r1 r2), (r2 r3) and (r3 r1). A fingerprint of the root key
refuses sheets of different ceremonies. What is typed is checked line by line.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing in it is taken for something else
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
PART_B, MARK_B, SUM_B = 32, 8, 7
LINE_B, LINES = 10, 8  # a line: 16 characters, and 2 that check it


class BadSheet(Exception):  # noqa: N818 - the words of the field
    """What was typed is no sheet, or two sheets do not belong together."""


class BadLine(BadSheet):
    """One line holds a slip."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number  # from 1


@dataclass(frozen=True)
class Sheet:
    """One sheet: its number from 1 to 3, the fingerprint of the root key, and two of the three parts."""

    number: int
    mark: bytes
    parts: tuple[bytes, bytes]

    def lines(self) -> list[str]:
        """Return what is written on the sheet: eight lines of five groups."""
        body = bytes([0x10 | self.number]) + self.mark + b"".join(self.parts)
        whole = body + _digest(b"sheet", body)[:SUM_B]
        return [_line(place, whole[place * LINE_B : (place + 1) * LINE_B]) for place in range(LINES)]


def split(root: bytes) -> list[Sheet]:
    """Make three new sheets of a root key."""
    first, second = os.urandom(PART_B), os.urandom(PART_B)
    parts = [first, second, _xor(root, first, second)]
    return [Sheet(place + 1, mark_of(root), (parts[place], parts[(place + 1) % 3])) for place in range(3)]


def read(lines: Sequence[str]) -> Sheet:
    """Read a sheet that somebody typed. Raise BadLine, or BadSheet."""
    if len(lines) != LINES:
        raise BadSheet(f"A sheet has {LINES} lines.")
    whole = b"".join(read_line(place + 1, line) for place, line in enumerate(lines))
    body = whole[:-SUM_B]
    if whole[-SUM_B:] != _digest(b"sheet", body)[:SUM_B] or body[0] not in (0x11, 0x12, 0x13):
        raise BadSheet("The lines do not belong to one sheet.")
    parts = body[1 + MARK_B :]
    return Sheet(body[0] & 0x0F, body[1 : 1 + MARK_B], (parts[:PART_B], parts[PART_B:]))


def read_line(number: int, line: str) -> bytes:
    """Read one line, its number from 1. Raise BadLine."""
    text = "".join(line.upper().split()).replace("-", "").translate(ALIKE)
    if len(text) != LINE_B * 8 // 5 + 2 or set(text) - set(ALPHABET):
        raise BadLine(number)
    content = _decode(text[:-2])
    if text[-2:] != _check(number - 1, content):
        raise BadLine(number)
    return content


def join(one: Sheet, other: Sheet) -> bytes:
    """Restore the root key from two sheets. Raise BadSheet where they do not belong together."""
    if one.number == other.number:
        raise BadSheet("Two different sheets are needed.")
    parts: dict[int, bytes] = {}
    for sheet in (one, other):
        for place, part in zip((sheet.number - 1, sheet.number % 3), sheet.parts, strict=True):
            if parts.setdefault(place, part) != part:
                raise BadSheet("The sheets are not of one set.")
    root = _xor(*parts.values())
    if not one.mark == other.mark == mark_of(root):
        raise BadSheet("The sheets are not of one set.")
    return root


def mark_of(root: bytes) -> bytes:
    """Return the fingerprint of a root key, which tells nothing about it."""
    return _digest(b"root", root)[:MARK_B]


def _digest(use: bytes, content: bytes) -> bytes:
    return hashlib.sha256(b"bereg escrow v1|" + use + b"|" + content).digest()


def _xor(*values: bytes) -> bytes:
    return bytes(a ^ b ^ c for a, b, c in zip(*values, strict=True))


def _line(place: int, content: bytes) -> str:
    text = _encode(content)
    groups = [text[start : start + 4] for start in range(0, len(text), 4)]
    return " ".join([*groups, _check(place, content)])


def _check(place: int, content: bytes) -> str:
    return _encode(_digest(b"line", bytes([place]) + content)[:5])[:2]


def _encode(content: bytes) -> str:
    number, length = int.from_bytes(content, "big"), len(content) * 8 // 5
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def _decode(text: str) -> bytes:
    number = 0
    for character in text:
        number = number << 5 | ALPHABET.index(character)
    return number.to_bytes(len(text) * 5 // 8, "big")
