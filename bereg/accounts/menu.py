"""The main navigation: what each room offers in its module `menu`, found by its name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.core.concerns import said

DAILY = 100
IN_A_ROW = 6  # so many fit on a telephone


@dataclass(frozen=True)
class MenuEntry:
    """A page that a room offers. order: from left to right; what is done daily comes first, below DAILY."""

    name: str
    label: StrOrPromise
    permission: Permission
    order: int
    # Whoever may open another page and is led to this one from there: the navigation has no room for both.
    reached_with: Permission | None = None
    shown: Callable[[User], bool] = lambda _person: True

    @property
    def address(self) -> str:
        return _address(self.name)


# Translators: Menu: what waits for the agreement of a second person.
ENTRIES = (MenuEntry("accounts:approvals", _("Approvals"), Permission.APPROVAL_DECIDE, 130),)


def beside_approvals(person: User) -> list[MenuEntry]:
    """Return what rooms offer somebody beside the page of approvals: `BESIDE_APPROVALS` of their menus."""
    offered = (each for entries in said("menu", "BESIDE_APPROVALS") for each in entries)
    return sorted((each for each in offered if person.may(each.permission)), key=lambda each: each.order)


@cache
def entries() -> tuple[MenuEntry, ...]:
    """Return all entries in the order of the navigation."""
    return tuple(sorted((each for offered in said("menu", "ENTRIES") for each in offered), key=lambda each: each.order))


@cache
def _address(name: str) -> str:
    return reverse(name)
