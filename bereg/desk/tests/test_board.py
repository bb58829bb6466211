"""The board of a centre: who sees what of it."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.board import Headline, how_long, up_to
from bereg.centres.models import Centre, Membership
from bereg.dangers import actions as dangers
from bereg.enquiries.entries import sealed_note, store_note
from bereg.enquiries.models import Enquiry
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
        "tasks late": ("0", ""),
        "enquiries unanswered": ("0", ""),
        "contacts today": ("0", ""),
        "calls lost or hung up": ("0", ""),
    }
    page = answer.content.decode()
    for words in ("Nobody is on the roster", "Nothing is late", "Nobody waits", "No enquiry is open", "nothing to com"):
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


def test_open_enquiries_stand_by_colleague(office: Client, desk: Client, operator: User) -> None:
    for assignee in (operator, operator, None):
        made = registered(desk)
        Enquiry._base_manager.filter(pk=made.pk).update(assignee=assignee)
    (card,) = [each for each in office.get(NOW).context["cards"] if each.template == "enquiries/board.html"]
    assert [(each.name, each.count, each.length) for each in card.shows["load"]] == [
        ("Operator 04", 2, 100),
        ("", 1, 50),
    ]


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
