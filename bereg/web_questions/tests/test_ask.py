"""Somebody asks without a name and without a cookie, is shown a code once, and reads the answer with it."""

import re
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from bereg.accounts.models import User
from bereg.accounts.password_hashing import LANE_FULL
from bereg.audit.actions import chain_pending
from bereg.audit.models import ChainedAct
from bereg.centres.kinds import LineKind
from bereg.centres.models import Centre, Line
from bereg.contacts.models import Contact
from bereg.conversations import receiving
from bereg.conversations.models import Message, Thread
from bereg.vault import keyring
from bereg.web_questions import asking
from bereg.web_questions.models import VisitorSession
from bereg.web_questions.tests.conftest import (
    AGAIN,
    ANSWER,
    ASK,
    ASKED,
    END,
    TALK,
    WRITTEN,
    Asks,
    code_in,
    hidden_in,
    only_thread,
    replies,
    token_in,
    token_of,
    writes_on,
)

NONCES = r'(?:value|data-id)="[0-9a-f-]{16,64}"|<blockquote.*?</blockquote>'
DANGEROUS = "They locked us in and beat us. My passport was taken."


@pytest.mark.parametrize(("where", "typed"), [(ASK, {"text": ASKED}), (AGAIN, {"code": "1" * 25, "text": ASKED})])
def test_whom_the_server_has_no_room_for_keeps_what_was_typed(
    visitor: Client, where: str, typed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "ask", None)  # no key is derived
    monkeypatch.setattr(asking, "come_back", None)
    visitor.defaults[LANE_FULL] = "1"
    answer = visitor.post(where, typed)
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert all(each in page for each in typed.values())
    assert "quick-exit" in page


def test_a_question_its_answer_by_the_code_and_writing_back(visitor: Client, asks: Asks, operator: User) -> None:
    code = asks()
    replies(operator)
    browser = Client()
    keyring.lock()  # as in a process of the public pages, which has no key of the staff
    assert browser.post(AGAIN, {"code": code}).status_code == 302
    page = browser.get(TALK).content.decode()
    assert ASKED in page
    assert ANSWER in page
    assert page.index(ASKED) < page.index(ANSWER)
    assert code not in page
    assert writes_on(browser, "Thank you. And if he finds out?").status_code == 302
    assert "And if he finds out?" in browser.get(TALK).content.decode()
    assert only_thread().waiting_since is not None
    assert Message._base_manager.filter(direction="in").count() == 2


def test_everything_is_said_before_anything_is_typed_and_no_page_before_that_sets_a_cookie(visitor: Client) -> None:
    page = visitor.get(ASK)
    text = page.content.decode()
    assert all(
        words in text for words in ("once", "Nobody can tell you the code again", "30 days", "90 days", "history")
    )
    assert "call" in text
    assert "<script" not in text.replace('<script defer src="/static/core/quick_exit.js"></script>', "")
    visitor.get(AGAIN)
    visitor.post(ASK, {"text": " "})
    visitor.post(AGAIN, {"code": "1" * 25})
    assert not visitor.cookies


def test_the_code_stands_on_the_page_until_it_is_written_down_and_never_again(visitor: Client, asks: Asks) -> None:
    visitor.post(ASK, {"text": ASKED})
    code = code_in(visitor.get(TALK))
    assert len(code.replace(" ", "")) == 25
    assert code_in(visitor.get(TALK)) == code
    visitor.post("/en/ask/written/", {"token": token_of(visitor)})
    page = visitor.get(TALK).content.decode()
    assert ASKED in page
    assert code not in page
    assert bytes(VisitorSession._base_manager.get().code) == b""


def test_the_code_is_stored_nowhere(visitor: Client, asks: Asks) -> None:
    code = asks().replace(" ", "")
    made = only_thread()
    assert len(bytes(made.lookup or b"")) == 32
    for plain in (code, code.encode()):
        assert sha256(plain.encode() if isinstance(plain, str) else plain).digest() != bytes(made.lookup or b"")
    assert code not in repr(list(VisitorSession._base_manager.values())) + repr(list(Thread._base_manager.values()))


def test_it_is_a_conversation_of_the_centre_that_was_chosen(visitor: Client, other_centre: Centre) -> None:
    theirs = Line.objects.create(centre=other_centre, slug="theirs", kind=LineKind.WEB, address={"": "web"})
    assert 'type="radio"' in visitor.get(ASK).content.decode()
    assert visitor.post(ASK.replace("en", "ru"), {"text": ASKED, "centre": str(theirs.pk)}).status_code == 302
    made = only_thread()
    assert (made.centre, made.line, made.source, made.language) == (other_centre, theirs, "web", "ru")
    contact = Contact._base_manager.get()
    assert (contact.channel, contact.line, contact.disposition) == ("web", theirs, "written")
    assert visitor.post(ASK, {"text": ASKED, "centre": str(uuid4())}).status_code == 422


@pytest.mark.parametrize("closed", ["line", "centre"])
def test_without_a_web_form_nothing_is_offered_and_nothing_taken(
    visitor: Client, web: Line, operator: User, closed: str
) -> None:
    assert ASK in visitor.get("/en/").content.decode()
    record = web if closed == "line" else web.centre
    type(record)._base_manager.filter(pk=record.pk).update(closed_at="2008-05-14T10:00Z")
    assert ASK not in visitor.get("/en/").content.decode()
    assert "textarea" not in visitor.get(ASK).content.decode()
    assert visitor.post(ASK, {"text": ASKED}).status_code == 404
    assert not Thread._base_manager.exists()


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5001])
def test_what_cannot_be_taken_stays_in_the_form(visitor: Client, text: str) -> None:
    page = visitor.post(ASK, {"text": text})
    assert page.status_code == 422
    assert text.strip() in page.content.decode()
    assert not Thread._base_manager.exists()


def test_a_word_of_danger_moves_it_up_and_is_shown_to_nobody_who_writes(visitor: Client, asks: Asks) -> None:
    calm, urgent = Client(), Client()
    asks(browser=calm)
    asks(DANGEROUS, browser=urgent)
    assert Thread._base_manager.filter(is_urgent=True).count() == 1
    one, other = (re.sub(NONCES, "", browser.get(TALK).content.decode()) for browser in (calm, urgent))
    assert one == other


def test_a_question_that_is_sent_twice_is_one_with_one_code(visitor: Client) -> None:
    sent = {"text": ASKED, "nonce": hidden_in(visitor.get(ASK))["nonce"]}
    for _ in range(2):  # the answer to the first was lost on the way, with its cookie
        assert visitor.post(ASK, sent).status_code == 302
    code = code_in(visitor.get(TALK))
    other = Client()
    assert other.post(ASK, sent).status_code == 302
    assert code_in(other.get(TALK)) == code
    assert (Message._base_manager.count(), Contact._base_manager.count()) == (1, 1)
    assert Client().post(AGAIN, {"code": code}).status_code == 302


@pytest.mark.parametrize(
    "change", [{"text": "And my sister?"}, {"nonce": "0" * 32}, {"nonce": ""}, {"nonce": "a" * 33}]
)
def test_other_words_or_another_form_are_another_question(visitor: Client, change: dict[str, str]) -> None:
    sent = {"text": ASKED, "nonce": hidden_in(visitor.get(ASK))["nonce"]}
    codes = set()
    for each in (sent, sent | change):
        browser = Client()
        browser.post(ASK, each)
        codes.add(code_in(browser.get(TALK)))
    assert (len(codes), Thread._base_manager.count()) == (2, 2)


@pytest.mark.parametrize("where", [WRITTEN, END])
def test_a_page_that_lies_about_shows_no_code_that_was_written_down_or_left(visitor: Client, where: str) -> None:
    sent = {"text": ASKED, "nonce": hidden_in(visitor.get(ASK))["nonce"]}
    visitor.post(ASK, sent)
    page = visitor.get(TALK)
    visitor.post(where, {"token": token_in(page)})
    other = Client()
    other.post(ASK, sent)
    assert code_in(other.get(TALK)) != code_in(page)
    assert Thread._base_manager.count() == 2


def test_another_process_that_stores_it_first_has_stored_it(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sent, plain = {"text": ASKED, "nonce": "1" * 32}, receiving.begin

    def late(*given: Any, **how: Any) -> Message:
        monkeypatch.setattr(asking, "begin_thread", plain)
        Client().post(ASK, sent)
        return plain(*given, **how)

    monkeypatch.setattr(asking, "begin_thread", late)
    assert visitor.post(ASK, sent).status_code == 302
    assert Message._base_manager.count() == 1
    assert Client().post(AGAIN, {"code": code_in(visitor.get(TALK))}).status_code == 302


def test_a_message_that_is_sent_twice_is_one(visitor: Client, asks: Asks) -> None:
    asks()
    sent = {"token": token_of(visitor), "nonce": "a nonce", "text": "Hello?"}
    assert [visitor.post(TALK, sent).status_code for _ in range(2)] == [302, 302]
    assert Message._base_manager.count() == 2


def test_other_words_under_the_same_number_are_another_message(visitor: Client, asks: Asks) -> None:
    asks()
    sent = {"token": token_of(visitor), "nonce": "a nonce"}
    for words in ("Hello?", "He is here."):
        assert visitor.post(TALK, sent | {"text": words}).status_code == 302
    page = visitor.get(TALK).content.decode()
    assert "Hello?" in page
    assert "He is here." in page


def test_who_did_what_is_chained_without_anybody(visitor: Client, asks: Asks) -> None:
    asks()
    visitor.get(TALK)
    chain_pending()
    acts = ChainedAct.objects.filter(action__in=["thread.begun", "text.opened"])
    assert set(acts.values_list("action", "actor", "ip_hash")) == {
        ("thread.begun", "nobody", ""),
        ("text.opened", "nobody", ""),
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_opens_no_conversation_in_somebodys_browser(
    visitor: Client, asks: Asks, headers: dict[str, str]
) -> None:
    code = asks()
    browser = Client(headers=headers)
    for where, sent in ((ASK, {"text": ASKED}), (AGAIN, {"code": code})):
        assert browser.post(where, sent).status_code == 403
    assert not browser.cookies
    assert Thread._base_manager.count() == 1
    ours = Client(headers={"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"})
    assert ours.post(AGAIN, {"code": code}).status_code == 302


def test_pages_are_kept_by_nobody(visitor: Client, asks: Asks) -> None:
    asks()
    for page in (visitor.get(ASK), visitor.get(TALK), Client().get(AGAIN), visitor.post(END, {"token": "x"})):
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert "csrftoken" not in page.content.decode()
        assert "csrf" not in page.cookies


@pytest.mark.parametrize(("language", "words"), [("ru", "код"), ("uz", "kod"), ("tg", "рамз")])
def test_it_speaks_the_public_languages(visitor: Client, language: str, words: str) -> None:
    page = visitor.get(f"/{language}/ask/").content.decode()
    assert words in page
    assert "Ask in writing" not in page
    assert visitor.get("/fr/ask/").status_code == 404
