"""The parts of a guide: fixed headings of its text, which a translator translates with it and a reader expects."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import override

from bereg.guides.choices import GuidePart

HEADING = re.compile(r"#{1,3} +(.*)")


@dataclass(frozen=True)
class OutlineSection:
    """One part of a guide's text. code: of `Part`; empty where it stands before the first heading or has another."""

    code: str
    title: str
    body: str  # Markdown

    @property
    def lines(self) -> list[str]:
        """Its steps or things, one a line, without the signs of a list."""
        lines = (line.strip() for line in self.body.splitlines())
        return [_without_mark(line) for line in lines if line]


def sections_of(body: str) -> list[OutlineSection]:
    """Return the parts of a text in their order; what has no heading, or another one, is kept as it stands."""
    return [section for section in _split(body) if section.title or section.body]


def outline(language: str) -> str:
    """Return the headings that the text of a guide has in a language, to begin it with."""
    with override(language):
        return "\n\n\n".join(f"# {part.label}" for part in GuidePart) + "\n"


def _split(body: str) -> Iterator[OutlineSection]:
    title, lines = "", list[str]()
    for line in body.splitlines():
        if heading := HEADING.fullmatch(line.strip()):
            yield _section(title, lines)
            title, lines = heading[1].strip(), []
        else:
            lines.append(line)
    yield _section(title, lines)


def _section(title: str, lines: list[str]) -> OutlineSection:
    return OutlineSection(_codes().get(title.casefold(), ""), title, "\n".join(lines).strip())


@cache
def _codes() -> dict[str, str]:
    """Return the parts by their headings in every language: a text may be read in one that is not the page's."""
    found = {part.value: part.value for part in GuidePart}
    for language in dict([*settings.LANGUAGES, *settings.PUBLIC_LANGUAGES]):
        with override(language):
            found |= {str(part.label).casefold(): part.value for part in GuidePart}
    return found


def _without_mark(line: str) -> str:
    mark, blank, rest = line.partition(" ")
    is_mark = mark in {"-", "*"} or (mark.endswith(".") and mark[:-1].isdigit())
    return rest.strip() if blank and is_mark else line
