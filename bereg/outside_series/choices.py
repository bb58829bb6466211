"""The closed lists of series of other bodies. A new code is one row here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SeriesUnit(models.TextChoices):
    """What is counted."""

    PEOPLE = "people", pgettext_lazy("unit", "people")
    PERMITS = "permits", pgettext_lazy("unit", "permits")
    PLACES = "places", pgettext_lazy("unit", "places of a quota")
    DECISIONS = "decisions", pgettext_lazy("unit", "decisions")
    CASES = "cases", pgettext_lazy("unit", "criminal cases")
    OTHER = "other", pgettext_lazy("unit", "other")


class SeriesRhythm(models.TextChoices):
    """How long each value is for."""

    MONTH = "month", _("by month")
    QUARTER = "quarter", _("by quarter")
    YEAR = "year", _("by year")


MONTHS_OF_RHYTHM = {SeriesRhythm.MONTH: 1, SeriesRhythm.QUARTER: 3, SeriesRhythm.YEAR: 12}
