"""Why something was registered by mistake, so that no figure counts it. A new reason is one row here."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

UNDO = dt.timedelta(minutes=1)  # how long one key takes back what one key recorded


class Mistake(models.TextChoices):
    """The closed list of reasons; empty: it was no mistake."""

    NOBODY = "nobody", _("sent by accident: nobody reached us")
    TWICE = "twice", _("registered twice")
    TRIAL = "trial", _("a trial or an exercise")
    NO_ENQUIRY = "no_enquiry", _("a contact that brought no enquiry")
    ELSEWHERE = "elsewhere", _("it belongs to another centre")
    UNDONE = "undone", _("taken back at once")


# What somebody chooses; the last one the program notes by itself.
REASONS = [choice for choice in Mistake.choices if choice[0] != Mistake.UNDONE]
REASONS_OF_CONTACT = [choice for choice in REASONS if choice[0] != Mistake.NO_ENQUIRY]
