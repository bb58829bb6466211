"""The roles of the people who work here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is at work; rights follow from `permissions.py`."""

    OPERATOR = "operator", _("operator")
    LAWYER = "lawyer", _("lawyer")
    PSYCHOLOGIST = "psychologist", _("psychologist")
    SUPERVISOR = "supervisor", _("supervisor")
    ANALYST = "analyst", _("analyst")
    PUBLISHER = "publisher", _("publisher")
    INTERN = "intern", _("intern")
    # Translators: A role: whoever writes guides and keeps the directory, and sees no case.
    EDITOR = "editor", _("editor")
    # Translators: A role: whoever gives leaflets out in the street, and sees no case.
    DISTRIBUTOR = "distributor", _("distributor")
    ADMIN = "admin", _("administrator")
