"""Masking: what in a text may tell who somebody is, and the text with marks in its place.

A proposal, for a person to read beside the original: no pattern knows every name. See docs/decisions/0064-interns.md.
What is certain to point at somebody (numbers, addresses on the net, days) stays out, whatever the person typed back.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext

from bereg.enquiries.contact_details import ADDRESS


class MaskedKind(StrEnum):
    """What stood in a place, said in one word."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    LINK = "link"
    DOCUMENT = "document"
    NUMBER = "number"
    CODE_WORD = "code_word"
    DAY = "day"
    ADDRESS = "address"
    NAME = "name"

    @property
    def words(self) -> str:
        """The mark as it stands in a masked text, in the language of who masks."""
        return {
            MaskedKind.TELEPHONE: gettext("[telephone]"),
            MaskedKind.EMAIL: gettext("[e-mail]"),
            MaskedKind.LINK: gettext("[link]"),
            MaskedKind.DOCUMENT: gettext("[document]"),
            MaskedKind.NUMBER: gettext("[number]"),
            MaskedKind.CODE_WORD: gettext("[code word]"),
            MaskedKind.DAY: gettext("[day]"),
            MaskedKind.ADDRESS: gettext("[address]"),
            MaskedKind.NAME: gettext("[name]"),
        }[self]


@dataclass(frozen=True)
class Span:
    """One place of a text, [start, end) in characters. is_certain: nobody may let it stand."""

    start: int
    end: int
    mark: MaskedKind
    is_certain: bool = True


@dataclass(frozen=True)
class KnownOfPerson:
    """What the program knows of the person: how to reach them, and the keys of the enquiry."""

    call_back: str = ""
    number: str = ""
    code_word: str = ""


MONTHS = (
    r"(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[ьяею]|март[ае]?|ма[йяею]|август[ае]?"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
DAYS = (
    re.compile(r"(?<![\d.\-/])(?:\d{1,2}[./\-]\d{1,2}[./\-](?:\d{4}|\d{2})|\d{4}[./\-]\d{1,2}[./\-]\d{1,2})(?!\d)"),
    re.compile(rf"\b\d{{1,2}}(?:st|n?d|rd|th|-?го)?\s+(?:{MONTHS})\b(?:,?\s+\d{{4}})?", re.IGNORECASE),
    re.compile(rf"\b(?:{MONTHS})\s+\d{{1,2}}(?:st|n?d|rd|th)?\b(?!\d)(?:,?\s+\d{{4}})?", re.IGNORECASE),
)
LINK = re.compile(
    r"(?:https?://|www\.)\S+(?<![.,;:!?)])|(?<![\w.])@\w{3,}|\b(?:[A-Za-z0-9-]+\.)+(?:[a-z]{2,}|рф)\b(?:/\S*)?"
)
ENQUIRY_NUMBER = re.compile(r"\b[A-Z]{2,8}-\d{4}-\d{1,6}\b")
DOCUMENT = re.compile(r"\b[A-ZА-ЯЁ]{1,4}[ \-]?(?:№|N)?[ ]?\d{5,}\b")
RUN = re.compile(r"\+?\d(?:[ \u00a0().\-/]{0,3}\d){4,}")  # of five digits or more, however they are grouped
DIGITS_ALONE = re.compile(r"[\d+().\-/]+")
CERTAIN_DIGITS = 7  # a shorter run may be wages, and a person may let it stand
STREETS = r"ул\.?|улиц[аеуы]|пр-?т|проспект\w*|пер\.|переул\w+|шоссе|пл\.|площад[ьи]|бульвар\w*|наб\.|набережн\w+"
HOUSES = r"д\.|дом\w?|кв\.|квартир\w+|корп\.|корпус\w?|общежити\w+|house|flat|apartment|room|комнат\w+"
POSTAL = (
    re.compile(rf"\b(?:{STREETS})\s+[А-ЯЁ][\w\-]*(?:[ ,]+\d+\w?)?"),
    re.compile(r"\b(?:\d+\w?\s+)?[A-Z]\w+\s+(?:Street|Avenue|Road|Lane|Square)\b(?:[ ,]+\d+\w?)?"),
    re.compile(rf"\b(?:{HOUSES})\s*(?:№|No\.?\s?)?\s*\d+\w?\b", re.IGNORECASE),
)
WORD = re.compile(r"[^\W\d_]+(?:[\-'’][^\W\d_]+)*")
# Between two words: a new sentence begins after one of these signs, or on a new line.
ENDS = re.compile(r"[.!?…:;]['\"»”)]*\s|\n|[\-–—•*]\s")
JOINS = re.compile(r"[ \u00a0]?\.?[ \u00a0]?")  # between the parts of one name: a space, and the dot of an initial
# Written with a capital in the middle of a sentence, and no names.
NO_NAMES = frozenset(
    "i i'm i'd i'll i've вы вас вам вами ваш ваша ваше ваши вашего вашей вашу ваших вашим вашими вашем"
    " january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday".split()
)
# A dot after one of these, or after a single letter, ends no sentence.
TITLES = frozenset("mr mrs ms dr prof st гр гражд им св тов проф".split())
TELLS = re.compile(r"[\w@]")  # what is left beside a mark tells something only with such a sign in it
LONGEST_SHORT = 3  # letters of an abbreviation in capitals, such as that of an office
LEAST_LETTERS = 3  # of a word of the call-back contact that is looked for


def find(text: str, known: KnownOfPerson) -> list[Span]:
    """Return what is to be masked, in the order of the text. Where some overlap, the rest of the later one stands.

    What a mark leaves beside it may be certain by itself: so what is left is looked at until it holds nothing more.
    """
    marks: list[Span | None] = [None] * len(text)
    _mark(marks, _found(text, known))
    while True:
        found = _spans(text, marks)
        left = _without(text, found)
        more = [each for each in _found(left, known) if each.is_certain and TELLS.search(left, each.start, each.end)]
        if not more:
            return found
        _mark(marks, more)


def _mark(marks: list[Span | None], spans: Iterable[Span]) -> None:
    for each in spans:
        for at in range(each.start, each.end):
            marks[at] = marks[at] or each


def _spans(text: str, marks: list[Span | None]) -> list[Span]:
    """Return the places that are marked and would tell something."""
    found, end = list[Span](), 0
    for span, signs in groupby(marks):
        start, end = end, end + sum(1 for _sign in signs)
        if span and TELLS.search(text, start, end):
            found.append(Span(start, end, span.mark, span.is_certain))
    return found


def _without(text: str, spans: Iterable[Span]) -> str:
    """Return a text with empty lines in the places of spans, as long as before."""
    for span in spans:
        text = text[: span.start] + "\n" * (span.end - span.start) + text[span.end :]
    return text


def masked(text: str, spans: Iterable[Span]) -> str:
    """Return a text with its marks."""
    return "".join(mark or piece for piece, mark in pieces(text, spans))


def pieces(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, str]]:
    """Yield a text in pieces, in their order, each with the mark that takes its place; "" for what stays."""
    at = 0
    for span in spans:
        if at < span.start:
            yield text[at : span.start], ""
        yield text[span.start : span.end], span.mark.words
        at = span.end
    if at < len(text):
        yield text[at:], ""


def left_in(text: str, known: KnownOfPerson) -> list[str]:
    """Return what a person let stand in a masked text, and nobody may. A mark is no part of anything around it."""
    for mark in MaskedKind:
        text = text.replace(mark.words, "\n")
    return [text[span.start : span.end] for span in find(text, known) if span.is_certain]


def _found(text: str, known: KnownOfPerson) -> Iterator[Span]:
    """Yield everything that is found, what is surest first."""
    yield from _known(text, known)
    for address in ADDRESS.finditer(text):
        yield Span(address.start(), address.start() + len(address.group().rstrip(".")), MaskedKind.EMAIL)
    yield from _all(LINK, text, MaskedKind.LINK)
    for day in DAYS:
        yield from _all(day, text, MaskedKind.DAY)
    yield from _all(ENQUIRY_NUMBER, text, MaskedKind.NUMBER)
    yield from _all(DOCUMENT, text, MaskedKind.DOCUMENT)
    for match in phonenumbers.PhoneNumberMatcher(text, settings.HOME_COUNTRY, phonenumbers.Leniency.POSSIBLE):
        if _digits(match.raw_string) >= CERTAIN_DIGITS:
            yield Span(match.start, match.end, MaskedKind.TELEPHONE)
    for account in _accounts(known):
        if DIGITS_ALONE.fullmatch(account):  # a number that stands whole is one mark, so its parts come after it
            yield from _all(_literally(account), text, MaskedKind.TELEPHONE)
    for run in RUN.finditer(text):
        yield Span(*run.span(), MaskedKind.NUMBER, is_certain=_digits(run.group()) >= CERTAIN_DIGITS)
    for place in POSTAL:
        yield from _all(place, text, MaskedKind.ADDRESS, is_certain=False)
    yield from _names(text, known)


def _all(pattern: re.Pattern[str], text: str, mark: MaskedKind, *, is_certain: bool = True) -> Iterator[Span]:
    return (Span(*match.span(), mark, is_certain) for match in pattern.finditer(text))


def _known(text: str, known: KnownOfPerson) -> Iterator[Span]:
    """Find the keys of the enquiry, and what of the call-back contact is an account: it has a digit, @ or _ in it."""
    if known.code_word:
        yield from _all(_literally(known.code_word), text, MaskedKind.CODE_WORD)
    if known.number:
        yield from _all(_literally(known.number), text, MaskedKind.NUMBER)
    for account in _accounts(known):
        if not DIGITS_ALONE.fullmatch(account):
            yield from _all(_literally(account), text, MaskedKind.LINK)


def _accounts(known: KnownOfPerson) -> Iterator[str]:
    tokens = (token.strip(".,;:()<>\"'«»") for token in known.call_back.split())
    return (token for token in tokens if len(token) > LEAST_LETTERS and re.search(r"[\d@_]", token))


def _names(text: str, known: KnownOfPerson) -> Iterator[Span]:
    """Find capitalised words in the middle of a sentence, and the same words wherever else they stand."""
    words = list(WORD.finditer(text))
    begins = [number == 0 or _ends_between(text, words[number - 1], word) for number, word in enumerate(words)]
    capital = [word.group()[0].isupper() and word.group().casefold() not in NO_NAMES for word in words]
    sure = {
        word.group().casefold()
        for word, is_first, is_capital in zip(words, begins, capital, strict=True)
        if is_capital and not is_first and not _is_office(word.group())
    }
    told = (word for word in WORD.findall(known.call_back) if len(word) >= LEAST_LETTERS and word[0].isupper())
    sure |= {word.casefold() for word in told}
    taken = [word.group().casefold() in sure for word in words]
    for number in range(len(words) - 1, 0, -1):
        # "Anna Berezova" and "A. Berezova", also where a sentence begins with it.
        if taken[number] and capital[number - 1] and _are_one_name(text, words[number - 1], words[number]):
            taken[number - 1] = True
    yield from _merged(text, [word for word, is_taken in zip(words, taken, strict=True) if is_taken])


def _merged(text: str, words: list[re.Match[str]]) -> Iterator[Span]:
    """Yield one span for the words of one name."""
    names: list[list[re.Match[str]]] = []
    for word in words:
        if names and _are_one_name(text, names[-1][-1], word):
            names[-1].append(word)
        else:
            names.append([word])
    return (Span(name[0].start(), name[-1].end(), MaskedKind.NAME, is_certain=False) for name in names)


def _are_one_name(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    """Tell whether two words are parts of one name: nothing but a space, or the dot of an initial, parts them."""
    between = text[before.end() : after.start()]
    return bool(JOINS.fullmatch(between)) and ("." not in between or _is_cut_short(before))


def _ends_between(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    """Tell whether a sentence ends between two words."""
    between = text[before.end() : after.start()]
    if between.strip() == "." and "\n" not in between and _is_cut_short(before):
        return False
    return bool(ENDS.search(between))


def _is_cut_short(word: re.Match[str]) -> bool:
    return len(word.group()) == 1 or word.group().casefold() in TITLES


def _is_office(word: str) -> bool:
    return word.isupper() and 1 < len(word) <= LONGEST_SHORT


def _literally(words: str) -> re.Pattern[str]:
    return re.compile(re.escape(words), re.IGNORECASE)


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
