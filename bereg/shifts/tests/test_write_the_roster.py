"""The roster of a week: typed by a supervisor, copied from the week before, and who is on duty by it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.queries import acts_on
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre, Membership
from bereg.centres.scope import beyond
from bereg.retention.rules import erase_due
from bereg.shifts.models import RosterWeek, Shift
from bereg.shifts.on_duty import on_duty
from bereg.shifts.roster import NotYourRosterError, Planned, write_week
from bereg.shifts.typed_hours import stretches
from conftest import make_user

pytestmark = pytest.mark.django_db
PAGE = reverse("shifts:roster")
MONDAY = dt.date(2008, 2, 11)
NINE, SIX = dt.time(9), dt.time(18)


@pytest.fixture
def supervisor(centre: Centre) -> User:
    return make_user(centre, Role.SUPERVISOR, "Supervisor 01")


@pytest.fixture
def office(supervisor: User) -> Client:
    """The browser of the supervisor."""
    browser = Client()
    browser.force_login(supervisor)
    return browser


def sent(version: int, cells: dict[str, str], monday: dt.date = MONDAY) -> dict[str, str]:
    return {"version": str(version), "week": str(monday), **cells}


def cell(person: User, weekday: int) -> str:
    return f"{person.pk}-{weekday}"


def at(centre: Centre, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2008, 2, day, hour, minute, tzinfo=in_zone(timezone.now(), centre).tzinfo)


def test_a_week_is_typed_and_says_who_is_on_duty(office: Client, centre: Centre, operator: User) -> None:
    typed = {cell(operator, 0): "9-18", cell(operator, 1): "20:30-8*"}
    assert office.post(PAGE, sent(0, typed)).status_code == 302
    moments = {(11, 8, 59): [], (11, 9, 0): [NINE], (11, 18, 0): [], (13, 7, 59): [dt.time(20, 30)], (13, 8, 0): []}
    for (day, hour, minute), begun in moments.items():
        assert [each.begins for each in on_duty(centre, at(centre, day, hour, minute))] == begun, (day, hour)
    assert on_duty(centre, at(centre, 12, 23))[0].has_telephone
    assert '20:30-8*"' in office.get(f"{PAGE}?week=2008-02-14").content.decode()
    assert [act.action for act in acts_on(RosterWeek._base_manager.get())] == ["roster.written"]


def test_last_week_is_copied_and_stands_once_it_is_saved(office: Client, operator: User) -> None:
    office.post(PAGE, sent(0, {cell(operator, 2): "9-18"}))
    after = MONDAY + dt.timedelta(days=7)
    page = office.get(f"{PAGE}?week={after}&copy=1")
    assert page.context["form"].initial == {cell(operator, 2): "9-18"}
    assert RosterWeek._base_manager.count() == 1
    office.post(PAGE, sent(0, page.context["form"].initial, after))
    assert list(Shift._base_manager.values_list("on", flat=True)) == [dt.date(2008, 2, 13), dt.date(2008, 2, 20)]


@pytest.mark.parametrize("typed", ["nine to six", "9-25", "9:60-18", "9-18 20-8", "**"])
def test_what_are_no_hours_is_refused_and_stays(office: Client, operator: User, typed: str) -> None:
    answer = office.post(PAGE, sent(0, {cell(operator, 0): typed, cell(operator, 1): "9-18"}))
    assert answer.status_code == 422
    assert all(f'value="{each}"' in answer.content.decode() for each in (typed, "9-18"))
    assert not RosterWeek._base_manager.exists()


@pytest.mark.parametrize("stale", [0, 2])
def test_the_slower_of_two_supervisors_sees_both(office: Client, operator: User, stale: int) -> None:
    office.post(PAGE, sent(0, {cell(operator, 0): "9-18"}))
    answer = office.post(PAGE, sent(stale, {cell(operator, 0): "10-19"}))
    assert (answer.status_code, answer.context["version"]) == (409, 1)
    assert all(words in answer.content.decode() for words in ('value="10-19"', "09:00–18:00"))
    assert office.post(PAGE, sent(1, {cell(operator, 0): "10-19"})).status_code == 302
    assert Shift._base_manager.get().begins == dt.time(10)


def test_an_operator_writes_no_roster(desk: Client, centre: Centre, operator: User) -> None:
    assert [desk.get(PAGE).status_code, desk.post(PAGE, sent(0, {})).status_code] == [403, 403]
    with pytest.raises(NotYourRosterError):
        write_week(centre=centre, monday=MONDAY, version=0, shifts=[], by=operator)


def test_nor_does_a_supervisor_of_another_centre(centre: Centre, other_centre: Centre) -> None:
    other = make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    with pytest.raises(NotYourRosterError):
        write_week(centre=centre, monday=MONDAY, version=0, shifts=[], by=other)


def test_who_supervises_several_centres_plans_each(
    office: Client, supervisor: User, centre: Centre, other_centre: Centre
) -> None:
    page = f"{PAGE}?centre={other_centre.pk}&week={MONDAY}"
    assert office.get(page).status_code == 404
    assert office.post(PAGE, {**sent(0, {}), "centre": str(other_centre.pk)}).status_code == 404
    Membership.objects.create(user=supervisor, centre=other_centre)
    there = make_user(other_centre, Role.OPERATOR, "Operator 09")
    shown = office.get(page)
    assert shown.context["centre"] == other_centre
    assert str(centre.pk) in shown.content.decode()  # the way to the other one
    typed = {**sent(0, {cell(there, 0): "9-18"}), "centre": str(other_centre.pk)}
    assert office.post(PAGE, typed)["Location"] == f"{PAGE}?week={MONDAY}&centre={other_centre.pk}"
    assert RosterWeek._base_manager.get().centre == other_centre
    assert office.get(f"{PAGE}?centre={centre.pk}").context["centre"] == centre
    assert office.get(f"{PAGE}?centre=nowhere").status_code == 404


def test_today_names_who_is_on_duty(desk: Client, centre: Centre, operator: User, supervisor: User) -> None:
    today = in_zone(timezone.now(), centre).date()
    shift = Planned(operator, today, dt.time(), dt.time(), has_telephone=True)  # the whole day and night
    week = today - dt.timedelta(days=today.weekday())
    assert "Nobody is on the roster" in desk.get(reverse("desk:today")).content.decode()
    write_week(centre=centre, monday=week, version=0, shifts=[shift], by=supervisor)
    page = desk.get(reverse("desk:today")).content.decode()
    assert all(words in page for words in ("Operator 04", "24-hour telephone", "until 00:00"))


def test_who_left_the_centre_is_not_on_duty(centre: Centre, operator: User, supervisor: User) -> None:
    write_week(centre=centre, monday=MONDAY, version=0, shifts=[Planned(operator, MONDAY, NINE, SIX)], by=supervisor)
    Membership.objects.filter(user=operator).delete()
    assert on_duty(centre, at(centre, 11, 10)) == []


def test_a_roster_of_long_ago_is_erased(centre: Centre, operator: User, supervisor: User) -> None:
    this = timezone.now().date()
    this -= dt.timedelta(days=this.weekday())
    for monday in (MONDAY, this):
        write_week(
            centre=centre, monday=monday, version=0, shifts=[Planned(operator, monday, NINE, SIX)], by=supervisor
        )
    with beyond("retention"):
        erase_due()
    assert list(Shift._base_manager.values_list("on", flat=True)) == [this]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", []),
        ("9-18", [(NINE, SIX, False)]),
        ("9.00–18:00", [(NINE, SIX, False)]),
        ("18-24*, 9-18", [(SIX, dt.time(), True), (NINE, SIX, False)]),
        ("9-", None),
    ],
)
def test_hours_are_read_as_they_are_written(typed: str, read: list[object] | None) -> None:
    assert stretches(typed) == read
