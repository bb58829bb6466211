"""How a request for a second person may end, and what is said with a no: both closed lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    """How a request was decided."""

    YES = "yes", _("agreed")
    NO = "no", _("refused")
    ALONE = "alone", _("done alone")  # nobody else could have decided


class RefusalNote(models.TextChoices):
    """Why somebody refused."""

    TALK_FIRST = "talk_first", _("let us talk first")
    NOT_NEEDED = "not_needed", _("not needed")
    TOO_MUCH = "too_much", _("more than is needed")
    NOT_THIS_PERSON = "not_this_person", _("not for this person")
