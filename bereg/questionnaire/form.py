"""A questionnaire ready for use: which questions are shown, which answers fit. It holds no answers.

At the end: a form as the plain data that a version stores, and back.
"""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from bereg.core.growing_lists import growing_lists
from bereg.questionnaire.answers import UNANSWERED, Answers
from bereg.questionnaire.countries_and_regions import choices_of
from bereg.questionnaire.questions import (
    HOME_COUNTRY,
    UNSEEN,
    Choice,
    Labels,
    Question,
    QuestionKind,
    Section,
    in_language,
)
from bereg.questionnaire.xpath.columns import COLUMN
from bereg.questionnaire.xpath.evaluator import EvaluationContext, evaluate
from bereg.questionnaire.xpath.syntax import parse as parse_expression
from bereg.questionnaire.xpath.tree import references
from bereg.questionnaire.xpath.values import Value, to_boolean, to_number


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

    def spelled(self, answers: Mapping[str, str]) -> Answers:
        """Return the answers with each code of a list that grows in its one spelling, as far as it is known."""
        return {name: self._spelled(name, answer) for name, answer in answers.items()}

    def offered(
        self, answers: Mapping[str, str], *, home_country: str, now: dt.datetime | None = None
    ) -> dict[str, frozenset[str]]:
        """Return the codes that stand to be chosen now, of the questions whose choices depend on other answers."""
        state = self._state(answers, home_country, now)
        return {name: _offered(each, state) for name, each in self.questions.items() if each.choice_filter}

    @cached_property
    def defaults(self) -> dict[str, str]:
        """What stands in a form that nobody has touched: only answers that fit their question."""
        return {
            name: question.default
            for name, question in self.questions.items()
            if question.default and not _wrong_answer(question, question.default)
        }

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
            read = [
                parse_expression(each)
                for each in (question.relevant, question.calculation, question.choice_filter)
                if each
            ]
            found[name] = frozenset().union(*map(references, read)) & self.questions.keys()
        return found

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The names, each after those that it depends on. Raise graphlib.CycleError where that cannot be."""
        return tuple(TopologicalSorter(self.causes).static_order())

    def _state(self, answers: Mapping[str, str], home_country: str, now: dt.datetime | None) -> "_State":
        moment = now or timezone.localtime()
        values: dict[str, Value] = {}
        shown = set()
        for name in self.order:
            question = self.questions[name]
            own = _value(question, home_country if name == HOME_COUNTRY else answers.get(name, ""))
            scope = EvaluationContext(values, moment, own)
            # What is hidden counts as not asked, whatever was answered while it was shown.
            is_shown = _holds(question.relevant, scope)
            values[name] = (_calculated(question, scope) if question.calculation else own) if is_shown else ""
            if is_shown and question.kind not in UNSEEN:
                shown.add(name)
        return _State(frozenset(shown), values, moment)

    def _spelled(self, name: str, answer: str) -> str:
        question = self.questions.get(name)
        if question is None or question.kind is not QuestionKind.CODE or answer in UNANSWERED:
            return answer
        return growing_lists()[question.choices_from].read(answer).code or answer

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
        if question.choice_filter and not _offered(question, state).issuperset(answer.split()):
            return gettext("This answer is not in the list.")
        scope = EvaluationContext(state.values, state.now, state.values[question.name])
        if _holds(question.constraint, scope):
            return ""
        return in_language(question.constraint_messages) or gettext("This answer does not fit the question.")


@dataclass(frozen=True)
class _State:
    shown: frozenset[str]
    values: Mapping[str, Value]
    now: dt.datetime


def _holds(expression: str, scope: EvaluationContext) -> bool:
    return not expression or to_boolean(evaluate(parse_expression(expression), scope))


def _offered(question: Question, state: _State) -> frozenset[str]:
    """Return the codes of the choices for which the filter of a question holds."""
    found = set()
    for choice in question.choices:
        columns = {f"{COLUMN}{name}": cell for name, cell in choice.columns.items()}
        if _holds(question.choice_filter, EvaluationContext({**state.values, **columns}, state.now)):
            found.add(choice.code)
    return frozenset(found)


def _calculated(question: Question, scope: EvaluationContext) -> Value:
    return evaluate(parse_expression(question.calculation), scope)


def _value(question: Question, answer: str) -> Value:
    """Return an answer as expressions see it: without one, an empty text."""
    if answer in UNANSWERED:
        return ""
    if question.kind is QuestionKind.DATE:
        return _date(answer) or answer
    if question.kind is QuestionKind.MOMENT:
        return _moment(answer) or answer
    return answer


def _date(answer: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(answer)
    except ValueError:
        return None


def _moment(answer: str) -> dt.datetime | None:
    """Read `2008-05-14T10:30`, which is by the centre's own clock."""
    try:
        return dt.datetime.fromisoformat(answer) if "T" in answer else None
    except ValueError:
        return None


def _time(answer: str) -> dt.time | None:
    try:
        return dt.time.fromisoformat(answer)
    except ValueError:
        return None


def _wrong_answer(question: Question, answer: str) -> str:
    """Say why an answer cannot be one to this kind of question."""
    if question.kind is QuestionKind.CODE:
        return _wrong_code(question, answer)
    fits, otherwise = _FITS.get(question.kind, (lambda _question, _answer: True, ""))
    return "" if fits(question, answer) else gettext(otherwise)


def _wrong_code(question: Question, answer: str) -> str:
    """Name the nearest codes of a list that grows: to take one is for whoever sees the paper, or asks once more."""
    read = growing_lists()[question.choices_from].read(answer)
    if read.code == answer:
        return ""
    words = {"typed": answer[:24], "near": ", ".join([read.code] if read.code else read.near)}
    if words["near"]:
        return gettext("Nothing has the code %(typed)s. Did you mean: %(near)s?") % words
    return gettext("Nothing has the code %(typed)s, and no code is near it.") % words


def _is_whole(_question: Question, answer: str) -> bool:
    number = to_number(answer)
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
        lambda _question, answer: math.isfinite(to_number(answer)),
        gettext_noop("Write a number."),
    ),
    QuestionKind.DATE: (lambda _question, answer: _date(answer) is not None, gettext_noop("Write a date.")),
    QuestionKind.TIME: (lambda _question, answer: _time(answer) is not None, gettext_noop("Write a time, as 14:30.")),
    QuestionKind.MOMENT: (
        lambda _question, answer: _moment(answer) is not None,
        gettext_noop("Write a date and a time."),
    ),
    QuestionKind.NOTE: (lambda _question, _answer: False, gettext_noop("This is a note; it has no answer.")),
}


Data = dict[str, Any]

_PLAIN = (
    *("labels", "hints", "relevant", "constraint", "constraint_messages", "calculation", "appearance", "section"),
    *("choice_filter", "default"),
)


def to_data(form: Form) -> Data:
    """Return what to store. Lists of the program are stored by their name: they differ by home country."""
    return {
        "title": form.title,
        "languages": list(form.languages),
        "sections": [{"name": each.name, "labels": each.labels} for each in form.sections],
        "questions": [_question_data(each) for each in form.questions.values()],
        "groups": form.groups,
    }


def from_data(data: Data, *, home_country: str) -> Form:
    """Return the form that was stored, with the program's lists for a home country."""
    questions = [_question(each, home_country) for each in data["questions"]]
    return Form(
        title=data["title"],
        languages=tuple(data["languages"]),
        sections=tuple(Section(each["name"], each["labels"]) for each in data["sections"]),
        questions={each.name: each for each in questions},
        groups=data["groups"],
    )


def _question_data(question: Question) -> Data:
    data: Data = {"name": question.name, "kind": str(question.kind)}
    data |= {name: getattr(question, name) for name in _PLAIN if getattr(question, name)}
    if question.statistic:
        data["statistic"] = True
    if question.choices_from:
        data["choices_from"] = question.choices_from
    elif question.choices:
        data["choices"] = [
            {"code": each.code, "labels": each.labels}
            | ({"group": each.group} if each.group else {})
            | ({"columns": dict(each.columns)} if question.choice_filter else {})
            for each in question.choices
        ]
    return data


def _question(data: Data, home_country: str) -> Question:
    chosen_from = data.get("choices_from", "")
    return Question(
        name=data["name"],
        kind=QuestionKind(data["kind"]),
        choices=choices_of(chosen_from, home_country)
        if chosen_from
        else tuple(
            Choice(each["code"], each["labels"], each.get("group", ""), each.get("columns", {}))
            for each in data.get("choices", ())
        ),
        statistic=data.get("statistic", False),
        choices_from=chosen_from,
        **{name: data[name] for name in _PLAIN if name in data},
    )
