"""What the tests of this room share: a centre with a web form, and a browser that nobody signed in with."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.centres.models import Line
from bereg.conversations.answering import answer
from bereg.conversations.models import Thread
from bereg.conversations.tests.conftest import standing, web
from bereg.vault.tests.conftest import cheap_secrets
from bereg.web_questions import throttle

__all__ = ["cheap_secrets", "standing", "web"]
ASKED = "They have not paid us for three months. What can we do?"
ANSWER = "Go to the inspectorate, and keep your papers."
ASK, AGAIN, TALK, WRITTEN, END = (
    reverse(f"ask:{name}", args=["en"]) for name in ("ask", "again", "talk", "written", "end")
)
Asks = Callable[..., str]


@pytest.fixture(autouse=True)
def full_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test wait for another one."""
    for name in ("tries", "questions", "messages", "pages"):
        monkeypatch.setattr(throttle, name, throttle.Bucket(1_000, 1_000))


@pytest.fixture
def visitor(web: Line, cheap_secrets: None) -> Client:
    """The browser of somebody who may ask a question."""
    return Client()


@pytest.fixture
def asks(visitor: Client) -> Asks:
    """Let somebody ask a question and write the code down, which is returned."""

    def asked(text: str = ASKED, browser: Client | None = None) -> str:
        by = browser or visitor
        assert by.post(ASK, {"text": text}).status_code == 302
        code = code_in(by.get(TALK))
        assert by.post(WRITTEN, {"token": token_of(by)}).status_code == 302
        return code

    return asked


def code_in(answered: Any) -> str:
    """Return the code that a page shows."""
    found = re.search(r'id="code"><bdi dir="ltr">([0-9 ]+)</bdi>', answered.content.decode())
    assert found
    return found[1]


def hidden_in(answered: Any) -> dict[str, str]:
    """Return what the form of a page carries hidden."""
    page = answered.content.decode()
    form = page.split('<form class="card stack"')[-1]
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}


def token_of(browser: Client) -> str:
    """Return the token of the visit in a browser."""
    return token_in(browser.get(TALK))


def token_in(answered: Any) -> str:
    """Return the token of the visit on a page."""
    found = re.search(r'name="token" value="([0-9a-f]{64})"', answered.content.decode())
    assert found
    return found[1]


def writes_on(browser: Client, text: str) -> Any:
    """Write further on the page of an open conversation."""
    hidden = hidden_in(browser.get(TALK))
    return browser.post(TALK, {**{name: hidden[name] for name in ("token", "nonce")}, "text": text})


def only_thread() -> Thread:
    """Return the one conversation that there is."""
    return Thread._base_manager.select_related("centre", "line").get()


def replies(by: User, text: str = ANSWER) -> None:
    """Answer the one conversation that there is."""
    found = only_thread()
    answer(id=uuid4(), thread=found, version=found.version, text=text, by=by)
