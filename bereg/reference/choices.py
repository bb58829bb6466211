"""Closed lists of reference entries."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EntryState(models.TextChoices):
    """Where an entry stands. A published one may have a newer version that is being written."""

    WRITTEN = "written", _("being written")
    PUBLISHED = "published", pgettext_lazy("entry", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("entry", "withdrawn")


class Audience(models.TextChoices):
    """For whom an entry is."""

    MIGRANT = "migrant", _("migrants")
    ABROAD = "abroad", _("those going abroad")
    EMPLOYER = "employer", _("employers")
    RELATIVE = "relative", _("relatives and friends")
    ORGANISATION = "organisation", _("organisations")


class TranslationState(models.TextChoices):
    """How far a translation of an entry can be relied on."""

    MISSING = "missing", pgettext_lazy("translation", "missing")
    MADE = "made", pgettext_lazy("translation", "made")
    NATIVE = "native", _("read by a native")
    OUTDATED = "outdated", _("out of date")


class Freshness(models.TextChoices):
    """How an entry stands to the day by which it was to be looked at again."""

    CURRENT = "current", pgettext_lazy("entry", "current")
    OVERDUE = "overdue", _("not checked since")
    EXPIRED = "expired", _("too old to be shown to the public")


class WrongWith(models.TextChoices):
    """What an operator reports about an entry. A code, so that no word of a caller stands in it."""

    NUMBER = "number", _("nobody answers there")
    OUTDATED = "outdated", _("no longer true")
    UNCLEAR = "unclear", _("cannot be understood")
    OTHER = "other", pgettext_lazy("error", "something else")
