"""Closed lists of agencies: how a licence stands, and what a list writes for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LicenceStatus(models.TextChoices):
    """How the licensing body says that a licence stands."""

    LICENSED = "licensed", _("licence in force")
    SUSPENDED = "suspended", _("licence suspended")
    WITHDRAWN = "withdrawn", _("licence withdrawn")
    EXPIRED = "expired", _("licence run out")
    UNCLEAR = "unclear", _("licence unclear")


# What a list writes for each: beginnings of words, wherever they stand in its cell. The first state that fits is it.
STATUS_WORDS = {
    LicenceStatus.SUSPENDED: ("suspend", "приостан"),
    LicenceStatus.WITHDRAWN: (
        "withdraw", "withdrew", "revok", "revoc", "cancel", "annul", "terminat",
        "аннул", "отозв", "отзыв", "прекращ", "лишен",
    ),
    LicenceStatus.EXPIRED: ("expire", "ended", "run out", "ran out", "lapsed", "исте", "оконч", "действовал"),
}  # fmt: skip
# In force is what says nothing else: each word begins so. One word more ("not", "under review") may turn its meaning.
IN_FORCE = ("licen", "valid", "force", "active", "issued", "лиценз", "действует", "действующ", "действительн", "выдан")
SMALL_WORDS = frozenset({"in", "is"})
