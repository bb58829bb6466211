"""The pages of what can be looked up, as far as there is anything public of it."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bereg.agencies.queries import AGENCY
from bereg.directory.content import ORGANISATION, SERVICE
from bereg.guides.reference_kind import GUIDE, SAMPLE
from bereg.public_site import index
from bereg.public_site.situations import situations
from bereg.quotas.drafting import CODE as QUOTA
from bereg.quotas.queries import regions_with_quotas
from bereg.reference.queries import public_entries

# Name of the address: of which kinds it tells, and what a link says.
PLACES = {
    "help": (frozenset({GUIDE.code}), _("What to do: guides")),
    "documents": (frozenset({SAMPLE.code}), _("Contracts and letters to fill in")),
    "services": (frozenset({ORGANISATION, SERVICE}), _("Who helps, and where")),
    "agencies": (frozenset({AGENCY}), _("Licensed agencies for work abroad")),
    "quotas": (frozenset({QUOTA}), _("Quotas: places for foreign workers")),
}


def places(language: str, today: dt.date) -> list[dict[str, str]]:
    """Return the pages that have something to show."""
    kinds = set(public_entries(today).order_by().values_list("kind", flat=True).distinct())
    return [
        {"name": str(words), "address": reverse(f"public_site:{name}", args=[language])}
        for name, (of, words) in PLACES.items()
        if not kinds.isdisjoint(of)
    ]


def starts_of(language: str, today: dt.date) -> list[str]:
    """Return the addresses from which links lead to everything that can be looked up."""
    found = [place["address"] for place in places(language, today)]
    has_services = reverse("public_site:services", args=[language]) in found
    return [*found, *([reverse("public_site:hsds", args=[language])] if has_services else [])]


def addresses(language: str, today: dt.date) -> list[str]:
    """Return the addresses of these pages, of the situations, of every guide and document and of the regions."""
    return [
        *(place["address"] for place in places(language, today)),
        *(each.address for each in situations(language, today)),
        *(reverse("public_site:guide", args=[language, pk]) for pk in _ids(GUIDE.code, today)),
        *(reverse("public_site:document", args=[language, pk]) for pk in _ids(SAMPLE.code, today)),
        *(reverse("public_site:services", args=[language, code]) for code in _regions_with_services(today)),
        *(reverse("public_site:quotas", args=[language, code]) for code in regions_with_quotas(today)),
    ]


def _ids(kind: str, today: dt.date) -> Iterable[UUID]:
    return public_entries(today).filter(kind=kind).order_by("pk").values_list("pk", flat=True)


def _regions_with_services(today: dt.date) -> list[str]:
    rows = (row for kind in (ORGANISATION, SERVICE) for row in index.rows(kind, today))
    return sorted({code for row in rows for code in row.regions})
