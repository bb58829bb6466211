"""A supervisor changes a centre; a stale page is refused with both texts."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.forms import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts import wording
from bereg.accounts.models import Notice, User
from bereg.accounts.reauthentication import FRESH_S
from bereg.accounts.roles import Role
from bereg.audit.tests.entries import entries_on
from bereg.centres import actions, changed_line_notices
from bereg.centres.forms import parse_stretches
from bereg.centres.kinds import LineKind
from bereg.centres.models import Centre
from conftest import make_user
from tests.factors import age_factor

DATA = {"name_ru": "Москва", "name_en": "Moscow", "scope": "national", "country": "RU", "time_zone": "Europe/Moscow"}
LINE = {"kind": "toll_free"}


@pytest.fixture
def manager(client: Client, supervisor: User) -> Client:
    client.force_login(supervisor)
    return client


def test_the_data_are_saved_and_recorded(manager: Client, centre: Centre) -> None:
    address = reverse("centres:centre", args=[centre.pk])
    answer = manager.post(address, DATA | {"version": centre.version, "emergency_number": "8 800 000 00 61"})
    assert answer.status_code == 302
    centre.refresh_from_db()
    assert (centre.scope, centre.emergency_number, centre.version) == ("national", "8 800 000 00 61", 2)
    assert [(entry.action, entry.because) for entry in entries_on(centre)] == [("centre.changed", "emergency_number")]


def test_an_emergency_number_is_one_that_can_be_called(manager: Client, centre: Centre) -> None:
    address = reverse("centres:centre", args=[centre.pk])
    answer = manager.post(address, DATA | {"version": centre.version, "emergency_number": "none"})
    assert "This is no phone number" in answer.content.decode()
    centre.refresh_from_db()
    assert centre.emergency_number == ""


@pytest.fixture
def told(centre: Centre, other_centre: Centre) -> Callable[[], set[str]]:
    """Return who of many is told of something, and take it off their pages."""
    for place, role, name in (
        (centre, Role.SUPERVISOR, "Supervisor 02"),
        (other_centre, Role.SUPERVISOR, "Supervisor 09"),
        (centre, Role.OPERATOR, "Operator 04"),
        (None, Role.ADMIN, "Administrator 01"),
    ):
        make_user(place, role, name)

    def names() -> set[str]:
        found = Notice.objects.filter(read_at=None, kind=changed_line_notices.CHANGED)
        told = {notice.person.name for notice in found}
        found.update(read_at=timezone.now())
        return told

    return names


def test_colleagues_are_told_of_a_changed_number_and_of_nothing_else(
    manager: Client, centre: Centre, told: Callable[[], set[str]]
) -> None:
    whom = {"Supervisor 02", "Administrator 01"}
    page, line = reverse("centres:centre", args=[centre.pk]), centre.lines.get()
    one, another = (LINE | {"address_ru": f"8 800 000 00 0{digit}"} for digit in (1, 2))
    steps: tuple[tuple[str, dict[str, str], set[str]], ...] = (
        (page, DATA | {"emergency_number": "8 800 000 00 61"}, whom),
        (page, DATA | {"emergency_number": "8 800 000 00 61", "name_en": "Moscow, centre"}, set()),
        (reverse("centres:set_hours", args=[centre.pk]), {"day_0": "9:00-18:00"}, set()),
        (reverse("centres:add_line", args=[centre.pk]), one, whom),
        (reverse("centres:line", args=[line.pk]), another, whom),
        (reverse("centres:line", args=[line.pk]), {"close": "yes"}, whom),
    )
    for address, sent, expected in steps:
        centre.refresh_from_db()
        assert manager.post(address, sent | {"version": centre.version}).status_code == 302
        assert told() == expected, (address, sent)


def test_the_notice_says_who_and_where_and_is_one(centre: Centre, supervisor: User, client: Client) -> None:
    second = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    for _ in range(2):
        changed_line_notices.number_changed(centre=centre, by=supervisor)
    second.refresh_from_db()
    [shown] = wording.waiting_for(second)
    assert shown.words.startswith("A number or address of Moscow was changed by Supervisor 01.")
    client.force_login(second)
    assert client.get(shown.address).status_code == 200


@pytest.mark.parametrize("name", ["centre", "add_line", "line"])
def test_a_number_is_changed_with_a_fresh_second_factor(manager: Client, centre: Centre, name: str) -> None:
    age_factor(manager, FRESH_S)
    changed = centre.lines.get() if name == "line" else centre
    answer = manager.post(reverse(f"centres:{name}", args=[changed.pk]), DATA | LINE | {"version": centre.version})
    assert ("kind", "toll_free") in answer.context["carried"]
    centre.refresh_from_db()
    assert centre.version == 1


def test_the_slower_of_two_sees_both_texts(manager: Client, centre: Centre) -> None:
    address = reverse("centres:centre", args=[centre.pk])
    manager.post(address, DATA | {"version": centre.version, "name_en": "Moscow, centre"})
    late = manager.post(address, DATA | {"version": centre.version, "name_en": "Moscow, desk"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Moscow, centre" in page
    assert "Moscow, desk" in page
    centre.refresh_from_db()
    assert centre.names["en"] == "Moscow, centre"


@pytest.mark.parametrize(
    "bad", [{"country": "XX"}, {"subdivision": "RU-XXX"}, {"subdivision": "DE-BY"}, {"time_zone": "Mars/Base"}]
)
def test_bad_data_are_refused_and_kept_in_the_form(manager: Client, centre: Centre, bad: dict[str, str]) -> None:
    answer = manager.post(reverse("centres:centre", args=[centre.pk]), DATA | {"version": centre.version} | bad)
    assert answer.status_code == 422
    assert next(iter(bad.values())) in answer.content.decode()


def test_hours_are_replaced_at_once(manager: Client, centre: Centre) -> None:
    week = {"day_0": "8:30-13:00, 14:00-18:30", "day_6": "22:00-24:00", "version": centre.version}
    assert manager.post(reverse("centres:set_hours", args=[centre.pk]), week).status_code == 302
    assert list(centre.hours.values_list("weekday", "opens", "closes")) == [
        (0, dt.time(8, 30), dt.time(13)),
        (0, dt.time(14), dt.time(18, 30)),
        (6, dt.time(22), dt.time(23, 59)),
    ]
    assert manager.post(reverse("centres:set_hours", args=[centre.pk]), week).status_code == 409
    assert "22:00–24:00" in manager.get(reverse("centres:centre", args=[centre.pk])).content.decode()


@pytest.mark.parametrize("text", ["8-18", "18:00-8:00", "25:00-26:00", "8:00-12:00, 11:00-13:00", "08:00-08:00"])
def test_hours_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        parse_stretches(text)


def test_a_single_day_is_set_and_removed(manager: Client, centre: Centre) -> None:
    address = reverse("centres:set_day", args=[centre.pk])
    today = timezone.localdate(timezone=ZoneInfo(centre.time_zone))
    manager.post(address, {"on": today, "hours": "10:00-15:00"})
    assert centre.exceptions.get().opens == dt.time(10)
    manager.post(address, {"on": today, "hours": ""})
    assert centre.exceptions.get().opens is None
    manager.post(address, {"on": today, "remove": "yes"})
    assert not centre.exceptions.exists()


def test_a_day_that_is_over_is_refused(manager: Client, centre: Centre) -> None:
    """The year is a slip then, and the day that was meant would go by its week."""
    answer = manager.post(reverse("centres:set_day", args=[centre.pk]), {"on": "2025-12-31", "hours": ""})
    assert (answer.status_code, centre.exceptions.exists()) == (422, False)
    assert "This day is over." in answer.content.decode()


@pytest.mark.parametrize("line", [("toll_free", "shore@example.org"), ("mailbox", "8 800 000 00 16"), ("mobile", "0")])
def test_what_nobody_could_call_or_write_to_is_refused(manager: Client, centre: Centre, line: tuple[str, str]) -> None:
    before = centre.lines.count()
    sent = dict(zip(("kind", "address_ru"), line, strict=True))
    assert manager.post(reverse("centres:add_line", args=[centre.pk]), sent).status_code == 422
    assert centre.lines.count() == before


def test_lines_come_change_and_go(manager: Client, centre: Centre) -> None:
    manager.post(
        reverse("centres:add_line", args=[centre.pk]),
        {"kind": "counter", "address_ru": "Выдуманная, 1", "address_en": "Invented, 1"},
    )
    line = centre.lines.get(kind=LineKind.COUNTER)
    assert line.address == {"ru": "Выдуманная, 1", "en": "Invented, 1"}
    centre.refresh_from_db()
    address = reverse("centres:line", args=[line.pk])
    change = {"kind": "counter", "address_ru": "Выдуманная, 2", "version": centre.version}
    assert [manager.post(address, change).status_code for _ in range(2)] == [302, 409]
    manager.post(address, {"close": "yes"})
    line.refresh_from_db()
    assert line.closed_at
    assert manager.get(address).status_code == 404


def test_a_supervisor_reaches_no_other_centre(manager: Client, other_centre: Centre) -> None:
    assert manager.get(reverse("centres:centre", args=[other_centre.pk])).status_code == 404
    assert manager.get(reverse("centres:new_centre")).status_code == 403


def test_an_administrator_founds_a_centre(client: Client, centre: Centre) -> None:
    client.force_login(make_user(centre, Role.ADMIN, "Administrator 01"))
    new = DATA | {"code": "tver", "number_prefix": "tve", "name_en": "Tver"}
    assert client.post(reverse("centres:new_centre"), new).status_code == 302
    assert Centre.objects.get(code="tver").prefix == "TVE"
    assert client.post(reverse("centres:new_centre"), new).status_code == 422


def test_an_operator_changes_no_centre(desk: Client, centre: Centre) -> None:
    assert desk.get(reverse("centres:centres")).status_code == 403
    assert desk.post(reverse("centres:centre", args=[centre.pk]), DATA).status_code == 403


def test_a_line_moves_the_version(centre: Centre, supervisor: User) -> None:
    actions.add_line(centre=centre, slug="moscow-web", kind=LineKind.WEB, address={"": "example.org"}, by=supervisor)
    with pytest.raises(actions.StaleCentreError):
        actions.set_hours(centre=centre, week={}, version=1, by=supervisor)


def test_a_centre_has_a_name_in_every_language_of_the_public_pages(manager: Client, centre: Centre) -> None:
    """What another form leaves out would be lost."""
    address = reverse("centres:centre", args=[centre.pk])
    manager.post(address, DATA | {"version": centre.version, "name_uz": "Moskva", "name_tg": "Маскав"})
    centre.refresh_from_db()
    assert centre.names == {"ru": "Москва", "en": "Moscow", "uz": "Moskva", "tg": "Маскав"}
    page = manager.get(address).content.decode()
    assert 'value="Moskva"' in page
    assert 'value="Маскав"' in page
