"""A text as a row of words, each with what stands between it and the one before."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from bereg.redaction.dictionary import WordReading, looked_up
from bereg.redaction.gazetteer import ABBREVIATIONS

WORD = re.compile(r"[^\W\d_]{1,40}+(?:[\-'’‘ʻʼ`][^\W\d_]{1,40}+){0,3}+")
# Between two words: a new sentence begins after one of these signs, in a quotation, or on a new line.
ENDS = re.compile(r"[.!?…:;]['\"»”)]{0,3}+\s|\n|[«“„\"(]$|[•*]\s")
POSSESSIVE = re.compile(r"['’]s$")
NO_READING = WordReading()
LONGEST_GAP = 12  # characters between two words that are looked at


@dataclass
class Word:
    """One word of a text. gap: what stands before it, only the end of that; begins: it begins a sentence."""

    start: int
    end: int
    text: str
    gap: str
    begins: bool
    readings: dict[str, WordReading] = field(default_factory=dict, repr=False)  # of the words of one text

    @cached_property
    def lower(self) -> str:
        """The word in small letters, without the ending of possession."""
        return POSSESSIVE.sub("", self.text.lower())

    @cached_property
    def reading(self) -> WordReading:
        """What the dictionary says of it; of Latin letters, nothing."""
        if self.is_cyrillic and self.lower not in self.readings:
            self.readings[self.lower] = looked_up(self.lower)
        return self.readings.get(self.lower, NO_READING)

    @property
    def is_cyrillic(self) -> bool:
        """Tell by the first letter."""
        return "\u0400" <= self.text[0] <= "\u052f"

    @property
    def is_capital(self) -> bool:
        """Tell whether it is written with a capital."""
        return self.text[0].isupper()

    @property
    def is_letter(self) -> bool:
        """Tell an initial: a capital alone."""
        return len(self.text) == 1 and self.is_capital

    @property
    def is_all_capitals(self) -> bool:
        """Tell an abbreviation, or a word that is shouted."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_joined(self) -> bool:
        """Tell whether nothing but a space, or the dot of an initial, parts it from the word before."""
        return self.gap.replace("\u00a0", " ") in {" ", "  ", ". ", "."}


def words_of(text: str) -> list[Word]:
    """Return the words of a text in their order."""
    words, readings, end = list[Word](), dict[str, WordReading](), 0
    for match in WORD.finditer(text):
        gap = text[max(end, match.start() - LONGEST_GAP) : match.start()]
        before = words[-1] if words else None
        words.append(Word(match.start(), match.end(), match.group(), gap, _begins(before, gap), readings))
        end = match.end()
    return words


def _begins(before: Word | None, gap: str) -> bool:
    if before is None:
        return True
    is_cut_short = len(before.text) == 1 or before.text.lower() in ABBREVIATIONS
    if is_cut_short and gap.strip() == "." and "\n" not in gap:
        return False
    return bool(ENDS.search(gap))
