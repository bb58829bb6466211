"""Kinds of lines and of centres. A new kind is one row here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LineKind(models.TextChoices):
    """How a line is reached."""

    TOLL_FREE = "toll_free", _("toll-free number")
    LANDLINE = "landline", _("landline")
    MOBILE = "mobile", _("mobile")
    MAILBOX = "mailbox", _("mailbox")
    COUNTER = "counter", _("counter")
    WEB = "web", _("web form")


class CentreScope(models.TextChoices):
    """Whom a centre serves."""

    NATIONAL = "national", _("the whole country")
    REGIONAL = "regional", _("its region")
