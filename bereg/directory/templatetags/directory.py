"""What the page of an organisation or service, and its answer in the search, say of its content."""

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from bereg.centres.languages import names_of
from bereg.directory import opening_hours, referring
from bereg.directory.choices import Cost, Sort
from bereg.directory.content import in_language, verified_on
from bereg.reference.kinds import Content
from bereg.reference.models import ReferenceEntry

register = template.Library()
MOST_SERVICES = 100


@register.filter
def sort_name(content: Content) -> str:
    """Name what it is; "" where nobody has said."""
    sort = content.get("sort", "")
    return str(Sort(sort).label) if sort in Sort else ""


@register.filter
def cost_words(content: Content) -> str:
    """Say what it costs."""
    cost, fee = content.get("cost", ""), in_language(content.get("fee"), _language())
    named = str(Cost(cost).label) if cost in Cost else ""
    return "; ".join(filter(None, (named, fee)))


@register.filter
def words_of(content: Content, name: str) -> str:
    """Return words of a content in the language of the page, else in one that it has."""
    return in_language(content.get(name), _language())


@register.filter
def language_names(content: Content) -> list[str]:
    """Name the languages that are spoken there."""
    return names_of(content.get("languages") or ())


@register.filter
def open_sentence(content: Content) -> str:
    """Say whether it is open now, and until when."""
    return opening_hours.sentence(content, timezone.now())


@register.filter
def open_change(content: Content) -> str:
    """Say until when it is open, or when it opens, beside a word that says which."""
    return opening_hours.change(content, timezone.now())


@register.filter
def is_open(content: Content) -> bool:
    """Tell whether it is open now."""
    state = opening_hours.state(content, timezone.now())
    return state is not None and state.open


@register.filter
def day(content: Content) -> dt.date | None:
    """Return the day on which it was last verified."""
    return verified_on(content)


@register.filter
def week(content: Content) -> list[tuple[str, str]]:
    """Return its week, days in a row with the same hours as one line."""
    return opening_hours.week(content)


@register.simple_tag
def organisation_of(content: Content) -> dict[str, Any] | None:
    """Return the organisation of a service with its title."""
    entry = referring.organisation_of(str(content.get("organisation", "")))
    return _titled(entry) if entry else None


@register.simple_tag
def services_of(entry: ReferenceEntry) -> list[dict[str, Any]]:
    """Return the services of an organisation with their titles."""
    return [_titled(each) for each in referring.services_of(entry).order_by("key", "pk")[:MOST_SERVICES]]


def _titled(entry: ReferenceEntry) -> dict[str, Any]:
    version = entry.published
    return {
        "entry": entry,
        "title": version.text(_language()).title if version else "",
        "content": version.content if version else {},
    }


def _language() -> str:
    return (get_language() or "en").split("-")[0]
