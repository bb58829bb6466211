"""Organisations and services as everybody may read them, on a page and for programs."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.text import Truncator, capfirst

from bereg.centres.languages import Language, names_of
from bereg.core.geography import region_name
from bereg.directory import opening
from bereg.directory.choices import Cost, Sort
from bereg.directory.content import ORGANISATION, SERVICE, in_language, public_part, verified_on
from bereg.directory.referring import hidden_among
from bereg.public_site import described, entries, index
from bereg.public_site.cards import phone_link
from bereg.public_site.index import IndexRow, Item
from bereg.reference.markdown import as_html
from bereg.reference.queries import EntryVersion, ReferenceEntry, public_entries

MOST_SIGNS = 900  # of a text: whoever needs more calls


@dataclass(frozen=True)
class Wanted:
    """What somebody chose. region, language: empty for any."""

    region: str = ""
    language: str = ""
    is_open_now: bool = False

    @property
    def in_address(self) -> str:
        """Return what an address says besides the region, with the sign that it begins with."""
        chosen = QueryDict(mutable=True)
        if self.language:
            chosen["language"] = self.language
        if self.is_open_now:
            chosen["open"] = "1"
        return f"?{chosen.urlencode()}" if chosen else ""


def wanted(asked: QueryDict, region: str, offered: Collection[str], *, is_copy: bool) -> Wanted:
    """Read a choice from an address; what is none of what is offered chooses nothing. offered: regions."""
    if is_copy:
        return Wanted(region)
    language, typed = asked.get("language", ""), asked.get("region", "")
    return Wanted(
        region=region or (typed if typed in offered else ""),
        language=language if language in Language.values else "",
        is_open_now=asked.get("open") == "1",
    )


def all_rows(today: dt.date) -> list[IndexRow]:
    """Return every organisation and service in short."""
    return [*index.rows(ORGANISATION, today), *index.rows(SERVICE, today)]


def fitting(rows: Sequence[IndexRow], chosen: Wanted, language: str) -> list[UUID]:
    """Return which of them are in a region or count everywhere, those of the region first."""
    found = [
        row
        for row in rows
        if (not chosen.region or not row.regions or chosen.region in row.regions)
        and (not chosen.language or chosen.language in row.languages)
    ]
    return [row.id for row in sorted(found, key=lambda row: (not row.regions, row.title(language), row.id))]


def show(
    entry: ReferenceEntry, version: EntryVersion, *, language: str, now: dt.datetime, chosen: Wanted, is_copy: bool
) -> Item | None:
    """Return one as HTML and for programs; None where nobody but the staff may read it, or it is closed."""
    content = public_part(version.content)
    # Said once more here, whatever stands in the database: a shelter shows itself by no service either.
    if not content or hidden_among([str(content.get("organisation", ""))]):
        return None
    if chosen.is_open_now and not opening_state(content, now):
        return None
    shown = entries.shown(entry, version, language, now.date())
    organisation = _organisation(content.get("organisation"), language, now.date())
    context = {
        "shown": shown,
        "sort": capfirst(Sort(content["sort"]).label),
        "organisation": organisation,
        "text": as_html(Truncator(shown.text.body).chars(MOST_SIGNS)),
        "phones": [(phone, phone_link(phone)) for phone in content.get("phones", ())],
        "open": "" if is_copy else opening.sentence(content, now),
        "is_open": opening_state(content, now),
        "week": opening.week(content),
        "address": in_language(content.get("address"), language),
        "how": in_language(content.get("how"), language),
        "eligibility": in_language(content.get("eligibility"), language),
        "languages": ", ".join(names_of(content.get("languages", ()))),
        "cost": in_language(content.get("fee"), language) or _cost(content),
        "mail": content.get("mail", ""),
        "web": content.get("web", ""),
        "regions": ", ".join(region_name(code, language) for code in version.regions),
        "verified_on": verified_on(content),
    }
    return render_to_string("public_site/service.html", context), described.service(entry, content, context, language)


def opening_state(content: dict[str, Any], now: dt.datetime) -> bool:
    """Tell whether it is open for certain."""
    state = opening.state(content, now)
    return state is not None and state.open


def _organisation(name: str | None, language: str, today: dt.date) -> str:
    """Return what the organisation of a service is called, where everybody may see that; else empty."""
    if not name:
        return ""
    named = Q(key=name)
    if _is_id(name):
        named |= Q(pk=name)
    found = public_entries(today).filter(named, kind=ORGANISATION).first()
    if not found or not found.published or not public_part(found.published.content):
        return ""
    return entries.shown(found, found.published, language, today).text.title


def _is_id(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True


def _cost(content: dict[str, Any]) -> str:
    cost = content.get("cost", "")
    return str(Cost(cost).label) if cost in Cost.values else ""
