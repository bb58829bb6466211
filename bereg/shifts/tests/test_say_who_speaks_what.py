"""Who speaks which language: said by each colleague, mended by a supervisor, shown on duty and beside the form."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.queries import acts_on
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre
from bereg.shifts.languages import (
    Noted,
    NotYoursToSayError,
    StaleSayingError,
    change_interpreter,
    note_interpreter,
    remove_interpreter,
    say_languages,
)
from bereg.shifts.models import Interpreter, Speaker
from bereg.shifts.roster import Planned, write_week
from bereg.shifts.speaking import at_centre
from conftest import make_user

pytestmark = pytest.mark.django_db
PAGE, OWN = reverse("shifts:languages"), reverse("shifts:own_languages")
IN_DIALOGUE = {"HX-Request": "true"}
NOTED = Noted("Interpreter 01", "+7 000 000-00-01", ["uz", "tg"], "weekdays", "asks for the number of the enquiry")


@pytest.fixture
def supervisor(centre: Centre) -> User:
    return make_user(centre, Role.SUPERVISOR, "Supervisor 01")


@pytest.fixture
def office(supervisor: User) -> Client:
    """The browser of the supervisor."""
    browser = Client()
    browser.force_login(supervisor)
    return browser


@pytest.fixture
def interpreter(centre: Centre, supervisor: User) -> Interpreter:
    return note_interpreter(centre=centre, noted=NOTED, by=supervisor)


def on_duty_all_day(centre: Centre, person: User, by: User) -> None:
    today = in_zone(timezone.now(), centre).date()
    shift = Planned(person, today, dt.time(), dt.time())
    write_week(centre=centre, monday=today - dt.timedelta(days=today.weekday()), version=0, shifts=[shift], by=by)


def colleague_page(person: User) -> str:
    return reverse("shifts:colleague_languages", args=[person.pk])


def interpreter_page(interpreter: Interpreter) -> str:
    return reverse("shifts:interpreter", args=[interpreter.pk])


def typed(**changes: Any) -> dict[str, Any]:
    return {"version": "1", **vars(NOTED), **changes}


def test_a_colleague_says_it_and_today_shows_it_beside_the_name(
    desk: Client, centre: Centre, operator: User, supervisor: User
) -> None:
    on_duty_all_day(centre, operator, supervisor)
    assert desk.post(OWN, {"version": "0", "languages": ["tg", "uz"]})["Location"] == PAGE
    assert "Uzbek, Tajik" in desk.get(reverse("desk:today")).content.decode()
    assert Speaker.objects.get().languages == ["tg", "uz"]
    assert [act.action for act in acts_on(operator)][-1:] == ["languages.said"]


def test_a_supervisor_mends_it_and_whoever_has_the_old_page_sees_both(
    desk: Client, office: Client, operator: User
) -> None:
    desk.post(OWN, {"version": "0", "languages": ["uz"]})
    assert office.post(colleague_page(operator), {"version": "1", "languages": ["tg"]}).status_code == 302
    answer = desk.post(OWN, {"version": "1", "languages": ["uz", "en"]})
    assert (answer.status_code, answer.context["version"], answer.context["both"]) == (409, 2, ["Tajik"])
    assert answer.context["form"]["languages"].value() == ["uz", "en"]
    assert desk.post(OWN, {"version": "2", "languages": ["uz", "en"]}).status_code == 302
    assert Speaker.objects.get().languages == ["uz", "en"]


@pytest.mark.parametrize("version", ["0", "2", "none"])
def test_a_first_word_said_twice_is_refused(desk: Client, version: str) -> None:
    desk.post(OWN, {"version": "0", "languages": ["uz"]})
    assert desk.post(OWN, {"version": version, "languages": []}).status_code == 409
    assert Speaker.objects.get().languages == ["uz"]


def test_what_is_no_language_is_refused(desk: Client) -> None:
    assert desk.post(OWN, {"version": "0", "languages": ["uz", "xx"]}).status_code == 422
    assert not Speaker.objects.exists()


def test_nobody_else_says_it(desk: Client, operator: User, centre: Centre, other_centre: Centre) -> None:
    colleague = make_user(centre, Role.LAWYER, "Lawyer 01")
    elsewhere = make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    assert desk.post(colleague_page(colleague), {"version": "0", "languages": ["uz"]}).status_code == 403
    for by in (operator, elsewhere):
        with pytest.raises(NotYoursToSayError):
            say_languages(person=colleague, version=0, languages=["uz"], by=by)
    browser = Client()
    browser.force_login(elsewhere)
    assert browser.get(colleague_page(colleague)).status_code == 404


def test_of_one_language_who_is_on_duty_comes_first(
    centre: Centre, operator: User, supervisor: User, interpreter: Interpreter
) -> None:
    lawyer = make_user(centre, Role.LAWYER, "Lawyer 01")
    on_duty_all_day(centre, operator, supervisor)
    for person, spoken in ((operator, ["uz"]), (lawyer, ["uz", "en"]), (supervisor, ["tg"])):
        say_languages(person=person, version=0, languages=spoken, by=person)
    now = timezone.now()
    found = at_centre(centre, now, "uz")
    assert [each.person for each in found.here] == [operator]
    assert [each.person for each in found.away] == [lawyer]
    assert found.interpreters == [interpreter]
    assert [each.person for each in at_centre(centre, now, "en").away] == [lawyer]
    assert at_centre(centre, now, "zh").is_nobody


def test_who_left_is_named_no_more(centre: Centre, operator: User, supervisor: User) -> None:
    say_languages(person=operator, version=0, languages=["uz"], by=operator)
    operator.closed_at = timezone.now()
    operator.save()
    assert at_centre(centre, timezone.now(), "uz").is_nobody


def test_the_dialogue_gets_the_lists_alone(desk: Client, interpreter: Interpreter) -> None:
    part = desk.get(f"{PAGE}?language=uz", headers=IN_DIALOGUE).content.decode()
    assert "<html" not in part
    assert all(words in part for words in ("Uzbek", "Interpreter 01", "+7 000 000-00-01", "weekdays"))
    assert "Change" not in part
    assert "Nobody speaks it here" in desk.get(f"{PAGE}?language=zh", headers=IN_DIALOGUE).content.decode()
    assert desk.get(f"{PAGE}?language=xx").status_code == 200


def test_an_interpreter_is_noted_changed_and_removed(office: Client, centre: Centre) -> None:
    new = reverse("shifts:new_interpreter", args=[centre.pk])
    assert office.post(new, typed())["Location"] == PAGE
    made = Interpreter._base_manager.get()
    assert (made.name, made.languages, made.hours) == ("Interpreter 01", ["uz", "tg"], "weekdays")
    assert office.post(interpreter_page(made), typed(telephone="+7 000 000-00-09")).status_code == 302
    made.refresh_from_db()
    assert (made.telephone, made.version) == ("+7 000 000-00-09", 2)
    remove = reverse("shifts:remove_interpreter", args=[made.pk])
    assert office.post(remove, {"version": "1"})["Location"] == interpreter_page(made)
    assert office.post(remove, {"version": "2"})["Location"] == PAGE
    again = office.post(remove, {"version": "2"}, follow=True)
    assert again.redirect_chain == [(PAGE, 302)]
    assert "This interpreter is not noted here any more." in again.content.decode()
    assert not Interpreter._base_manager.exists()
    assert [act.action for act in acts_on(made)] == ["interpreter.noted", "interpreter.changed", "interpreter.removed"]


@pytest.mark.parametrize("wrong", [{"name": ""}, {"telephone": "none"}, {"languages": []}, {"languages": ["xx"]}])
def test_what_is_wrong_is_said_and_what_was_typed_stays(office: Client, centre: Centre, wrong: dict[str, Any]) -> None:
    answer = office.post(reverse("shifts:new_interpreter", args=[centre.pk]), typed(**wrong))
    assert answer.status_code == 422
    assert "asks for the number of the enquiry" in answer.content.decode()
    assert not Interpreter._base_manager.exists()


def test_the_slower_of_two_supervisors_sees_both(office: Client, supervisor: User, interpreter: Interpreter) -> None:
    change_interpreter(
        interpreter=interpreter, version=1, noted=Noted("Interpreter 01", "+7 000 000-00-02", ["uz"]), by=supervisor
    )
    answer = office.post(interpreter_page(interpreter), typed(hours="at night"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("+7 000 000-00-02", 'value="at night"', 'name="version" value="2"'))
    with pytest.raises(StaleSayingError):
        remove_interpreter(interpreter=interpreter, version=1, by=supervisor)


def test_interpreters_are_those_of_one_centre(
    desk: Client, interpreter: Interpreter, operator: User, other_centre: Centre
) -> None:
    elsewhere = make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    browser = Client()
    browser.force_login(elsewhere)
    assert "Interpreter 01" not in browser.get(PAGE).content.decode()
    for method in (browser.get, browser.post):
        assert method(interpreter_page(interpreter)).status_code == 404
    gone = browser.post(reverse("shifts:remove_interpreter", args=[interpreter.pk]), {"version": "1"})
    assert (gone["Location"], Interpreter._base_manager.count()) == (PAGE, 1)
    assert browser.get(reverse("shifts:new_interpreter", args=[uuid4()])).status_code == 404
    for by in (elsewhere, operator):
        with pytest.raises(NotYoursToSayError):
            remove_interpreter(interpreter=interpreter, version=1, by=by)
    assert desk.get(interpreter_page(interpreter)).status_code == 403
