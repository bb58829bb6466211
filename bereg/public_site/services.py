"""Organisations and services as everybody may read them, on a page and for programs."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.text import Truncator, capfirst

from bereg.centres.languages import Language, names_of
from bereg.core.geography import region_name
from bereg.directory import opening_hours
from bereg.directory.choices import Cost, Sort
from bereg.directory.content import ORGANISATION, SERVICE, in_language, public_part, verified_on
from bereg.directory.shelters import hidden_among
from bereg.public_site import entries, index, structured_data
from bereg.public_site.centre_cards import phone_link
from bereg.public_site.index import IndexRow, Item, Pair
from bereg.reference.markdown import as_html
from bereg.reference.queries import public_entries

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
    pairs: Sequence[Pair], *, language: str, now: dt.datetime, chosen: Wanted, is_copy: bool
) -> Iterator[Item | None]:
    """Yield each as HTML and for programs; None where nobody but the staff may read it, or it is closed."""
    contents = [public_part(version.content) for _entry, version in pairs]
    if chosen.is_open_now:
        contents = [content if opening_state(content, now) else {} for content in contents]
    names = {str(content.get("organisation") or "") for content in contents} - {""}
    # Said once more here, whatever stands in the database: a shelter shows itself by no service either.
    hidden, organisations = hidden_among(names), _organisations(names, language, now.date())
    for (entry, version), content in zip(pairs, contents, strict=True):
        name = str(content.get("organisation") or "")
        if not content or name in hidden:
            yield None
            continue
        shown = entries.shown(entry, version, language, now.date())
        context = _shown(shown, content, language, now, is_copy=is_copy) | {"organisation": organisations.get(name, "")}
        html = render_to_string("public_site/service.html", context)
        yield html, structured_data.service(entry, content, context, language)


def _shown(
    shown: entries.Shown, content: dict[str, Any], language: str, now: dt.datetime, *, is_copy: bool
) -> dict[str, Any]:
    """Return what its row says, in the language of the page."""
    return {
        "shown": shown,
        "sort": capfirst(Sort(content["sort"]).label),
        "text": as_html(Truncator(shown.text.body).chars(MOST_SIGNS)),
        "phones": [(phone, phone_link(phone)) for phone in content.get("phones", ())],
        "open": "" if is_copy else opening_hours.sentence(content, now),
        "is_open": opening_state(content, now),
        "week": opening_hours.week(content),
        "address": in_language(content.get("address"), language),
        "how": in_language(content.get("how"), language),
        "eligibility": in_language(content.get("eligibility"), language),
        "languages": ", ".join(names_of(content.get("languages", ()))),
        "cost": in_language(content.get("fee"), language) or _cost(content),
        "mail": content.get("mail", ""),
        "web": content.get("web", ""),
        "regions": ", ".join(region_name(code, language) for code in shown.version.regions),
        "verified_on": verified_on(content),
    }


def opening_state(content: dict[str, Any], now: dt.datetime) -> bool:
    """Tell whether it is open for certain."""
    state = opening_hours.state(content, now)
    return state is not None and state.open


def _organisations(names: Collection[str], language: str, today: dt.date) -> dict[str, str]:
    """Return what organisations are called, by how services name them, where everybody may see that."""
    ids = {name: known for name in names if (known := _as_id(name))}
    found = public_entries(today).filter(Q(key__in=names) | Q(pk__in=ids.values()), kind=ORGANISATION)
    titles: dict[str | UUID, str] = {}
    for entry in found:
        if entry.published and public_part(entry.published.content):
            title = entries.shown(entry, entry.published, language, today).text.title
            titles |= {entry.pk: title} | ({entry.key: title} if entry.key else {})
    return {name: titles.get(name) or titles.get(ids.get(name, name), "") for name in names}


def _as_id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None


def _cost(content: dict[str, Any]) -> str:
    cost = content.get("cost", "")
    return str(Cost(cost).label) if cost in Cost.values else ""
