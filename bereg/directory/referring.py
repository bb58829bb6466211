"""Which organisation a service belongs to, and what that says of the service."""

from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from bereg.directory.content import ORGANISATION, SERVICE
from bereg.reference.kinds import Content
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.queries import published

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


def _title(version: EntryVersion) -> str:
    return version.text(version.language).title


def _by_id(entries: QuerySet[ReferenceEntry], name: str) -> ReferenceEntry | None:
    known = as_id(name)
    return entries.filter(pk=known).first() if known else None


def as_id(name: str) -> UUID | None:
    """Return a name of an organisation as an id; None where it is the key of a register."""
    try:
        return UUID(name)
    except ValueError:
        return None
