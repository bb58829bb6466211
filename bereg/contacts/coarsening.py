"""Contacts whose time is over: their month is left, and who took them is not."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from bereg.centres.queries import all_centres
from bereg.contacts.channels import Precision
from bereg.contacts.models import Contact

CHANGED = ("started_at", "ended_at", "entered_at", "changed_at", "precision", "operator")
STEP = dt.timedelta(microseconds=1)


def not_coarse(before: dt.datetime) -> QuerySet[Contact]:
    """Return the contacts that began before the month of a moment and are known to the day or the minute."""
    old = Contact.objects.everywhere(because="retention").filter(before_month_of(before, "started_at"))
    return old.exclude(precision=Precision.MONTH)


def before_month_of(moment: dt.datetime, name: str) -> Q:
    """Match the records of centres with something before the month of a moment, by the clock of their centre.

    So all of a month is coarsened in one night. Else that night, which two backups tell, would tell the day.
    """
    of_zones = defaultdict[str, list[UUID]](list)
    for centre, time_zone in all_centres().values_list("pk", "time_zone"):
        of_zones[time_zone].append(centre)
    began = {zone: month_of(moment, zone) for zone in of_zones}
    each = (Q(centre__in=of_zones[zone], **{f"{name}__lt": first}) for zone, first in began.items())
    latest = Q(**{f"{name}__lt": max(began.values(), default=moment)})
    return latest & reduce(or_, each) if len(began) > 1 else latest


def coarsen(ids: Iterable[UUID], *, places: Mapping[UUID, int]) -> None:
    """Leave the month of contacts, and not who took them. Their figures stay as they are.

    places: which one of its matter each is, as no moment tells any more which came first; none where it has no matter.
    """
    every = Contact.objects.everywhere(because="retention")
    contacts = list(every.filter(pk__in=list(ids)).select_related("centre"))
    for contact in contacts:
        contact.started_at = month_of(contact.started_at, contact.centre.time_zone)
        # A call is entered as it is taken, so that moment would tell the minute as well.
        contact.entered_at = contact.changed_at = contact.started_at + places.get(contact.pk, 0) * STEP
        contact.ended_at = contact.operator = None
        contact.precision = Precision.MONTH
    every.bulk_update(contacts, CHANGED)


def month_of(moment: dt.datetime, time_zone: str) -> dt.datetime:
    """Return where the month of a moment begins, by the clock of a centre."""
    return moment.astimezone(ZoneInfo(time_zone)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def month_after(moment: dt.datetime, time_zone: str) -> dt.datetime:
    """Return where the month after that of a moment begins, by the clock of a centre."""
    return month_of(month_of(moment, time_zone) + dt.timedelta(days=32), time_zone)
