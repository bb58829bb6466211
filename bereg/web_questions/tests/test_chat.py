"""While somebody is on duty a question is a talk: each side is told what is new, and that the other writes."""

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre, OpeningHours
from bereg.conversations.chat import STREAM, signs
from bereg.conversations.models import Message
from bereg.web_questions.models import VisitorSession
from bereg.web_questions.tests.conftest import ANSWER, ASKED, TALK, Asks, only_thread, replies, token_of, writes_on
from conftest import make_user
from tests.rosters import plan

EVENTS, NEWS, WRITING = (reverse(f"ask:{name}", args=["en"]) for name in ("events", "news", "writing"))
OFFERED = "Somebody is on duty now"


@pytest.fixture
def open_now(centre: Centre) -> None:
    """The centre is open, day and night."""
    OpeningHours.objects.filter(centre=centre).delete()
    for weekday in range(7):
        OpeningHours.objects.create(centre=centre, weekday=weekday, opens="00:00", closes="23:59")
    Centre.objects.filter(pk=centre.pk).update(version=centre.version + 1, country="", subdivision="")


@pytest.fixture
def on_duty(open_now: None, centre: Centre, operator: User) -> User:
    """The operator is on duty now."""
    plan(centre, operator)
    return operator


@pytest.fixture
def desk(operator: User) -> Client:
    """The browser of the operator."""
    browser = Client()
    browser.force_login(operator)
    return browser


def of_staff(name: str) -> str:
    return reverse(f"conversations:{name}", args=[only_thread().pk])


def test_it_is_offered_only_while_somebody_is_on_duty(
    visitor: Client, asks: Asks, open_now: None, centre: Centre, operator: User
) -> None:
    asks()
    assert OFFERED not in visitor.get(TALK).content.decode()
    assert STREAM not in visitor.get(EVENTS).headers
    plan(centre, operator)
    assert OFFERED in visitor.get(TALK).content.decode()
    assert STREAM in visitor.get(EVENTS).headers
    OpeningHours.objects.filter(centre=centre).delete()
    Centre.objects.filter(pk=centre.pk).update(version=99)
    assert OFFERED not in visitor.get(TALK).content.decode()
    assert STREAM not in visitor.get(EVENTS).headers


def test_it_is_not_offered_while_those_on_duty_open_no_question(
    visitor: Client, asks: Asks, open_now: None, centre: Centre
) -> None:
    asks()
    plan(centre, make_user(centre, Role.PSYCHOLOGIST, "Psychologist 01"))
    assert OFFERED not in visitor.get(TALK).content.decode()
    assert STREAM not in visitor.get(EVENTS).headers


def test_each_line_of_ours_reaches_the_visitor_by_itself(
    visitor: Client, asks: Asks, on_duty: User, desk: Client
) -> None:
    asks()
    channel = visitor.get(EVENTS).headers[STREAM]
    before, last = signs([channel])[channel], Message._base_manager.get().pk
    page = desk.get(of_staff("thread")).content.decode()
    assert 'name="talk" value="1" disabled' in page
    sent = {"version": "0", "talk": "1", "text": ANSWER}  # a version of long ago: in a talk both write at any moment
    assert desk.post(of_staff("answer"), sent).headers["Location"] == only_thread().get_absolute_url()
    assert signs([channel])[channel][0] > before[0]
    news = visitor.get(NEWS, {"after": str(last)}).content.decode()
    assert ANSWER in news
    assert ASKED not in news


def test_each_line_of_theirs_reaches_the_desk_by_itself(
    visitor: Client, asks: Asks, on_duty: User, desk: Client
) -> None:
    asks()
    channel = desk.get(of_staff("events")).headers[STREAM]
    before, last = signs([channel])[channel], Message._base_manager.get().pk
    writes_on(visitor, "Are you there?")
    assert signs([channel])[channel][0] > before[0]
    news = desk.get(of_staff("news"), {"after": str(last)}).content.decode()
    assert "Are you there?" in news
    assert ASKED not in news


def test_both_sides_see_that_the_other_writes_and_nothing_of_it(
    visitor: Client, asks: Asks, on_duty: User, desk: Client
) -> None:
    asks()
    theirs, ours = visitor.get(EVENTS).headers[STREAM], desk.get(of_staff("events")).headers[STREAM]
    before = signs([theirs, ours])
    assert visitor.post(WRITING, {"token": token_of(visitor)}).status_code == 204
    after = signs([theirs, ours])
    assert (after[theirs], after[ours][1] is None) == (before[theirs], False)
    assert desk.post(of_staff("writing")).status_code == 204
    assert signs([theirs])[theirs][1] is not None
    assert signs([theirs])[theirs][0] == before[theirs][0]  # no answer is refused for it
    writes_on(visitor, "That was all.")
    assert signs([ours])[ours][1] is None  # what was sent is written no more
    replies(on_duty)
    assert signs([theirs])[theirs][1] is None


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_nobody_else_says_that_they_write(visitor: Client, asks: Asks, on_duty: User, token: str) -> None:
    asks()
    assert visitor.post(WRITING, {"token": token}).status_code == 422
    assert Client().post(WRITING, {"token": token}).status_code == 422
    assert only_thread().theirs_writing_at is None


def test_what_the_page_asks_for_by_itself_prolongs_no_visit(visitor: Client, asks: Asks, on_duty: User) -> None:
    asks()
    visitor.get(TALK)
    before = VisitorSession._base_manager.get().seen_at
    for address in (EVENTS, NEWS):
        visitor.get(address)
    assert VisitorSession._base_manager.get().seen_at == before


def test_without_a_visit_nothing_is_told(visitor: Client, asks: Asks, on_duty: User, operator: User) -> None:
    asks()
    replies(operator)
    for address in (EVENTS, NEWS):
        answer = Client().get(address)
        assert (answer.status_code, answer.content) == (204, b"")
        assert STREAM not in answer.headers


def test_an_answer_outside_a_talk_is_refused_where_something_came(
    visitor: Client, asks: Asks, desk: Client, on_duty: User
) -> None:
    asks()
    version = str(only_thread().version)
    writes_on(visitor, "Please do not write to me any more.")
    assert desk.post(of_staff("answer"), {"version": version, "text": ANSWER}).status_code == 409
