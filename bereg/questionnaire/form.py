"""A questionnaire ready for use: which questions are shown, which answers fit. It is data; it holds no answers."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from graphlib import TopologicalSorter

from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop

from bereg.questionnaire import xpath
from bereg.questionnaire.answers import UNANSWERED, Answers

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
    NOTE = "note"
    CALCULATE = "calculate"
    HIDDEN = "hidden"


SELECTS = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE})
UNSEEN = frozenset({QuestionKind.CALCULATE, QuestionKind.HIDDEN})


@dataclass(frozen=True)
class Choice:
    """One possible answer."""

    code: str
    labels: Labels
    group: str = ""  # the first level of a list with two levels

    def label(self, language: str | None = None) -> str:
        """Return its text in a language; that of the page where none is given."""
        return in_language(self.labels, language) or self.code


@dataclass(frozen=True)
class Section:
    """A group of questions under one heading."""

    name: str
    labels: Labels

    def label(self, language: str | None = None) -> str:
        """Return its heading."""
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

    def label(self, language: str | None = None) -> str:
        """Return its text in a language; that of the page where none is given."""
        return in_language(self.labels, language) or self.name

    def hint(self, language: str | None = None) -> str:
        """Return its explanation, or nothing."""
        return in_language(self.hints, language)

    def choice(self, code: str) -> Choice | None:
        """Return the choice with this code."""
        return self._by_code.get(code)

    @property
    def is_typed(self) -> bool:
        """Tell whether its choices are found by typing; else they are chips, each with a digit from 1 to 8."""
        return len(self.choices) > 8 or not {"autocomplete", "minimal"}.isdisjoint(self.appearance.split())

    def in_order(self, language: str | None = None) -> tuple[Choice, ...]:
        """Return its choices as they are listed: a list of the program by its names, another as it was written."""
        if not self.choices_from:
            return self.choices
        # Ё stands after Я by its number, not in the alphabet.
        return tuple(sorted(self.choices, key=lambda choice: choice.label(language).lower().replace("ё", "е")))

    @cached_property
    def _by_code(self) -> dict[str, Choice]:
        return {choice.code: choice for choice in self.choices}


@dataclass(frozen=True)
class Checked:
    """Answers once looked at: what is wrong with them, by the question's name, and what is kept of them."""

    problems: dict[str, str]
    kept: Answers


@dataclass(frozen=True, eq=False)  # too large to compare: each is equal to itself alone, and so can be a key
class Form:
    """A whole questionnaire, in the order in which it is asked."""

    title: str
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    questions: dict[str, Question]
    groups: dict[str, Labels] = field(default_factory=dict)  # first levels of lists with two levels

    def relevant(
        self, answers: Mapping[str, str], *, home_country: str, now: dt.datetime | None = None
    ) -> frozenset[str]:
        """Return the names of the questions that are shown now. `now` is in the centre's own zone."""
        return self._state(answers, home_country, now).shown

    def cleaned(self, answers: Mapping[str, str], home_country: str, *, now: dt.datetime | None = None) -> Answers:
        """Return the answers that belong to a question which is shown, in the order of the form."""
        return self._kept(answers, self._state(answers, home_country, now))

    def problems(
        self, answers: Mapping[str, str], *, home_country: str, now: dt.datetime | None = None
    ) -> dict[str, str]:
        """Return what is wrong with the answers, by the question's name. An answer that is missing is never wrong."""
        return self._problems(answers, self._state(answers, home_country, now))

    def checked(self, answers: Mapping[str, str], *, home_country: str, now: dt.datetime | None = None) -> Checked:
        """Return both: what is wrong with the answers, and those that belong to a question which is shown."""
        state = self._state(answers, home_country, now)
        return Checked(self._problems(answers, state), self._kept(answers, state))

    def depends_on(self, name: str) -> frozenset[str]:
        """Return the names of the questions that may be shown or hidden by an answer to `name`."""
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            cause = waiting.pop()
            effects = {each for each, causes in self.causes.items() if cause in causes} - reached
            reached |= effects
            waiting.extend(effects)
        return frozenset(each for each in reached if self.questions[each].kind not in UNSEEN)

    def group_label(self, group: str, language: str | None = None) -> str:
        """Return the name of a first level."""
        return in_language(self.groups.get(group, {}), language) or group

    @cached_property
    def causes(self) -> dict[str, frozenset[str]]:
        """The questions that each question's relevance or calculation reads."""
        found = {}
        for name, question in self.questions.items():
            read = [xpath.parse(each) for each in (question.relevant, question.calculation) if each]
            found[name] = frozenset().union(*map(xpath.references, read)) & self.questions.keys()
        return found

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The names, each after those that it depends on. Raise graphlib.CycleError where that cannot be."""
        return tuple(TopologicalSorter(self.causes).static_order())

    def _state(self, answers: Mapping[str, str], home_country: str, now: dt.datetime | None) -> "_State":
        moment = now or timezone.localtime()
        values: dict[str, xpath.Value] = {}
        shown = set()
        for name in self.order:
            question = self.questions[name]
            own = _value(question, home_country if name == HOME_COUNTRY else answers.get(name, ""))
            scope = xpath.Scope(values, moment, own)
            # What is hidden counts as not asked, whatever was answered while it was shown.
            is_shown = _holds(question.relevant, scope)
            values[name] = (_calculated(question, scope) if question.calculation else own) if is_shown else ""
            if is_shown and question.kind not in UNSEEN:
                shown.add(name)
        return _State(frozenset(shown), values, moment)

    def _kept(self, answers: Mapping[str, str], state: "_State") -> Answers:
        return {name: answers[name] for name in self.questions if name in state.shown and answers.get(name)}

    def _problems(self, answers: Mapping[str, str], state: "_State") -> dict[str, str]:
        given = (name for name, answer in answers.items() if answer and answer not in UNANSWERED)
        found = {
            name: self._problem(self.questions[name], answers[name], state) for name in given if name in state.shown
        }
        return {name: found[name] for name in self.questions if found.get(name)}

    def _problem(self, question: Question, answer: str, state: "_State") -> str:
        wrong = _wrong_answer(question, answer)
        if wrong:
            return wrong
        scope = xpath.Scope(state.values, state.now, state.values[question.name])
        if _holds(question.constraint, scope):
            return ""
        return in_language(question.constraint_messages) or gettext("This answer does not fit the question.")


@dataclass(frozen=True)
class _State:
    shown: frozenset[str]
    values: Mapping[str, xpath.Value]
    now: dt.datetime


def in_language(texts: Mapping[str, str], language: str | None = None) -> str:
    """Choose the text of a language; else the one for every language; else the first."""
    wanted = (language or get_language() or "").split("-")[0]
    return texts.get(wanted) or texts.get("") or next(iter(texts.values()), "")


def _holds(expression: str, scope: xpath.Scope) -> bool:
    return not expression or xpath.to_boolean(xpath.evaluate(xpath.parse(expression), scope))


def _calculated(question: Question, scope: xpath.Scope) -> xpath.Value:
    return xpath.evaluate(xpath.parse(question.calculation), scope)


def _value(question: Question, answer: str) -> xpath.Value:
    """Return an answer as expressions see it: without one, an empty text."""
    if answer in UNANSWERED:
        return ""
    if question.kind is QuestionKind.DATE:
        return _date(answer) or answer
    return answer


def _date(answer: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(answer)
    except ValueError:
        return None


def _wrong_answer(question: Question, answer: str) -> str:
    """Say why an answer cannot be one to this kind of question."""
    fits, otherwise = _FITS.get(question.kind, (lambda _question, _answer: True, ""))
    return "" if fits(question, answer) else gettext(otherwise)


def _is_whole(_question: Question, answer: str) -> bool:
    number = xpath.to_number(answer)
    return math.isfinite(number) and number.is_integer()


_FITS: dict[QuestionKind, tuple[Callable[[Question, str], bool], str]] = {
    QuestionKind.SELECT_ONE: (
        lambda question, answer: question.choice(answer) is not None,
        gettext_noop("This answer is not in the list."),
    ),
    QuestionKind.SELECT_MULTIPLE: (
        lambda question, answer: all(map(question.choice, answer.split())),
        gettext_noop("One of these answers is not in the list."),
    ),
    QuestionKind.INTEGER: (_is_whole, gettext_noop("Write a whole number.")),
    QuestionKind.DECIMAL: (
        lambda _question, answer: math.isfinite(xpath.to_number(answer)),
        gettext_noop("Write a number."),
    ),
    QuestionKind.DATE: (lambda _question, answer: _date(answer) is not None, gettext_noop("Write a date.")),
    QuestionKind.NOTE: (lambda _question, _answer: False, gettext_noop("This is a note; it has no answer.")),
}
