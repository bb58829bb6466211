"""What stands around every public page: its other languages, the address that others know it by, and the ways on."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from bereg.centres.queries import web_lines
from bereg.core.context import COPY
from bereg.core.languages import awaits_reader, links
from bereg.core.public_address import absolute
from bereg.public_site.centre_cards import cards, first_to_call
from bereg.public_site.looked_up import places


def site(request: HttpRequest) -> str:
    """Return the address of this server as the public knows it; "" in a copy of files that nobody said the place of."""
    if settings.ADDRESS or COPY in request.META:
        return str(settings.ADDRESS)
    return absolute("/", request).rstrip("/")


def around(request: HttpRequest, language: str, name: str, **arguments: str) -> dict[str, object]:
    """Return what the frame of a page shows. name: of its address, arguments: what stands in it."""
    return {
        "languages": links(language, name, **arguments),
        "canonical": reverse(name, kwargs={"language": language, **arguments}),
        "awaits_reader": awaits_reader(),
        "site": site(request),
    }


def around_help(request: HttpRequest, language: str, name: str, today: dt.date, **arguments: str) -> dict[str, object]:
    """Return the frame of a page that helps: also whom to call, and where else there is something."""
    found, is_copy = cards(), COPY in request.META
    return around(request, language, name, **arguments) | {
        # A copy has no home page, which says what is open now.
        "home_address": reverse(f"public_site:{'help' if is_copy else 'home'}", args=[language]),
        "figures_address": reverse("public_site:figures", args=[language]),
        "cards": found,
        "first": first_to_call(found),
        "emergency": next((card.emergency for card in found if card.emergency), None),
        # A copy takes no question either.
        "ask_address": reverse("ask:ask", args=[language]) if web_lines() and not is_copy else "",
        "is_copy": is_copy,  # which is read at any hour, so it cannot say what is open
        "looked_up": places(language, today),
    }
