"""A visit is one cookie that goes with the window: it ends after a while without a person, or by a press."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.utils import timezone

from bereg.accounts.models import User
from bereg.conversations.models import Message
from bereg.web_questions import asking, sessions, throttle
from bereg.web_questions.models import VisitorSession
from bereg.web_questions.tests.conftest import (
    AGAIN,
    ASK,
    ASKED,
    END,
    TALK,
    WRITTEN,
    Asks,
    hidden_in,
    replies,
    token_of,
    writes_on,
)

MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize("is_secure", [False, True])
def test_the_cookie_is_for_this_server_alone_and_goes_with_the_window(
    visitor: Client, settings: Any, is_secure: bool
) -> None:
    settings.SECURE = is_secure
    answer = visitor.post(ASK, {"text": ASKED})
    ((name, cookie),) = answer.cookies.items()
    assert name == ("__Host-question" if is_secure else "question")
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert bool(cookie["secure"]) is is_secure
    assert not any(cookie[each] for each in ("expires", "max-age", "domain"))
    stored = VisitorSession._base_manager.get()
    assert cookie.value not in repr(VisitorSession._base_manager.values().get())
    assert len(stored.hash) == 64


def test_whoever_copies_the_row_has_nothing_without_the_cookie(visitor: Client, asks: Asks) -> None:
    asks()
    own = VisitorSession._base_manager.get()
    VisitorSession._base_manager.filter(pk=own.pk).update(hash=sessions._hash(b"x" * 43))
    thief = Client()
    thief.cookies["question"] = "x" * 43
    assert thief.get(TALK).status_code == 302


def test_a_proof_of_another_conversation_opens_nothing(visitor: Client, asks: Asks) -> None:
    asks()
    other = Client()
    asks("Another question.", browser=other)
    mine, theirs = VisitorSession._base_manager.order_by("begun_at")
    VisitorSession._base_manager.filter(pk=mine.pk).update(thread=theirs.thread)
    assert visitor.get(TALK).status_code == 302
    assert other.get(TALK).status_code == 200


def test_it_ends_after_20_minutes_without_a_person_and_after_an_hour_in_any_case(visitor: Client, asks: Asks) -> None:
    asks()
    begun = timezone.now()
    for minutes in (19, 38, 57):
        with time_machine.travel(begun + minutes * MINUTE, tick=False):
            assert visitor.get(TALK).status_code == 200
    with time_machine.travel(begun + 61 * MINUTE, tick=False):
        assert visitor.get(TALK).status_code == 302
    idle = Client()
    asks(browser=idle)
    with time_machine.travel(timezone.now() + 21 * MINUTE, tick=False):
        assert idle.get(TALK).status_code == 302
        sessions.forget_over()
        assert not VisitorSession._base_manager.exists()


def test_what_is_sent_too_late_is_sent_once_with_the_code_and_no_page_answers_that(visitor: Client, asks: Asks) -> None:
    code = asks()
    token = token_of(visitor)
    with time_machine.travel(timezone.now() + 21 * MINUTE, tick=False):
        page = visitor.post(TALK, {"token": token, "nonce": "n", "text": "Words that took long."})
        assert page.status_code == 422
        assert "Words that took long." in page.content.decode()
        page = visitor.post(AGAIN, {"code": "1" * 25, **hidden_in(page)})
        assert page.status_code == 422
        for _ in range(2):  # as where the first answer was lost
            assert visitor.post(AGAIN, {"code": code, **hidden_in(page)}).headers["Location"] == TALK
        again = visitor.get(TALK).content.decode()
        assert again.count("Words that took long.") == 1
        assert ASKED in again
    assert Message._base_manager.count() == 2


def test_a_right_code_that_was_looked_at_is_answered_with_no_page_however_many_write(
    visitor: Client, asks: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = asks()
    monkeypatch.setattr(throttle, "messages", throttle.Bucket(1, 0))
    late = {"code": code, "nonce": "n", "text": "Words that took long."}
    assert Client().post(AGAIN, late).headers["Location"] == TALK
    assert Message._base_manager.count() == 2


def test_what_is_too_long_to_be_sent_with_the_code_can_be_shortened_before_that_is_tried(
    visitor: Client, asks: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, words = asks(), "Long words. " * 500
    token = token_of(visitor)
    with time_machine.travel(timezone.now() + 21 * MINUTE, tick=False):
        over = visitor.post(TALK, {"token": token, "nonce": "n", "text": words})
        with monkeypatch.context() as without_a_try:
            without_a_try.setattr(throttle, "tries", throttle.Bucket(1, 0))
            refused = visitor.post(AGAIN, {**hidden_in(over), "code": code, "text": words})
        assert refused.status_code == 422
        for page in (over, refused):
            assert f">\n{words}</textarea>" in page.content.decode()
        assert "Shorten it to 5,000 characters." in refused.content.decode()
        assert "tried.js" in refused.content.decode()  # no Back sends the code again
        assert f'value="{code}"' in refused.content.decode()
        sent = {**hidden_in(refused), "code": code, "text": words[:4_998]}
        assert visitor.post(AGAIN, sent).headers["Location"] == TALK
    assert Message._base_manager.count() == 2


def test_what_cannot_be_sent_with_the_code_just_now_stays_on_the_page(
    visitor: Client, asks: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = asks()
    monkeypatch.setattr(throttle, "tries", throttle.Bucket(1, 0))
    page = Client().post(AGAIN, {"code": code, "nonce": "n", "text": "Words that took long."})
    assert page.status_code == 503
    assert "Words that took long." in page.content.decode()
    assert not page.cookies


def test_ending_it_leaves_nothing_of_ours(visitor: Client, asks: Asks) -> None:
    asks()
    answer = visitor.post(END, {"token": token_of(visitor)})
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies["question"]["max-age"] == 0
    assert not VisitorSession._base_manager.exists()
    assert "history" in answer.content.decode()
    assert visitor.get(TALK).status_code == 302


def test_leaving_quickly_without_script_ends_it_and_shows_a_neutral_page(
    visitor: Client, asks: Asks, settings: Any
) -> None:
    asks()
    answer = visitor.post(END, {"token": token_of(visitor), "leaves": "1"})
    page = answer.content.decode()
    assert f'http-equiv="refresh" content="0; url={settings.QUICK_EXIT}"' in page
    assert "<h1" not in page
    assert not VisitorSession._base_manager.exists()


def test_who_leaves_quickly_on_a_page_of_an_earlier_visit_leaves_too(visitor: Client, asks: Asks) -> None:
    asks()
    answer = visitor.post(END, {"token": "0" * 64, "leaves": "1"})
    assert "http-equiv" in answer.content.decode()
    assert not VisitorSession._base_manager.exists()
    assert answer.headers["Clear-Site-Data"] == '"cache"'  # the mark of the tab stays: what comes late is not shown


@pytest.mark.parametrize("where", [TALK, WRITTEN, END])
def test_nothing_is_done_without_the_token_of_the_visit(visitor: Client, where: str) -> None:
    visitor.post(ASK, {"text": ASKED})
    before = VisitorSession._base_manager.values().get()
    for token in ("", "0" * 64, "\u00e9"):
        visitor.post(where, {"token": token, "nonce": "n", "text": "Forged."})
    after = VisitorSession._base_manager.values().get()
    assert {**before, "seen_at": None} == {**after, "seen_at": None}
    assert not Message._base_manager.filter(direction="in").exclude(contact__isnull=False).exists()


def test_coming_back_in_a_browser_that_has_another_one_open_ends_that(visitor: Client, asks: Asks) -> None:
    first = asks()
    asks("Another question.")
    assert VisitorSession._base_manager.count() == 1
    visitor.post(AGAIN, {"code": first})
    assert VisitorSession._base_manager.count() == 1
    assert ASKED in visitor.get(TALK).content.decode()


def test_nothing_of_the_browser_is_stored_or_logged(
    visitor: Client, asks: Asks, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Client(REMOTE_ADDR="192.0.2.77", HTTP_USER_AGENT="An invented browser")
    asks(browser=browser)
    writes_on(browser, "Further.")
    browser.post(AGAIN, {"code": "1" * 25})
    browser.generic("BREW", ASK)
    held = repr([list(model._base_manager.values()) for model in apps.get_models()]).encode()
    for mark in (b"192.0.2.77", b"invented browser", ASKED.encode(), b"Further."):
        assert mark not in held
    for words in ("192.0.2.77", "invented browser", ASKED):
        assert words not in caplog.text


def test_more_than_so_many_messages_wait_for_an_answer_and_keep_what_was_typed(
    visitor: Client, asks: Asks, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_UNANSWERED", 2)
    code = asks()
    assert writes_on(visitor, "Second words").status_code == 302
    refused = writes_on(visitor, "Third words")
    late = Client().post(AGAIN, {"code": code, "text": "Fourth words", "nonce": "1"})
    for answer, typed in ((refused, "Third words"), (late, "Fourth words")):
        assert answer.status_code == 429
        assert "Wait for our answer" in answer.content.decode()
        assert typed in answer.content.decode()
    assert Message._base_manager.count() == 2
    replies(operator)
    assert writes_on(visitor, "Third words").status_code == 302
