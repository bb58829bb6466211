"""Reading of alarms, limited to whom they reach."""

import datetime as dt
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.centres.scope import CentreBound, beyond
from bereg.dangers.models import Danger, TickedStep
from bereg.dangers.reach import as_far_as, in_sight, level_at, next_level_at, seen_by, untaken_for
from bereg.enquiries.models import Enquiry, EnquiryContact

MOST_SHOWN = 100
PEOPLE = ("centre", "raised_by", "taken_by", "ended_by")


@dataclass(frozen=True)
class Alarm:
    """One alarm as a strip shows it: centre, time and number, and nothing else of it."""

    danger: Danger
    number: str  # of the enquiry, once there is one
    level: int
    is_own: bool  # raised by the reader
    is_mine: bool  # taken by the reader

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
        return [_alarm(each, person, now) for each in _numbered(shown).order_by("raised_at")]


def dangers_for(person: User) -> list[Alarm]:
    """Return the alarms that somebody may look at: those that run first, then the latest."""
    now = timezone.now()
    with as_far_as(person):
        found = _numbered(seen_by(person, now)).order_by("-raised_at")[:MOST_SHOWN]
        return sorted((_alarm(each, person, now) for each in found), key=lambda alarm: bool(alarm.danger.ended_at))


def running_at(centre: Centre, person: User, now: dt.datetime) -> list[Alarm]:
    """Return the alarms of one centre that somebody may look at and that have not ended, the oldest first."""
    with as_far_as(person):
        running = seen_by(person, now).filter(centre=centre, ended_at=None)
        return [_alarm(each, person, now) for each in _numbered(running).order_by("raised_at")[:MOST_SHOWN]]


def count_since(person: User, since: dt.datetime, now: dt.datetime) -> int:
    """Count the alarms that somebody may look at and that others raised after a moment."""
    with as_far_as(person):
        return seen_by(person, now).filter(raised_at__gt=since).exclude(raised_by=person).count()


def danger_for(person: User, pk: UUID) -> Alarm | None:
    """Return one alarm that somebody may look at."""
    now = timezone.now()
    with as_far_as(person):
        found = _numbered(seen_by(person, now)).filter(pk=pk).first()
        return _alarm(found, person, now) if found else None


def dangers_on(enquiry: Enquiry) -> QuerySet[Danger]:
    """Return the alarms that were raised for an enquiry at hand, the latest first."""
    contacts = EnquiryContact.objects.through(enquiry=enquiry).values("contact")
    here = Danger.objects.of_centres([enquiry.centre])
    found = here.filter(Q(form=enquiry.pk) | Q(form__in=contacts))
    return found.select_related(*PEOPLE).order_by("-raised_at")


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
    return dangers.select_related(*PEOPLE).annotate(number=number)


def _alarm(danger: Danger, person: User, now: dt.datetime) -> Alarm:
    following = next_level_at(danger, now)
    return Alarm(
        danger=danger,
        number=getattr(danger, "number", None) or "",
        level=level_at(danger, now),
        is_own=danger.raised_by_id == person.pk,
        is_mine=danger.taken_by_id == person.pk,
        next_in=ceil((following - now).total_seconds() / 60) if following else None,
    )
