"""Closed lists of agencies: how a licence stands, and what a list writes for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LicenceStatus(models.TextChoices):
    """How the licensing body says that a licence stands."""

    LICENSED = "licensed", _("licence in force")
    SUSPENDED = "suspended", _("licence suspended")
    WITHDRAWN = "withdrawn", _("licence withdrawn")
    EXPIRED = "expired", _("licence run out")


# What a list writes for each; the beginning of a cell is enough.
STATUS_WORDS = {
    LicenceStatus.SUSPENDED: ("suspend", "приостан"),
    LicenceStatus.WITHDRAWN: ("withdraw", "revok", "cancel", "annul", "аннул", "отозв", "прекращ"),
    LicenceStatus.EXPIRED: ("expire", "ended", "run out", "исте", "оконч", "срок ист"),
    LicenceStatus.LICENSED: ("licen", "valid", "in force", "active", "действ", "выдан", "лиценз"),
}
