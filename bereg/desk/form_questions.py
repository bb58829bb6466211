"""How the questions of a questionnaire stand on the page."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from bereg.enquiries.forms import ANSWER, ASKED, STATE, TYPED, answers_in
from bereg.questionnaire.answers import UNANSWERED
from bereg.questionnaire.form import Form
from bereg.questionnaire.form_cache import once
from bereg.questionnaire.questions import TOPIC, Choice, Question, QuestionKind

MOST_CHIPS = 8  # the digits 1 to 8; 0 and 9 have their own meaning everywhere
CHOICE, SEVERAL = "choice", "several"
CHIPS = {"chips", SEVERAL}
INPUT_TYPES = {QuestionKind.INTEGER: "number", QuestionKind.DECIMAL: "number", QuestionKind.DATE: "date"}
INPUT_TYPES |= {QuestionKind.TIME: "time", QuestionKind.MOMENT: "datetime-local"}


@dataclass(frozen=True)
class ShownChoice:
    """One choice as the page shows it. `search` holds its code and its text in every language."""

    code: str
    label: str
    search: str
    digit: str
    is_chosen: bool
    group: str = ""


@dataclass(frozen=True)
class Asked:
    """One question as the page shows it."""

    name: str
    label: str
    hint: str
    shape: str  # chips, choice, several, typed, note
    options: tuple[ShownChoice, ...]  # as chips
    listed: str  # as a list of hundreds, in HTML
    value: str
    state: str  # "", declined, unknown: only where the value is not one of radio buttons
    input_type: str
    error: str
    is_shown: bool
    steers: bool  # whether other questions are shown or hidden by its answer
    section: str
    used: str = ""  # codes of its list, the most frequent first

    @property
    def field(self) -> str:
        """Return the name of its field."""
        return ANSWER + self.name

    @property
    def state_field(self) -> str:
        """Return the name of the field that says why there is no answer."""
        return ANSWER + self.name if self.shape == "chips" else STATE + self.name

    def in_html(self) -> str:
        """Return how it stands in the form. What nobody has answered is the same in each empty one, and kept."""
        is_untouched = not (self.value or self.state or self.error or any(each.is_chosen for each in self.options))
        return _untouched(self, get_language()) if is_untouched else _rendered(self)


@lru_cache(maxsize=512)
def _untouched(question: Asked, _language: str) -> str:
    return _rendered(question)


def _rendered(question: Asked) -> str:
    return render_to_string("desk/question.html", {"question": question})


def questions_on_page(
    questionnaire: Form,
    fields: Any,
    *,
    country: str,
    now: dt.datetime,
    errors: Mapping[str, Any] | None = None,
    used: Mapping[str, tuple[str, ...]] | None = None,
) -> list[Asked]:
    """Return every question of a form with what was typed so far, hidden ones included.

    now: by the centre's clock. used: which codes of a question are the most frequent, where that is known.
    """
    answers = answers_in(fields, questionnaire)
    shown = questionnaire.relevant(answers, home_country=country, now=now)
    offered = questionnaire.offered(answers, home_country=country, now=now)
    common: dict[str, Any] = {"errors": errors or {}, "offered": offered}
    return [
        replace(
            _asked(question, questionnaire, fields, is_shown=question.name in shown, **common),
            used=" ".join((used or {}).get(question.name, ())),
        )
        for question in questionnaire.questions.values()
        if question.name != TOPIC and question.kind in ASKED | {QuestionKind.NOTE}
    ]


def topics_on_page(questionnaire: Form, chosen: list[str]) -> list[ShownChoice]:
    """Return the topics, in their groups' order."""
    return [_chosen(option, chosen) for option in _options(questionnaire).get(TOPIC, ())]


def _asked(
    question: Question,
    questionnaire: Form,
    fields: Any,
    *,
    is_shown: bool,
    errors: Mapping[str, Any],
    offered: Mapping[str, frozenset[str]],
) -> Asked:
    field, state_field = ANSWER + question.name, STATE + question.name
    values = fields.getlist(field)
    found = [*errors.get(field, []), *errors.get(state_field, [])]
    shape = _shape(question)
    return Asked(
        name=question.name,
        label=question.label(),
        hint=question.hint(),
        shape=shape,
        options=tuple(_chosen(option, values) for option in _offered(question, questionnaire, offered))
        if shape in CHIPS
        else (),
        listed=_listed(question, questionnaire, values, offered) if shape == CHOICE else "",
        value=values[0] if values else "",
        state=_state(question, fields),
        input_type=INPUT_TYPES.get(question.kind, "text"),
        error=" ".join(str(error) for error in found),
        is_shown=is_shown,
        steers=bool(questionnaire.depends_on(question.name)),
        section=question.section,
    )


def _shape(question: Question) -> str:
    if question.kind == QuestionKind.NOTE:
        return "note"
    if question.kind in TYPED or question.kind == QuestionKind.CODE:
        return "typed"
    if question.kind == QuestionKind.SELECT_MULTIPLE:
        return SEVERAL
    return CHOICE if question.is_typed or len(question.choices) > MOST_CHIPS else "chips"


def _state(question: Question, fields: Any) -> str:
    """Return why there is no answer; "answered" where there is one, so that no reason is chosen."""
    values = [value for value in fields.getlist(ANSWER + question.name) if value.strip()]
    if question.kind == QuestionKind.SELECT_ONE and values:
        return values[0] if values[0] in UNANSWERED else "answered"
    state = fields.get(STATE + question.name, "")
    return "answered" if values else state if state in UNANSWERED else ""


@once
def _options(questionnaire: Form) -> dict[str, list[ShownChoice]]:
    """Return what each question offers, with nothing chosen: it is asked for with each form, and never changes."""
    return {
        question.name: [_option(choice, questionnaire, number) for number, choice in enumerate(question.in_order(), 1)]
        for question in questionnaire.questions.values()
    }


@once
def _lists(questionnaire: Form) -> dict[str, str]:
    """Return the options of each question in HTML: countries and regions are two thirds of the work of a form."""
    return {name: _in_html(options) for name, options in _options(questionnaire).items()}


def _in_html(options: Iterable[ShownChoice]) -> str:
    lines = ((one.code, one.search, one.label) for one in options)
    return format_html_join("", '<option value="{}" data-search="{}">{}</option>', lines)


def _offered(question: Question, questionnaire: Form, offered: Mapping[str, frozenset[str]]) -> Sequence[ShownChoice]:
    """Return what a question offers now; where other answers decide that, the digits go by what is left."""
    if question.name not in offered:
        return _options(questionnaire)[question.name]
    left = (choice for choice in question.in_order() if choice.code in offered[question.name])
    return [_option(choice, questionnaire, number) for number, choice in enumerate(left, 1)]


def _listed(question: Question, questionnaire: Form, values: list[str], offered: Mapping[str, frozenset[str]]) -> str:
    is_whole = question.name not in offered
    listed = _lists(questionnaire)[question.name] if is_whole else _in_html(_offered(question, questionnaire, offered))
    for value in values:
        named = format_html('<option value="{}"', value)
        listed = listed.replace(named, f"{named} selected", 1)
    return mark_safe(listed)  # noqa: S308 - made of escaped parts alone


def _chosen(option: ShownChoice, chosen: list[str]) -> ShownChoice:
    return replace(option, is_chosen=True) if option.code in chosen else option


def _option(choice: Choice, questionnaire: Form, number: int) -> ShownChoice:
    group = questionnaire.groups.get(choice.group, {})
    return ShownChoice(
        code=choice.code,
        label=choice.label(),
        search=" ".join(dict.fromkeys([choice.code, *choice.labels.values(), *group.values()])),
        digit=str(number) if 0 < number <= MOST_CHIPS else "",
        is_chosen=False,
        group=questionnaire.group_label(choice.group) if choice.group else "",
    )
