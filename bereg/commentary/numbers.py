"""The numbers of a sentence beside those that a release shows, so that none leaves that was not published.

A count is looked for among counts and a share among shares, of the very table or centre that the sentence is about: in
a whole release every small number stands somewhere. What is not found is for a person to explain.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from bereg.commentary.choices import WHOLE, NumberReason
from bereg.commentary.number_words import NOT_COUNTED, OF_LANGUAGE
from bereg.core.numbers import rounded
from bereg.publications import content, shares
from bereg.publications.content import Content, Row, Table, named
from bereg.publications.sentences import ALL
from bereg.publications.sentences_by_people import TOTALS, name_of
from bereg.redaction.kinds import TextFinding

AROUND = 30  # characters on either side that a decision is bound to, as for findings
DIGITS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f.,’']\d{3})+(?!\d)(?:[.,]\d{1,6})?|\d{1,20}(?:[.,]\d{1,6})?")
FRACTION = re.compile(r"[.,]\d{1,2}$|[.,]\d{4,6}$")
RANGE = r"(?:\s?[-–—]\s?\d{1,3})?"
SHARE = re.compile(rf"{RANGE}\s?(?:%|процент|per ?cent|foiz|фоиз|дарсад)", re.IGNORECASE)
MOST_PLACES = 3  # that are named of one number


@dataclass(frozen=True)
class TextNumber:
    """One number of a text, [start, end) in characters. value: None where it is no whole number, or a word."""

    start: int
    end: int
    value: int | None
    is_share: bool = False


@dataclass
class PublishedNumbers:
    """What a release shows of a place: each count and each share with the rows that show it."""

    counts: dict[int, list[str]] = field(default_factory=dict)
    shares: dict[int, list[str]] = field(default_factory=dict)

    def places(self, number: TextNumber) -> list[str]:
        """Return where a number of a text was published; none: nowhere."""
        if number.value is None:
            return []
        return (self.shares if number.is_share else self.counts).get(number.value, [])[:MOST_PLACES]


def numbers_in(text: str, language: str) -> list[TextNumber]:
    """Return the numbers of a text in digits and in words, in their order."""
    found = [*_in_digits(text)]
    words = OF_LANGUAGE.get(language)
    if words:
        found += [TextNumber(*each.span(), None) for each in words.finditer(text) if _counts(text, each)]
    return sorted(found, key=lambda each: each.start)


def _in_digits(text: str) -> Iterator[TextNumber]:
    for match in DIGITS.finditer(text):
        written = match.group()
        whole = None if FRACTION.search(written) else int(re.sub(r"\D", "", written))
        yield TextNumber(*match.span(), whole, is_share=bool(SHARE.match(text, match.end())))


def _counts(text: str, word: re.Match[str]) -> bool:
    return not NOT_COUNTED.match(text, word.start())


def published(said: Content, centre: str, table: str, language: str) -> PublishedNumbers:
    """Return what a release shows of a place, and beside it of all centres. said: with bases."""
    found = PublishedNumbers()
    for each in said["tables"]:
        if each["centre"] in {centre, ALL} and table in {WHOLE, name_of(each)}:
            _add(found, each, _where(each, language), language)
    # A smaller number of countries would vouch for as many people, of whom so few are shown nowhere.
    countries = said["countries"] or 0
    if countries >= said["class_below"] and table in {WHOLE, TOTALS, content.OF_COUNTRIES}:
        found.counts.setdefault(countries, []).append(_countries(said, language))
    return found


def _add(found: PublishedNumbers, table: Table, where: str, language: str) -> None:
    if (base := table["base"]) is not None:
        for value in {base, *({rounded(base)} if not table["rows"] else ())}:
            found.counts.setdefault(value, []).append(where)
    for row in table["rows"]:
        words = f"{where}: {named(row['label'], language)[0]}"
        if row["shown"] is not None:
            found.counts.setdefault(row["shown"], []).append(words)
        for share in _shares(row, table):
            found.shares.setdefault(share, []).append(words)


def _shares(row: Row, table: Table) -> tuple[int, ...]:
    below = table.get("interval_below", 0)
    one = shares.percent(row["shown"], table["base"], below)
    return shares.interval(row["shown"], table["base"], below) or (() if one is None else (one,))


def _where(table: Table, language: str) -> str:
    parts = (table[name] for name in ("title", "centre_name", "group_name"))
    return ", ".join(named(each, language)[0] for each in parts)


def _countries(said: Content, language: str) -> str:
    tables = (each for each in said["tables"] if each["id"] == content.OF_COUNTRIES)
    return next((_where(each, language) for each in tables), "")


def key_of(text: str, number: TextNumber) -> str:
    """Return what a decision on a number is kept under: changed words, or another neighbourhood, open it again."""
    before, after = text[max(0, number.start - AROUND) : number.start], text[number.end : number.end + AROUND]
    parts = ("published number", before, text[number.start : number.end], after)
    return sha256("\0".join(parts).encode()).hexdigest()[:20]


def carried_reasons(
    text: str, leaving: str, language: str, reasons: Mapping[str, str], removed: Collection[TextFinding]
) -> dict[str, str]:
    """Return the reasons under their keys in the text as it leaves: there other words stand around a number.

    removed: the findings that were taken out of `text`. The numbers that stay keep their order.
    """
    stay = [each for each in numbers_in(text, language) if not any(_overlap(each, out) for out in removed)]
    left = numbers_in(leaving, language)
    pairs = zip(stay, left, strict=True) if len(stay) == len(left) else ()
    keyed = ((key_of(leaving, after), reasons.get(key_of(text, before), "")) for before, after in pairs)
    return {key: reason for key, reason in keyed if reason}


def _overlap(number: TextNumber, finding: TextFinding) -> bool:
    return number.start < finding.end and finding.start < number.end


def open_numbers(text: str, language: str, reasons: Mapping[str, str], known: PublishedNumbers) -> list[TextNumber]:
    """Return the numbers that the release does not show and nobody has explained."""
    return [
        each
        for each in numbers_in(text, language)
        if not known.places(each) and reasons.get(key_of(text, each)) not in NumberReason.values
    ]
