"""What somebody wrote now, apart from what their program quoted of the letters before. Nothing is deleted."""

import re
from collections.abc import Sequence

# The first line of every answer of ours: what a reply has below it is our own words. It says nothing to who looks on.
MARKER = "=-=-=-=-=-=-=-="
LONGEST_LINE = 300  # a longer one introduces no quotation
MOST_INTRODUCING = 3  # lines over which a program breaks "On ... wrote:"
FIELDS = 3
_TELLS_WHO_OR_WHEN = re.compile(r"[\d@]")
_WHEN = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d{2}\b")
# `From: ...` in any language, with the stars that some programs set around it.
_FIELD = re.compile(r"[\s*>_]*[^\W\d_][^:\n@]{0,30}:\*?\s+\S.{0,300}")
_RULE = re.compile(r"\s*(?:_{5,}|-{2,}.{0,60}-{2,})\s*")


def folded(text: str) -> tuple[str, str]:
    """Return one's own words, and the quoted rest."""
    lines = text.split("\n")
    places = [place for place in (_marker(lines), _introduction(lines), _fields(lines)) if place is not None]
    if not places:
        return text.strip(), ""
    cut = min(places)
    own, rest = lines[:cut], lines[cut:]
    if _is_empty(own):  # they wrote below the quotation, or between its lines
        own, rest = _apart(rest)
    return "\n".join(own).strip(), "\n".join(rest).strip()


def not_ours(own: str, quoted: str) -> str:
    """Return what of a quotation may be the words of somebody else, such as those of a letter that is passed on.

    own: what was written now. Where that is empty it may stand below our words: what has no `>` there is not ours.
    """
    above, _, below = quoted.partition(MARKER)
    if own:
        return above
    return "\n".join([above, *(line for line in below.split("\n") if not line.lstrip().startswith(">"))])


def _marker(lines: Sequence[str]) -> int | None:
    for place, line in enumerate(lines):
        if line.lstrip("> \t").rstrip() == MARKER:
            return _with_introduction(lines, place)
    return None


def _introduction(lines: Sequence[str]) -> int | None:
    """Return where a block of `>` begins, with the line above it that ends in `:` and tells who or when."""
    own = [place for place, line in enumerate(lines) if line.strip() and not line.startswith(">")]
    for place, line in enumerate(lines):
        if line.startswith(">"):
            above = _with_introduction(lines, place)
            if above < place or not own or own[-1] < place:  # below it there is nothing but quoted lines
                return above
    return None


def _with_introduction(lines: Sequence[str], place: int) -> int:
    """Return where "On ... wrote:" above a place begins, which may be broken over lines; else the place itself."""
    last = place - 1
    while last >= 0 and not lines[last].strip():
        last -= 1
    if last < 0 or not lines[last].rstrip().endswith(":") or len(lines[last]) > LONGEST_LINE:
        return place
    first, said = last, lines[last]
    while last - first + 1 < MOST_INTRODUCING and not (_WHEN.search(said) and _TELLS_WHO_OR_WHEN.search(said)):
        if first == 0 or not lines[first - 1].strip() or not _TELLS_WHO_OR_WHEN.search(lines[first - 1]):
            break
        first, said = first - 1, f"{lines[first - 1]} {said}"
    return first if _TELLS_WHO_OR_WHEN.search(said) else place


def _fields(lines: Sequence[str]) -> int | None:
    """Return where three lines such as `From: ...` begin, one with an address and one with a time; a rule above too.

    Without the time it may be somebody who writes down their name, telephone and address.
    """
    run = 0
    for place, line in enumerate([*lines, ""]):
        if _FIELD.fullmatch(line):
            run += 1
            continue
        block = lines[place - run : place]
        if run >= FIELDS and any("@" in each for each in block) and any(map(_WHEN.search, block)):
            return _with_rule(lines, place - run)
        run = 0
    return None


def _with_rule(lines: Sequence[str], place: int) -> int:
    above = place - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and _RULE.fullmatch(lines[above]) else place


def _apart(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part lines without `>` from those with it; what introduces the first belongs to those."""
    first = next((place for place, line in enumerate(lines) if line.startswith(">")), len(lines))
    below = lines[first:]
    own = [line for line in below if not line.startswith(">")]
    if _is_empty(own):
        return [], list(lines)
    return own, [*lines[:first], *(line for line in below if line.startswith(">"))]


def _is_empty(lines: Sequence[str]) -> bool:
    return not any(line.strip() for line in lines)
