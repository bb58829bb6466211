"""What `tests.killing` does with the closing of a month: close it up to a step, and look at what is left."""

import json
import signal
from datetime import UTC, date, datetime
from typing import Any

import pyarrow.parquet as pq

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.centres.universes import Universe, universes
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.counting import facts, store
from bereg.counting.closing import close_month
from bereg.counting.models import Month
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registering_many import register_many
from bereg.enquiries.registration import Matter, Registration
from bereg.questionnaire.models import Version
from conftest import make_user
from tests.killing_load import say

MAY = date(2007, 5, 1)
ASKED = 30
# Before what the closer stops: all is counted; the first universe is marked; all are; the files are in their places.
STEPS: dict[str, tuple[Any, str, int]] = {
    "counted": (facts, "mark", 1),
    "half_marked": (Universe, "mark", 2),
    "marked": (facts.MonthsFacts, "put", 1),
    "half_put": (store, "move", 2),
    "put": (audit, "record", 1),
}


def record_a_month() -> None:
    """Let people ask in May, and hire a supervisor."""
    centre, version = Centre.objects.get(), Version.objects.get()
    by = make_user(centre, Role.SUPERVISOR, "Supervisor 01")
    noon = datetime(2007, 5, 10, 12, tzinfo=UTC)
    contacts = [ContactFields(centre=centre, channel=Channel.PHONE, started_at=noon) for _ in range(ASKED)]
    matter = Matter(Consent.YES, ("quota",), {"gender": "female"})
    asked = [Registration(contact, matter, version) for contact in contacts]
    register_many(registrations=asked, contacts=[], by=by)
    say("recorded")


def close(step: str) -> None:
    """Close May; at a step say so and stand still."""
    if step:
        _stand_still_at(*STEPS[step])
    close_month(month=MAY, by=User.objects.get(role=Role.SUPERVISOR))


def _stand_still_at(owner: Any, name: str, time: int) -> None:
    inner, left = getattr(owner, name), [None] * time

    def stops(*given: Any, **named: Any) -> object:
        left.pop()
        if not left:
            say("there")
            signal.pause()
        return inner(*given, **named)

    setattr(owner, name, stops)


def check() -> None:
    """Say how many records are marked, what the facts of May hold if it is closed, and who closed it."""
    models = [universe.model._base_manager for universe in universes().values()]
    closed = Month.objects.filter(closed_at__isnull=False).first()
    found = {
        "marked": [records.filter(counted_in=MAY).count() for records in models],
        "acts": ChainedAct.objects.filter(action="month.closed").count(),
        "facts": [pq.read_metadata(store.facts_path(name, MAY)).num_rows for name in universes()] if closed else [],
        "whole": bool(closed and closed.digest == store.facts_digest(MAY, universes())),
    }
    say("found", json.dumps(found))
