"""Reading of outreach: one's own centres' and that of the whole network; of enquiries opened there a count."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.campaigns.models import Distribution
from bereg.campaigns.queries import distributions, materials_handed_out
from bereg.centres.queries import centres_of
from bereg.centres.scope import CentreBound
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import enquiries_for
from bereg.outreach.models import HandedOut, OpenedThere, OutreachEvent


def events_for(person: User) -> QuerySet[OutreachEvent]:
    """Return the events that somebody sees, the latest first."""
    seen = Q(centre__in=centres_of(person)) | Q(is_national=True)
    return OutreachEvent.objects.filter(seen).select_related("centre", "partner__published", "recorded_by")


def imported_keys(keys: Iterable[str], *, centre: str) -> set[str]:
    """Return those of these digests of imported rows that were imported into a centre, by its code, and still stand."""
    found = OutreachEvent.objects.filter(imported_into__code=centre, import_key__in=list(keys))
    return {key for key in found.values_list("import_key", flat=True) if key}


def last_day(person: User, today: dt.date) -> dt.date:
    """Return with which day the list ends: today, or the last event where that is longer ago than a year."""
    latest = events_for(person).aggregate(latest=Max("held_on"))["latest"]
    return latest if latest and latest < today - dt.timedelta(days=365) else today


def opened_for(person: User) -> CentreBound[OpenedThere]:
    """Return which enquiries of somebody's centres were opened at events."""
    return OpenedThere.objects.of_centres(centres_of(person))


def opened_on_seen(person: User) -> QuerySet[OpenedThere]:
    """Return the same of the enquiries that somebody sees, with these."""
    seen = enquiries_for(person).values("pk")
    return opened_for(person).filter(enquiry__in=seen).select_related("enquiry__centre", "enquiry__assignee")


def opened_count(person: User, of: Iterable[OutreachEvent]) -> dict[UUID, int]:
    """Return how many enquiries of somebody's centres were opened at events."""
    found = opened_for(person).filter(event__in=list(of), enquiry__mistake="").order_by()
    return dict(found.values_list("event").annotate(count=Count("pk")))


def opened_of(enquiry: Enquiry) -> OpenedThere | None:
    """Return at which event an enquiry was opened."""
    found = OpenedThere.objects.through(enquiry=enquiry)
    return found.select_related("event__centre", "enquiry").first()


def handed_out_at(event: OutreachEvent) -> list[HandedOut]:
    """Return what was handed out at an event."""
    return list(handed_out().filter(event=event).order_by("distribution__recorded_at", "pk"))


def handed_out() -> QuerySet[HandedOut]:
    """Return what was handed out at events, with its event and material."""
    return HandedOut.objects.select_related(
        "event__centre", "distribution__material__campaign", "distribution__place", "distribution__recorded_by"
    )


def given_that_day(person: User, event: OutreachEvent) -> list[Distribution]:
    """Return what was given out on the day of an event and stands at none: it may be the same, written down twice.

    A person sees what they wrote down, and whoever looks after campaigns all.
    """
    at_events = HandedOut.objects.values("distribution")
    found = distributions().filter(given_on=event.held_on).exclude(pk__in=at_events)
    found = found.filter(material__in=materials_handed_out())
    return list(found if person.may(Permission.CAMPAIGN) else found.filter(recorded_by=person))


@dataclass
class KindDone:
    """What was done of one kind in a time."""

    kind: str
    events: int = 0
    enquiries: int = 0
    handed_out: int = 0  # copies that stayed with people
    reached: Counter[str] = field(default_factory=Counter)  # of each audience

    @property
    def people(self) -> int:
        """How many people were reached."""
        return sum(self.reached.values())


@dataclass(frozen=True)
class OutreachDone:
    """What was done in a time: by kind, and all together."""

    kinds: list[KindDone]
    total: KindDone


def done_between(person: User, begins: dt.date, ends: dt.date) -> OutreachDone:
    """Return what was done from a day to another, as far as somebody sees it."""
    found: dict[str, KindDone] = {}
    total = KindDone("")
    in_time = {"held_on__gte": begins, "held_on__lte": ends}
    for kind, reached in events_for(person).filter(**in_time).order_by().values_list("kind", "reached"):
        for each in (found.setdefault(kind, KindDone(kind)), total):
            each.events += 1
            each.reached.update(reached)
    opened = opened_for(person).filter(**in_time, enquiry__mistake="").order_by()
    for kind, many in opened.values_list("kind").annotate(many=Count("pk")):
        for each in (found.setdefault(kind, KindDone(kind)), total):
            each.enquiries += many
    in_hands = Sum(F("distribution__copies") - F("distribution__left_over"))
    handed = HandedOut.objects.filter(event__in=events_for(person).filter(**in_time).order_by())
    for kind, many in handed.order_by().values_list("event__kind").annotate(many=in_hands):
        for each in (found.setdefault(kind, KindDone(kind)), total):
            each.handed_out += many
    return OutreachDone(sorted(found.values(), key=lambda each: (-each.events, each.kind)), total)
