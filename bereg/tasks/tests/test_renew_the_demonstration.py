"""In the demonstration something is late and something is due today, on any day."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.tasks.models import Task
from bereg.tasks.queries import late_at
from bereg.tasks.sample import TO_DO, WITHOUT_CALL, renew, sample

BEGUN = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
CALL_BACK = "8 916 000-00-16"


def registered(centre: Centre, by: User, count: int, call_back: str) -> None:
    for _number in range(count):
        contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
        matter = Matter(consent=Consent.YES, topics=("social",), call_back=call_back)
        made = Registration(contact=contact, matter=matter, questionnaire=publish_standard())
        Enquiry._base_manager.filter(pk=register_enquiry(registration=made, by=by).pk).update(outcome="")


def due_in_hours(centre: Centre, person: User) -> tuple[int, list[Any]]:
    """Return how many are late, and in how many hours each is due."""
    moments = Task._base_manager.order_by("due_at").values_list("due_at", flat=True)
    hours = [round((each - timezone.now()) / dt.timedelta(hours=1), 1) for each in moments]
    return late_at(centre, person, timezone.now()).count(), hours


@pytest.mark.parametrize(("call_back", "wanted"), [(CALL_BACK, TO_DO), ("", WITHOUT_CALL)])
def test_what_nobody_touched_is_due_around_now_on_a_later_day(
    call_back: str, wanted: tuple[Any, ...], centre: Centre, operator: User, supervisor: User
) -> None:
    with time_machine.travel(BEGUN, tick=False):
        registered(centre, operator, len(wanted), call_back)
        sample(centre)
        at_first = due_in_hours(centre, supervisor)
        assert at_first == (1, sorted(hours for hours, _kind, _words in wanted))
        renew(centre)
        assert due_in_hours(centre, supervisor) == at_first
    with time_machine.travel(BEGUN + dt.timedelta(days=40), tick=False):
        renew(centre)
        assert due_in_hours(centre, supervisor) == at_first


def test_what_somebody_moved_or_gave_stays_when_it_is_due(centre: Centre, operator: User) -> None:
    with time_machine.travel(BEGUN, tick=False):
        registered(centre, operator, 2, "")
        sample(centre)
        moved, own = Task._base_manager.order_by("due_at")
        Task._base_manager.filter(pk=moved.pk).update(version=2)
        given = Task._base_manager.create(
            centre=centre, enquiry=own.enquiry, kind=own.kind, due_at=own.due_at, made_at=own.made_at
        )
    with time_machine.travel(BEGUN + dt.timedelta(days=3), tick=False):
        renew(centre)
    after = dict(Task._base_manager.values_list("pk", "due_at"))
    assert after[moved.pk] == moved.due_at
    assert after[given.pk] == own.due_at
    assert after[own.pk] == own.due_at + dt.timedelta(days=3)
