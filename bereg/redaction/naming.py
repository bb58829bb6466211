"""What a text that stays in the house names: looked for in one that leaves."""

from collections.abc import Iterator

from bereg.redaction.finding import find
from bereg.redaction.kinds import FindingKind

POINTING = frozenset(FindingKind) - {
    FindingKind.DATE
}  # a day is one of many, and a month alone would be found all over


def named_in(text: str) -> Iterator[str]:
    """Yield names, numbers, documents, addresses and contacts as they stand in a text."""
    for each in find(text) if text else ():
        if each.kind in POINTING:
            yield text[each.start : each.end]
