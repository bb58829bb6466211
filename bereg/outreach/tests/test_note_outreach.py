"""Noting an event, putting it right, and taking it off."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import queries as audit
from bereg.centres.models import Centre
from bereg.outreach import actions, opening
from bereg.outreach.models import OpenedThere, OutreachEvent
from bereg.outreach.tests.conftest import DAY, browser_of, details, held, registered
from bereg.reference.actions import withdraw
from conftest import make_user
from tests.told import entry_of

NEW = "/outreach/new/"


def sent(centre: Centre, **changes: Any) -> dict[str, Any]:
    """Return what the form sends."""
    return {
        "id": str(uuid4()),
        "kind": "lecture",
        "held_on": "2008-02-12",
        "about": "Rights of who works abroad",
        "place_kind": "school",
        "place": "Invented college",
        "region": "RU-ARK",
        "centre": centre.code,
        "reached_students": "40",
        "reached_teachers": "3",
        **changes,
    }


def test_it_is_noted_and_shown_with_its_numbers(centre: Centre, operator: User, supervisor: User) -> None:
    entry_of("organisation", "Invented college", by=supervisor, content={"sort": "education", "phones": ["00-02"]})
    browser = browser_of(operator)
    done = browser.post(NEW, sent(centre, partner="Invented college"))
    made = OutreachEvent.objects.get()
    assert (done.status_code, done["Location"]) == (302, made.get_absolute_url())
    assert (made.people, made.size, made.reached) == (43, "20_49", {"students": 40, "teachers": 3})
    page = " ".join(browser.get(made.get_absolute_url()).content.decode().split())
    assert "43: students 40, teachers 3" in page
    assert "Arkhangelsk" in page
    assert "<bdi>Invented college</bdi>" in page
    listed = " ".join(browser.get("/outreach/?begins=2008-01-01&ends=2008-12-31").content.decode().split())
    assert "43 people reached" in listed
    assert [(act.action, act.because) for act in audit.acts_on(made)] == [("outreach.recorded", "lecture")]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("held_on", "2099-01-01", "That day is still to come."),
        ("held_on", "2008-02-31", "There is no such date."),
        ("kind", "", "This field is required."),
        ("reached_students", "-1", "greater than or equal to 0"),
        ("about", "Ask anna@example.org", "may tell who somebody is"),
        ("partner", "Nobody knows it", "There is nothing of this name in the directory"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_keeps_what_was_typed(
    centre: Centre, operator: User, field: str, typed: str, said: str
) -> None:
    answer = browser_of(operator).post(NEW, sent(centre, **{field: typed}))
    assert answer.status_code == 422
    assert any(said in str(each) for each in answer.context["form"].errors[field])
    assert 'value="Invented college"' in answer.content.decode()
    assert not OutreachEvent.objects.exists()


def test_a_day_in_its_theme_or_its_place_tells_of_nobody(centre: Centre, operator: User) -> None:
    named = sent(centre, about="Day of the migrant, 18 December 2007", place="School of the 9 May, ул. Лесная, д. 5")
    assert browser_of(operator).post(NEW, named).status_code == 302
    assert OutreachEvent.objects.get().about == "Day of the migrant, 18 December 2007"


def test_without_any_number_it_is_asked_for_and_nobody_came_is_one(centre: Centre, operator: User) -> None:
    browser = browser_of(operator)
    empty = sent(centre, reached_students="", reached_teachers="")
    answer = browser.post(NEW, empty)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reached_migrants"])
    assert browser.post(NEW, {**empty, "reached_journalists": "0"}).status_code == 302
    assert (OutreachEvent.objects.get().reached, OutreachEvent.objects.get().size) == ({}, "none")


def test_the_fields_keep_the_capitals_of_what_is_short_for_something(operator: User) -> None:
    assert "Staff of NGOs" in browser_of(operator).get(NEW).content.decode()


def test_sent_twice_it_is_one(centre: Centre, operator: User) -> None:
    browser, same = browser_of(operator), sent(centre)
    assert browser.post(NEW, same)["Location"] == browser.post(NEW, same)["Location"]
    assert OutreachEvent.objects.count() == 1


def test_sent_again_with_something_else_it_shows_both_and_then_changes(centre: Centre, operator: User) -> None:
    browser, same = browser_of(operator), sent(centre)
    browser.post(NEW, same)
    answer = browser.post(NEW, same | {"reached_students": "45"})
    page = answer.content.decode()
    event = OutreachEvent.objects.get()
    assert (answer.status_code, event.reached["students"]) == (409, 40)
    assert ("saved before with something else" in page, 'value="45"' in page) == (True, True)
    change = reverse("outreach:change_event", args=[event.pk])
    assert f'action="{change}"' in page
    version = str(answer.context["version"])
    assert browser.post(change, same | {"reached_students": "45", "version": version}).status_code == 302
    assert OutreachEvent.objects.get().reached["students"] == 45


def test_a_stale_change_shows_both(event: OutreachEvent, centre: Centre, operator: User, supervisor: User) -> None:
    address = reverse("outreach:change_event", args=[event.pk])
    actions.change(event=event, version=1, details=details(centre, kind="seminar"), by=supervisor)
    answer = browser_of(operator).post(address, sent(centre, version="1", about="What I typed"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "What I typed" in page
    assert "What stands now" in page
    assert 'name="version" value="2"' in page
    assert browser_of(operator).post(address, sent(centre, version="2")).status_code == 302
    assert OutreachEvent.objects.get().kind == "lecture"


def test_its_day_is_not_put_after_that_of_an_enquiry_opened_there(
    event: OutreachEvent, centre: Centre, operator: User
) -> None:
    opening.note_opened(event=event, enquiry=registered(centre, operator), by=operator)
    address = reverse("outreach:change_event", args=[event.pk])
    answer = browser_of(operator).post(address, sent(centre, version="1", held_on="2008-02-13", about="What I typed"))
    assert answer.status_code == 422
    assert "older than that day" in str(answer.context["form"].errors["held_on"])
    assert "What I typed" in answer.content.decode()
    assert OutreachEvent.objects.get().held_on == OpenedThere._base_manager.get().held_on == DAY
    assert browser_of(operator).post(address, sent(centre, version="1", held_on="2008-02-11")).status_code == 302
    opened = OpenedThere._base_manager.get()
    assert (opened.kind, opened.held_on) == ("lecture", dt.date(2008, 2, 11))


def test_a_partner_that_left_the_directory_stays_where_it_stands(
    centre: Centre, operator: User, supervisor: User
) -> None:
    union = entry_of("organisation", "Invented Union", by=supervisor, content={"sort": "ngo"})
    event = held(centre, operator, partner=union)
    withdraw(entry=union, by=supervisor)
    address, browser = reverse("outreach:change_event", args=[event.pk]), browser_of(operator)
    assert browser.get(address).context["form"]["partner"].value() == "Invented Union"
    right = sent(centre, version="1", partner="Invented Union")
    assert browser.post(address, right).status_code == 302
    assert (OutreachEvent.objects.get().partner, OutreachEvent.objects.get().kind) == (union, "lecture")
    assert browser.post(NEW, right).status_code == 422


def test_who_works_elsewhere_neither_sees_nor_changes_it(
    event: OutreachEvent, centre: Centre, operator: User, stranger: User
) -> None:
    assert browser_of(stranger).get(event.get_absolute_url()).status_code == 404
    national = held(centre, operator, kind="conference", is_national=True)
    assert browser_of(stranger).get(national.get_absolute_url()).status_code == 200
    address = reverse("outreach:change_event", args=[national.pk])
    assert browser_of(stranger).post(address, sent(centre, version="1")).status_code == 403
    with pytest.raises(actions.NotYourOutreachError):
        actions.remove(event=national, version=1, by=stranger)
    with pytest.raises(actions.NotYourOutreachError):
        actions.record(id=uuid4(), details=details(centre), by=stranger)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PUBLISHER, Role.INTERN, Role.EDITOR, Role.ADMIN])
def test_who_meets_nobody_has_no_such_page(centre: Centre, role: Role) -> None:
    assert browser_of(make_user(centre, role, "Somebody 01")).get("/outreach/").status_code == 403


def test_it_is_taken_off_unless_counted_or_with_enquiries(event: OutreachEvent, centre: Centre, operator: User) -> None:
    opening.note_opened(event=event, enquiry=registered(centre, operator), by=operator)
    address = reverse("outreach:remove_event", args=[event.pk])
    browser = browser_of(operator)
    assert browser.post(address, {"version": "1"}).status_code == 409
    OpenedThere._base_manager.all().delete()
    assert browser.post(address, {"version": "7"}).status_code == 409
    OutreachEvent.objects.update(counted_in=dt.date(2008, 2, 1))
    assert browser.post(address, {"version": "1"}).status_code == 409
    OutreachEvent.objects.update(counted_in=None)
    assert browser.post(address, {"version": "1"}).status_code == 302
    assert not OutreachEvent.objects.exists()


def test_the_list_sums_a_time_by_kind_and_by_people(centre: Centre, operator: User, stranger: User) -> None:
    first = held(centre, operator)
    held(centre, operator, reached={"migrants": 6})
    held(centre, operator, kind="seminar", reached={"journalists": 5})
    held(centre, operator, held_on=DAY - dt.timedelta(days=40))
    opening.note_opened(event=first, enquiry=registered(centre, operator), by=operator)
    done = browser_of(operator).get("/outreach/?begins=2008-02-01&ends=2008-02-28").context["done"]
    cells = dict(done["rows"])
    assert cells["joint consultation"] | {"reached": None} == {
        "events": 2,
        "people": 22,
        "enquiries": 1,
        "handed_out": 0,
        "reached": None,
    }
    total = done["total"][1]
    assert (total["events"], total["people"], total["enquiries"]) == (3, 27, 1)
    assert [(str(label), many) for label, many in total["reached"]] == [
        ("migrants", 20),
        ("officials", 2),
        ("journalists", 5),
    ]
    assert browser_of(stranger).get("/outreach/?begins=2008-02-01&ends=2008-02-28").context["done"] == {}


def test_a_time_that_ends_before_it_begins_is_told(centre: Centre, operator: User) -> None:
    page = browser_of(operator).get("/outreach/?begins=2008-02-01&ends=2008-01-01")
    assert page.context["form"].errors["ends"] == ["The end is before the beginning."]
