"""Who waits for an answer in writing, for the first page."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.due import DueItem, DueTime, items_of
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres, people_at
from bereg.conversations.choices import ThreadSource
from bereg.conversations.models import Thread
from bereg.conversations.queries import waiting_for
from bereg.core.pagination import FirstRows
from bereg.shifts.on_duty import on_duty

MOST = 60  # of those that wait longest; a page with more helps nobody
WITHIN, WITHIN_IN_DANGER = dt.timedelta(days=1), dt.timedelta(minutes=15)


def due(person: User, now: dt.datetime) -> Iterator[DueItem]:
    """Yield those that nobody took, the person's own, those in danger and those whose colleague is not there.

    Nothing is opened for it.
    """
    threads = FirstRows(waiting_for(person).exclude(_seen_to(person, now)), MOST)
    yield from items_of(threads, _due_of(threads, person))


def _due_of(threads: list[Thread], person: User) -> Iterator[DueItem]:
    for thread in threads:
        if thread.waiting_since is None:
            continue
        yield DueItem(
            time=DueTime(thread.waiting_since + (WITHIN_IN_DANGER if thread.is_urgent else WITHIN), thread.centre),
            words=_words(thread),
            address=thread.get_absolute_url(),
            whom=_whom(thread, person),
        )


def _seen_to(person: User, now: dt.datetime) -> Q:
    """Return what finds those that a colleague has who is there."""
    held = waiting_for(person).filter(is_urgent=False, taken_by__isnull=False).exclude(taken_by=person)
    found = Q(pk__in=[])
    for centre in own_centres(person):
        if held.filter(centre=centre).exists():
            found |= Q(centre=centre, taken_by__in=_there(centre, now) - {person.pk}, is_urgent=False)
    return found


def _there(centre: Centre, now: dt.datetime) -> set[UUID]:
    """Return who answers at a centre and is on duty; where the roster names nobody of them, all who answer."""
    answer = {each.pk for each in people_at(centre.pk, Permission.CONVERSE)}
    return answer & {each.person_id for each in on_duty(centre, now)} or answer


def _whom(thread: Thread, person: User) -> str:
    if thread.taken_by is None:
        return pgettext("whom", "whoever is at work")
    return "" if thread.taken_by == person else str(thread.taken_by)


def _words(thread: Thread) -> str:
    if thread.source == ThreadSource.VOICE:
        return _("call back: somebody left a recording")
    if thread.is_urgent:
        return _("answer at once: somebody who wrote may be in danger")
    return _("answer a letter or question")
