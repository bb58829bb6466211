"""Questions and their choices: data alone. Which of them are shown, and which answers fit, is for `form.py`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.utils.translation import get_language

from bereg.core import collation
from bereg.core.growing_lists import growing_lists

HOME_COUNTRY = "home_country"  # the hidden question that the program fills
TOPIC = "topic"

Labels = dict[str, str]  # language code to text; "" for every language


class QuestionKind(StrEnum):
    """What a question asks for."""

    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    MOMENT = "dateTime"
    NOTE = "note"
    CALCULATE = "calculate"
    HIDDEN = "hidden"
    CODE = "code"  # one code of a list that grows, typed: nobody looks through hundreds


SELECTS = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE})
CLOSED = SELECTS | {QuestionKind.CODE}  # what is answered by codes of a list
SINGLE = CLOSED - {QuestionKind.SELECT_MULTIPLE}
UNSEEN = frozenset({QuestionKind.CALCULATE, QuestionKind.HIDDEN})


@dataclass(frozen=True)
class Choice:
    code: str
    labels: Labels
    group: str = ""  # the first level of a list with two levels
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)  # what a choice_filter reads of it

    def label(self, language: str | None = None) -> str:
        """Return its text in a language; that of the page where none is given."""
        return in_language(self.labels, language) or self.code


def by_label(choices: Iterable[Choice], language: str | None = None) -> tuple[Choice, ...]:
    """Return choices in the order of their texts in a language; of the page where none is given."""
    return tuple(sorted(choices, key=lambda choice: collation.place(choice.label(language))))


@dataclass(frozen=True)
class Section:
    """A group of questions under one heading."""

    name: str
    labels: Labels

    def label(self, language: str | None = None) -> str:
        return in_language(self.labels, language)


@dataclass(frozen=True)
class Question:
    """One question. `relevant`, `constraint` and `calculation` are expressions; empty: always, anything, none."""

    name: str
    kind: QuestionKind
    labels: Labels = field(default_factory=dict)
    hints: Labels = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    relevant: str = ""
    constraint: str = ""
    constraint_messages: Labels = field(default_factory=dict)
    calculation: str = ""
    appearance: str = ""
    statistic: bool = False  # its codes may enter the figures
    section: str = ""
    choices_from: str = ""  # the list of the program that its choices come from, such as iso3166_1.csv
    choice_filter: str = (
        ""  # an expression that says which choices are offered; it names their columns as ${choice:NAME}
    )
    default: str = ""  # the answer that stands in a form that nobody has touched

    def label(self, language: str | None = None) -> str:
        """Return its text in a language; that of the page where none is given."""
        return in_language(self.labels, language) or self.name

    def hint(self, language: str | None = None) -> str:
        """Return its explanation, or nothing."""
        return in_language(self.hints, language)

    def choice(self, code: str) -> Choice | None:
        if self.kind is not QuestionKind.CODE:
            return self._by_code.get(code)
        name = growing_lists()[self.choices_from].named([code]).get(code)
        return None if name is None else Choice(code, {"": name})

    def codes(self) -> tuple[str, ...]:
        """Return the codes of its choices; of a list that grows, those of this moment."""
        if self.kind is QuestionKind.CODE:
            return tuple(self.named())
        return tuple(choice.code for choice in self.choices)

    def named(self) -> Mapping[str, str]:
        """Return the codes of a list that grows, each with its name in the language of the page."""
        return growing_lists()[self.choices_from].named(None)

    @property
    def is_typed(self) -> bool:
        """Tell whether its choices are found by typing; else they are chips, each with a digit from 1 to 8."""
        return len(self.choices) > 8 or not {"autocomplete", "minimal"}.isdisjoint(self.appearance.split())

    def in_order(self, language: str | None = None) -> tuple[Choice, ...]:
        """Return its choices as they are listed: a list of the program by its names, another as it was written."""
        if not self.choices_from:
            return self.choices
        return by_label(self.choices, language)

    @cached_property
    def _by_code(self) -> dict[str, Choice]:
        return {choice.code: choice for choice in self.choices}


def in_language(texts: Mapping[str, str], language: str | None = None) -> str:
    """Choose the text of a language; else the one for every language; else the first."""
    wanted = (language or get_language() or "").split("-")[0]
    return texts.get(wanted) or texts.get("") or next(iter(texts.values()), "")
