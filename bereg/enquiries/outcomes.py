"""What a registered enquiry can be: consent, urgency, outcome. A new outcome is one row here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.TextChoices):
    """Whether the person agreed that the answers are kept."""

    NOT_ASKED = "not_asked", _("not asked")
    YES = "yes", _("yes")
    NO = "no", _("no")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Urgency(models.TextChoices):
    """How soon somebody must act."""

    NORMAL = "normal", _("normal")
    SOON = "soon", _("soon")
    DANGER = "danger", _("in danger")


class Outcome(models.TextChoices):
    """How the consultation ended."""

    ADVISED = "advised", _("advised")
    TO_LAWYER = "to_lawyer", _("passed to a lawyer")
    TO_PSYCHOLOGIST = "to_psychologist", _("passed to a psychologist")
    DIRECTED = "directed", _("told where to turn")
    CALL_BACK = "call_back", _("we call back")
    BROKEN_OFF = "broken_off", _("broken off")
    NO_LANGUAGE = "no_language", _("no common language")


# What was said to be answered later.
PROMISING = (Outcome.CALL_BACK, Outcome.TO_LAWYER, Outcome.TO_PSYCHOLOGIST, Outcome.NO_LANGUAGE)
