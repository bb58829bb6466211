"""In the demonstration one offer waits at each centre, on any day."""

import datetime as dt

import time_machine
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Urgency
from bereg.transfers import accepting
from bereg.transfers.due import due
from bereg.transfers.models import Transfer
from bereg.transfers.sample import renew
from bereg.transfers.tests.conftest import now, registered


def waiting() -> list[Transfer]:
    return list(Transfer._base_manager.filter(Transfer.unanswered(timezone.now())))


def test_an_offer_waits_that_can_be_taken_on_and_then_another_one(
    enquiry: Enquiry, centre: Centre, operator: User, other_centre: Centre, other_operator: User
) -> None:
    second = registered(centre, operator)
    for taken in (second, enquiry):
        renew(other_centre)
        renew(other_centre)
        (offered,) = waiting()
        assert (offered.enquiry_id, offered.centre) == (taken.pk, other_centre)
        assert [each.address for each in due(other_operator, timezone.now())] == [offered.get_absolute_url()]
        made = now(accepting.accept(transfer=offered, by=other_operator))
        assert (made.centre, bool(made.narrative), bool(made.call_back)) == (other_centre, True, True)
    renew(other_centre)
    assert waiting() == []


def test_one_that_nobody_answered_is_made_again(enquiry: Enquiry, other_centre: Centre, other_operator: User) -> None:
    renew(other_centre)
    with time_machine.travel(timezone.now() + dt.timedelta(days=8), tick=False):
        assert waiting() == []
        renew(other_centre)
        assert [each.enquiry_id for each in waiting()] == [enquiry.pk]


def test_nothing_that_alarms_is_offered(
    centre: Centre, operator: User, other_centre: Centre, other_operator: User
) -> None:
    registered(centre, operator, Urgency.DANGER)
    renew(other_centre)
    assert waiting() == []
