"""*Today* begins with what is late, due today and this week, of whatever room."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.desk.todo import to_do_list
from bereg.tasks import due
from bereg.tasks.actions import Promise, make
from bereg.tasks.choices import TaskKind

NOW = dt.datetime(2008, 11, 25, 11, 34, tzinfo=dt.UTC)  # 14:34 in Moscow, a Tuesday
HOUR = dt.timedelta(hours=1)


def promised(centre: Centre, by: User, due_at: dt.datetime, **more: object) -> None:
    promise = Promise(TaskKind.VERIFY, due_at, holder=None if more else by, **more)  # type: ignore[arg-type]
    make(id=uuid4(), centre=centre, enquiry=None, promise=promise, by=by)


def groups(person: User, now: dt.datetime = NOW) -> dict[str, list[str]]:
    return {group.title: [line.when for line in group.lines] for group in to_do_list(person, now).groups}


def test_what_is_late_comes_first_in_words(centre: Centre, operator: User) -> None:
    for hours in (3, -26, 21, 24 * 3, -1.5, 24 * 30):
        promised(centre, operator, NOW + hours * HOUR)
    assert groups(operator) == {
        "Late": ["late by 1 day", "late by 1 h 30 min"],
        "Today": ["today by 17:34"],
        "This week": ["tomorrow by 11:34", "28 November, 14:34"],
    }
    assert to_do_list(operator, NOW).later == 1


def test_after_a_night_without_the_server_what_became_due_meanwhile_is_first(centre: Centre, operator: User) -> None:
    promised(centre, operator, NOW + 20 * HOUR)
    promised(centre, operator, NOW + 8 * HOUR)
    assert groups(operator, NOW + 19 * HOUR) == {"Late": ["late by 11 h 0 min"], "Today": ["today by 10:34"]}


def test_the_page_begins_with_it(desk: Client, centre: Centre, operator: User) -> None:
    with time_machine.travel(NOW, tick=False):
        promised(centre, operator, NOW - HOUR)
        promised(centre, operator, NOW + HOUR, role="operator")
        desk.force_login(operator)
        page = desk.get(reverse("desk:today")).content.decode()
    assert page.index("To do") < page.index("late by 1 h 0 min") < page.index("today by") < page.index("Somebody calls")
    assert "any operator" in page


def test_much_that_is_late_hides_nothing_that_is_due_today_and_a_cut_is_said(
    desk: Client, centre: Centre, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "MOST", 3)
    for hours in (-1, -2, -3, 1, 26):
        promised(centre, operator, NOW + hours * HOUR)
    assert [group.counted for group in to_do_list(operator, NOW).groups] == ["3", "1", "1"]
    for hours in (-4, 27, 28, 24 * 9):
        promised(centre, operator, NOW + hours * HOUR)
    found = to_do_list(operator, NOW)
    assert [group.counted for group in found.groups] == ["more than 3", "1", "more than 2"]
    assert groups(operator)["Today"] == ["today by 15:34"]
    monkeypatch.setattr(due, "MOST", 5)
    promised(centre, operator, NOW + 24 * 10 * HOUR)
    assert to_do_list(operator, NOW).later_words == "more than 1 more is due later."
    with time_machine.travel(NOW, tick=False):
        desk.force_login(operator)
        page = desk.get(reverse("desk:today")).content.decode()
    assert "Late: 4, Today: 1, This week: 3" in page
    assert "More than 1 more is due later." in page
