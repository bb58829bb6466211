"""What belongs to a shelter leaves the public: where its house is, nobody is to find out by its services either."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import F, Q, QuerySet

from bereg.directory.choices import HIDDEN
from bereg.directory.content import ORGANISATION, SERVICE
from bereg.directory.referring import as_id
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.queries import published

AT_ONCE = 500


def conceal(changed: Sequence[UUID]) -> None:
    """Take services from the public whose organisation is a shelter, or one that nobody is to be referred to.

    Called where either came into force: only then is it known which organisation a service names.
    """
    names = set[str]()
    for first in range(0, len(changed), AT_ONCE):
        for entry in published().filter(pk__in=changed[first : first + AT_ONCE]):
            content = entry.published.content if entry.published else {}
            is_organisation = entry.kind == ORGANISATION
            names |= _all_names_of(entry) if is_organisation else {str(content.get("organisation") or "")}
    closed = sorted(_closed(names))
    for first in range(0, len(closed), AT_ONCE):
        part = closed[first : first + AT_ONCE]
        _in_force().filter(content__organisation__in=part, is_public=True).update(is_public=False)


def hidden_among(names: Iterable[str]) -> set[str]:
    """Return which of some organisations are shelters, or are becoming one."""
    return _closed(set(names), by_sort_alone=True)


def _in_force() -> QuerySet[EntryVersion]:
    return EntryVersion.objects.filter(entry__published=F("pk"), entry__kind=SERVICE)


def _closed(names: Iterable[str], *, by_sort_alone: bool = False) -> set[str]:
    """Return which of some organisations take their services from the public, by what they are or are becoming."""
    found = set[str]()
    wanted = sorted(filter(None, names))
    for first in range(0, len(wanted), AT_ONCE):
        part = {name: _spellings(name) for name in wanted[first : first + AT_ONCE]}
        keys, ids = set().union(*part.values()), [each for each in map(as_id, part) if each]
        said = EntryVersion.objects.filter(Q(entry__key__in=keys) | Q(entry__in=ids), entry__kind=ORGANISATION)
        newest_or_in_force = Q(number=F("entry__number")) | Q(entry__published=F("pk"))
        for version in said.filter(newest_or_in_force).select_related("entry"):
            is_warned = bool(version.content.get("do_not_refer")) and not by_sort_alone
            if version.content.get("sort") in HIDDEN or is_warned:
                own = _all_names_of(version.entry)
                found |= {name for name, spellings in part.items() if not own.isdisjoint(spellings)}
    return found


def _all_names_of(entry: ReferenceEntry) -> set[str]:
    """Return every name by which a service may name an organisation."""
    return set().union(*(_spellings(name) for name in (entry.key, str(entry.pk)) if name))


def _spellings(name: str) -> set[str]:
    """Return a name as it may be written: other networks write the same id in other ways."""
    known = as_id(name)
    return {name} | ({str(known), str(known).upper(), known.hex, known.hex.upper()} if known else set())
