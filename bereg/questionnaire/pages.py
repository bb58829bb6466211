"""A questionnaire arranged for a page: sections, their questions, the choices in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bereg.questionnaire.form import Form
from bereg.questionnaire.questions import SELECTS, UNSEEN, Choice, Question, QuestionKind

KINDS: dict[QuestionKind, str | Promise] = {
    QuestionKind.SELECT_ONE: _("one answer"),
    QuestionKind.SELECT_MULTIPLE: _("several answers"),
    QuestionKind.INTEGER: _("a whole number"),
    QuestionKind.DECIMAL: _("a number"),
    QuestionKind.TEXT: _("a text"),
    QuestionKind.DATE: _("a date"),
    QuestionKind.TIME: _("a time of day"),
    QuestionKind.MOMENT: _("a date with a time"),
    QuestionKind.NOTE: _("a note to read out"),
    QuestionKind.CALCULATE: _("calculated, not shown"),
    QuestionKind.CODE: _("a code that is printed on something"),
    QuestionKind.HIDDEN: _("filled by the program, not shown"),
}

# A longer list does not fit on paper; its answer is written in words.
MOST_BOXES = 30
# So many are still read at one glance; the rest is opened on demand.
MOST_IN_SIGHT = 12


@dataclass(frozen=True)
class ChoiceGroup:
    """Choices under one first level; most lists have a single level without a name."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Item:
    """One question as it is shown or printed."""

    question: Question
    levels: tuple[ChoiceGroup, ...]
    depends_on: tuple[Question, ...]

    @property
    def kind(self) -> str:
        """What it asks for, in words."""
        return str(KINDS[self.question.kind])

    @property
    def is_long(self) -> bool:
        """Tell whether its list is folded on the page."""
        return len(self.question.choices) > MOST_IN_SIGHT

    @property
    def has_boxes(self) -> bool:
        """Tell whether paper shows a box for every choice."""
        return 0 < len(self.question.choices) <= MOST_BOXES

    @property
    def is_note(self) -> bool:
        """Tell whether it only says something."""
        return self.question.kind is QuestionKind.NOTE

    @property
    def is_select(self) -> bool:
        """Tell whether it is answered by choices."""
        return self.question.kind in SELECTS


@dataclass(frozen=True)
class PageSection:
    label: str
    items: tuple[Item, ...]


def parts_of(form: Form, *, without: frozenset[str] = frozenset()) -> list[PageSection]:
    """Return the sections that have a question to show, in the order of the form."""
    headings = {section.name: section.label() for section in form.sections}
    shown = [each for each in form.questions.values() if each.kind not in UNSEEN and each.name not in without]
    return [
        PageSection(headings.get(name, ""), tuple(item_of(form, each) for each in questions))
        for name, questions in groupby(shown, key=lambda question: question.section)
    ]


def item_of(form: Form, question: Question) -> Item:
    """Return one question ready for a page."""
    causes = (form.questions[name] for name in form.questions if name in form.causes[question.name])
    seen = tuple(each for each in causes if each.kind not in UNSEEN)
    return Item(question, tuple(_levels(form, question)), seen)


def _levels(form: Form, question: Question) -> Iterator[ChoiceGroup]:
    choices = question.in_order()
    for group in dict.fromkeys(choice.group for choice in choices):
        label = form.group_label(group) if group else ""
        yield ChoiceGroup(label, tuple(choice for choice in choices if choice.group == group))
