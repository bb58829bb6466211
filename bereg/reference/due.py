"""What is due of the reference entries, for the first page of whoever looks after them, checks or publishes."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.clock import day_of, in_zone
from bereg.centres.due import DueItem, DueTime
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.reference import workshop
from bereg.reference.choices import WrongWith
from bereg.reference.freshness import due_on
from bereg.reference.models import EntryVersion
from bereg.reference.queries import is_workshop
from bereg.reference.wording import title_of

ONE_BY_ONE = 3  # more of a kind are one line: a first page is for callers too
TERM = dt.timedelta(days=7)  # within which what was written is checked, what was checked published, an error settled


def due(person: User, now: dt.datetime) -> Iterator[DueItem]:
    """Yield what somebody is to do about entries, by the days of their first centre."""
    centre = next(iter(own_centres(person)), None)
    if centre is None:
        return
    if is_workshop(person):  # who was given an entry, or wrote it in another role, sees that it waits
        yield from _overdue(person, centre, in_zone(now, centre).date())
        yield from _reported(person, centre)
    if person.may(Permission.REFERENCE_CHECK):
        yield from _to_check(person, centre)
    if person.may(Permission.REFERENCE_PUBLISH):
        yield from _to_publish(person, centre)


def _overdue(person: User, centre: Centre, today: dt.date) -> Iterator[DueItem]:
    late = list(workshop.overdue(today).filter(workshop.cared_for_by(person))[: ONE_BY_ONE + 1])
    if len(late) <= ONE_BY_ONE:
        for version in late:
            words = _("Still true? %(title)s") % {"title": title_of(version)}
            yield DueItem(_day(due_on(version) or today, centre), words, _page(version))
        return
    number = workshop.overdue(today).filter(workshop.cared_for_by(person)).count()
    words = ngettext(
        "%(number)s entry is to be looked at again", "%(number)s entries are to be looked at again", number
    ) % {"number": number}  # fmt: skip
    yield DueItem(_day(due_on(late[0]) or today, centre), words, _list("overdue"))


def _reported(person: User, centre: Centre) -> Iterator[DueItem]:
    found = list(workshop.reported().filter(workshop.cared_for_by(person))[: ONE_BY_ONE + 1])
    if len(found) <= ONE_BY_ONE:
        for report in found:
            version = report.entry.published
            named = {"wrong": WrongWith(report.wrong).label, "title": title_of(version) if version else ""}
            time = DueTime(report.reported_at + TERM, centre)
            page = reverse("reference:work", args=[report.entry_id])
            yield DueItem(time, _("Error reported, %(wrong)s: %(title)s") % named, page)
        return
    number = workshop.reported().filter(workshop.cared_for_by(person)).count()
    words = ngettext(
        "%(number)s error in entries was reported", "%(number)s errors in entries were reported", number
    ) % {"number": number}  # fmt: skip
    yield DueItem(DueTime(found[0].reported_at + TERM, centre), words, _list("reported"))


def _to_check(person: User, centre: Centre) -> Iterator[DueItem]:
    waiting = workshop.to_check_by(person)
    if number := waiting.count():
        words = ngettext("%(number)s entry waits to be checked", "%(number)s entries wait to be checked", number)
        time = DueTime(waiting.values_list("made_at", flat=True)[0] + TERM, centre)
        yield DueItem(time, words % {"number": number}, _list("check"))


def _to_publish(person: User, centre: Centre) -> Iterator[DueItem]:
    waiting = workshop.to_publish_by(person)
    if number := waiting.count():
        words = ngettext("%(number)s entry waits to be published", "%(number)s entries wait to be published", number)
        time = DueTime(waiting.values_list("made_at", flat=True)[0] + TERM, centre)
        yield DueItem(time, words % {"number": number}, _list("publish"))


def _day(day: dt.date, centre: Centre) -> DueTime:
    return DueTime(day_of(centre, day)[1], centre, is_timed=False)


def _page(version: EntryVersion) -> str:
    return reverse("reference:work", args=[version.entry_id])


def _list(part: str) -> str:
    return f"{reverse('reference:today')}#{part}"
