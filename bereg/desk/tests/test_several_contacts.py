"""Voicemail and missed calls are entered in one go, each with its own day, time, line and kind."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.contacts.models import Contact
from bereg.contacts.several_form import MOST_ROWS

ADDRESS = "desk:several_contacts"


@pytest.fixture(autouse=True)
def morning(desk: Client, operator: User) -> Iterator[None]:
    """The morning after a night, half past eight in Moscow."""
    with time_machine.travel("2026-11-25T05:30:00Z", tick=False):
        desk.force_login(operator)
        yield


def rows(*each: dict[str, str]) -> dict[str, str]:
    """Return rows as the page sends them."""
    return {
        f"row-{at}-{name}": value for at, row in enumerate(each) for name, value in {"id": str(uuid4()), **row}.items()
    }


def test_a_night_is_recorded_with_its_own_times(desk: Client, operator: User) -> None:
    line = operator.memberships.get().centre.lines.get()
    sent = rows(
        {"time": "0210", "kind": "voicemail", "line": str(line.pk)},
        {"time": "23:40", "kind": "lost", "line": str(line.pk)},
        {"time": "18:05", "kind": "silent", "on": "2026-11-20"},
        {"kind": "voicemail"},
        {},
        {"line": str(line.pk)},
    )
    assert desk.post(reverse(ADDRESS), sent)["Location"] == reverse("desk:contacts")
    found = [(each.disposition, f"{each.started_at:%d %H:%M}", each.precision) for each in stored()]
    assert found == [
        ("silent", "20 15:05", "minute"),
        ("lost", "24 20:40", "minute"),
        ("voicemail", "24 21:00", "day"),
        ("voicemail", "24 23:10", "minute"),
    ]
    assert {each.line for each in stored()} == {line}
    desk.post(reverse(ADDRESS), sent)
    assert len(stored()) == 4


def stored() -> list[Contact]:
    return list(Contact._base_manager.select_related("line").order_by("started_at"))


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"time": "25:00", "kind": "lost"}, "There is no such time"),
        ({"time": "02:10"}, "Choose what it was"),
        ({"time": "02:10", "kind": "enquiry"}, "enquiry"),
        ({"kind": "lost", "on": "2026-11-26"}, "has not come yet"),
        ({"time": "09:00", "kind": "lost", "on": "2026-11-25"}, "has not come yet"),
        ({"kind": "lost", "on": "0001-01-01"}, "too long ago"),
        ({"kind": "lost", "line": str(uuid4())}, "Line"),
    ],
)
def test_a_bad_row_keeps_the_others_and_all_that_is_typed(desk: Client, bad: dict[str, str], words: str) -> None:
    sent = rows({"time": "02:10", "kind": "voicemail"}, bad)
    answer = desk.post(reverse(ADDRESS), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Row 2" in page
    assert 'value="02:10"' in page
    assert sent["row-0-id"] in page
    assert not stored()


def test_more_lines_keep_what_is_typed(desk: Client) -> None:
    sent = {**rows({"time": "02:10", "kind": "voicemail"}), "act": "more"}
    page = desk.post(reverse(ADDRESS), sent).content.decode()
    assert 'value="02:10"' in page
    assert page.count("-time") >= 7


def test_the_longest_page_is_recorded(desk: Client, operator: User) -> None:
    line = str(operator.memberships.get().centre.lines.get().pk)
    row = {"time": "02:10", "kind": "voicemail", "line": line, "on": "2026-11-24"}
    sent = {**rows(*[row] * MOST_ROWS), "csrfmiddlewaretoken": "sent by a browser"}
    page = desk.post(reverse(ADDRESS), {**sent, "act": "more"})
    assert (page.status_code, len(page.context["rows"]), page.context["may_grow"]) == (200, MOST_ROWS, False)
    assert desk.post(reverse(ADDRESS), sent)["Location"] == reverse("desk:contacts")
    assert len(stored()) == MOST_ROWS


def test_a_page_that_was_sent_says_what_differs(desk: Client) -> None:
    sent = rows({"time": "02:10", "kind": "voicemail"})
    desk.post(reverse(ADDRESS), sent)
    answer = desk.post(reverse(ADDRESS), {**sent, "row-0-kind": "lost"})
    assert answer.status_code == 409
    assert len(stored()) == 1
    assert sent["row-0-id"] not in answer.content.decode()


def test_one_key_is_dated_back(desk: Client) -> None:
    sent: dict[str, Any] = {"id": str(uuid4()), "disposition": "silent", "confirmed": "yes"}
    assert desk.post(reverse("desk:without_enquiry"), {**sent, "started_on": "2026-11-26"}).status_code == 422
    desk.post(reverse("desk:without_enquiry"), {**sent, "started_on": "2026-11-24", "started_time": "09:15"})
    (contact,) = stored()
    assert contact.started_at == dt.datetime(2026, 11, 24, 6, 15, tzinfo=dt.UTC)


def test_the_end_of_a_call_is_kept_from_the_form(desk: Client) -> None:
    sent = {"consent": "no", "started_on": "2026-11-25", "started_time": "08:05", "ended_time": "08:27"}
    desk.post(reverse("desk:form", args=[uuid4()]), sent)
    (contact,) = stored()
    assert contact.ended_at
    assert contact.ended_at - contact.started_at == dt.timedelta(minutes=22)
