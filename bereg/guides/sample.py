"""The guides and sample documents of the demonstration, in force: written, checked and published by three people."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.kinds import CentreScope
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.guides.first_contents import FirstEntry, first_contents
from bereg.guides.reference_kind import KINDS
from bereg.reference import search_index
from bereg.reference.acts import CHECKED, PUBLISHED, WRITTEN
from bereg.reference.choices import EntryState
from bereg.reference.drafts import EntryDraft
from bereg.reference.kinds import kinds
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.texts import Text
from bereg.reference.versions import version_of

# Stands at the end of each text.
INVENTED = {
    "ru": "*Придумано для показа программы: Россия 2008 года. Не руководствуйтесь этим.*",
    "en": "*Invented to show the program: Russia of 2008. Do not rely on it.*",
    "uz": "*Dasturni koʻrsatish uchun oʻylab topilgan: 2008-yilgi Rossiya. Bunga tayanmang.*",
    "tg": "*Барои намоиши барнома сохта шудааст: Русияи соли 2008. Ба ин такя накунед.*",
}
SOURCE = "Придумано для показа: Россия 2008 года"
SEEN_AGO, AGAIN_IN = 30, 150  # days, where a file says nothing else


@dataclass(frozen=True)
class _People:
    author: User
    checker: User
    publisher: User


def sample(centre: Centre) -> None:
    """Put them in force once, by people of the centre that serves the whole country."""
    people = _people(centre) if centre.scope == CentreScope.NATIONAL else None
    if people is None or ReferenceEntry.objects.filter(kind__in=[kind.code for kind in KINDS]).exists():
        return
    now, entries, versions = timezone.now(), list[ReferenceEntry](), list[EntryVersion]()
    for first in first_contents():
        entry = ReferenceEntry(id=demonstration_id("entry", first.key), kind=first.meta["kind"], owner=people.author)
        entries.append(entry)
        versions += _versions(entry, first, people, now)
    ReferenceEntry.objects.bulk_create(entries)
    EntryVersion.objects.bulk_create(versions)
    for version in versions:  # the newest comes last
        version.entry.published, version.entry.state = version, EntryState.PUBLISHED
    ReferenceEntry.objects.bulk_update(entries, ["published", "state"])
    search_index.put(entries)
    for act in (WRITTEN, CHECKED, PUBLISHED):
        audit.record_many(act, targets=list(entries), by=None, because="bulk")


def _people(centre: Centre) -> _People | None:
    """Return three people, of whom none does the work of another; None where a centre has too few."""
    authors = sorted(people_at(centre.pk, Permission.REFERENCE_WRITE), key=lambda each: each.role)
    checkers = people_at(centre.pk, Permission.REFERENCE_CHECK)
    publishers = [each for each in people_at(centre.pk, Permission.REFERENCE_PUBLISH) if each not in authors[:1]]
    return _People(authors[0], checkers[0], publishers[0]) if authors and checkers and publishers else None


def _versions(entry: ReferenceEntry, first: FirstEntry, people: _People, now: dt.datetime) -> Iterator[EntryVersion]:
    """Make its versions: two where the first text changed after it had been translated."""
    seen_at = now - dt.timedelta(days=first.meta.get("seen_ago", SEEN_AGO))
    before = None
    if first.before:
        entry.number = 1
        before = version_of(entry, _draft(first, first.texts | first.before, seen_at), before=None, by=people.author)
        yield _signed(before, people, seen_at - dt.timedelta(days=60))
    entry.number += 1
    made = version_of(entry, _draft(first, first.texts, seen_at), before=before, by=people.author)
    yield _signed(made, people, seen_at)


def _draft(first: FirstEntry, texts: dict[str, Text], seen_at: dt.datetime) -> EntryDraft:
    meta = first.meta
    return EntryDraft(
        language=first.language,
        texts={language: _marked(language, text, first) for language, text in texts.items()},
        content=content_of(first),
        is_public=True,
        audiences=tuple(meta["audiences"]),
        topics=tuple(meta["topics"]),
        regions=tuple(meta.get("regions", ())),
        source=SOURCE,
        as_of=seen_at.date(),
        law_from=meta.get("law_from"),
        law_to=meta.get("law_to"),
        review_by=seen_at.date() + dt.timedelta(days=meta.get("again_in", AGAIN_IN)),
    )


def content_of(first: FirstEntry) -> dict[str, Any]:
    """Return what is of its kind alone, as the form of an editor would. Raise ValueError where that refuses it."""
    form = kinds()[first.meta["kind"]].form(first.meta)
    if not form.is_valid():
        raise ValueError(f"{first.key}: {form.errors.as_json()}")
    return form.cleaned_data


def _marked(language: str, text: Text, first: FirstEntry) -> Text:
    """Say that it is invented, and whether a native has read it."""
    is_native = language in first.meta.get("read_by_native", ())
    return replace(text, body=f"{text.body}\n{INVENTED[language]}\n", is_read_by_native=is_native)


def _signed(version: EntryVersion, people: _People, at: dt.datetime) -> EntryVersion:
    """Let it have been written, checked and published one after another."""
    version.made_at, version.checked_at, version.published_at = (at - dt.timedelta(hours=hours) for hours in (26, 3, 0))
    version.checker, version.publisher = people.checker, people.publisher
    return version
