"""Closed lists of agencies: how a licence stands, and the warning signs that a call asks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LicenceStatus(models.TextChoices):
    """How the licensing body says that a licence stands."""

    LICENSED = "licensed", _("licence in force")
    SUSPENDED = "suspended", _("licence suspended")
    WITHDRAWN = "withdrawn", _("licence withdrawn")
    EXPIRED = "expired", _("licence run out")


# What a list writes for each, folded; the beginning of a cell is enough.
STATUS_WORDS = {
    LicenceStatus.SUSPENDED: ("suspend", "приостан"),
    LicenceStatus.WITHDRAWN: ("withdraw", "revok", "cancel", "annul", "аннул", "отозв", "прекращ"),
    LicenceStatus.EXPIRED: ("expire", "ended", "run out", "исте", "оконч", "срок ист"),
    LicenceStatus.LICENSED: ("licen", "valid", "in force", "active", "действ", "выдан", "лиценз"),
}


class WarningSign(models.TextChoices):
    """What of an offer of work abroad asks for caution. Read aloud and ticked; none of them proves anything."""

    TOURIST_VISA = "tourist_visa", _("They are to go on a tourist or guest visa")
    FOREIGN_CONTRACT = "foreign_contract", _("The contract is in a foreign language only, or there is none")
    MONEY_FIRST = "money_first", _("Money is asked for before anything is signed")
    OTHERS_LICENCE = "others_licence", _("The licence that they show is of another firm")
    PAPERS_KEPT = "papers_kept", _("They want to keep the passport")
    NO_EMPLOYER = "no_employer", _("Neither the employer nor the place of work is named")
    HURRY = "hurry", _("They press to decide today")
    NO_ADDRESS = "no_address", _("They have no office, only a telephone or a messenger")
