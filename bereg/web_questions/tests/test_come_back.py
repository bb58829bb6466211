"""A wrong code has one answer whatever is wrong with it, locks nobody out, and takes the same work as a right one."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from argon2.low_level import hash_secret_raw
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bereg.accounts.models import User
from bereg.conversations import actions
from bereg.conversations.answering import answer
from bereg.conversations.models import Thread
from bereg.core.routing import KEYS
from bereg.retention.rules import erase_due
from bereg.vault import key_pairs
from bereg.vault.faults import NoPrivateKey
from bereg.web_questions import throttle
from bereg.web_questions.code_lookup import lookup_of
from bereg.web_questions.errors import CrowdedError
from bereg.web_questions.models import VisitorSession
from bereg.web_questions.tests.conftest import AGAIN, ASK, ASKED, TALK, Asks, only_thread, replies, standing

WRONG = "00000 00000 00000 00000 00000"


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def test_a_wrong_code_is_the_same_page_whatever_is_wrong(visitor: Client, asks: Asks, operator: User) -> None:
    code = asks()
    actions.erase(thread=only_thread(), by=operator)
    pages = [Client().post(AGAIN, {"code": typed}) for typed in (code, WRONG, "a", "x" * 101, "")]
    assert {page.status_code for page in pages} == {422}
    assert len({page.content for page in pages}) == 1
    assert not any(page.cookies for page in pages)


def test_a_thousand_wrong_ones_lock_nobody_out(visitor: Client, asks: Asks) -> None:
    code = asks()
    browser = Client()
    for number in range(100):
        assert browser.post(AGAIN, {"code": f"{number:025}"}).status_code == 422
    assert browser.post(AGAIN, {"code": code}).status_code == 302
    assert VisitorSession._base_manager.count() == 2


def test_a_wrong_one_takes_two_derivations_and_the_same_statements_as_a_right_one_until_that_opens(
    visitor: Client, asks: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, made = asks(), list[bytes]()
    plain = hash_secret_raw

    def counted(secret: bytes, salt: bytes, **how: Any) -> bytes:
        made.append(salt)
        return plain(secret, salt, **how)

    monkeypatch.setattr(key_pairs, "hash_secret_raw", counted)
    found = []
    for typed in (code, WRONG):
        with CaptureQueriesContext(connections[KEYS]) as asked:
            Client().post(AGAIN, {"code": typed})
        found.append((len(made), len(asked)))
        made.clear()
    assert found[0] == found[1]
    assert found[0][0] == 2


def test_a_code_is_read_however_it_is_typed(visitor: Client, asks: Asks) -> None:
    code = asks()
    for typed in (
        code.replace(" ", ""),
        code.replace(" ", "-"),
        f"  {code} ",
        code.translate({48 + i: 0x660 + i for i in range(10)}),
    ):
        assert Client().post(AGAIN, {"code": typed}).status_code == 302


def test_the_lookup_follows_from_the_secret_of_the_installation(settings: Any, cheap_secrets: None) -> None:
    one = lookup_of(WRONG)
    assert one == lookup_of(WRONG)
    assert len(one) == 32
    settings.SECRET_KEY = "another secret of an invented installation"
    assert lookup_of(WRONG) != one


def test_five_tries_a_second_and_the_next_is_told_when(
    visitor: Client, asks: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, clock = asks(), Clock()
    monkeypatch.setattr(throttle, "tries", throttle.Bucket(5, 5, clock))
    browser = Client()
    assert [browser.post(AGAIN, {"code": WRONG}).status_code for _ in range(7)] == [422] * 5 + [503] * 2
    refused = browser.post(AGAIN, {"code": code, "text": "What I typed."})
    assert refused.headers["Retry-After"] == "1"
    assert "What I typed." in refused.content.decode()
    clock.s += 0.2
    assert Client().post(AGAIN, {"code": code}).status_code == 302
    assert Client().post(AGAIN, {"code": code}).status_code == 503


def test_a_bucket_is_never_fuller_than_it_is_large() -> None:
    clock = Clock()
    bucket = throttle.Bucket(2, 3, clock)
    clock.s = 1000
    for _ in range(3):
        bucket.take()
    with pytest.raises(CrowdedError) as refused:
        bucket.take()
    assert refused.value.wait_s == 0.5


def test_a_full_queue_takes_no_more_and_says_when(visitor: Client, asks: Asks, settings: Any, operator: User) -> None:
    settings.MOST_WAITING = 2
    codes = [asks(browser=Client()) for _ in range(2)]
    refused = Client().post(ASK, {"text": ASKED})
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) == 1800
    assert ASKED in refused.content.decode()
    assert Client().post(AGAIN, {"code": codes[0]}).status_code == 302  # who has asked already goes on
    first = Thread._base_manager.select_related("centre", "line").earliest("begun_at")
    answer(id=uuid4(), thread=first, version=None, text="Hello.", by=operator)
    assert Client().post(ASK, {"text": ASKED}).status_code == 302


def test_when_its_time_is_over_the_code_opens_nothing(visitor: Client, asks: Asks, operator: User) -> None:
    code = asks()
    replies(operator)
    Thread._base_manager.update(last_at=timezone.now() - dt.timedelta(days=31))
    erase_due()
    assert Client().post(AGAIN, {"code": code}).status_code == 422
    assert not VisitorSession._base_manager.exists()


def test_what_is_erased_at_ones_wish_takes_the_open_visit_along(visitor: Client, asks: Asks, operator: User) -> None:
    asks()
    actions.erase(thread=standing(only_thread()), by=operator)
    assert visitor.get(TALK).status_code == 302
    assert not VisitorSession._base_manager.exists()


def test_a_question_that_cannot_be_sealed_is_not_said_to_be_stored(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: Any, **_more: Any) -> None:
        raise NoPrivateKey("An invented fault.")

    monkeypatch.setattr("bereg.vault.actions.admit", fails)
    page = visitor.post(ASK, {"text": ASKED})
    assert page.status_code == 503
    assert not visitor.cookies
