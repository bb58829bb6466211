"""What is in danger and not taken on at the other centre goes on to those of both, who are told at once."""

import datetime as dt
from unittest.mock import Mock

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.outcomes import Urgency
from bereg.transfers import accepting, actions, escalation
from bereg.transfers.answering import lapse
from bereg.transfers.choices import DeclineReason, Ground
from bereg.transfers.expiry import KEPT
from bereg.transfers.models import Transfer
from bereg.transfers.notice_kinds import NOTICE_KINDS
from bereg.transfers.parcel import CannotBeOpenedError
from bereg.transfers.queries import transfer_for
from bereg.transfers.tests.conftest import offer, registered, stands
from conftest import make_user
from tests.rosters import plan

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def in_danger(centre: Centre, other_centre: Centre, operator: User, other_operator: User) -> Transfer:
    return offer(registered(centre, operator, Urgency.DANGER), other_centre, operator, Ground.NO_TIME)


@pytest.fixture
def colleague(centre: Centre) -> User:
    """Who is on duty where the offer was made."""
    colleague = make_user(centre, Role.OPERATOR, "Operator 02")
    plan(centre, colleague)
    return colleague


def told(transfer: Transfer) -> set[str]:
    """Return who has an urgent notice of it before them."""
    urgent = {each.code for each in NOTICE_KINDS if each.is_urgent}
    waiting = Notice.objects.filter(kind__in=urgent, target=str(transfer.pk), read_at=None)
    return set(waiting.values_list("person__name", flat=True))


def everybody(*people: User) -> set[str]:
    return {each.name for each in people}


def test_declined(in_danger: Transfer, operator: User, other_operator: User, colleague: User) -> None:
    actions.decline(transfer=in_danger, because=DeclineReason.CAPACITY, by=other_operator)
    assert told(in_danger) == everybody(operator, colleague, other_operator)
    assert transfer_for(colleague, in_danger.pk)


def test_not_answered_in_time(in_danger: Transfer, operator: User, other_operator: User, colleague: User) -> None:
    assert (escalation.tell_unanswered(), told(in_danger)) == (0, everybody(other_operator))
    with time_machine.travel(in_danger.offered_at + 5 * MINUTE, tick=False):
        assert (escalation.tell_unanswered(), escalation.tell_unanswered()) == (1, 0)
        assert told(in_danger) == everybody(operator, colleague, other_operator)
        accepting.accept(transfer=stands(in_danger), by=other_operator)
        assert told(in_danger) == set()


def test_not_answered_at_all(in_danger: Transfer, operator: User, other_operator: User, colleague: User) -> None:
    Transfer._base_manager.filter(pk=in_danger.pk).update(offered_at=timezone.now() - KEPT - MINUTE)
    lapse([in_danger.pk])
    assert told(in_danger) == everybody(operator, colleague, other_operator)


def test_not_opened(
    in_danger: Transfer, operator: User, other_operator: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepting, "opened", Mock(return_value=Mock(is_closed=True, text=None)))
    for _again in range(2):
        with pytest.raises(CannotBeOpenedError):
            accepting.accept(transfer=stands(in_danger), by=other_operator)
    assert told(in_danger) == everybody(operator, colleague, other_operator)
    assert Notice.objects.filter(target=str(in_danger.pk), read_at=None).count() == 3


def test_what_is_not_in_danger_is_told_to_who_offered_it(
    offered: Transfer, other_operator: User, operator: User, colleague: User
) -> None:
    with time_machine.travel(offered.offered_at + 60 * MINUTE, tick=False):
        assert escalation.tell_unanswered() == 0
    actions.decline(transfer=offered, because=DeclineReason.CAPACITY, by=other_operator)
    waiting = Notice.objects.filter(target=str(offered.pk), read_at=None)
    assert [(each.kind, each.person) for each in waiting] == [("transfer.declined", operator)]
