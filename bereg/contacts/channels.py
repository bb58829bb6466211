"""By which way somebody reached us, and what else is known of every contact."""

from django.db import models
from django.utils.translation import gettext_lazy as _

WAYS = _("Ways of reaching us")  # the title of a table that is published too


class Channel(models.TextChoices):
    PHONE = "phone", _("telephone")
    EMAIL = "email", _("e-mail")
    WEB = "web", _("web form")
    LETTER = "letter", _("letter")
    VISIT = "visit", _("visit")


class Direction(models.TextChoices):
    """Who reached whom."""

    IN = "in", _("incoming")
    OUT = "out", _("outgoing")


class Precision(models.TextChoices):
    """How exactly the time of a contact is known."""

    MINUTE = "minute", _("to the minute")
    DAY = "day", _("the day only")
    MONTH = "month", _("the month only")  # of what was coarsened when its time was over


class Anonymous(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    NOT_ASKED = "not_asked", _("not asked")


# Which channel a line of each kind brings (kinds of line: centres.LineKind).
CHANNEL_OF_LINE = {
    "toll_free": Channel.PHONE,
    "landline": Channel.PHONE,
    "mobile": Channel.PHONE,
    "mailbox": Channel.EMAIL,
    "counter": Channel.VISIT,
    "web": Channel.WEB,
}
