"""What the header of a staff page knows about the person: the places that they may go to."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bereg.accounts import own_role
from bereg.accounts.menu import DAILY, IN_A_ROW, entries
from bereg.core.concerns import said

OWN_NAMES = dict(settings.PUBLIC_LANGUAGES)


@dataclass(frozen=True)
class MenuPlace:
    """One entry of the main navigation."""

    address: str
    label: str
    current: bool
    is_daily: bool


@dataclass(frozen=True)
class Navigation:
    """Where somebody may go: what stands in a row, and what stands under their name."""

    row: list[MenuPlace]
    more: list[MenuPlace]

    @classmethod
    def of(cls, offered: list[MenuPlace]) -> "Navigation":
        """Put what is done daily into the row; of who has nothing daily, what comes first."""
        daily = [place for place in offered if place.is_daily] or offered
        row = daily[:IN_A_ROW]
        return cls(row, [place for place in offered if place not in row])


def staff(request: HttpRequest) -> dict[str, object]:
    """Give the templates the main navigation; worked out only where a page shows it."""
    return {
        "navigation": SimpleLazyObject(lambda: Navigation.of(list(places(request)))),
        "banners": SimpleLazyObject(lambda: list(said("banner", "TEMPLATE"))),  # of rooms above, found by their name
        "in_bar": SimpleLazyObject(lambda: list(said("banner", "IN_BAR"))),
        "signed_out_banners": SimpleLazyObject(lambda: list(said("banner", "SIGNED_OUT"))),
        "may_choose_role": SimpleLazyObject(lambda: has_two_roles(request)),
        "idle_minutes": settings.IDLE_MINUTES,
        "figures_url": settings.FIGURES_URL,
        "staff_languages": [(code, OWN_NAMES[code]) for code, _name in settings.LANGUAGES],
    }


def has_two_roles(request: HttpRequest) -> bool:
    """Tell whether the person works in one of two roles; asked of those alone who could."""
    return request.user.is_authenticated and own_role.may_choose(request.user)


def places(request: HttpRequest) -> Iterator[MenuPlace]:
    """Yield the places that the role of the person may open, in the order of the navigation."""
    if not request.user.is_authenticated:
        return
    user = request.user
    here = request.resolver_match.view_name if request.resolver_match else ""
    for entry in entries():
        is_reached_elsewhere = entry.reached_with and user.may(entry.reached_with)
        if user.may(entry.permission) and not is_reached_elsewhere and entry.shown(user):
            yield MenuPlace(entry.address, str(entry.label), here == entry.name, entry.order < DAILY)
