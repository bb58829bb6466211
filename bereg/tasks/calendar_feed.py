"""The appointments of one person for their own calendar (RFC 5545): that there is one, when, and at which centre.

The file leaves the house and lies on servers of others: it names no enquiry, no person, no word and no id of ours.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from bereg.accounts.models import User
from bereg.centres.queries import own_centres
from bereg.enquiries.outcomes import Consent
from bereg.tasks.choices import TaskKind, TaskState
from bereg.tasks.models import Task

SHOWN_DAYS = 30  # after it was due: until then a calendar hears that one was dropped
MOST_OCTETS = 75  # of a line, its end not counted (RFC 5545, 3.1)
MOMENT = "%Y%m%dT%H%M%SZ"


def feed(person: User, now: dt.datetime) -> bytes:
    """Return the calendar of somebody's own appointments, in their language."""
    with translation.override(person.language):
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Bereg//Appointments//EN",
            *(line for task in _appointments(person, now) for line in _event(task, now)),
            "END:VCALENDAR",
        ]
    return b"".join(_folded(lines))


def _appointments(person: User, now: dt.datetime) -> Iterable[Task]:
    """Return what somebody has, or had; nothing of an enquiry whose consent is gone or that was a mistake."""
    found = Task.objects.of_centres(own_centres(person)).filter(holder=person, kind=TaskKind.APPOINTMENT)
    stands = Q(enquiry=None) | Q(enquiry__consent=Consent.YES, enquiry__mistake="")
    recent = found.filter(stands, due_at__gte=now - dt.timedelta(days=SHOWN_DAYS))
    return recent.defer("words").select_related("centre").order_by("due_at", "pk")


def _event(task: Task, now: dt.datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(task)}"
    yield f"DTSTAMP:{now.astimezone(dt.UTC).strftime(MOMENT)}"
    yield f"SEQUENCE:{task.version - 1}"
    if task.is_timed:
        yield f"DTSTART:{task.due_at.astimezone(dt.UTC).strftime(MOMENT)}"
    else:
        yield f"DTSTART;VALUE=DATE:{task.due_on:%Y%m%d}"
    yield "SUMMARY:" + _escaped(gettext("Appointment"))
    yield f"LOCATION:{_escaped(str(task.centre))}"
    yield f"STATUS:{'CANCELLED' if task.state == TaskState.DROPPED else 'CONFIRMED'}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _uid(task: Task) -> str:
    """Return what a calendar knows the appointment by: always the same, and not the id by which its page is found."""
    return salted_hmac("bereg.tasks.calendar_feed", str(task.pk), algorithm="sha256").hexdigest()[:32]


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> Iterator[bytes]:
    """Yield each line with its end. A longer one goes on in the next, after a space; no letter is cut."""
    for line in lines:
        part = b""
        for letter in line:
            octets = letter.encode()
            if len(part) + len(octets) > MOST_OCTETS:
                yield part + b"\r\n"
                part = b" "
            part += octets
        yield part + b"\r\n"
