"""What one page says on the next one: nobody reads it in the browser's files, and nobody writes it there."""

import base64
from typing import Any

import pytest
from django.contrib.messages import INFO
from django.contrib.messages.storage.base import Message
from django.http import HttpResponse
from django.test import RequestFactory

from bereg.core.sealed_messages import SealedCookieStorage

NAME = SealedCookieStorage.cookie_name
TEXT = "Запись удерживается: Выдуманный Коллега"


def sent(*texts: str) -> str:
    """Return the cookie that says something on the next page."""
    storage, answer = SealedCookieStorage(RequestFactory().get("/")), HttpResponse()
    for text in texts:
        storage.add(INFO, text, "good")
    storage.update(answer)
    return answer.cookies[NAME].value


def received(cookie: str) -> SealedCookieStorage:
    request = RequestFactory().get("/")
    request.COOKIES[NAME] = cookie
    return SealedCookieStorage(request)


def test_the_next_page_says_it_once() -> None:
    storage, answer = received(sent(TEXT, "Saved.")), HttpResponse()
    assert list(storage) == [Message(INFO, TEXT, "good"), Message(INFO, "Saved.", "good")]
    storage.update(answer)
    assert answer.cookies[NAME].value == ""


def test_it_cannot_be_read_and_never_looks_the_same() -> None:
    one, another = sent("Saved. Saved. Saved."), sent("Saved. Saved. Saved.")
    assert one != another
    assert b"Saved" not in base64.urlsafe_b64decode(one)


@pytest.mark.parametrize(
    "spoil", [lambda _: "x", lambda _: "ы", lambda c: c[:-8], lambda c: "A" * 8 + c[8:], lambda _: "A" * 40]
)
def test_what_is_not_ours_says_nothing_and_goes(spoil: Any) -> None:
    storage, answer = received(spoil(sent(TEXT))), HttpResponse()
    assert list(storage) == []
    storage.update(answer)
    assert answer.cookies[NAME].value == ""


def test_of_too_much_the_newest_is_said() -> None:
    texts = ["".join(chr(0x410 + (7 * n + k * k) % 64) for k in range(300)) for n in range(40)]
    cookie = sent(*texts)
    assert len(cookie) <= SealedCookieStorage.max_cookie_size
    assert [each.message for each in received(cookie)][-1] == texts[-1]
