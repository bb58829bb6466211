"""Whom to call now at a centre: what stands beside its emergency steps."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.reference.lookup import Lookup
from bereg.reference.lookup_query import address_of
from bereg.shifts.speaking import Colleague, at_centre


@dataclass(frozen=True)
class CallList:
    """Who there is at a centre at one moment: colleagues with what they speak, and where help is looked up."""

    centre: Centre
    now: dt.datetime
    on_duty: list[Colleague]
    supervisors: list[Colleague]  # those on duty too: whoever looks for one finds them all
    rescue: str  # an address: who comes out at this hour


def whom_to_call(centre: Centre, now: dt.datetime) -> CallList:
    """Return whom to call at a centre. Read it where the reach goes to that centre."""
    people = at_centre(centre, now)
    supervisors = [each for each in [*people.here, *people.away] if each.person.role == Role.SUPERVISOR]
    return CallList(centre, now, people.here, supervisors, _rescue(centre))


def _rescue(centre: Centre) -> str:
    # Translators: What is looked for among organisations, in the language of the reader: one word of their names.
    police = Lookup(words=_("police"), kinds=("organisation",), regions=(centre.subdivision,), is_open_now=True)
    return f"{reverse('reference:answers')}?{address_of(police)}"
