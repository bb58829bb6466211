"""Noting outreach, putting it right, and taking off what was noted by mistake."""

import datetime as dt
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.campaigns.models import Distribution
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.centres.scope import beyond
from bereg.core.compiled_queries import insert_new
from bereg.outreach.access import may_change
from bereg.outreach.acts import CHANGED, RECORDED, REMOVED
from bereg.outreach.models import HandedOut, OpenedThere, OutreachEvent
from bereg.reference.models import ReferenceEntry


class NotYourOutreachError(Exception):
    """The person works at no centre that held this."""


class StaleOutreachError(Exception):
    """It was changed or taken off meanwhile."""


class OutreachStandsError(Exception):
    """Something of this id stands already."""


class OutreachCountedError(Exception):
    """A closed month counts it, or enquiries were opened there: it is not taken off any more."""


class OutreachHandedOutError(Exception):
    """Something was handed out there: that is taken off first."""


class OpenedEarlierError(Exception):
    """An enquiry that was opened there is older than the day it would get."""


class OpenedByOthersError(Exception):
    """Other centres opened enquiries there: it stays one of the whole network."""


@dataclass(frozen=True)
class OutreachDetails:
    """What is noted of one event."""

    centre: Centre
    kind: str
    held_on: dt.date
    place_kind: str
    is_national: bool = False
    about: str = ""
    place: str = ""
    region: str = ""
    partner: ReferenceEntry | None = None
    reached: dict[str, int] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """Return the columns of an event."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@transaction.atomic
def record(*, id: UUID, details: OutreachDetails, by: User) -> OutreachEvent:
    """Note an event of one's centre. Raise NotYourOutreachError; OutreachStandsError where this id stands."""
    made = OutreachEvent(id=id, recorded_by=by, **details.columns())
    if not may_change(by, made):
        raise NotYourOutreachError
    if not insert_new(made):
        raise OutreachStandsError
    audit.record(RECORDED, target=made, by=by, because=made.kind)
    return made


def store_imported(*, events: list[OutreachEvent]) -> None:
    """Store events of an old list, in one go; nobody noted them here."""
    OutreachEvent.objects.bulk_create(events, batch_size=500)
    audit.record_many(RECORDED, targets=events, by=None, because="bulk")


@transaction.atomic
def change(*, event: OutreachEvent, version: int, details: OutreachDetails, by: User) -> None:
    """Put right what is noted; figures of closed months stay.

    Raise NotYourOutreachError, StaleOutreachError, OpenedEarlierError, OpenedByOthersError.
    """
    if not may_change(by, event) or details.centre not in own_centres(by):
        raise NotYourOutreachError
    # One UPDATE decides: two colleagues may have the same page open.
    standing = OutreachEvent.objects.filter(pk=event.pk, version=version)
    columns = details.columns() | {"changed_at": timezone.now(), "version": F("version") + 1}
    if not standing.update(**columns):
        raise StaleOutreachError
    if event.is_national and not details.is_national:
        _refuse_opened_by_others(event, details.centre)
    _move_what_was_handed_out(event, details.held_on)
    _move_what_was_opened(event, details)
    audit.record(CHANGED, target=event, by=by, because=details.kind)


@beyond("figures")
def _refuse_opened_by_others(event: OutreachEvent, centre: Centre) -> None:
    """Keep it where they see it: the files of their enquiries lead to it."""
    there = OpenedThere.objects.everywhere(because="figures").filter(event=event)
    if there.exclude(centre=centre).exists():
        raise OpenedByOthersError


def _move_what_was_handed_out(event: OutreachEvent, day: dt.date) -> None:
    """Let it have the day of its event; what was written down in the street keeps its own."""
    here = HandedOut.objects.filter(event=event, distribution__place=None).values("distribution")
    Distribution.objects.filter(pk__in=here).exclude(given_on=day).update(given_on=day, version=F("version") + 1)


@beyond("figures")
def _move_what_was_opened(event: OutreachEvent, details: OutreachDetails) -> None:
    """Let the enquiries of every centre count by the day and kind of their event, and their files say so."""
    there = OpenedThere.objects.everywhere(because="figures").filter(event=event)
    if details.held_on > event.held_on:
        for each in there.select_related("enquiry__centre"):
            if in_zone(each.enquiry.opened_at, each.enquiry.centre).date() < details.held_on:
                raise OpenedEarlierError
    there.update(kind=details.kind, held_on=details.held_on)


@transaction.atomic
def remove(*, event: OutreachEvent, version: int, by: User) -> None:
    """Take off what was noted by mistake.

    Raise NotYourOutreachError, StaleOutreachError, OutreachCountedError, OutreachHandedOutError.
    """
    if not may_change(by, event):
        raise NotYourOutreachError
    standing = OutreachEvent.objects.select_for_update().filter(pk=event.pk, version=version).first()
    if standing is None:
        raise StaleOutreachError
    if standing.counted_in or _has_enquiries(standing):
        raise OutreachCountedError
    if HandedOut.objects.filter(event=standing).exists():
        raise OutreachHandedOutError
    standing.delete()
    audit.record(REMOVED, target=event, by=by, because=event.kind)


@beyond("id taken")
def _has_enquiries(event: OutreachEvent) -> bool:
    return OpenedThere.objects.everywhere(because="id taken").filter(event=event).exists()
