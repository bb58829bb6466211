"""The organisations and services of the demonstration, taken in as the list of an invented network."""

import datetime as dt

from bereg.accounts.permissions import Permission
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.centres.queries import people_at
from bereg.directory.content import KINDS
from bereg.directory.first_entries import LISTED_AGO, SOURCE, first_entries
from bereg.reference.drafts import Reading
from bereg.reference.models import ReferenceEntry
from bereg.reference.register_lists import compare, take_in


def sample(centre: Centre) -> None:
    """Take them in once for all centres, at the first one that has somebody who publishes."""
    people = sorted(people_at(centre.pk, Permission.REFERENCE_PUBLISH), key=lambda each: each.role)
    if not people or ReferenceEntry.objects.filter(kind__in=KINDS).exists():
        return
    today = today_at(centre)
    for kind in KINDS:  # organisations first: a service goes with what its organisation is
        reading = Reading(list(first_entries(kind, today)))
        take_in(compare(kind, reading), source=SOURCE, as_of=today - dt.timedelta(days=LISTED_AGO), by=people[0])
