"""Beside the steps stands whom to call now: who is on duty, the supervisors, the emergency number, the police."""

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.dangers import actions
from bereg.dangers.choices import Ending
from bereg.dangers.tests.conftest import Raise
from bereg.shifts.models import Speaker
from conftest import make_user
from tests.rosters import plan

pytestmark = pytest.mark.usefixtures("serve")
STEPS, NUMBER = reverse("dangers:steps"), "8 800 000 00 77"


@pytest.fixture
def staffed(centre: Centre, supervisor: User) -> Centre:
    """A centre with an emergency number, a psychologist who holds the telephone, and a supervisor off duty."""
    holder = make_user(centre, Role.PSYCHOLOGIST, "Psychologist 01")
    Speaker.objects.create(person=holder, languages=["tg"])
    Speaker.objects.create(person=supervisor, languages=["uz"])
    plan(centre, holder, telephone=holder)
    Centre.objects.filter(pk=centre.pk).update(emergency_number=NUMBER)
    return centre


def page(person: User, address: str) -> str:
    browser = Client()
    browser.force_login(person)
    return browser.get(address).content.decode()


def test_the_steps_say_whom_to_call_now(staffed: Centre, operator: User, supervisor: User) -> None:
    shown = page(operator, STEPS)
    said = (NUMBER, "Psychologist 01", "24-hour telephone", "Tajik", supervisor.name, "Uzbek")
    assert [each for each in said if each not in shown] == []
    assert f"{reverse('reference:answers')}?q=police&amp;kind=organisation" in shown
    assert operator.name not in shown.partition("<main")[2]  # neither on duty nor a supervisor


def test_an_alarm_says_it_to_a_supervisor_of_another_centre_too(
    staffed: Centre, raised: Raise, far_supervisor: User, operator: User
) -> None:
    danger = raised(minutes_ago=11)
    shown = page(far_supervisor, danger.get_absolute_url())
    assert [each for each in (NUMBER, "Psychologist 01", "24-hour telephone") if each not in shown] == []
    actions.end(danger=danger, ending=Ending.MISTAKE, by=operator)
    assert NUMBER not in page(operator, danger.get_absolute_url())


def test_where_there_is_none_it_says_so(centre: Centre, operator: User) -> None:
    shown = page(operator, STEPS)
    assert "no emergency number of its own" in shown
    assert "Nobody is on the roster" in shown
