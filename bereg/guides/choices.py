"""Closed lists of guides and sample documents."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Situation(models.TextChoices):
    """The situation of a life that a guide answers: the way in to the guides, in the words of who is in it."""

    WORK_HERE = "work_here", pgettext_lazy("situation", "To work here")
    PAPERS = "papers", pgettext_lazy("situation", "My documents")
    NOT_PAID = "not_paid", pgettext_lazy("situation", "I am not paid")
    ABROAD = "abroad", pgettext_lazy("situation", "Going abroad")
    MISSING = "missing", pgettext_lazy("situation", "Somebody is missing")
    HELD = "held", pgettext_lazy("situation", "I am held")


class GuidePart(models.TextChoices):
    """The parts of a guide, in the order in which they are read. Each is a heading of its text."""

    STEPS = "steps", pgettext_lazy("guide", "What to do")
    DOCUMENTS = "documents", pgettext_lazy("guide", "What to bring")
    WHERE = "where", pgettext_lazy("guide", "Where")
    TERM = "term", pgettext_lazy("guide", "How long it takes")
    FEE = "fee", pgettext_lazy("guide", "What it costs")
    LAW = "law", pgettext_lazy("guide", "The law")
    WARNING = "warning", pgettext_lazy("guide", "Warning signs")


class FieldKind(models.TextChoices):
    """What is typed into a field of a sample document."""

    TEXT = "text", pgettext_lazy("field", "a line")
    LONG = "long", pgettext_lazy("field", "several lines")
    DATE = "date", pgettext_lazy("field", "a date")
    NUMBER = "number", pgettext_lazy("field", "a number")
