"""What the matter itself holds, such as the name of who called: found in a text in any case, grouping and alphabet."""

import re
from collections.abc import Collection, Iterator

from bereg.redaction.inflection import bare, folded, stems_of
from bereg.redaction.kinds import FindingKind, FindingReason, TextFinding
from bereg.redaction.tokens import WORD, words_of

DIGITS = re.compile(r"\d(?:[ \u00a0().\-–/]{0,3}+\d){0,60}+")
ACCOUNT = re.compile(r"[\d@_]")
GROUPED = re.compile(r"[\d+().\-/ \u00a0]{1,200}+")
LEAST_LETTERS, LEAST_SIGNS, LEAST_DIGITS, OF_A_TELEPHONE = 3, 4, 5, 9


def known_in(text: str, known: Collection[str]) -> Iterator[TextFinding]:
    """Yield whatever of `known` stands in a text."""
    held = [each.strip() for each in known if each.strip()]
    for each in held:
        if not GROUPED.fullmatch(each):
            yield from _whole(text, each)
    yield from _numbers(text, {digits for each in held for digits in _digits_of(each)})
    for each in held:
        for part in _parts(each):
            yield from _literally(text, part)
    yield from _names(text, held)


def _whole(text: str, held: str) -> Iterator[TextFinding]:
    """Find a code word or an account, as it is written: one word, with more than letters or without a capital."""
    if " " in held or (len(held) < LEAST_SIGNS and not ACCOUNT.search(held)):
        return
    if ACCOUNT.search(held) or not held[0].isupper():
        yield from _literally(text, held)


def _parts(held: str) -> Iterator[str]:
    """Yield what in a longer text is an account or a number by itself."""
    for token in (each.strip(".,;:()<>\"'«»") for each in held.split()):
        if len(token) >= LEAST_SIGNS and ACCOUNT.search(token):
            yield token


def _literally(text: str, held: str) -> Iterator[TextFinding]:
    kind = FindingKind.NUMBER
    if "@" in held or "_" in held or held.rstrip("0123456789").isalpha():
        kind = FindingKind.CONTACT
    elif GROUPED.fullmatch(held):
        kind = FindingKind.TELEPHONE
    for match in re.finditer(re.escape(held), text, re.IGNORECASE):
        yield TextFinding(*match.span(), kind, FindingReason.KNOWN, is_certain=True)


def _digits_of(held: str) -> Iterator[str]:
    """Yield the digits of a number, without the sign of its country where it has one."""
    for run in DIGITS.finditer(held):
        digits = "".join(filter(str.isdigit, run.group()))
        if len(digits) >= LEAST_DIGITS:
            yield digits[-OF_A_TELEPHONE:]


def _numbers(text: str, held: set[str]) -> Iterator[TextFinding]:
    """Find numbers by their digits, however they are grouped."""
    for run in DIGITS.finditer(text) if held else ():
        places = [run.start() + at for at, sign in enumerate(run.group()) if sign.isdigit()]
        digits = "".join(text[place] for place in places)
        for number in held:
            if number in digits:
                yield TextFinding(*_with_sign(text, run), FindingKind.TELEPHONE, FindingReason.KNOWN, is_certain=True)
                break


def _with_sign(text: str, run: re.Match[str]) -> tuple[int, int]:
    return run.start() - (text[run.start() - 1 : run.start()] == "+"), run.end()


def _names(text: str, held: list[str]) -> Iterator[TextFinding]:
    """Find words of a name: with a capital however they may be spelled, without one nearly as they are."""
    words = (word for each in held for word in WORD.findall(each))
    names = [word for word in words if len(word) >= LEAST_LETTERS and word[0].isupper()]
    exact = {stem for name in names for stem in stems_of(name)}
    if not exact:
        return
    loose = {folded(stem) for stem in exact if len(stem) > LEAST_LETTERS}
    for word in words_of(text):
        left = bare(word.lower) if len(word.text) >= LEAST_LETTERS else set()
        is_nearly = word.is_capital and not loose.isdisjoint(map(folded, left))
        if is_nearly or not exact.isdisjoint(left):
            yield TextFinding(word.start, word.end, FindingKind.NAME, FindingReason.KNOWN)
