"""Whatever fails while an offer ends: nothing is lost, nobody is left untold, and it can be done again."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.db import OperationalError, transaction
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.enquiries.models import Enquiry
from bereg.retention import clock, rules
from bereg.transfers import accepting, actions, answering, consent_gone
from bereg.transfers.choices import DeclineReason
from bereg.transfers.models import Transfer
from bereg.transfers.parcel import CannotBeOpenedError
from bereg.transfers.queries import offers_to
from bereg.transfers.tests.conftest import SAID, now, offer, stands
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.models import Key
from tests.opened import text_of

Act = Callable[[], Any]
ENDS = pytest.mark.parametrize("how", ["decline", "withdraw"])
FAULT = OperationalError("deadlock detected")


class PowerFailure(BaseException):
    """The machine is off: nothing below handles it."""


@pytest.fixture
def ends(offered: Transfer, enquiry: Enquiry, operator: User, other_operator: User) -> dict[str, Act]:
    return {
        "decline": lambda: actions.decline(transfer=offered, because=DeclineReason.CAPACITY, by=other_operator),
        "withdraw": lambda: actions.withdraw(transfer=offered, enquiry=enquiry, by=operator),
        "accept": lambda: accepting.accept(transfer=offered, by=other_operator),
    }


def is_readable(transfer: Transfer) -> bool:
    return Key.objects.filter(record=transfer.pk).exists() and stands(transfer).parcel != b""


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind, read_at=None).values_list("person__name", flat=True))


def night() -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "demand", lambda: None)
        return {run.rule: run.fault or run.erased for run in rules.erase_due()}


def cut_off(act: Act) -> None:
    """Do something, and have the power fail between the commit and the key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bereg.transfers.answering.vault.forget", Mock(side_effect=PowerFailure))
        with pytest.raises(PowerFailure):
            act()


@ENDS
def test_where_a_notice_fails_the_offer_stands_with_its_copy(
    how: str, ends: dict[str, Act], offered: Transfer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(actions, "settle", Mock(side_effect=FAULT))
        with pytest.raises(OperationalError):
            ends[how]()
    assert stands(offered).is_open
    assert is_readable(offered)
    assert text_of(now(ends["accept"]())) == SAID


@ENDS
def test_where_the_power_fails_before_the_key_goes_the_night_destroys_it(
    how: str, ends: dict[str, Act], offered: Transfer, enquiry: Enquiry, operator: User
) -> None:
    cut_off(ends[how])
    assert is_readable(offered)
    with pytest.raises(actions.AnsweredError):
        ends["accept"]()
    state = stands(offered).state
    assert night()["transfers"] == 1
    assert (stands(offered).state, is_readable(offered)) == (state, False)
    assert told("transfer.lapsed") == set()
    assert offer(enquiry, offered.centre, operator).is_open


def test_where_the_power_fails_after_the_enquiry_is_there_it_is_not_made_twice(
    ends: dict[str, Act], offered: Transfer, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(ends["accept"])
    made = ends["accept"]()
    assert text_of(now(made)) == SAID
    assert Enquiry._base_manager.filter(is_received=True).count() == 1
    assert night()["transfers"] == 1
    assert (stands(offered).received, is_readable(offered)) == (made, False)
    assert "transfers" not in {rule for rule, done in night().items() if done}


def test_where_the_key_does_not_go_the_answer_stands_all_the_same(
    ends: dict[str, Act], offered: Transfer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("bereg.transfers.answering.vault.forget", Mock(side_effect=FAULT))
        ends["decline"]()
    assert (stands(offered).state, told("transfer.declined")) == ("declined", {"Operator 04"})
    assert night()["transfers"] == 1


def test_where_the_sender_cannot_be_told_nothing_lapses_until_they_can(
    offered: Transfer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(timezone.now() + dt.timedelta(days=7, minutes=1), tick=False):
        with monkeypatch.context() as patch:
            patch.setattr(answering, "tell_sender", Mock(side_effect=FAULT))
            assert night()["transfers"] == "OperationalError"
        assert (stands(offered).state, is_readable(offered)) == ("offered", True)
        assert night()["transfers"] == 1
    assert (stands(offered).state, is_readable(offered)) == ("lapsed", False)
    assert told("transfer.lapsed") == {"Operator 04"}


@pytest.mark.parametrize("how", ["decline", "withdraw", "accept"])
def test_an_offer_whose_key_went_before_the_power_can_be_ended_by_anybody(
    how: str, ends: dict[str, Act], offered: Transfer, enquiry: Enquiry, other_operator: User
) -> None:
    vault.erase_many([offered], by=None, because=Because.CONSENT_WITHDRAWN)  # and nothing else was committed
    if how == "accept":
        with pytest.raises(CannotBeOpenedError):
            ends["accept"]()
        assert told("transfer.unreadable") == {"Operator 04"}
    else:
        ends[how]()
    by = stands(offered).offered_by
    assert by
    assert (stands(offered).is_open, stands(offered).parcel) == (False, b"")
    assert not offers_to(other_operator, timezone.now()).exists()
    assert told("transfer.offered") == set()
    again = offer(enquiry, offered.centre, by)
    assert text_of(now(accepting.accept(transfer=again, by=other_operator))) == SAID


def test_what_fails_while_the_consent_goes_leaves_the_copy_as_it_was(
    offered: Transfer, enquiry: Enquiry, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consent_gone, "settle", Mock(side_effect=FAULT))
    with pytest.raises(OperationalError), transaction.atomic():
        consent_gone.stop(enquiry, operator)
    assert is_readable(offered)
