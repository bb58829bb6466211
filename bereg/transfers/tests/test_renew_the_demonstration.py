"""In the demonstration one offer was taken on at each centre, in danger where there is one, and one waits."""

import datetime as dt

import time_machine
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Outcome, Urgency
from bereg.transfers import accepting
from bereg.transfers.choices import Ground, TransferState
from bereg.transfers.due import due
from bereg.transfers.models import Transfer
from bereg.transfers.sample import renew
from bereg.transfers.tests.conftest import now, registered


def waiting() -> list[Transfer]:
    return list(Transfer._base_manager.filter(Transfer.unanswered(timezone.now())))


def test_an_offer_waits_that_can_be_taken_on_and_then_another_one(
    enquiry: Enquiry, centre: Centre, operator: User, other_centre: Centre, other_operator: User
) -> None:
    second, latest = registered(centre, operator), registered(centre, operator)
    renew(other_centre)
    first = Transfer._base_manager.select_related("received").get(state=TransferState.ACCEPTED)
    assert (first.enquiry_id, first.ground, first.answered_by) == (latest.pk, Ground.AGREED, other_operator)
    assert first.received
    assert (first.received.outcome, first.received.closed_at is None) == (Outcome.DIRECTED, False)
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


def test_one_that_nobody_answered_is_made_again(
    enquiry: Enquiry, operator: User, other_centre: Centre, other_operator: User
) -> None:
    registered(enquiry.centre, operator)  # which is taken on
    renew(other_centre)
    with time_machine.travel(timezone.now() + dt.timedelta(days=8), tick=False):
        assert waiting() == []
        renew(other_centre)
        assert [each.enquiry_id for each in waiting()] == [enquiry.pk]


def test_what_alarms_is_taken_on_and_none_of_it_waits(
    centre: Centre, operator: User, other_centre: Centre, other_operator: User
) -> None:
    for _ in range(2):
        registered(centre, operator, Urgency.DANGER)
    renew(other_centre)
    assert waiting() == []
    (taken,) = Transfer._base_manager.all()
    assert (taken.state, taken.urgency) == (TransferState.ACCEPTED, Urgency.DANGER)
    renew(other_centre)
    assert Transfer._base_manager.count() == 1
