"""The pages of what can be looked up, as far as there is anything public of it."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bereg.guides.reference_kind import GUIDE
from bereg.public_site.situations import situations
from bereg.reference.queries import public_entries

# Name of the address: of which kinds it tells, and what a link says.
PLACES = {
    "help": (frozenset({GUIDE.code}), _("What to do: guides")),
}


def places(language: str, today: dt.date) -> list[dict[str, str]]:
    """Return the pages that have something to show."""
    kinds = set(public_entries(today).order_by().values_list("kind", flat=True).distinct())
    return [
        {"name": str(words), "address": reverse(f"public_site:{name}", args=[language])}
        for name, (of, words) in PLACES.items()
        if not kinds.isdisjoint(of)
    ]


def addresses(language: str, today: dt.date) -> list[str]:
    """Return the addresses of these pages, of the situations and of every guide."""
    guides = public_entries(today).filter(kind=GUIDE.code).order_by("pk").values_list("pk", flat=True)
    return [
        *(place["address"] for place in places(language, today)),
        *(each.address for each in situations(language, today)),
        *(reverse("public_site:guide", args=[language, pk]) for pk in guides),
    ]
