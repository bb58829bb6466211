"""Find in a text whatever may tell who somebody is, and put neutral words in its place.

A proposal, for a person to judge: nothing here knows "the only teacher of the village". How it was measured:
docs/decisions/0121-finder.md.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from bereg.redaction.kinds import FindingKind, TextFinding
from bereg.redaction.known import known_in
from bereg.redaction.patterns import shaped
from bereg.redaction.persons import persons

TELLS = re.compile(r"[\w@]")  # what is left beside a finding tells something only with such a sign in it
PASSES = 4  # over what is left beside findings: each may be certain by itself


def find(text: str, *, known: Collection[str] = ()) -> list[TextFinding]:
    """Return what may tell who somebody is, in the order of the text, none over another.

    known: names, numbers and accounts that the matter itself holds. They are found in any case, grouping and alphabet.
    """
    found = _apart(text, chain(known_in(text, known), shaped(text), persons(text)))
    for _pass in range(PASSES):
        more = [each for each in _beside(text, found, known) if each.is_certain]
        if not more:
            break
        found = _apart(text, chain(found, more))
    return found


def find_in_its_own(text: str, *, known: Collection[str]) -> list[TextFinding]:
    """Find in a text out of which `known` comes too: what is found without it keeps its kind, such as a document."""
    return _apart(text, chain(find(text), find(text, known=known)))


def masked(text: str, findings: Iterable[TextFinding]) -> str:
    """Return a text with neutral words in the places of findings."""
    return "".join(mark or piece for piece, mark in pieces(text, findings))


def pieces(text: str, findings: Iterable[TextFinding]) -> Iterator[tuple[str, str]]:
    """Yield a text in pieces, in their order, each with the mark that takes its place; "" for what stays."""
    at = 0
    for finding in findings:
        if at < finding.start:
            yield text[at : finding.start], ""
        yield text[finding.start : finding.end], finding.kind.mark
        at = finding.end
    if at < len(text):
        yield text[at:], ""


def find_beside_marks(text: str, *, known: Collection[str] = ()) -> list[TextFinding]:
    """Find in a text that is partly masked: a mark is no part of anything around it."""
    for kind in FindingKind:
        text = text.replace(kind.mark, "\n" * len(kind.mark))
    return find(text, known=known)


def left_in(text: str, *, known: Collection[str] = ()) -> list[str]:
    """Return what stands in a masked text and nobody may leave there."""
    return [text[each.start : each.end] for each in find_beside_marks(text, known=known) if each.is_certain]


def _apart(text: str, findings: Iterable[TextFinding]) -> list[TextFinding]:
    """Return findings none of which lies over another: the earlier keeps its place, of the later what is left."""
    taken: list[TextFinding | None] = [None] * len(text)
    for each in findings:
        for at in range(each.start, each.end):
            taken[at] = taken[at] or each
    found, start = list[TextFinding](), 0
    for at in range(1, len(text) + 1):
        if at == len(text) or taken[at] is not taken[start]:
            here = taken[start]
            if here and TELLS.search(text, start, at):
                _add(found, TextFinding(start, at, here.kind, here.reason, here.is_certain))
            start = at
    return found


def _add(found: list[TextFinding], more: TextFinding) -> None:
    """Add a finding; make it one with the last where that touches it and is of its kind."""
    last = found[-1] if found else None
    if last and last.end == more.start and last.kind == more.kind:
        found[-1] = replace(last, end=more.end, is_certain=last.is_certain or more.is_certain)
    else:
        found.append(more)


def _beside(text: str, found: list[TextFinding], known: Collection[str]) -> Iterator[TextFinding]:
    """Yield what is found in the pieces between findings, where it tells something."""
    at = 0
    for piece, mark in pieces(text, found):
        if not mark and TELLS.search(piece):
            for each in chain(known_in(piece, known), shaped(piece)):
                yield TextFinding(at + each.start, at + each.end, each.kind, each.reason, each.is_certain)
        at += len(piece)
