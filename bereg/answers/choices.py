"""Closed lists of what is told in a call."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AnswerWay(models.TextChoices):
    """How an answer reached the person."""

    TOLD = "told", pgettext_lazy("an answer", "told")
    SENT = "sent", pgettext_lazy("an answer", "sent")


class WarningSign(models.TextChoices):
    """What a person says of an agency or an offer of work that calls for care. It accuses nobody."""

    TOURIST_VISA = "tourist_visa", _("to work on a tourist visa")
    FOREIGN_CONTRACT = "foreign_contract", _("contract in a foreign language only")
    MONEY_FIRST = "money_first", _("money first")
    OTHERS_LICENCE = "others_licence", _("another's licence")
