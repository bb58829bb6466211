"""What a text that stays in the house names: looked for in one that leaves."""

from collections.abc import Iterator

from bereg.redaction.finding import find, find_beside_marks
from bereg.redaction.kinds import FindingKind

POINTING = frozenset(FindingKind) - {
    FindingKind.DATE
}  # a day is one of many, and a month alone would be found all over


def named_in(text: str) -> Iterator[str]:
    """Yield names, numbers, documents, addresses and contacts as they stand in a text."""
    for each in find(text) if text else ():
        if each.kind in POINTING:
            yield text[each.start : each.end]


def pointed_at_in(text: str) -> str:
    """Return the first words of a short text that point at somebody for certain; "" where none do."""
    certain = (each for each in find_beside_marks(text) if each.is_certain and each.kind in POINTING)
    return next((text[each.start : each.end] for each in certain), "")
