"""What the header of a staff page knows about the person: the places that they may go to."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bereg.accounts.menu import entries
from bereg.core.concerns import said


@dataclass(frozen=True)
class MenuPlace:
    """One entry of the main navigation."""

    address: str
    label: str
    current: bool


def staff(request: HttpRequest) -> dict[str, object]:
    """Give the templates the main navigation; worked out only where a page shows it."""
    return {
        "navigation": SimpleLazyObject(lambda: list(places(request))),
        "banners": SimpleLazyObject(lambda: list(said("banner", "TEMPLATE"))),  # of rooms above, found by their name
        "idle_minutes": settings.IDLE_MINUTES,
        "figures_url": settings.FIGURES_URL,
    }


def places(request: HttpRequest) -> Iterator[MenuPlace]:
    """Yield the places that the role of the person may open, in the order of the navigation."""
    if not request.user.is_authenticated:
        return
    user = request.user
    here = request.resolver_match.view_name if request.resolver_match else ""
    for entry in entries():
        if user.may(entry.permission) and not (entry.reached_with and user.may(entry.reached_with)):
            yield MenuPlace(address=entry.address, label=str(entry.label), current=here == entry.name)
