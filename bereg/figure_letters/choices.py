"""The closed lists of letters with figures. A new code is one row here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bereg.dispatch.choices import SendingWay

MOST_DUE_DAYS = 180  # after the end of a period


class FiguresKind(models.TextChoices):
    """What a recipient gets. All but a release are exact numbers, which leave with a second person's agreement."""

    RELEASE = "release", _("the published figures")
    REPORT = "report", _("the exact report")
    INDICATORS = "indicators", _("indicators alone: target and reached")


class Rhythm(models.TextChoices):
    """How often."""

    MONTHLY = "monthly", _("each month")
    QUARTERLY = "quarterly", _("each three months")
    YEARLY = "yearly", _("each year")
    ONCE = "once", pgettext_lazy("how often", "once")


class FiguresOf(models.TextChoices):
    """Whose exact figures."""

    OWN = "own", _("of this centre")
    ALL = "all", _("of all centres")


class IndicatorSpan(models.TextChoices):
    """What a target is for."""

    PERIOD = "period", _("for each period")
    BEGINNING = "beginning", _("for all periods from the first one on")


class LetterState(models.TextChoices):
    """How it stands with a letter."""

    DRAFTED = "drafted", pgettext_lazy("letter", "drafted")
    SIGNED = "signed", pgettext_lazy("letter", "signed")
    SENT = "sent", pgettext_lazy("letter", "sent")
    ANSWERED = "answered", pgettext_lazy("letter", "answered")
    STOPPED = "stopped", pgettext_lazy("letter", "not sent")


MONTHS_OF = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}
BEFORE = frozenset({LetterState.DRAFTED, LetterState.SIGNED})
GONE = frozenset({LetterState.SENT, LetterState.ANSWERED})
WAYS = (SendingWay.LETTER, SendingWay.BY_HAND, SendingWay.MAIL)  # a letter is on paper, or in a mail
