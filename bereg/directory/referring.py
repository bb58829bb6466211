"""Which organisation a service belongs to, and what that says of the service."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet

from bereg.directory.choices import HIDDEN
from bereg.directory.content import ORGANISATION, SERVICE
from bereg.reference.kinds import Content
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.queries import published

AT_ONCE = 500
MOST_NAMED = 5


def name_of(entry: ReferenceEntry) -> str:
    """Return by what a service names an organisation: the key of its register, else its id."""
    return entry.key or str(entry.pk)


def organisation_of(name: str) -> ReferenceEntry | None:
    """Return the organisation that a service names, with what is in force of it; None where there is none."""
    if not name:
        return None
    organisations = ReferenceEntry.objects.filter(kind=ORGANISATION).select_related("published")
    return organisations.filter(key=name).first() or _by_id(organisations, name)


def title_of(name: str) -> str:
    """Return what the organisation that a service names is called; the name itself where there is no such one."""
    entry = organisation_of(name)
    version = entry.published if entry else None
    return _title(version) if version and len(named_organisation(_title(version))) == 1 else name


def named_organisation(typed: str) -> list[str]:
    """Return by what organisations are named whose key, id or title was typed."""
    entry = organisation_of(typed)
    if entry:
        return [name_of(entry)]
    titled = Q()
    for language, _name in settings.PUBLIC_LANGUAGES:
        titled |= Q(**{f"published__texts__{language}__title": typed})
    return [name_of(each) for each in published().filter(titled, kind=ORGANISATION)[:MOST_NAMED]]


def services_of(entry: ReferenceEntry) -> QuerySet[ReferenceEntry]:
    """Return the services of an organisation that are in force."""
    return published().filter(kind=SERVICE, published__content__organisation=name_of(entry))


def warning_of(entry: ReferenceEntry) -> str:
    """Return why nobody is to be referred to what is in force of an entry; "" where nothing speaks against it."""
    return warning_in(entry.published.content) if entry.published else ""


def warning_in(content: Content) -> str:
    """Return why nobody is to be referred to a service or to its organisation; "" where nothing speaks against it."""
    if content.get("do_not_refer"):
        return str(content["do_not_refer"])
    above = organisation_of(str(content.get("organisation", "")))
    return str(above.published.content.get("do_not_refer", "")) if above and above.published else ""


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
        keys, ids = set().union(*part.values()), [each for each in map(_as_id, part) if each]
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
    known = _as_id(name)
    return {name} | ({str(known), str(known).upper(), known.hex, known.hex.upper()} if known else set())


def _title(version: EntryVersion) -> str:
    return version.text(version.language).title


def _by_id(entries: QuerySet[ReferenceEntry], name: str) -> ReferenceEntry | None:
    known = _as_id(name)
    return entries.filter(pk=known).first() if known else None


def _as_id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
