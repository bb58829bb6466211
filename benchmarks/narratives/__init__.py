"""Invented narratives, with what in them tells who somebody is: `bereg bench finder` measures on them.

They are put together of pieces, one a line of a file. A slot in braces is filled: `f` and `g` are women, `m` and `n`
men, with how they are named and in what case. Of [a|b|c] one is taken, and identifies nobody. The files `tried` were
written before the finder was, and its rules were tried on them. No rule was ever tried on, or changed for, `held_out`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.narratives.names import HELD_OUT, TRIED, Named, in_latin, somebody
from benchmarks.narratives.numbers import FILLED, NEUTRAL

SLOT = re.compile(r"\{(\w+)(?:\.(\w+))?(?:\.(\w+))?\}|\[([^\]]*)\]")
LATIN_AMONG_RUSSIAN, CYRILLIC_AMONG_ENGLISH = 0.12, 0.12
WAYS_OF_NAMING = {"full", "given", "pair", "surname", "initials", "polite"}


@dataclass(frozen=True)
class Told:
    """A place of a narrative that tells who somebody is."""

    start: int
    end: int
    kind: str
    script: str  # of names: cyrillic, latin; "" of others


@dataclass(frozen=True)
class Narrative:
    """A text in one language, and every place that is to be found."""

    text: str
    language: str
    told: tuple[Told, ...]


PEOPLE = {"tried": TRIED, "held_out": HELD_OUT}


def narratives(count: int, seed: int, source: str = "tried") -> Iterator[Narrative]:
    """Yield so many, the same for one seed: three in five of them Russian."""
    for at in range(count):
        rng = Random(f"{source} {seed} {at}")  # noqa: S311 (the same narratives every time)
        language = "ru" if at % 5 < 3 else "en"
        yield _narrative(rng, source, language)


def pieces_of(source: str, language: str) -> list[str]:
    """Return the pieces of a file."""
    return (Path(__file__).parent / f"{source}.{language}.txt").read_text(encoding="utf-8").splitlines()


def _narrative(rng: Random, source: str, language: str) -> Narrative:
    people = {slot: somebody(rng, PEOPLE[source], is_woman=slot in "fg") for slot in "fgmn"}
    text, told = "", list[Told]()
    for piece in rng.sample(pieces_of(source, language), rng.randint(2, 5)):
        text += rng.choice(("", " ", "\n")) if not text else rng.choice((" ", " ", "\n"))
        for fixed, filled, kind in _parts(piece, people, rng, language):
            text += fixed
            if kind:
                script = "" if kind != "name" else "cyrillic" if filled[0] > "\u0400" else "latin"
                told.append(Told(len(text), len(text) + len(filled), kind, script))
            text += filled
    return Narrative(text, language, tuple(told))


def _parts(piece: str, people: dict[str, Named], rng: Random, language: str) -> Iterator[tuple[str, str, str]]:
    """Yield what stands before a slot, what fills it, and its kind ("" where it tells nothing)."""
    at = 0
    for slot in SLOT.finditer(piece):
        yield piece[at : slot.start()], *_fills(slot, people, rng, language)
        at = slot.end()
    yield piece[at:], "", ""


def _fills(slot: re.Match[str], people: dict[str, Named], rng: Random, language: str) -> tuple[str, str]:
    what, one, other, choice = slot.groups()
    if choice is not None:
        return rng.choice(choice.split("|")), ""
    if what in NEUTRAL:
        return NEUTRAL[what](rng, language), ""
    if what in FILLED:
        kind, fills = FILLED[what]
        return fills(rng, language), kind
    how, case = (one, other) if one in WAYS_OF_NAMING else (other, one)
    return _name(people[what], how, case, rng, language), "name"


def _name(person: Named, how: str, case: str, rng: Random, language: str) -> str:
    """Write a name in the letters of the language, sometimes in the others, as in a passport."""
    if language == "ru":
        is_latin = rng.random() < LATIN_AMONG_RUSSIAN
        return in_latin(person.written(how, "nom"), rng) if is_latin else person.written(how, case)
    written = person.written(how, "nom")
    return written if rng.random() < CYRILLIC_AMONG_ENGLISH else in_latin(written, rng)
