"""Names of people: by the dictionary, by endings, by what stands beside them, and by capitals that nothing explains."""

import re
from collections.abc import Iterator

from bereg.core.phonetic_keys import in_latin, sounded
from bereg.redaction.gazetteer import (
    BEFORE_A_PLACE,
    BEFORE_A_PLACE_ENGLISH,
    CHILD_OF,
    GIVEN,
    NO_NAMES_RUSSIAN,
    ORDINARY_ENGLISH,
    PLACES_ENGLISH,
    PLACES_RUSSIAN,
    SERVICES,
    TELLS_A_NAME,
    TELLS_A_NAME_ENGLISH,
    TITLES,
    VERBS_ENGLISH,
)
from bereg.redaction.houses import of_houses
from bereg.redaction.inflection import bare, stems_of
from bereg.redaction.kinds import FindingKind, FindingReason, TextFinding
from bereg.redaction.tokens import Word, words_of

PATRONYMIC = re.compile(
    r"(?:[оеи]вич|ьич|мич|ович|евич)(?:а|у|ем|е)?$|(?:[оеё]вн|ичн|иничн)(?:а|ы|е|у|ой|ою)$|[oe]vi(?:t?ch|c)$|[oe]vna$|ichna$"
)
SURNAME = re.compile(
    r"(?:[оеё]в|ин|ын)(?:а|у|ым|е|ой|ы|ых|ыми)?$|[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их)$|енко$|(?:чук|юк|ук)(?:а|у|ом|е)?$"
    r"|(?:ович|евич|ич)(?:а|у|ем|е)?$|(?:зод|зад)[аеы]$|(?:ян|янц)(?:а|у|ом|е)?$|дзе$|швили$|беков[ауе]?$"
)
SURNAME_LATIN = re.compile(
    r"(?:[oey]v|[oe]w|[oe]ff)a?$|(?:[yi]n)a$|[st]sk(?:iy|y|ii|i|ij|aya|aja|aia)$|enk[ou]$|(?:chuk|iuk|yuk|juk|czyk|chuc|chyk)$"
    r"|(?:[oei]vi[ck]h?|[iy]ch|vic)$|zod[aeh]{1,2}$|zad[aeh]{1,2}$|(?:y|i)an$|shvili$|dze$|bek(?:ov|ova)?$"
)
SHORT = 5  # letters of an abbreviation in capitals
LEAST = 3  # letters of a name that no other reason speaks for
_GIVEN = frozenset(map(sounded, GIVEN))


def persons(text: str) -> Iterator[TextFinding]:
    """Yield one finding for the words of one name."""
    words = words_of(text)
    reasons: list[FindingReason | None] = [None] * len(words)
    elsewhere = of_houses(words)
    for at in range(len(words)):
        if at not in elsewhere:
            reasons[at] = _reason(words, at)
    _beside(words, reasons, elsewhere)
    _again(words, reasons, elsewhere)
    yield from _merged(words, reasons)


def _reason(words: list[Word], at: int) -> FindingReason | None:
    """Return why a word is thought to be a name, by itself and by what it stands after."""
    word = words[at]
    if not word.is_capital:
        return _of_small_letters(words, at)
    if word.is_letter or word.lower in TITLES or word.lower in SERVICES:
        return None
    if _before_initials(words, at):
        return FindingReason.INITIALS
    if word.is_all_capitals and (
        word.reading.is_ordinary or (len(word.text) <= SHORT and not (word.reading.is_given and len(word.text) > LEAST))
    ):
        return None
    return _of_cyrillic(words, at) if word.is_cyrillic else _of_latin(words, at)


def _of_small_letters(words: list[Word], at: int) -> FindingReason | None:
    """Find what the dictionary has as a name and as nothing else, and "Rahim qizi"."""
    word = words[at]
    if word.lower in CHILD_OF and at and words[at - 1].is_capital and word.is_joined:
        return FindingReason.ENDING
    if len(word.text) > LEAST and word.is_cyrillic:
        reading = word.reading
        if reading.is_name and not (reading.is_ordinary or reading.is_place):
            return FindingReason.DICTIONARY
    return None


def _before_initials(words: list[Word], at: int) -> bool:
    """Tell "Yuldasheva M.K." and "M. K. Yuldasheva": a capital alone on either side, its dot where it has to be."""
    word, after, last = words[at], words[at + 1 : at + 2], words[at + 2 : at + 3]
    if len(word.text) < LEAST:
        return False
    if (
        after
        and after[0].is_letter
        and after[0].gap.strip(" \u00a0") == ""
        and last
        and last[0].is_letter
        and last[0].is_joined
    ):
        return True
    is_after = at > 0 and words[at - 1].is_letter and word.gap.strip(" \u00a0") == "."
    return is_after and not word.begins and not word.reading.is_verb


def _of_cyrillic(words: list[Word], at: int) -> FindingReason | None:
    word, reading = words[at], words[at].reading
    if word.lower.startswith(PLACES_RUSSIAN) or word.lower in NO_NAMES_RUSSIAN:
        return None
    if PATRONYMIC.search(word.lower) and not reading.is_ordinary:
        return FindingReason.ENDING
    if not word.begins and _is_told_a_name(words, at):
        return FindingReason.AFTER_A_WORD
    if reading.is_name and not reading.is_ordinary:
        is_place = reading.is_place and at and words[at - 1].lower in BEFORE_A_PLACE
        return None if is_place else FindingReason.DICTIONARY
    if reading.is_place and not reading.is_name:
        return None
    return _at_the_beginning(words, at) if word.begins else _within(words, at)


def _at_the_beginning(words: list[Word], at: int) -> FindingReason | None:
    """Judge a word whose capital says nothing."""
    word, after = words[at], words[at + 1] if at + 1 < len(words) else None
    if not word.reading.is_known and len(word.text) >= LEAST:
        return FindingReason.ENDING if SURNAME.search(word.lower) else FindingReason.NO_WORD
    does_or_is_called = after and ((after.reading.is_verb and after.gap == " ") or after.gap == ", ")
    if word.reading.is_given and does_or_is_called:
        return FindingReason.DICTIONARY
    return None


def _within(words: list[Word], at: int) -> FindingReason | None:
    """Judge a word with a capital in the middle of a sentence."""
    word, before = words[at], words[at - 1]
    if word.reading.is_name or word.reading.is_animate:
        return FindingReason.CAPITAL
    if word.reading.is_known:
        is_of_somebody = (
            (before.begins or not before.is_capital) and before.reading.is_animate and word.gap in {" ", ", "}
        )
        return FindingReason.AFTER_A_WORD if is_of_somebody else None
    if SURNAME.search(word.lower):
        return FindingReason.ENDING
    return None if before.lower in BEFORE_A_PLACE or len(word.text) < LEAST else FindingReason.CAPITAL


def _of_latin(words: list[Word], at: int) -> FindingReason | None:
    word, before = words[at], words[at - 1] if at else None
    if word.lower in ORDINARY_ENGLISH or word.lower in PLACES_ENGLISH or len(word.lower) < 2:
        return None
    if sounded(in_latin(word.lower)) in _GIVEN:
        return FindingReason.DICTIONARY
    if SURNAME_LATIN.search(word.lower) and len(word.lower) > LEAST:
        return FindingReason.ENDING
    if word.begins:
        return FindingReason.NO_WORD if _is_subject(words, at) else None
    if before and (before.lower in TELLS_A_NAME_ENGLISH or before.lower in TITLES):
        return FindingReason.AFTER_A_WORD
    is_place = before and (before.lower in BEFORE_A_PLACE or before.lower in BEFORE_A_PLACE_ENGLISH)
    return None if is_place else FindingReason.CAPITAL


def _is_subject(words: list[Word], at: int) -> bool:
    """Tell a word of Latin letters that begins a sentence and does something, has something, or stands in Russian."""
    word, after = words[at], words[at + 1] if at + 1 < len(words) else None
    if word.lower != word.text.lower():
        return True
    return after is not None and (after.is_cyrillic or after.lower in VERBS_ENGLISH)


def _is_told_a_name(words: list[Word], at: int) -> bool:
    """Tell whether one of the two words before says that a name comes."""
    if words[at].reading.is_verb:
        return False
    for before in words[max(0, at - 2) : at]:
        if before.lower.startswith(TELLS_A_NAME) and not before.is_all_capitals:
            return True
    return words[at - 1].lower in TITLES


def _beside(words: list[Word], reasons: list[FindingReason | None], elsewhere: set[int]) -> None:
    """Take in what stands beside a name: other words with capitals, and initials."""
    for at in [*range(1, len(words)), *reversed(range(len(words) - 1))]:
        if reasons[at] is None and at not in elsewhere and _may_join(words[at]):
            is_after = at > 0 and reasons[at - 1] and words[at].is_joined and not words[at].begins
            is_before = at + 1 < len(words) and reasons[at + 1] and words[at + 1].is_joined and not words[at + 1].begins
            if is_after or is_before:
                reasons[at] = FindingReason.BESIDE


def _may_join(word: Word) -> bool:
    if not word.is_capital or word.lower in TITLES:
        return False
    if word.is_letter:
        return True
    if word.is_all_capitals and len(word.text) <= SHORT:
        return False
    if word.is_cyrillic:
        reading = word.reading
        may_begin = not reading.is_known or (reading.is_name and len(word.text) >= LEAST)
        return not (reading.is_verb or reading.is_place) and (may_begin or not word.begins)
    return word.lower not in ORDINARY_ENGLISH and word.lower not in PLACES_ENGLISH


def _again(words: list[Word], reasons: list[FindingReason | None], elsewhere: set[int]) -> None:
    """Find a name wherever else it stands, in whatever case."""
    stems = {
        stem
        for word, reason in zip(words, reasons, strict=True)
        if reason and len(word.text) > LEAST and word.lower not in CHILD_OF
        for stem in stems_of(word.lower)
    }
    for at, word in enumerate(words):
        is_open = reasons[at] is None and at not in elsewhere and len(word.text) >= LEAST
        if is_open and _may_be_again(word) and not stems.isdisjoint(bare(word.lower)):
            reasons[at] = FindingReason.AGAIN


def _may_be_again(word: Word) -> bool:
    if word.is_cyrillic:
        return (word.is_capital and not word.reading.is_verb) or not word.reading.is_known
    return word.lower not in ORDINARY_ENGLISH


def _merged(words: list[Word], reasons: list[FindingReason | None]) -> Iterator[TextFinding]:
    """Yield one finding for the words of one name, with the reason of its first word that is sure."""
    begun: int | None = None
    for at, reason in enumerate(reasons):
        if reason is None:
            continue
        begun = at if begun is None else begun
        follows = at + 1 < len(words) and reasons[at + 1] is not None
        if not (follows and words[at + 1].is_joined and not words[at + 1].begins):
            why = next((each for each in reasons[begun : at + 1] if each is not FindingReason.BESIDE), reason)
            yield TextFinding(words[begun].start, words[at].end, FindingKind.NAME, why or reason)
            begun = None
