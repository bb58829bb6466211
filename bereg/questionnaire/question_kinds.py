"""Kinds of questions in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bereg.questionnaire.form import QuestionKind

KINDS: dict[QuestionKind, str | Promise] = {
    QuestionKind.SELECT_ONE: _("one answer"),
    QuestionKind.SELECT_MULTIPLE: _("several answers"),
    QuestionKind.INTEGER: _("a whole number"),
    QuestionKind.DECIMAL: _("a number"),
    QuestionKind.TEXT: _("a text"),
    QuestionKind.DATE: _("a date"),
    QuestionKind.NOTE: _("a note to read out"),
}
