"""What somebody looks for, as it stands in an address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django_stubs_ext import StrOrPromise

from bereg.core import geography
from bereg.reference.kinds import kinds
from bereg.reference.lookup import Lookup
from bereg.reference.topics import topics
from bereg.reference.wording import region_name


@dataclass(frozen=True)
class Narrowing:
    """One thing that the search can be narrowed by."""

    value: str
    label: StrOrPromise
    is_chosen: bool


def asked_in(sent: QueryDict) -> Lookup:
    """Read what is asked from an address. What it names and nobody knows is left out."""
    return Lookup(
        words=sent.get("q", ""),
        topics=_known(sent.getlist("topic"), topics()),
        regions=_known(sent.getlist("region"), home_regions()),
        near=_known(sent.getlist("near"), home_regions()),
        kinds=_known(sent.getlist("kind"), kinds()),
        language=sent.get("language", "") if sent.get("language") in dict(settings.PUBLIC_LANGUAGES) else "",
        is_open_now=bool(sent.get("open")),
    )


def address_of(asked: Lookup, **other: Any) -> str:
    """Return a search as the end of an address, with something else in it."""
    fields: dict[str, Any] = {
        "q": asked.words, "kind": asked.kinds, "topic": asked.topics, "region": asked.regions,
        "language": asked.language, "open": "on" if asked.is_open_now else "",
    } | other  # fmt: skip
    return urlencode({name: value for name, value in fields.items() if value}, doseq=True)


def choices(asked: Lookup) -> dict[str, list[Narrowing]]:
    """Return what the search can be narrowed by, under the names of the fields."""
    spoken = dict(settings.PUBLIC_LANGUAGES)
    return {
        "kinds": _choices({code: kind.plural for code, kind in kinds().items()}, asked.kinds),
        "topics": _choices({code: topic.label() for code, topic in topics().items()}, asked.topics),
        "regions": _choices(home_regions(), asked.regions),
        "languages": _choices(spoken, (asked.language,)),
    }


def home_regions() -> dict[str, str]:
    """Return the regions of the home country by their codes, in the order of their names."""
    named = {code: region_name(code) for code in geography.regions(settings.HOME_COUNTRY)}
    return dict(sorted(named.items(), key=lambda item: item[1]))


def _choices(offered: dict[str, Any], chosen: Iterable[str]) -> list[Narrowing]:
    return [Narrowing(value, label, value in set(chosen)) for value, label in offered.items()]


def _known(sent: Iterable[str], offered: Iterable[str]) -> tuple[str, ...]:
    known = set(offered)
    return tuple(dict.fromkeys(value for value in sent if value in known))
