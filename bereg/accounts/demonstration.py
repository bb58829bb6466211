"""The accounts of the demonstration: one a role and centre, all with one password that everybody may know."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bereg.accounts.roles import Role

DEMONSTRATION_PASSWORD = "demonstration-year"  # noqa: S105 - shown on the sign-in page, opens invented data alone
PLACES = {"moscow": _("Moscow"), "petrozavodsk": _("Petrozavodsk"), "astrakhan": _("Astrakhan")}


@dataclass(frozen=True)
class DemonstrationAccount:
    """One account, as the sign-in page lists it."""

    place: str
    role: Role

    @property
    def id(self) -> UUID:
        """The same in every demonstration, so that no real person is ever taken for an invented one."""
        return demonstration_id("account", self.username)

    @property
    def username(self) -> str:
        """What to type."""
        return f"{self.role}.{self.place}"

    @property
    def password(self) -> str:
        """The one that they all have."""
        return DEMONSTRATION_PASSWORD

    @property
    def centre(self) -> str:
        """Where the person works."""
        return str(PLACES[self.place])

    @property
    def role_name(self) -> str:
        return str(self.role.label)

    @property
    def name(self) -> str:
        """What colleagues see."""
        return f"{self.role_name.capitalize()} · {self.centre}"


ACCOUNTS = tuple(DemonstrationAccount(place, role) for place in PLACES for role in Role)


def demonstration_id(kind: str, name: str) -> UUID:
    """Return the id of a record of the demonstration, the same every time."""
    return UUID(bytes=sha256(f"bereg demonstration {kind} {name}".encode()).digest()[:16], version=4)
