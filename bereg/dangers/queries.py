"""Reading of alarms, limited to whom they reach."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope, roles_with
from bereg.centres.models import Centre
from bereg.centres.queries import open_centres
from bereg.centres.scope import CentreBound, beyond
from bereg.core.pagination import NumberedPage
from bereg.dangers.alarm_reach import as_far_as, in_sight, level_at, next_level_at, seen_by, untaken_for, works_on
from bereg.dangers.models import Danger, TickedStep
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.enquiries.queries import enquiries_for

MOST_SHOWN, READ = 100, Permission.ENQUIRY_READ
BESIDE = ("centre", "passed_to", "raised_by", "taken_by", "let_go_by", "ended_by")


@dataclass(frozen=True)
class Alarm:
    """One alarm as a strip shows it: centre, time and number, and nothing else of it."""

    danger: Danger
    number: str  # of the enquiry, once there is one
    level: int
    is_own: bool  # raised by the reader
    is_mine: bool  # taken by the reader
    is_elsewhere: bool  # another centre has it: the reader looks on
    next_in: int | None  # minutes, begun ones too, until it goes to the next level

    @property
    def is_taken(self) -> bool:
        return self.danger.taken_at is not None


def alarms_for(person: User) -> list[Alarm]:
    """Return what stands on the pages of somebody now, the oldest first.

    What nobody has taken; and, until it has ended, what they raised or took themselves.
    """
    now = timezone.now()
    with as_far_as(person):
        running = in_sight(person).filter(ended_at=None)
        if not running.exists():
            return []  # as nearly always, and each page asks
        own = Q(raised_by=person) | Q(taken_by=person)
        shown = running.filter(Q(pk__in=untaken_for(person, now).order_by().values("pk")) | own)
        return _alarms(_numbered(shown).order_by("raised_at"), person, now)


def dangers_for(person: User, asked: Mapping[str, Any]) -> tuple[list[Alarm], NumberedPage[Danger]]:
    """Return a page of the alarms that somebody may look at: those that run first, then the latest."""
    now, runs_first = timezone.now(), Case(When(ended_at=None, then=0), default=1)
    with as_far_as(person):
        found = _numbered(seen_by(person, now)).order_by(runs_first, "-raised_at", "pk")
        page = NumberedPage[Danger](found, MOST_SHOWN, asked)
        return _alarms(page, person, now), page


def running_at(centre: Centre, person: User, now: dt.datetime) -> list[Alarm]:
    """Return the alarms of one centre that somebody may look at and that have not ended, the oldest first.

    What was raised there or passed to it.
    """
    with as_far_as(person):
        running = seen_by(person, now).filter(Q(centre=centre) | Q(passed_to=centre), ended_at=None)
        return _alarms(_numbered(running).order_by("raised_at")[:MOST_SHOWN], person, now)


def count_since(person: User, since: dt.datetime, now: dt.datetime) -> int:
    """Count the alarms that somebody may look at and that others raised after a moment."""
    with as_far_as(person):
        return seen_by(person, now).filter(raised_at__gt=since).exclude(raised_by=person).count()


def danger_for(person: User, pk: UUID) -> Alarm | None:
    """Return one alarm that somebody may look at."""
    now = timezone.now()
    with as_far_as(person):
        found = _alarms(_numbered(seen_by(person, now)).filter(pk=pk), person, now)
        return found[0] if found else None


def centres_to_pass(danger: Danger) -> QuerySet[Centre]:
    """Return the centres that could have an alarm instead: those at work where somebody hears it at once."""
    readers = [each for each in roles_with(Permission.DANGER) if User(role=each).scope(READ) == Scope.CENTRE]
    staffed = open_centres().filter(memberships__user__role__in=readers, memberships__user__closed_at=None)
    return staffed.exclude(pk=danger.rings_at.pk).distinct().order_by("position", "code")


def dangers_on(enquiry: Enquiry) -> QuerySet[Danger]:
    """Return the alarms that were raised for an enquiry at hand, the latest first."""
    contacts = EnquiryContact.objects.through(enquiry=enquiry).values("contact")
    here = Danger.objects.of_centres([enquiry.centre])
    found = here.filter(Q(form=enquiry.pk) | Q(form__in=contacts))
    return found.select_related(*BESIDE).order_by("-raised_at")


def steps_done(danger: Danger) -> QuerySet[TickedStep]:
    """Return the steps that were ticked of an alarm at hand, in the order in which they were done."""
    return TickedStep.objects.through(danger=danger).select_related("by").order_by("at", "pk")


@beyond("danger")
def is_any_untaken() -> bool:
    """Tell whether an alarm waits anywhere: to a desk from which everybody is signed out."""
    return Danger.objects.everywhere(because="danger").filter(taken_at=None, ended_at=None).exists()


def _numbered(dangers: CentreBound[Danger]) -> QuerySet[Danger]:
    """Add the number of the enquiry: that of the form itself, or the one that its contact joined."""
    own = Enquiry.objects.through(centre=OuterRef("centre")).filter(pk=OuterRef("form")).values("number")[:1]
    joins = EnquiryContact.objects.through(contact=OuterRef("form"), enquiry__centre=OuterRef("centre"))
    number = Coalesce(Subquery(own), Subquery(joins.values("enquiry__number")[:1]))
    return dangers.select_related(*BESIDE).annotate(number=number)


def _alarms(dangers: Iterable[Danger], person: User, now: dt.datetime) -> list[Alarm]:
    """Say of each what the strip shows; the number of its enquiry only to who may read that where it is."""
    found = list(dangers)
    numbers = [each.number for each in found if each.number]  # type: ignore[attr-defined]
    read = enquiries_for(person).filter(number__in=numbers).values_list("number", flat=True) if numbers else ()
    may_read = set(read)
    return [_alarm(each, person, now, may_read) for each in found]


def _alarm(danger: Danger, person: User, now: dt.datetime, may_read: Collection[str]) -> Alarm:
    following = next_level_at(danger, now)
    number: str = getattr(danger, "number", None) or ""
    return Alarm(
        danger=danger,
        number=number if number in may_read else "",
        level=level_at(danger, now),
        is_own=danger.raised_by_id == person.pk,
        is_mine=danger.taken_by_id == person.pk,
        is_elsewhere=not works_on(danger, person),
        next_in=ceil((following - now).total_seconds() / 60) if following else None,
    )
