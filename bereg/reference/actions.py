"""What is done with reference entries: one writes, a lawyer checks, a second person publishes."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.reference import freshness, search_index
from bereg.reference.acts import CHECKED, GIVEN, PUBLISHED, RENEWED, REPORTED, SETTLED, WITHDRAWN, WRITTEN
from bereg.reference.choices import EntryState, WrongWith
from bereg.reference.drafts import EntryDraft
from bereg.reference.models import EntryVersion, ErrorReport, ReferenceEntry
from bereg.reference.queries import newest
from bereg.reference.versions import version_of


class StaleEntryError(Exception):
    """Somebody wrote a newer version meanwhile; `current` is that one."""

    def __init__(self, current: EntryVersion) -> None:
        super().__init__(f"The entry is at version {current.number} now.")
        self.current = current


class WrittenAlreadyError(Exception):
    """The form of a new entry was sent before. `entry` is what it became."""

    def __init__(self, entry: ReferenceEntry) -> None:
        super().__init__(f"{entry} is written already.")
        self.entry = entry


class KeyTakenError(Exception):
    """An entry of this kind has the key of a new one already: `entry`."""

    def __init__(self, entry: ReferenceEntry) -> None:
        super().__init__(f"{entry} has this key already.")
        self.entry = entry


class OwnWorkError(Exception):
    """Who wrote a version neither checks nor publishes it."""


class NotWaitingError(Exception):
    """Somebody else checked or published the version, or its entry was withdrawn."""


class NotCheckedError(Exception):
    """The version was not checked by a lawyer."""


@transaction.atomic
def write(
    *,
    kind: str,
    draft: EntryDraft,
    by: User,
    entry: ReferenceEntry | None = None,
    seen: int = 0,
    key: str = "",
    id: UUID | None = None,
) -> ReferenceEntry:
    """Write a version of an entry, or a new entry of this id. What was withdrawn is being written again.

    Raise StaleEntryError where `seen` is not its newest version, WrittenAlreadyError where the id is taken,
    KeyTakenError where the key is.
    """
    before = None
    if entry is None:
        new = {"kind": kind, "key": key, "owner": by}
        try:
            entry, is_new = ReferenceEntry.objects.get_or_create(id=id or uuid4(), defaults=new)
        except IntegrityError:
            raise KeyTakenError(ReferenceEntry.objects.get(kind=kind, key=key)) from None
        if not is_new:
            raise WrittenAlreadyError(entry)
    elif entry.number:
        before = newest(entry)
    _take_number(entry, seen)
    made = version_of(entry, draft, before=before, by=by)
    made.save(force_insert=True)
    ReferenceEntry.objects.filter(pk=entry.pk, state=EntryState.WITHDRAWN).update(state=EntryState.WRITTEN)
    audit.record(WRITTEN, target=entry, by=by, because=str(made.number))
    return entry


@transaction.atomic
def check(*, entry: ReferenceEntry, number: int, by: User) -> EntryVersion:
    """Say that a version is right, once. Raise OwnWorkError, NotWaitingError, or StaleEntryError."""
    version = _standing_newest(entry, number)
    if version.checker_id == by.pk:
        return version
    if version.checker_id or version.publisher_id:
        raise NotWaitingError
    if version.author_id == by.pk:
        raise OwnWorkError
    version.checker, version.checked_at = by, timezone.now()
    version.save(update_fields=["checker", "checked_at"])
    audit.record(CHECKED, target=entry, by=by, because=str(number))
    return version


@transaction.atomic
def publish(*, entry: ReferenceEntry, number: int, by: User) -> EntryVersion:
    """Put a checked version in force, once; that settles what was reported of earlier ones.

    Raise NotCheckedError, OwnWorkError, NotWaitingError or StaleEntryError.
    """
    version = _standing_newest(entry, number)
    if version.publisher_id == by.pk:
        return version
    if version.publisher_id:
        raise NotWaitingError
    if version.checker_id is None:
        raise NotCheckedError
    if by.pk in {version.author_id, version.checker_id}:
        raise OwnWorkError
    version.publisher, version.published_at = by, timezone.now()
    version.save(update_fields=["publisher", "published_at"])
    _put_in_force(entry, version)
    entry.reports.filter(settled_at=None, number__lt=number).update(settled_at=version.published_at)
    audit.record(PUBLISHED, target=entry, by=by, because=str(number))
    return version


@transaction.atomic
def renew(*, entry: ReferenceEntry, number: int, review_by: dt.date, by: User) -> EntryVersion:
    """Confirm until a new day that what is published is true. Raise StaleEntryError where it changed meanwhile.

    Raise NotCheckedError where it is not in force: that needs a lawyer and a second person.
    """
    version = _locked_newest(entry, number)
    if not ReferenceEntry.objects.filter(pk=entry.pk, state=EntryState.PUBLISHED, published=version).exists():
        raise NotCheckedError
    version.pk = None
    version.number, version.review_by = number + 1, review_by
    version.checker, version.checked_at = by, timezone.now()
    version.leaves_on = freshness.leaves_on(version)
    _take_number(entry, number)
    version.save(force_insert=True)
    _put_in_force(entry, version)
    audit.record(RENEWED, target=entry, by=by, because=str(version.number))
    return version


@transaction.atomic
def withdraw(*, entry: ReferenceEntry, by: User) -> None:
    """Take an entry out of use. It stays in the record, and a newer version may be published again."""
    ReferenceEntry.objects.filter(pk=entry.pk).update(state=EntryState.WITHDRAWN)
    search_index.leave_out(entry)
    audit.record(WITHDRAWN, target=entry, by=by)


@transaction.atomic
def give(*, entry: ReferenceEntry, owner: User, by: User) -> None:
    """Give an entry to somebody else to look after."""
    ReferenceEntry.objects.filter(pk=entry.pk).update(owner=owner)
    audit.record(GIVEN, target=entry, by=by, because=str(owner.pk))


@transaction.atomic
def report_error(*, entry: ReferenceEntry, number: int, wrong: WrongWith, by: User) -> None:
    """Report an error. The same one of the same version again changes nothing."""
    report = {"entry": entry, "number": number, "wrong": wrong, "settled_at": None}
    _report, is_new = ErrorReport.objects.get_or_create(**report, defaults={"reported_by": by})
    if is_new:
        audit.record(REPORTED, target=entry, by=by, because=wrong.value)


@transaction.atomic
def settle_reports(*, entry: ReferenceEntry, reports: Collection[int], by: User) -> None:
    """Say that what was reported is seen to. reports: those that were; another may have come in since."""
    if ErrorReport.objects.filter(entry=entry, pk__in=reports, settled_at=None).update(settled_at=timezone.now()):
        audit.record(SETTLED, target=entry, by=by)


def _put_in_force(entry: ReferenceEntry, version: EntryVersion) -> None:
    ReferenceEntry.objects.filter(pk=entry.pk).update(published=version, state=EntryState.PUBLISHED)
    entry.published, entry.state = version, EntryState.PUBLISHED
    search_index.put([entry])
    entry.of_kind.in_force([entry.pk])


def _take_number(entry: ReferenceEntry, seen: int) -> None:
    """Take the next number. One UPDATE decides between two editors."""
    if not ReferenceEntry.objects.filter(pk=entry.pk, number=seen).update(number=F("number") + 1):
        entry.refresh_from_db()
        raise StaleEntryError(newest(entry))
    entry.number = seen + 1


def _standing_newest(entry: ReferenceEntry, number: int) -> EntryVersion:
    """Return the newest version, locked: an old page brings nothing back that was withdrawn."""
    version = _locked_newest(entry, number)
    if version.entry.state == EntryState.WITHDRAWN:
        raise NotWaitingError
    return version


def _locked_newest(entry: ReferenceEntry, number: int) -> EntryVersion:
    entry = ReferenceEntry.objects.select_for_update().get(pk=entry.pk)
    version = newest(entry)
    if version.number != number:
        raise StaleEntryError(version)
    return version
