"""Notices: what one person is to know, shown until it is dismissed. A kind and an id, never the text of a case."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from bereg.accounts.models import Notice, User

KEPT = dt.timedelta(days=30)


@transaction.atomic
def give(*, kind: str, target: str, to: Iterable[User]) -> None:
    """Let people know of something."""
    people = {person.pk for person in to}
    Notice.objects.bulk_create(Notice(person_id=person, kind=kind, target=target) for person in people)
    _add(people, 1)


@transaction.atomic
def dismiss(*, id: UUID, by: User) -> None:
    """Take one's own notice off one's pages; again, or another's, it does nothing."""
    _read(Notice.objects.filter(pk=id, person=by).values_list("pk", "person"))


@transaction.atomic
def settle(*, kind: str, target: str) -> None:
    """Take a notice off everybody's pages: what it asked for is done."""
    _read(Notice.objects.filter(kind=kind, target=target, read_at=None).values_list("pk", "person"))


@transaction.atomic
def take_back(*, kind: str, target: str, of: Collection[UUID]) -> None:
    """Take a notice off the pages of some people: to them it would lead nowhere."""
    _read(Notice.objects.filter(kind=kind, target=target, person__in=of, read_at=None).values_list("pk", "person"))


@transaction.atomic
def settle_about(targets: Iterable[str]) -> None:
    """Take every notice of what is gone off everybody's pages: it would lead nowhere."""
    _read(Notice.objects.filter(target__in=list(targets), read_at=None).values_list("pk", "person"))


def newest_at(*, kind: str, target: str) -> dt.datetime | None:
    """Return when people were last given a notice of something; None: never, or it is forgotten."""
    found: dt.datetime | None = Notice.objects.filter(kind=kind, target=target).aggregate(newest=Max("at"))["newest"]
    return found


def told_of(*, kind: str, target: str) -> set[UUID]:
    """Return the ids of those who were given a notice of something, read or not, as long as it is remembered."""
    return set(Notice.objects.filter(kind=kind, target=target).values_list("person", flat=True))


def waiting_since(person: User, since: dt.datetime) -> Counter[str]:
    """Count what somebody was told of after a moment and has not put away, by kind."""
    waiting = Notice.objects.filter(person=person, at__gt=since, read_at=None)
    return Counter(waiting.values_list("kind", flat=True))


def unread_of(kind: str) -> dict[str, set[UUID]]:
    """Return the ids of those on whose pages notices of one kind stand, by what they are of."""
    found: dict[str, set[UUID]] = {}
    for target, person in Notice.objects.filter(kind=kind, read_at=None).values_list("target", "person"):
        found.setdefault(target, set()).add(person)
    return found


def targets_of(kind: str) -> set[str]:
    """Return all that people have or had notices of, of one kind."""
    return set(Notice.objects.filter(kind=kind).values_list("target", flat=True).distinct())


@transaction.atomic
def forget(*, kind: str, target: str) -> None:
    """Take a notice off everybody's pages and delete it, read or not: should it be true again, it is new."""
    settle(kind=kind, target=target)
    Notice.objects.filter(kind=kind, target=target).delete()


def old(now: dt.datetime) -> QuerySet[Notice]:
    """Return the notices that were dismissed long ago."""
    return Notice.objects.filter(read_at__lt=now - KEPT)


def _read(notices: Iterable[tuple[UUID, UUID]]) -> None:
    for notice, person in notices:
        # One UPDATE decides, so that each notice is counted off once.
        if Notice.objects.filter(pk=notice, read_at=None).update(read_at=timezone.now()):
            _add({person}, -1)


def _add(people: set[UUID], count: int) -> None:
    User.objects.filter(pk__in=people).update(notices_waiting=F("notices_waiting") + count)
