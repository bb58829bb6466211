"""A step that was ticked by mistake is taken back by who ticked it, and by nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.queries import acts_on
from bereg.centres.models import Centre
from bereg.dangers import actions
from bereg.dangers.choices import Ending, ProcedureKind
from bereg.dangers.models import Danger, TickedStep
from bereg.dangers.tests.conftest import Raise
from conftest import make_user

pytestmark = pytest.mark.django_db
STEP = {"kind": "danger", "number": "0", "place": "1"}


@pytest.fixture
def ticked(raised: Raise, operator: User) -> Danger:
    """An alarm that the operator took, with one step done."""
    danger = raised()
    actions.take(danger=danger, by=operator)
    actions.tick(danger=danger, kind=ProcedureKind.DANGER, number=0, place=1, by=operator)
    return danger


def untick(danger: Danger) -> str:
    return reverse("dangers:untick", args=[danger.pk])


def test_who_ticked_it_takes_it_back_and_may_tick_it_again(desk: Client, ticked: Danger, operator: User) -> None:
    page = reverse("dangers:danger", args=[ticked.pk])
    assert "Not done after all" in desk.get(page).content.decode()
    for _ in range(2):  # sent twice it is taken back once
        assert desk.post(untick(ticked), STEP)["Location"] == f"{page}?steps=danger"
    assert not TickedStep._base_manager.exists()
    assert "Not done after all" not in desk.get(page).content.decode()
    actions.tick(danger=ticked, kind=ProcedureKind.DANGER, number=0, place=1, by=operator)
    acts = [(act.action, act.because) for act in acts_on(ticked)][-3:]
    assert acts == [("danger.step_done", "1"), ("danger.step_taken_back", "1"), acts[0]]


def test_a_colleague_does_not(ticked: Danger, centre: Centre) -> None:
    colleague = make_user(centre, Role.SUPERVISOR, "Supervisor 01")
    browser = Client()
    browser.force_login(colleague)
    assert "Not done after all" not in browser.get(reverse("dangers:danger", args=[ticked.pk])).content.decode()
    answer = browser.post(untick(ticked), STEP)
    assert answer.status_code == 409
    assert "theirs to take back" in answer.content.decode()
    assert TickedStep._base_manager.exists()


def test_what_was_done_stands_once_the_alarm_has_ended(desk: Client, ticked: Danger, operator: User) -> None:
    actions.end(danger=ticked, ending=Ending.DONE, by=operator)
    assert desk.post(untick(ticked), STEP).status_code == 409
    assert TickedStep._base_manager.exists()


@pytest.mark.parametrize("sent", [{}, {"number": "x", "place": "99"}, {"kind": "moon", "place": "-1"}])
def test_what_is_no_step_takes_nothing_back(desk: Client, ticked: Danger, sent: dict[str, str]) -> None:
    assert desk.post(untick(ticked), sent).status_code == 302
    assert TickedStep._base_manager.exists()
