"""What holds at one end of a passed enquiry holds at the other: consent that goes, and a hold."""

import datetime as dt

import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.retention import clock, holds, rules
from bereg.transfers import accepting, actions
from bereg.transfers.models import Transfer
from bereg.transfers.tests.conftest import now, offer
from bereg.vault.classes import HoldReason
from bereg.vault.models import Key
from conftest import make_user

LONG_AGO = dt.datetime(2024, 6, 17, 9, 30, tzinfo=dt.UTC)
ENDS = pytest.mark.parametrize("end", ["sender", "receiver"])


@pytest.fixture
def received(offered: Transfer, other_operator: User) -> Enquiry:
    """What it became in Astrakhan."""
    return now(accepting.accept(transfer=offered, by=other_operator))


def held(enquiry: Enquiry, by: User) -> None:
    until, why = timezone.localdate() + dt.timedelta(days=30), "an invented order, number 16"
    holds.hold(record=enquiry, code=HoldReason.COURT, reason=why, until=until, owner=by, by=by)


def night(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the time of every enquiry be over, and erase what is due."""
    Enquiry._base_manager.update(closed_at=LONG_AGO, changed_at=LONG_AGO, opened_at=LONG_AGO)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "demand", lambda: None)
        assert not [run.fault for run in rules.erase_due() if run.fault]


@ENDS
def test_consent_withdrawn_at_one_end_erases_both(
    end: str, received: Enquiry, enquiry: Enquiry, operator: User, other_operator: User
) -> None:
    which, by = (enquiry, operator) if end == "sender" else (received, other_operator)
    withdraw_consent(enquiry=now(which), by=by)
    for each in (now(enquiry), now(received)):
        assert (each.consent, each.narrative, each.answers) == (Consent.WITHDRAWN, b"", {})
        assert not Key.objects.filter(record=each.pk, kind="narrative").exists()
    assert not Transfer._base_manager.exists()


def test_consent_withdrawn_before_the_answer_takes_the_offer_away(
    offered: Transfer, enquiry: Enquiry, operator: User, other_operator: User
) -> None:
    withdraw_consent(enquiry=now(enquiry), by=operator)
    assert not Key.objects.filter(record=offered.pk).exists()
    with pytest.raises(actions.AnsweredError) as gone:
        accepting.accept(transfer=offered, by=other_operator)
    assert gone.value.transfer is None


def test_what_was_passed_twice_is_withdrawn_everywhere(
    offered: Transfer, enquiry: Enquiry, operator: User, other_operator: User
) -> None:
    third = Centre.objects.create(
        code="kazan", prefix="KZN", names={"en": "Kazan"}, country="RU", time_zone="Europe/Moscow"
    )
    third_operator = make_user(third, Role.OPERATOR, "Operator 11")
    second = now(accepting.accept(transfer=offered, by=other_operator))
    onward = offer(second, third, other_operator)
    last = accepting.accept(transfer=onward, by=third_operator)
    withdraw_consent(enquiry=now(enquiry), by=operator)
    assert [now(each).consent for each in (enquiry, second, last)] == [Consent.WITHDRAWN] * 3


@ENDS
def test_a_hold_at_one_end_keeps_both(
    end: str, received: Enquiry, enquiry: Enquiry, other_supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = [(enquiry, make_user(enquiry.centre, Role.SUPERVISOR, "Supervisor 01")), (received, other_supervisor)]
    (which, by), (other, theirs) = ends if end == "sender" else reversed(ends)
    held(which, by)
    with pytest.raises(holds.HeldError):
        withdraw_consent(enquiry=now(other), by=theirs)
    night(monkeypatch)
    for each, _by in ends:
        stands = now(each)
        assert (stands.consent, stands.keeps_content) == (Consent.WITHDRAWN, True)  # gone, and kept until the hold ends
        assert (bool(stands.narrative), bool(stands.call_back)) == (True, True)


def test_an_offer_is_gone_with_the_consent_also_where_a_hold_keeps_the_enquiry(
    offered: Transfer, enquiry: Enquiry, operator: User, other_operator: User
) -> None:
    held(enquiry, make_user(enquiry.centre, Role.SUPERVISOR, "Supervisor 01"))
    with pytest.raises(holds.HeldError):
        withdraw_consent(enquiry=now(enquiry), by=operator)
    assert not Key.objects.filter(record=offered.pk).exists()
    with pytest.raises(actions.AnsweredError):
        accepting.accept(transfer=offered, by=other_operator)
    with pytest.raises(actions.NotYoursError):
        offer(now(enquiry), offered.centre, operator)


def test_without_a_hold_the_night_erases_each_in_its_time(
    received: Enquiry, enquiry: Enquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(monkeypatch)
    assert [now(each).narrative for each in (enquiry, received)] == [b"", b""]
