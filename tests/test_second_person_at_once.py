"""Two browsers at the same moment: a request is decided once, an agreement is used once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts import approvals
from bereg.accounts.models import Approval, Notice, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from conftest import make_user
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TARGET = "2007-05 moscow"


@pytest.fixture
def asked(supervisor: User) -> Approval:
    return approvals.ask(kind="figures.export", target=TARGET, by=supervisor)


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def count(action: str) -> int:
    return ChainedAct._base_manager.filter(action=action).count()


def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(centre: Centre, asked: Approval) -> None:
    people = [make_user(centre, Role.SUPERVISOR, f"Supervisor 0{number}") for number in (2, 3)]
    browsers, address = [browser_of(each) for each in people], reverse("accounts:decide", args=[asked.pk])

    def decide(number: int, decision: str) -> Callable[[], Any]:
        return lambda: browsers[number].post(address, {"decision": decision}).status_code

    answers = at_once(decide(0, "yes"), decide(1, "no"))
    assert sorted(map(str, answers)) == ["302", "409"]
    asked.refresh_from_db()
    winner = answers.index(302)
    assert (asked.decision, asked.decided_by) == ((["yes", "no"])[winner], people[winner])
    assert count("approval.agreed") + count("approval.refused") == 1
    assert Notice.objects.filter(kind=approvals.DECIDED).count() == 1


def test_an_agreement_that_is_used_at_once_in_three_places_is_used_once(
    centre: Centre, supervisor: User, asked: Approval
) -> None:
    approvals.decide(approval=asked, agrees=True, by=make_user(centre, Role.ADMIN, "Administrator 01"))

    def use() -> object:
        return approvals.use(kind="figures.export", target=TARGET, by=supervisor).pk

    answers = at_once(use, use, use)
    assert answers.count(asked.pk) == 1
    assert sum(isinstance(each, approvals.NeededError) for each in answers) == 2
    assert count("approval.used") == 1


def test_a_notice_dismissed_twice_at_once_is_counted_off_once(supervisor: User, centre: Centre) -> None:
    second = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    for month in ("2007-05", "2007-06"):
        approvals.ask(kind="figures.export", target=f"{month} moscow", by=supervisor)
    browsers = [browser_of(second) for _ in range(2)]
    address = reverse("accounts:dismiss_notice", args=[Notice.objects.filter(person=second).latest("at").pk])
    assert at_once(*(lambda each=each: each.post(address).status_code for each in browsers)) == [302, 302]
    second.refresh_from_db()
    assert second.notices_waiting == 1
