"""The board of a centre: who sees what of it."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.board import Headline, how_long, up_to
from bereg.centres.models import Centre, Membership
from bereg.dangers import actions as dangers
from bereg.enquiries import board as enquiries_board
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.entries import sealed_note, store_note
from bereg.enquiries.models import Enquiry
from bereg.tasks import board as tasks_board
from bereg.tasks.choices import TaskKind, TaskState
from bereg.tasks.models import Task
from conftest import make_user

BOARD, NOW = reverse("desk:board"), reverse("desk:board_now")


@pytest.fixture
def office(supervisor: User) -> Client:
    """The browser of the supervisor."""
    browser = Client()
    browser.force_login(supervisor)
    return browser


def registered(desk: Client, **sent: str) -> Enquiry:
    pk = uuid4()
    desk.post(reverse("desk:form", args=[pk]), {"consent": "yes", "narrative": "An invented story.", **sent})
    return Enquiry._base_manager.get(pk=pk)


def figures(answer: Any) -> dict[str, tuple[str, str]]:
    headlines: list[Headline] = answer.context["headlines"]
    return {str(each.words): (each.figure, each.state) for each in headlines}


def test_an_empty_board_says_so(office: Client) -> None:
    answer = office.get(BOARD)
    assert figures(answer) == {
        "alarms": ("0", ""),
        "wait for an answer": ("0", ""),
        "tasks late": ("0", ""),
        "enquiries unanswered": ("0", ""),
        "contacts today": ("0", ""),
        "calls lost or hung up": ("0", ""),
    }
    page = answer.content.decode()
    for words in (
        "Nobody is on the roster",
        "No task is late",
        "Nobody waits",
        "No enquiry and no task is open",
        "nothing to com",
    ):
        assert words in page


def test_it_says_what_waits_and_names_no_caller(office: Client, desk: Client, operator: User, centre: Centre) -> None:
    waits = registered(desk, outcome="call_back", call_back="8 916 000-00-16", code_word="invented heron")
    registered(desk, outcome="advised")
    Task._base_manager.update(due_at=timezone.now() - dt.timedelta(hours=3))
    alarm = dangers.raise_danger(id=uuid4(), centre=centre, form=waits.pk, by=operator)
    answer = office.get(NOW)
    told = figures(answer)
    assert told["alarm not taken yet"] == ("1", "late")
    assert told["task late"] == ("1", "late")
    assert told["enquiry unanswered"] == ("1", "soon")
    page = answer.content.decode()
    assert f'href="{waits.get_absolute_url()}"' in page
    assert f'href="{alarm.get_absolute_url()}"' in page
    for words in ("An invented story", "000-00-16", "heron"):
        assert words not in page
    dangers.take(danger=alarm, by=operator)
    assert figures(office.get(NOW))["alarm runs, taken"] == ("1", "soon")


@pytest.mark.parametrize("how", ["further contact", "entry", "closed", "mistake"])
def test_what_was_answered_waits_no_longer(office: Client, desk: Client, operator: User, how: str) -> None:
    waits = registered(desk, outcome="to_lawyer")
    assert figures(office.get(NOW))["enquiry unanswered"] == ("1", "soon")
    Enquiry._base_manager.filter(pk=waits.pk).update(opened_at=timezone.now() - dt.timedelta(hours=1))
    match how:
        case "further contact":
            sent = {"id": str(uuid4()), "channel": "phone"}
            assert desk.post(reverse("desk:further_contact", args=[waits.pk]), sent).status_code == 302
        case "entry":
            store_note(entry=sealed_note(enquiry=waits, said="Answered.", by=operator), by=operator)
        case "closed":
            Enquiry._base_manager.filter(pk=waits.pk).update(closed_at=timezone.now())
        case "mistake":
            sent = {"because": "trial", "version": str(waits.version)}
            assert office.post(reverse("desk:mistake", args=[waits.pk]), sent).status_code == 302
    assert figures(office.get(NOW))["enquiries unanswered"] == ("0", "")


def load(answer: Any) -> list[tuple[str, list[tuple[str, int]]]]:
    return [(line.name, [(cell.figure, cell.length) for cell in line.cells]) for line in answer.context["load"]]


def give(enquiry: Enquiry, count: int, **columns: Any) -> None:
    """Let so many tasks stand on an enquiry."""
    tomorrow = timezone.now() + dt.timedelta(days=1)
    codes = {"centre_id": enquiry.centre_id, "enquiry": enquiry, "kind": TaskKind.CALL_BACK, "due_at": tomorrow}
    Task._base_manager.bulk_create(Task(**codes | columns) for _number in range(count))


def test_open_enquiries_and_tasks_stand_by_colleague(
    office: Client, desk: Client, operator: User, centre: Centre
) -> None:
    lawyer = make_user(centre, Role.LAWYER, "Lawyer 01")
    made = [registered(desk) for _number in range(3)]
    Enquiry._base_manager.filter(pk=made[2].pk).update(assignee=None)
    give(made[0], 4, holder=lawyer)
    give(made[0], 2, role=Role.LAWYER)
    give(made[1], 1, holder=operator)
    give(made[1], 1, holder=operator, state=TaskState.DONE, ended_at=timezone.now())
    answer = office.get(NOW)
    assert answer.context["load_columns"] == ["Open enquiries", "Open tasks"]
    assert load(answer) == [
        ("Operator 04", [("2", 100), ("1", 25)]),
        ("", [("1", 50), ("2", 50)]),
        ("Lawyer 01", [("0", 0), ("4", 100)]),
    ]
    assert "nobody yet" in answer.content.decode()


def test_tasks_of_what_was_forgotten_or_of_another_centre_weigh_on_nobody(
    office: Client, desk: Client, operator: User, other_centre: Centre
) -> None:
    forgotten, mistaken, stands = (registered(desk) for _number in range(3))
    for each in (forgotten, mistaken, stands):
        give(each, 1, holder=operator)
    give(stands, 5, holder=operator, centre_id=other_centre.pk)
    withdraw_consent(enquiry=forgotten, by=operator)
    Enquiry._base_manager.filter(pk=mistaken.pk).update(mistake="trial")
    assert [cells[1] for _name, cells in load(office.get(NOW))] == [("1", 100)]


def test_a_colleague_with_very_many_tasks_is_not_counted_to_the_end(
    office: Client, desk: Client, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks_board, "MOST_EACH", 3)
    give(registered(desk), 5, holder=operator)
    assert [cells[1] for _name, cells in load(office.get(NOW))] == [("more than 3", 100)]


def test_a_colleague_with_very_many_open_enquiries_is_not_counted_to_the_end(
    office: Client, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enquiries_board, "MOST_EACH", 2)
    for _number in range(4):
        registered(desk)
    assert [cells[0] for _name, cells in load(office.get(NOW))] == [("more than 2", 100)]


def test_more_colleagues_and_what_they_have_ask_no_more(
    office: Client, desk: Client, centre: Centre, django_assert_num_queries: Any
) -> None:
    made = registered(desk)
    with CaptureQueriesContext(connection) as asked:
        office.get(NOW)
        before = len(asked)
    for number in range(5):
        colleague = make_user(centre, Role.LAWYER, f"Lawyer 0{number}")
        give(made, number + 1, holder=colleague)
        Enquiry._base_manager.filter(pk=registered(desk).pk).update(assignee=colleague)
    with django_assert_num_queries(before):
        office.get(NOW)


def test_a_supervisor_of_two_centres_chooses_and_of_one_sees_no_other(
    office: Client, desk: Client, supervisor: User, other_centre: Centre
) -> None:
    made = registered(desk, outcome="call_back")
    assert office.get(BOARD, {"centre": other_centre.code}).status_code == 404
    assert office.get(NOW, {"centre": "moon"}).status_code == 404
    Membership.objects.create(user=supervisor, centre=other_centre)
    page = office.get(BOARD, {"centre": other_centre.code}).content.decode()
    assert "?centre=moscow" in page
    assert "UTC+4" in page
    assert made.number not in page
    assert made.number in office.get(BOARD, {"centre": "moscow"}).content.decode()
    other = Client()
    other.force_login(make_user(other_centre, Role.SUPERVISOR, "Supervisor 09"))
    assert made.number not in other.get(BOARD).content.decode()


def test_looking_is_no_activity(office: Client, supervisor: User) -> None:
    office.get(BOARD)
    session = supervisor.sessions.get()
    before = timezone.now() - dt.timedelta(minutes=5)
    type(session).objects.update(active_at=before)
    answer = office.get(NOW, headers={"X-Bereg-Background": "1"})
    assert answer.headers["X-Bereg-Board"] == "1"
    session.refresh_from_db()
    assert session.active_at == before


@pytest.mark.parametrize(
    ("minutes", "words"), [(-1, "0 min"), (59, "59 min"), (90, "1 h 30 min"), (60 * 24, "1 day"), (60 * 49, "2 days")]
)
def test_how_long_something_lasts_is_said_in_words(minutes: int, words: str) -> None:
    assert how_long(dt.timedelta(minutes=minutes)) == words


def test_a_count_that_was_cut_says_so() -> None:
    assert [up_to(count, 500) for count in (500, 501)] == ["500", "more than 500"]


def test_who_works_nowhere_is_told_so(supervisor: User) -> None:
    Membership.objects.all().delete()
    browser = Client()
    browser.force_login(supervisor)
    assert browser.get(BOARD).status_code == 403
    assert browser.get(NOW).status_code == 404
