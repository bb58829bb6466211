"""Of two of whom one let the other in lately, neither is the second person for the other while a third could be."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts import account_recovery, actions, approvals, notices, who_invited_whom, wording
from bereg.accounts.models import Approval, Notice, User
from bereg.accounts.roles import Role
from bereg.accounts.tests.asking import KIND, NOW, TARGET, acts, ask, asker, kind, left, use
from conftest import make_user

__all__ = ["asker", "kind"]


def invited(by: User) -> User:
    return actions.create_user(
        username="second", name="Second", role=Role.SUPERVISOR, password="a long sentence", language="en", by=by
    )


def let_in(person: User, by: User | None, *, with_second_factor: bool = True) -> None:
    """Use a link that somebody gave, who was an administrator then."""
    givers = User.objects.filter(pk__in=[by.pk] if by else [])
    givers.update(role=Role.ADMIN)
    secret = account_recovery.offer(user=person, with_second_factor=with_second_factor, by=by)
    account_recovery.reset(secret=secret, password="a long sentence")
    givers.update(role=Role.SUPERVISOR)


def let_in_by_a_link(by: User) -> User:
    person = make_user(None, Role.SUPERVISOR, "Second")
    let_in(person, by)
    return person


def let_in_without_a_factor(by: User) -> User:
    person = make_user(None, Role.SUPERVISOR, "Second")
    Authenticator.objects.filter(user=person).delete()
    let_in(person, by, with_second_factor=False)
    return person


def inviter(asked: User) -> User:
    person = make_user(None, Role.SUPERVISOR, "Second")
    User.objects.filter(pk=asked.pk).update(invited_by=person)
    return person


def giver_of_a_link(asked: User) -> User:
    person = make_user(None, Role.SUPERVISOR, "Second")
    let_in(asked, person)
    return person


WAYS = pytest.mark.parametrize(
    "tie", [invited, let_in_by_a_link, let_in_without_a_factor, inviter, giver_of_a_link], ids=lambda way: way.__name__
)


@pytest.fixture
def third(db: None) -> User:
    return make_user(None, Role.SUPERVISOR, "Third")


def decided(asker: User, by: User) -> Approval:
    approval = ask(asker)
    approvals.decide(approval=approval, agrees=True, by=by)
    approval.refresh_from_db()
    return approval


@WAYS
def test_who_let_the_other_in_is_no_second_person_where_a_third_could_be(
    tie: Callable[[User], User], asker: User, third: User
) -> None:
    second = tie(asker)
    assert approvals.others(kind=KIND, target=TARGET, by=asker) == [third]
    approval = ask(asker)
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.decide(approval=approval, agrees=True, by=second)
    assert approvals.seen(second, approval.pk) is None
    assert set(Notice.objects.values_list("person", flat=True)) == {third.pk}
    approvals.decide(approval=approval, agrees=True, by=third)
    approval.refresh_from_db()
    assert (use(asker), approval.is_tied) == (approval, False)
    assert "approval.tied" not in acts()


@WAYS
def test_where_nobody_else_could_they_are_and_it_is_said(tie: Callable[[User], User], asker: User) -> None:
    second = tie(asker)
    admin = make_user(None, Role.ADMIN, "Administrator 01")
    far = approvals.ask(kind=KIND, target=TARGET, by=asker)
    assert not approvals.may_decide(second, far)
    left(admin)
    approval = decided(asker, second)
    assert approval.is_tied
    assert acts()[-1] == "approval.tied"
    assert use(asker) == approval


def test_of_what_nobody_decided_in_time_nobody_is_said_to_have_agreed(asker: User) -> None:
    second = invited(asker)
    approval = ask(asker)
    assert wording.shown(approval, second).is_tied
    with time_machine.travel(approval.expires_at, tick=False):
        assert not wording.shown(approval, second).is_tied


def test_those_above_are_told_and_need_no_right_to_see_it(asker: User) -> None:
    second, operator = invited(asker), make_user(None, Role.OPERATOR, "Operator 04")
    approval = ask(asker, "elsewhere")
    User.objects.filter(pk=second.pk).update(role=Role.ADMIN)  # who alone decides on that target
    second.refresh_from_db()
    elsewhere = make_user(None, Role.SUPERVISOR, "Supervisor 09")
    approvals.decide(approval=approval, agrees=True, by=second)
    (told,) = Notice.objects.filter(kind=approvals.TIED)
    assert told.person == elsewhere
    assert told.person != operator
    elsewhere.refresh_from_db()
    (shown,) = wording.waiting_for(elsewhere)
    assert "Second" in shown.words
    assert shown.address == reverse("accounts:approvals")


def test_administrators_are_told_before_supervisors(asker: User, kind: object) -> None:
    second = invited(asker)
    approval = ask(asker)
    approvals.decide(approval=approval, agrees=True, by=second)
    assert not Notice.objects.filter(kind=approvals.TIED).exists()  # of two people there is nobody above
    people = [make_user(None, role, role) for role in (Role.ADMIN, Role.SUPERVISOR)]
    assert approvals._above(asker.pk, second.pk) == people[:1]


def test_after_thirty_days_they_know_each_other(asker: User, third: User) -> None:
    with time_machine.travel(NOW, tick=False):
        second = invited(asker)
    User.objects.filter(pk=second.pk).update(joined_at=NOW)
    with time_machine.travel(NOW + who_invited_whom.LASTS - dt.timedelta(seconds=1), tick=False):
        assert approvals.others(kind=KIND, target=TARGET, by=asker) == [third]
    with time_machine.travel(NOW + who_invited_whom.LASTS, tick=False):
        assert set(approvals.others(kind=KIND, target=TARGET, by=asker)) == {second, third}
        assert not decided(asker, second).is_tied


def test_a_link_to_a_new_password_alone_ties_nobody(asker: User, third: User) -> None:
    """Its giver has no second factor of the person: else who gives one to everybody would have nobody else left."""
    second = make_user(None, Role.SUPERVISOR, "Second")
    let_in(second, asker, with_second_factor=False)
    unused = account_recovery.offer(user=third, with_second_factor=True, by=asker)
    account_recovery.withdraw_offers_of(user=asker)
    assert unused
    assert set(approvals.others(kind=KIND, target=TARGET, by=asker)) == {second, third}


def test_two_whom_one_person_let_in_are_second_persons_for_each_other(asker: User) -> None:
    admin = make_user(None, Role.ADMIN, "Administrator 01")
    second = invited(admin)
    User.objects.filter(pk=asker.pk).update(invited_by=admin)
    assert second in approvals.others(kind=KIND, target=TARGET, by=asker)
    assert not decided(asker, second).is_tied


def test_an_agreement_ends_where_a_third_person_comes_before_it_is_used(asker: User) -> None:
    decided(asker, invited(asker))
    make_user(None, Role.ADMIN, "Administrator 01")
    with pytest.raises(approvals.NeededError):
        use(asker)


def test_who_decides_reads_that_they_let_the_other_in(asker: User, kind: object) -> None:
    second = inviter(asker)
    approval = ask(asker)
    browser = Client()
    browser.force_login(second)
    address = reverse("accounts:approval", args=[approval.pk])
    assert "nobody else could decide" in browser.get(address).content.decode()
    approvals.decide(approval=approval, agrees=True, by=second)
    assert "Nobody else could decide" in browser.get(address).content.decode()
    assert notices.told_of(kind=approvals.DECIDED, target=str(approval.pk)) == {asker.pk}


def test_nothing_is_tied_by_the_machine_itself(asker: User) -> None:
    person = make_user(None, Role.SUPERVISOR, "Second")
    let_in(person, None)
    assert not who_invited_whom.tied_to(person.pk)
    assert timezone.now() - person.joined_at < who_invited_whom.LASTS
