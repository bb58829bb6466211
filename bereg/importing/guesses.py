"""Guessing which question a column feeds and which code a value means, by likeness to labels in every language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from bereg.importing.columns import Column, Look
from bereg.importing.hints import COLUMN_WORDS, COUNTRY_WORDS, TWO_STATES, VALUE_WORDS, country_names
from bereg.importing.values import fold
from bereg.importing.vocabulary import CHOSEN, TOPIC, Vocabulary, vocabulary
from bereg.questionnaire.form import Form
from bereg.questionnaire.lists import COUNTRIES

CLOSE_BY = 12  # a second code within so many points of the best: only a person knows
ALIKE = 86  # of 100; below it, short words are alike by chance
CONTACT = ("contact.channel", "contact.direction", "contact.anonymous", "contact.disposition")
BAND = re.compile(r"(\d+)_(\d+)|under_(\d+)|(\d+)_over")
OLDEST = 110
SPLITS = (";", ",", "/", "|", "\n")
HINT = 0.5
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
    remarks: dict[str, str] = field(default_factory=dict)  # value to what makes its code, or the lack of one, doubtful


def best_guesses(columns: list[Column], form: Form) -> dict[str, Guess]:
    """Give each column its best target, and each target one column."""
    targets = list(_targets(form))
    guesses = [
        # Of two columns as likely, the one that tells more.
        (guess.score, len(column.values), column.name, guess)
        for column in columns
        for target, words, labels in targets
        if (guess := _guess(column, target, words, labels))
    ]
    found: dict[str, Guess] = {}
    taken: set[str] = set()
    for _score, _values, name, guess in sorted(guesses, key=lambda each: (-each[0], -each[1])):
        if name not in found and guess.target not in taken:
            found[name] = guess
            taken.add(guess.target)
    return found


def _targets(form: Form) -> Iterator[tuple[str, Vocabulary, tuple[str, ...]]]:
    """Yield each target with its codes and the names that a column for it may bear."""
    for name, question in form.questions.items():
        if question.kind in CHOSEN:
            target = "topics" if name == TOPIC else f"answers.{name}"
            names = (name, *question.labels.values(), *COLUMN_WORDS.get(target, ()))
            yield target, _words(target, form, countries=question.choices_from == COUNTRIES), names
    for target in CONTACT:
        yield target, _words(target, form, countries=False), COLUMN_WORDS.get(target, (target[8:],))


def _words(target: str, form: Form, *, countries: bool) -> Vocabulary:
    """Return the codes of a target with every word that we know for them."""
    words = vocabulary(target, form, {}) or {}
    words = {code: (*labels, *VALUE_WORDS.get(code, ())) for code, labels in words.items()}
    if countries:
        for code, names in country_names().items():
            words[code] = (*words.get(code, ()), *names, *COUNTRY_WORDS.get(code, ()))
    return words


def _guess(column: Column, target: str, words: Vocabulary, names: tuple[str, ...]) -> Guess | None:
    hint = HINT if _is_named(column.name, names) else 0.0
    if column.look is Look.NUMBERS:
        ranges = _bands(words)
        return Guess(target, 0.5 + hint, {}, tuple(words), ranges) if ranges and hint else None
    if column.look is not Look.VALUES:
        return None
    codes, remarks = _codes(column, words)
    matched = sum(column.values[value] for value in codes) / max(column.filled, 1)
    # A yes or no fits too many questions: the column's name must speak for it.
    if not hint and set(words) <= {"yes", "no", "not_asked"}:
        return None
    if matched + hint < HINT:
        return None
    split = _split(column) if target == "topics" else ""
    return Guess(target, matched + hint, codes, tuple(words), split=split, remarks=remarks)


def _is_named(column: str, names: tuple[str, ...]) -> bool:
    """Tell whether a column's name contains one of the words, whole or (a long one) as a part."""
    given = fold(column.replace("_", " "))
    for name in names:
        word = fold(name.replace("_", " "))
        if fuzz.token_set_ratio(given, word) >= ALIKE or (len(word) >= 4 and word in given):
            return True
    return False


def _codes(column: Column, words: Vocabulary) -> tuple[dict[str, str], dict[str, str]]:
    """Match each value to the code whose label is most like it. Return the codes, and remarks on those not certain."""
    labels = _Labels(words)
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

    def __init__(self, words: Vocabulary) -> None:
        self.codes_of: dict[str, set[str]] = {}
        for code, labels in words.items():
            for label in labels:
                self.codes_of.setdefault(fold(label.replace("_", " ")), set()).add(code)
        self.is_long = len(words) > LONG_LIST

    def most_like(self, value: str) -> tuple[str, str]:
        """Return the code, or "", and what a person should know of it."""
        folded = fold(value)
        exact = self.codes_of.get(folded, set())
        if len(exact) == 1 and folded not in TWO_STATES:
            return next(iter(exact)), ""
        near = self._near(folded)
        if len(near) == 1 and not exact:
            code, label = next(iter(near.items()))
            return code, _("like %(label)r") % {"label": label}
        either = sorted({*near, *exact})
        return "", _("may be %(codes)s: say which") % {"codes": ", ".join(either)} if either else ""

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
        if self.is_long and (near or folded in TWO_STATES):
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


def _bands(words: Vocabulary) -> dict[str, tuple[int, int]]:
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
