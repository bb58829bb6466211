"""Making somebody a supervisor or an administrator: two people, unless only one could decide."""

import datetime as dt
import re
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts import approvals, kinds
from bereg.accounts.decisions import Decision
from bereg.accounts.models import Approval, Notice, Reset, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres import grants, staffing
from bereg.centres.models import Centre, Invitation
from conftest import make_user

PEOPLE = reverse("centres:people")
GRANTED = pytest.mark.parametrize("role", sorted(grants.GRANTED))


@pytest.fixture
def admin(centre: Centre) -> User:
    return make_user(centre, Role.ADMIN, "Administrator 01")


@pytest.fixture
def manager(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def change(browser: Client, person: User, **sent: str) -> str:
    answer = browser.post(reverse("centres:change_person", args=[person.pk]), sent, follow=True)
    return answer.content.decode()


def role_of(user: User) -> str:
    user.refresh_from_db()
    return user.role


@GRANTED
def test_the_first_of_them_is_invited_alone_and_that_is_recorded(manager: Client, centre: Centre, role: Role) -> None:
    answer = manager.post(PEOPLE, {"role": role, "centre": centre.pk})
    assert re.search(r"/join/[^/]+/", answer.content.decode())
    assert Approval.objects.get().decision == Decision.ALONE
    assert list(ChainedAct.objects.order_by("pk").values_list("action", flat=True)) == [
        "approval.alone",
        "invitation.made",
    ]


@GRANTED
def test_an_invitation_waits_for_a_second_person(
    manager: Client, admin: User, centre: Centre, supervisor: User, role: Role
) -> None:
    sent = {"role": role, "centre": centre.pk}
    for _ in range(2):
        asked = manager.post(PEOPLE, sent, follow=True).content.decode()
        assert "A second person has to agree" in asked
        assert not Invitation.objects.exists()
    request = Approval.objects.get()
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.decide(approval=request, agrees=True, by=admin)
    approvals.decide(approval=request, agrees=True, by=supervisor)
    assert "/join/" in manager.post(PEOPLE, sent).content.decode()
    assert "/join/" not in manager.post(PEOPLE, sent, follow=True).content.decode()  # once
    assert Invitation.objects.get().role == role
    assert Approval.objects.exclude(used_at=None).get() == request


def test_the_same_form_sent_twice_needs_one_agreement(
    manager: Client, admin: User, centre: Centre, supervisor: User
) -> None:
    page = manager.get(PEOPLE).content.decode()
    sent = {"id": page.partition('name="id" value="')[2][:36], "role": "supervisor", "centre": centre.pk}
    manager.post(PEOPLE, sent)
    approvals.decide(approval=Approval.objects.get(), agrees=True, by=supervisor)
    links = [re.findall(r"/join/[^/]+/", manager.post(PEOPLE, sent).content.decode()) for _ in range(2)]
    assert all(links)
    assert links[0] != links[1]
    assert Invitation.objects.count() == 1
    made = ChainedAct.objects.filter(action="invitation.made", target=str(Invitation.objects.get().pk))
    assert made.count() == 2


def test_an_expired_invitation_needs_a_new_agreement_and_sending_again_makes_none_last_longer(
    admin: User, centre: Centre, supervisor: User
) -> None:
    form = uuid4()

    def invite() -> str:
        return staffing.invite(id=form, centre=centre, role=Role.ADMIN, by=admin)

    with time_machine.travel(dt.datetime(2007, 5, 7, 12, tzinfo=dt.UTC), tick=False) as clock:
        asked = approvals.ask(kind=grants.KIND, target=grants.target_of_invitation(Role.ADMIN, centre), by=admin)
        approvals.decide(approval=asked, agrees=True, by=supervisor)
        invite()
        clock.shift(dt.timedelta(hours=71))
        invite()
        assert Invitation.objects.get().expires_at == dt.datetime(2007, 5, 10, 12, tzinfo=dt.UTC)
        clock.shift(dt.timedelta(hours=1))
        with pytest.raises(approvals.NeededError):
            invite()


def test_an_agreement_to_one_role_or_centre_is_none_to_another(
    admin: User, centre: Centre, other_centre: Centre, supervisor: User
) -> None:
    with pytest.raises(approvals.NeededError):
        staffing.invite(centre=centre, role=Role.SUPERVISOR, by=admin)
    target = grants.target_of_invitation(Role.SUPERVISOR, centre)
    asked = approvals.ask(kind=grants.KIND, target=target, by=admin)
    approvals.decide(approval=asked, agrees=True, by=supervisor)
    make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    for where, role in ((centre, Role.ADMIN), (other_centre, Role.SUPERVISOR)):
        with pytest.raises(approvals.NeededError):
            staffing.invite(centre=where, role=role, by=admin)
    staffing.invite(centre=centre, role=Role.SUPERVISOR, by=admin)


@GRANTED
def test_a_role_is_given_after_a_second_person_agreed(
    manager: Client, operator: User, supervisor: User, role: Role
) -> None:
    address = reverse("centres:change_person", args=[operator.pk])
    sent = {"act": "role", "role": role}
    assert "A second person" in manager.post(address, sent, follow=True).content.decode()
    assert role_of(operator) == Role.OPERATOR
    approvals.decide(approval=Approval.objects.get(), agrees=True, by=supervisor)
    manager.post(address, sent)
    assert role_of(operator) == role


def test_nobody_decides_on_their_own_role(admin: User, centre: Centre, supervisor: User) -> None:
    target = grants.target_of_person(Role.ADMIN, supervisor)
    assert approvals.others(kind=grants.KIND, target=target, by=admin) == []
    asked = approvals.ask(kind=grants.KIND, target=target, by=admin)
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.decide(approval=asked, agrees=True, by=supervisor)


def test_a_supervisor_of_another_centre_has_no_say(admin: User, centre: Centre, other_centre: Centre) -> None:
    stranger = make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    asked = approvals.ask(kind=grants.KIND, target=grants.target_of_invitation(Role.ADMIN, centre), by=admin)
    assert approvals.seen(stranger, asked.pk) is None
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.decide(approval=asked, agrees=True, by=stranger)


def test_other_roles_and_leaving_need_nobody(manager: Client, operator: User, supervisor: User) -> None:
    address = reverse("centres:change_person", args=[operator.pk])
    manager.post(address, {"act": "role", "role": "lawyer"})
    assert role_of(operator) == Role.LAWYER
    manager.post(address, {"act": "close"})
    manager.post(address, {"act": "reopen"})
    operator.refresh_from_db()
    assert operator.closed_at is None
    manager.post(reverse("centres:change_person", args=[supervisor.pk]), {"act": "role", "role": "operator"})
    assert role_of(supervisor) == Role.OPERATOR
    assert not Approval.objects.exists()


def test_of_two_who_close_each_other_one_stays(admin: User, centre: Centre) -> None:
    other = make_user(centre, Role.ADMIN, "Administrator 02")
    mine, theirs = User.objects.get(pk=admin.pk), User.objects.get(pk=other.pk)  # as two requests have read them
    staffing.close_person(user=theirs, by=admin)
    for act in (staffing.close_person, lambda **whom: staffing.change_role(role=Role.OPERATOR, **whom)):
        with pytest.raises(staffing.NotBelowError):
            act(user=mine, by=other)
    assert User.objects.get(pk=admin.pk).is_active
    assert role_of(admin) == Role.ADMIN


def test_who_has_just_been_closed_invites_nobody(supervisor: User, admin: User, centre: Centre) -> None:
    staffing.close_person(user=User.objects.get(pk=supervisor.pk), by=admin)
    with pytest.raises(staffing.NotBelowError):
        staffing.invite(centre=centre, role=Role.OPERATOR, by=supervisor)
    assert not Invitation.objects.exists()


def test_a_role_that_was_just_taken_away_is_not_given_back_without_a_second_person(
    supervisor: User, admin: User, centre: Centre
) -> None:
    other = make_user(centre, Role.ADMIN, "Administrator 02")
    staffing.change_role(user=User.objects.get(pk=supervisor.pk), role=Role.OPERATOR, by=admin)
    with pytest.raises(approvals.NeededError):
        staffing.change_role(user=supervisor, role=Role.SUPERVISOR, by=other)
    assert role_of(supervisor) == Role.OPERATOR


def test_who_was_just_made_less_gives_no_role_that_they_could_give_before(
    operator: User, admin: User, centre: Centre
) -> None:
    User.objects.filter(pk=admin.pk).update(role=Role.SUPERVISOR)
    with pytest.raises(staffing.NotBelowError):
        staffing.change_role(user=operator, role=Role.SUPERVISOR, by=admin)
    assert role_of(operator) == Role.OPERATOR


def test_a_supervisor_comes_back_after_a_second_person_agreed(
    manager: Client, admin: User, centre: Centre, supervisor: User
) -> None:
    second = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    address = reverse("centres:change_person", args=[supervisor.pk])
    manager.post(address, {"act": "close"})
    manager.post(address, {"act": "reopen"})
    supervisor.refresh_from_db()
    assert supervisor.closed_at
    approvals.decide(approval=Approval.objects.get(), agrees=True, by=second)
    manager.post(address, {"act": "reopen"})
    supervisor.refresh_from_db()
    assert supervisor.closed_at is None


def test_the_second_factor_of_a_supervisor_goes_after_a_second_person_agreed(
    manager: Client, centre: Centre, supervisor: User
) -> None:
    second = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    address, sent = reverse("centres:change_person", args=[supervisor.pk]), {"act": "reset", "second_factor": "remove"}
    assert "A second person" in manager.post(address, sent, follow=True).content.decode()
    assert not Reset.objects.exists()
    request = Approval.objects.get()
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.decide(approval=request, agrees=True, by=supervisor)
    approvals.decide(approval=request, agrees=True, by=second)
    assert "/account/reset/" in manager.post(address, sent).content.decode()
    assert Reset.objects.get().with_second_factor


@GRANTED
def test_a_link_for_who_has_set_up_no_second_factor_waits_for_a_second_person(
    manager: Client, centre: Centre, supervisor: User, role: Role
) -> None:
    new = make_user(centre, role, "Newcomer", second_factor=False)
    address, sent = reverse("centres:change_person", args=[new.pk]), {"act": "reset"}
    assert "A second person" in manager.post(address, sent, follow=True).content.decode()
    assert not Reset.objects.exists()
    approvals.decide(approval=Approval.objects.get(), agrees=True, by=supervisor)
    assert "/account/reset/" in manager.post(address, sent).content.decode()


def test_the_only_other_one_decides_on_a_link_that_removes_their_own_second_factor(
    admin: User, manager: Client, supervisor: User
) -> None:
    """Else the administrator would be both persons of every act, and nobody would have been asked."""
    said = change(manager, supervisor, act="reset", second_factor="remove")
    assert "/account/reset/" not in said
    assert not Reset.objects.exists()
    assert "Only Supervisor 01 could agree, and is told." in said
    assert "bereg people reset supervisor-01 --second-factor" in said
    asked = Approval.objects.get()
    assert (asked.decision, approvals.may_decide(supervisor, asked)) == ("", True)
    assert Notice.objects.filter(person=supervisor, target=str(asked.pk)).exists()
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.decide(approval=asked, agrees=True, by=admin)
    approvals.decide(approval=asked, agrees=True, by=supervisor)
    assert "/account/reset/" in change(manager, supervisor, act="reset", second_factor="remove")


def test_what_they_agreed_to_alone_falls_when_there_is_another_who_could(
    admin: User, manager: Client, supervisor: User, centre: Centre
) -> None:
    change(manager, supervisor, act="reset", second_factor="remove")
    asked = Approval.objects.get()
    approvals.decide(approval=asked, agrees=True, by=supervisor)
    make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    assert not approvals.may_decide(supervisor, asked)
    change(manager, supervisor, act="reset", second_factor="remove")
    assert not Reset.objects.exists()


def test_a_link_for_the_only_other_one_who_never_set_up_a_second_factor_is_free(
    admin: User, manager: Client, centre: Centre
) -> None:
    newcomer = make_user(centre, Role.SUPERVISOR, "Supervisor 03", second_factor=False)
    assert "/account/reset/" in change(manager, newcomer, act="reset")
    assert Approval.objects.get().decision == "alone"


def test_a_password_alone_and_an_operators_second_factor_need_nobody(
    client: Client, centre: Centre, supervisor: User, operator: User
) -> None:
    """Who looks after them reads what they read."""
    client.force_login(make_user(centre, Role.SUPERVISOR, "Supervisor 02"))
    address = reverse("centres:change_person", args=[operator.pk])
    assert "/account/reset/" in client.post(address, {"act": "reset", "second_factor": "remove"}).content.decode()
    client.force_login(make_user(centre, Role.ADMIN, "Administrator 01"))
    for person in (supervisor, operator):
        address = reverse("centres:change_person", args=[person.pk])
        assert "/account/reset/" in client.post(address, {"act": "reset"}).content.decode()
    assert not Approval.objects.exists()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.LAWYER, Role.PSYCHOLOGIST])
def test_an_administrator_lets_nobody_read_cases_alone(
    manager: Client, centre: Centre, supervisor: User, role: Role
) -> None:
    """It could be their own second account: an invitation that they open, another role, or a colleague's sign-in."""
    assert "/join/" not in manager.post(PEOPLE, {"role": role, "centre": centre.pk}, follow=True).content.decode()
    editor, colleague = make_user(centre, Role.EDITOR, "Editor 01"), make_user(centre, role, "Colleague 01")
    change(manager, editor, act="role", role=role)
    assert role_of(editor) == Role.EDITOR
    assert "/account/reset/" not in change(manager, colleague, act="reset", second_factor="remove")
    assert Approval.objects.count() == 3
    for each in Approval.objects.all():
        approvals.decide(approval=each, agrees=True, by=supervisor)
    assert "/join/" in manager.post(PEOPLE, {"role": role, "centre": centre.pk}, follow=True).content.decode()


@pytest.mark.parametrize("role", [Role.LAWYER, Role.PSYCHOLOGIST])
def test_no_supervisor_takes_over_alone_whose_notes_they_may_not_read(
    client: Client, centre: Centre, supervisor: User, role: Role
) -> None:
    colleague, admin = make_user(centre, role, "Colleague 01"), make_user(centre, Role.ADMIN, "Administrator 01")
    client.force_login(supervisor)
    assert "/account/reset/" not in change(client, colleague, act="reset", second_factor="remove")
    asked = Approval.objects.get()
    approvals.decide(approval=asked, agrees=True, by=admin)
    assert "/account/reset/" in change(client, colleague, act="reset", second_factor="remove")


def test_a_request_says_in_words_whom_it_is_about(admin: User, centre: Centre, operator: User) -> None:
    describe = kinds.kind_of(grants.KIND).describe
    assert describe(grants.target_of_person(Role.ADMIN, operator)) == "Make Operator 04: administrator"
    invited = describe(grants.target_of_invitation(Role.SUPERVISOR, centre))
    assert invited == "Invite somebody to Moscow as: supervisor"
    reset = describe(grants.target_of_reset(operator))
    assert reset == "Give Operator 04 (operator) a link with which a new second factor is set up"


def test_of_a_link_that_removes_a_second_factor_its_owner_decides_before_who_was_let_in_lately(
    admin: User, centre: Centre
) -> None:
    third, tied = (make_user(centre, Role.ADMIN, f"Administrator 0{number}") for number in (2, 3))
    target = grants.target_of_reset(third)
    assert approvals.others(kind=grants.KIND, target=target, by=admin) == [tied]
    User.objects.filter(pk=tied.pk).update(invited_by=admin, joined_at=timezone.now())
    assert approvals.others(kind=grants.KIND, target=target, by=admin) == [third]
    asked = approvals.ask(kind=grants.KIND, target=target, by=admin)
    assert (approvals.may_decide(third, asked), approvals.may_decide(tied, asked)) == (True, False)
