"""Which centre and line a letter or a recording came to."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bereg.centres.kinds import LineKind
from bereg.centres.models import Centre, Line
from bereg.contacts.channels import CHANNEL_OF_LINE, Channel

_TOKEN = re.compile(r"\+[^@]*@")
LEAST_DIGITS = 5  # of a number that is looked for in the words of a telephone exchange


class NoLineError(Exception):
    """No centre has a line that could have brought this: it waits in the mailbox until one has."""


@dataclass(frozen=True)
class CameTo:
    """Where somebody reached us. line: None where several could be meant."""

    centre: Centre
    line: Line | None


def place_of_letter(to: Iterable[str]) -> CameTo:
    """Return the mailbox among our lines that a letter was sent to, else the first one. Raise NoLineError."""
    lines = _open_lines({LineKind.MAILBOX})
    if not lines:
        raise NoLineError
    sent_to = {_TOKEN.sub("@", address.lower()) for address in to}
    line = next((each for each in lines if sent_to & {text.lower() for text in each.address.values()}), lines[0])
    return CameTo(line.centre, line)


def place_of_recording(words: str) -> CameTo:
    """Return the telephone line whose number the exchange names, else the centre of the first. Raise NoLineError."""
    lines = _open_lines({kind for kind, channel in CHANNEL_OF_LINE.items() if channel == Channel.PHONE})
    if not lines:
        raise NoLineError
    said = _digits(words)
    named = [line for line in lines if any(number in said for number in _numbers(line))]
    if named:
        return CameTo(named[0].centre, named[0])
    return CameTo(lines[0].centre, lines[0] if len(lines) == 1 else None)


def _open_lines(kinds: Collection[str]) -> list[Line]:
    found = Line.objects.filter(kind__in=sorted(kinds), closed_at=None, centre__closed_at=None)
    return list(found.select_related("centre").order_by("centre__position", "centre__code", "position", "slug"))


def _numbers(line: Line) -> list[str]:
    """Return the number of a line without what comes before it where one calls from abroad."""
    found = [_digits(text)[-10:] for text in line.address.values()]
    return [number for number in found if len(number) >= LEAST_DIGITS]


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal() or sign == "\n")
