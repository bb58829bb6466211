"""Kinds of questions in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bereg.questionnaire.form import Kind

KINDS: dict[Kind, str | Promise] = {
    Kind.SELECT_ONE: _("one answer"),
    Kind.SELECT_MULTIPLE: _("several answers"),
    Kind.INTEGER: _("a whole number"),
    Kind.DECIMAL: _("a number"),
    Kind.TEXT: _("a text"),
    Kind.DATE: _("a date"),
    Kind.NOTE: _("a note to read out"),
}
