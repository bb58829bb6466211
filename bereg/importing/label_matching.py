"""Guessing which target a column feeds and which code a value means, by likeness to labels in every language."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from bereg.centres.import_sections import Hint, Labels
from bereg.core.text_normalisation import fold
from bereg.importing.columns import Column, Look
from bereg.importing.table import JOINT
from bereg.importing.yes_no_words import is_yes

CLOSE_BY = 12  # a second code within so many points of the best: only a person knows
ALIKE = 86  # of 100; below it, short words are alike by chance
BAND = re.compile(r"(\d+)_(\d+)|under_(\d+)|(\d+)_over")
OLDEST = 110
SPLITS = (";", ",", "/", "|", "\n")
NAMED = 0.5  # what a column's name counts for; and how much must speak for a guess
PUNCTUATION = re.compile(r"\W+")
LONG_LIST = 20


@dataclass(frozen=True)
class Guess:
    """What a column may feed."""

    target: str
    score: float
    codes: dict[str, str] = field(default_factory=dict)  # value to code
    known_codes: tuple[str, ...] = ()
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)
    split: str = ""
    default: str = ""
    is_number: bool = False
    remarks: dict[str, str] = field(default_factory=dict)  # value to what makes its code, or the lack of one, doubtful


def best_guesses(columns: list[Column], hints: Mapping[str, Hint]) -> dict[str, Guess]:
    """Give each column its best target, and each target one column. hints: of each target."""
    guesses = [
        # Of two columns as likely, the one that tells more.
        (guess.score, len(column.values), column.name, guess)
        for column in columns
        for target, hint in hints.items()
        if (guess := _guess(column, target, hint))
    ]
    found: dict[str, Guess] = {}
    taken: set[str] = set()
    for _score, _values, name, guess in sorted(guesses, key=lambda each: (-each[0], -each[1])):
        if name not in found and guess.target not in taken:
            found[name] = guess
            taken.add(guess.target)
    return found


def switches(columns: list[Column], hints: Mapping[str, Hint]) -> dict[str, dict[str, str]]:
    """Return, by target, its columns of yes and no with the code that each is named after, or "" where none is.

    A target of which no code is named has none.
    """
    found: dict[str, dict[str, str]] = {}
    marked = [
        column for column in columns if column.filled and all(is_yes(value) is not None for value in column.values)
    ]
    for target, hint in hints.items():
        labels = _Labels(hint.labels, hint.ambiguous)
        # Of "Subject / labour" the last part is the column's own.
        named = {column.name: labels.named_by(column.name.rpartition(JOINT)[2]) for column in marked}
        if hint.may_switch and any(named.values()):
            found[target] = named
    return found


def _guess(column: Column, target: str, hint: Hint) -> Guess | None:
    words, is_named = hint.labels, _is_named(column.name, hint.columns)
    named = NAMED if is_named else 0.0
    if column.look is Look.NUMBERS:
        ranges = bands_of(words)
        fits = is_named and (ranges or hint.is_number)
        return Guess(target, 0.5 + named, {}, tuple(words), ranges, is_number=hint.is_number) if fits else None
    if column.look is not Look.VALUES or hint.is_number:
        return None
    codes, remarks = _codes(column, hint)
    matched = sum(column.values[value] for value in codes) / max(column.filled, 1)
    # A yes or no fits too many targets: the column's name must speak for it.
    if not is_named and (hint.needs_name or set(words) <= {"yes", "no", "not_asked"}):
        return None
    if matched + named < NAMED:
        return None
    split = _split(column) if hint.may_split else ""
    return Guess(target, matched + named, codes, tuple(words), split=split, default=hint.default, remarks=remarks)


def _is_named(column: str, names: tuple[str, ...]) -> bool:
    """Tell whether a column's name contains one of the words, whole or (a long one) as a part."""
    given = fold(column.replace("_", " "))
    for name in names:
        word = fold(name.replace("_", " "))
        if fuzz.token_set_ratio(given, word) >= ALIKE or (len(word) >= 4 and word in given):
            return True
    return False


def _codes(column: Column, hint: Hint) -> tuple[dict[str, str], dict[str, str]]:
    """Match each value to the code whose label is most like it. Return the codes, and remarks on those not certain."""
    words, labels = hint.labels, _Labels(hint.labels, hint.ambiguous)
    codes, remarks = {}, {}
    for value in column.values:
        # Among hundreds of codes nearly any two letters are one: "no" is not Norway.
        if not value or (len(words) > LONG_LIST and len(value) <= 2 and value not in words):
            continue
        code, remark = labels.most_like(value)
        if code:
            codes[value] = code
        if remark:
            remarks[value] = remark
    return codes, remarks


class _Labels:
    """The labels of many codes, some of which are much alike: a guess must be far from every other code."""

    def __init__(self, words: Labels, ambiguous: Set[str]) -> None:
        self.ambiguous = ambiguous
        self.codes_of: dict[str, set[str]] = {}
        for code, labels in words.items():
            for label in labels:
                self.codes_of.setdefault(fold(label.replace("_", " ")), set()).add(code)
        self.is_long = len(words) > LONG_LIST

    def most_like(self, value: str) -> tuple[str, str]:
        """Return the code, or "", and what a person should know of it."""
        folded = fold(value)
        exact = self.codes_of.get(folded, set())
        if len(exact) == 1 and folded not in self.ambiguous:
            return next(iter(exact)), ""
        near = self._near(folded)
        if len(near) == 1 and not exact:
            code, label = next(iter(near.items()))
            return code, _("like %(label)r") % {"label": label}
        either = sorted({*near, *exact})
        return "", _("may be %(codes)s: say which") % {"codes": ", ".join(either)} if either else ""

    def named_by(self, column: str) -> str:
        """Return the code that a column's name means or is a part of, if there is one alone; else ""."""
        words = f" {' '.join(PUNCTUATION.sub(' ', fold(column.replace('_', ' '))).split())} "
        holding = {
            code
            for label, codes in self.codes_of.items()
            if len(words) > 5 and words in f" {' '.join(PUNCTUATION.sub(' ', label).split())} "
            for code in codes
        }
        return self.most_like(column)[0] or (holding.pop() if len(holding) == 1 else "")

    def _near(self, folded: str) -> dict[str, str]:
        """Return each code that the value may mean, with the label that is like it: the best, and those close by."""
        scores = [
            (label, score)
            for label, score, _at in process.extract(
                folded, self.codes_of.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE - CLOSE_BY, limit=None
            )
        ]
        best = max((score for _label, score in scores), default=0.0)
        near: dict[str, str] = {}
        if best >= ALIKE:
            near = {
                code: label
                for label, score in reversed(scores)
                if score > best - CLOSE_BY
                for code in self.codes_of[label]
            }
        if self.is_long and (near or folded in self.ambiguous):
            # "Dominicana" stands within the name of another country than the one that it is most like.
            within = f" {folded} "
            near |= {
                code: label
                for label, codes in self.codes_of.items()
                if within in f" {PUNCTUATION.sub(' ', label)} "
                for code in codes
                if code not in near
            }
        return near


def bands_of(words: Labels) -> dict[str, tuple[int, int]]:
    """Read codes such as under_20, 20_29, 50_over as bands of a number."""
    bands = {}
    for code in words:
        parts = BAND.fullmatch(code)
        if not parts:
            return {}
        least, greatest, under, over = (int(part) if part else None for part in parts.groups())
        if under is not None:
            bands[code] = (1, under - 1)
        elif over is not None:
            bands[code] = (over, OLDEST)
        else:
            bands[code] = (least or 0, greatest or OLDEST)
    return bands


def _split(column: Column) -> str:
    return next(
        (sign for sign in SPLITS if sum(sign in value for value in column.values) > len(column.values) / 10), ""
    )
