"""What the header of a staff page knows about the person: the places that they may go to."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from bereg.accounts.permissions import Permission

PLACES = (
    ("desk:today", _("Today"), Permission.ENQUIRY_READ),
    ("desk:new_enquiry", _("Enquiry"), Permission.ENQUIRY_REGISTER),
    ("desk:find", _("Find"), Permission.ENQUIRY_READ),
    ("desk:practices", _("Practice"), Permission.PRACTICE_DO),
    ("report:report", _("Figures"), Permission.FIGURES_READ),
    ("publishing:releases", _("Releases"), Permission.RELEASE),
    ("questionnaire:current", _("Questionnaire"), Permission.QUESTIONNAIRE_READ),
    ("centres:people", _("People"), Permission.STAFF_MANAGE),
    ("centres:centres", _("Centres"), Permission.CENTRE_MANAGE),
    ("desk:approvals", _("Approvals"), Permission.APPROVAL_DECIDE),
    ("desk:audit", _("Acts"), Permission.AUDIT_READ),
    ("desk:retention", _("Retention"), Permission.RETENTION),
)
# Whoever may open the first is led to the second from there, as the navigation has no room for both.
REACHED_FROM = {"publishing:releases": Permission.FIGURES_READ}


@dataclass(frozen=True)
class Place:
    """One entry of the main navigation."""

    address: str
    label: str
    current: bool


def staff(request: HttpRequest) -> dict[str, object]:
    """Give the templates the main navigation; worked out only where a page shows it."""
    return {
        "navigation": SimpleLazyObject(lambda: list(places(request))),
        "idle_minutes": settings.IDLE_MINUTES,
    }


def places(request: HttpRequest) -> Iterator[Place]:
    """Yield the places that the role of the person may open, in the order of the navigation."""
    if not request.user.is_authenticated:
        return
    user = request.user
    here = request.resolver_match.view_name if request.resolver_match else ""
    for name, label, permission in PLACES:
        if user.may(permission) and not (name in REACHED_FROM and user.may(REACHED_FROM[name])):
            yield Place(address=_address(name), label=str(label), current=here == name)


@cache
def _address(name: str) -> str:
    return reverse(name)
