"""The main navigation: what each room offers in its module `menu`, found by its name."""

from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.accounts.permissions import Permission
from bereg.core.concerns import said


@dataclass(frozen=True)
class MenuEntry:
    """A page that a room offers. order: from left to right; what is done daily comes first, below 100."""

    name: str
    label: StrOrPromise
    permission: Permission
    order: int
    # Whoever may open another page and is led to this one from there: the navigation has no room for both.
    reached_with: Permission | None = None

    @property
    def address(self) -> str:
        """Where it is."""
        return _address(self.name)


ENTRIES = (MenuEntry("accounts:approvals", _("Approvals"), Permission.APPROVAL_DECIDE, 130),)


@cache
def entries() -> tuple[MenuEntry, ...]:
    """Return all entries in the order of the navigation."""
    return tuple(sorted((each for offered in said("menu", "ENTRIES") for each in offered), key=lambda each: each.order))


@cache
def _address(name: str) -> str:
    return reverse(name)
