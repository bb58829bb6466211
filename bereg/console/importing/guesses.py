"""Guessing which question a column feeds and which code a value means, by likeness to labels in every language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from bereg.console.importing.columns import Column, Look
from bereg.console.importing.values import fold
from bereg.console.importing.vocabulary import CHOSEN, TOPIC, Vocabulary, vocabulary
from bereg.questionnaire.form import Form

ALIKE = 86  # of 100; below it, short words are alike by chance
CONTACT = ("contact.channel", "contact.direction", "contact.anonymous", "contact.disposition")
BAND = re.compile(r"(\d+)_(\d+)|under_(\d+)|(\d+)_over")
OLDEST = 110
SPLITS = (";", ",", "/", "|", "\n")
YES_NO = {"yes": "yes", "si": "yes", "да": "yes", "oui": "yes", "no": "no", "нет": "no", "non": "no", "true": "yes"}


@dataclass(frozen=True)
class Guess:
    """What a column may feed."""

    target: str
    score: float
    codes: dict[str, str] = field(default_factory=dict)  # value to code
    known_codes: tuple[str, ...] = ()
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)
    split: str = ""


def best_guesses(columns: list[Column], form: Form) -> dict[str, Guess]:
    """Give each column its best target, and each target one column."""
    targets = list(_targets(form))
    guesses = [
        (guess.score, column.name, guess)
        for column in columns
        for target, words, labels in targets
        if (guess := _guess(column, target, words, labels))
    ]
    found: dict[str, Guess] = {}
    taken: set[str] = set()
    for _score, name, guess in sorted(guesses, key=lambda each: -each[0]):
        if name not in found and guess.target not in taken:
            found[name] = guess
            taken.add(guess.target)
    return found


def _targets(form: Form) -> Iterator[tuple[str, Vocabulary, tuple[str, ...]]]:
    """Yield each target with its codes and the names that a column for it may bear."""
    for name, question in form.questions.items():
        if question.kind in CHOSEN:
            target = "topics" if name == TOPIC else f"answers.{name}"
            yield target, vocabulary(target, form, {}) or {}, (name, *question.labels.values())
    for target in CONTACT:
        yield target, vocabulary(target, form, {}) or {}, (target.removeprefix("contact."),)


def _guess(column: Column, target: str, words: Vocabulary, names: tuple[str, ...]) -> Guess | None:
    likeness = max(
        fuzz.token_set_ratio(fold(column.name.replace("_", " ")), fold(name.replace("_", " "))) for name in names
    )
    bonus = 0.3 if likeness >= ALIKE else 0.0
    if column.look is Look.NUMBERS:
        ranges = _bands(words)
        return Guess(target, 0.5 + bonus, {}, tuple(words), ranges) if ranges and bonus else None
    if column.look is not Look.VALUES:
        return None
    codes = _codes(column, target, words)
    matched = sum(column.values[value] for value in codes) / max(column.filled, 1)
    # A yes or no fits too many questions: the column's name must speak for it.
    if set(words) <= {"yes", "no", "not_asked"} and not bonus:
        return None
    if matched + bonus < 0.5:
        return None
    return Guess(target, matched + bonus, codes, tuple(words), split=_split(column) if target == "topics" else "")


def _codes(column: Column, target: str, words: Vocabulary) -> dict[str, str]:
    """Match each value to the code whose label is most like it."""
    code_of = {fold(label.replace("_", " ")): code for code, labels in words.items() for label in labels}
    if {"yes", "no"} <= set(words):
        code_of |= YES_NO
    found = {}
    for value in column.values:
        best = process.extractOne(fold(value), code_of.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE) if value else None
        if best:
            found[value] = code_of[best[0]]
    return found


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
