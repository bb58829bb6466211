"""Guessing code words: twenty an hour are looked up in vain, then none; numbers open all the time."""

import datetime as dt
from collections.abc import Iterator
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bereg.accounts import failed_tries
from bereg.accounts.models import Try, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.audit_review import unusual_reading
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from conftest import make_user
from tests.opened import code_word_of

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
OPEN, CALLED_BEFORE = reverse("desk:open_enquiry"), reverse("desk:called_before")
Clock = time_machine.Traveller


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def enquiry(clock: Clock, desk: Client) -> Enquiry:
    """One enquiry of the operator's centre."""
    pk = uuid4()
    desk.post(reverse("desk:form", args=[pk]), {"channel": "phone", "consent": "no"})
    return Enquiry._base_manager.get(pk=pk)


@pytest.fixture
def theirs(enquiry: Enquiry, other_operator: User) -> Enquiry:
    """One enquiry of the other centre."""
    pk, browser = uuid4(), signed_in(other_operator)
    browser.post(reverse("desk:form", args=[pk]), {"channel": "phone", "consent": "no"})
    return Enquiry._base_manager.get(pk=pk)


def signed_in(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def word(number: int) -> str:
    return f"invented-{'abcdefghij'[number // 10]}-{number % 100:02}"


def guess(desk: Client, count: int, *, first: int = 0) -> list[int]:
    """Type code words that nobody has, in turns at each of the places that take one."""
    ways: list[tuple[str, dict[str, str], str]] = [
        (OPEN, {}, "typed"),
        (CALLED_BEFORE, {}, "joins"),
        (reverse("desk:form", args=[uuid4()]), {"act": "join", "channel": "phone"}, "joins"),
    ]
    answers = []
    for each in range(first, first + count):
        address, more, name = ways[each % len(ways)]
        answers.append(desk.post(address, {**more, name: word(each)}).status_code)
    return answers


def test_after_twenty_misses_no_code_word_is_looked_up(desk: Client, enquiry: Enquiry) -> None:
    assert set(guess(desk, 20)) == {404, 200, 422}
    assert guess(desk, 6, first=20) == [429] * 6
    for address, sent in ((OPEN, {"typed": code_word_of(enquiry)}), (CALLED_BEFORE, {"joins": code_word_of(enquiry)})):
        assert desk.post(address, sent).status_code == 429
    joined = desk.post(
        reverse("desk:form", args=[uuid4()]), {"act": "join", "joins": code_word_of(enquiry), "channel": "phone"}
    )
    assert joined.status_code == 429


def test_an_hour_later_one_may_go_on_and_the_page_says_when(
    desk: Client, enquiry: Enquiry, clock: Clock, operator: User
) -> None:
    guess(desk, 10)
    clock.shift(dt.timedelta(minutes=5))
    guess(desk, 10, first=10)
    page = desk.post(OPEN, {"typed": code_word_of(enquiry)})
    # An hour after the first one, in Moscow, with the minute that has begun.
    assert "From 13:01 on" in page.content.decode()
    clock.shift(dt.timedelta(minutes=54))
    desk.force_login(operator)
    assert desk.post(OPEN, {"typed": code_word_of(enquiry)}).status_code == 429
    clock.shift(dt.timedelta(minutes=1))
    assert desk.post(OPEN, {"typed": code_word_of(enquiry)}).status_code == 302


def test_what_was_typed_stays(desk: Client, enquiry: Enquiry) -> None:
    guess(desk, 20)
    assert f'value="{code_word_of(enquiry)}"' in desk.post(OPEN, {"typed": code_word_of(enquiry)}).content.decode()
    told = {"channel": "phone", "consent": "yes", "narrative": "As told."}
    sent = {"act": "join", "joins": code_word_of(enquiry), **told}
    page = desk.post(reverse("desk:form", args=[uuid4()]), sent).content.decode()
    assert "As told." in page
    assert f'value="{code_word_of(enquiry)}"' in page
    assert "From 13:01 on" in page


def test_what_is_looked_up_while_somebody_types_is_shown_too(desk: Client, enquiry: Enquiry) -> None:
    guess(desk, 20)
    answer = desk.post(CALLED_BEFORE, {"joins": code_word_of(enquiry)})
    assert "From 13:01 on" in answer.content.decode()
    # The script that puts answers into the page leaves those out that are not named.
    assert '{"code": "429", "swap": true}' in unescape(desk.get(reverse("desk:new_enquiry")).content.decode())


def test_numbers_open_all_the_time_and_words_that_are_right_do_not_count(desk: Client, enquiry: Enquiry) -> None:
    for typed in (code_word_of(enquiry), enquiry.number, "MSK-2026-99999", "half-a-word", "invented", "") * 25:
        assert desk.post(OPEN, {"typed": typed}).status_code in {302, 404}
    assert not Try.objects.exists()
    guess(desk, 20)
    assert desk.post(OPEN, {"typed": enquiry.number}).status_code == 302
    joined = desk.post(
        reverse("desk:form", args=[uuid4()]), {"act": "join", "joins": enquiry.number, "channel": "phone"}
    )
    assert joined.status_code == 302


def test_each_person_has_their_own(desk: Client, enquiry: Enquiry, centre: Centre) -> None:
    guess(desk, 21)
    colleague = signed_in(make_user(centre, Role.OPERATOR, "Operator 05"))
    assert colleague.post(OPEN, {"typed": code_word_of(enquiry)}).status_code == 302
    again = signed_in(User.objects.get(username="operator-04"))  # a new session is the same person
    assert again.post(OPEN, {"typed": code_word_of(enquiry)}).status_code == 429


def test_the_record_of_acts_has_each_miss_without_the_word(desk: Client, enquiry: Enquiry, operator: User) -> None:
    guess(desk, 21)
    acts = ChainedAct.objects.filter(action="refused.code_word").order_by("seq")
    assert [act.because for act in acts] == ["no_such_word"] * 20 + ["too_many_words"]
    assert {(act.actor, act.target) for act in acts} == {(str(operator.pk), str(operator.pk))}
    for entry in ChainedAct.objects.values():
        assert "invented" not in str(entry)


def test_supervisors_are_told(desk: Client, enquiry: Enquiry, operator: User, supervisor: User) -> None:
    guess(desk, 19)
    assert unusual_reading.look() == 0
    guess(desk, 1, first=19)
    assert unusual_reading.look() == 1
    assert ChainedAct.objects.get(action=unusual_reading.UNUSUAL).because == "many_code_words"
    page = signed_in(supervisor).get(reverse("accounts:notices")).content.decode()
    assert "Operator 04 tried 20 code words in vain" in page


def test_another_centres_word_counts_and_answers_as_one_that_there_is_not(
    desk: Client, enquiry: Enquiry, theirs: Enquiry
) -> None:
    def asked(typed: str) -> tuple[int, int]:
        desk.get(reverse("desk:find"))
        with CaptureQueriesContext(connection) as made:
            status = desk.post(OPEN, {"typed": typed}).status_code
        return status, len(made)

    for _ in range(10):
        assert asked(code_word_of(theirs)) == asked(word(7))
    assert asked(code_word_of(theirs)) == asked(word(7))
    assert asked(word(7))[0] == 429
    assert Try.objects.count() == 20


def test_the_page_of_acts_takes_no_code_word(desk: Client, enquiry: Enquiry) -> None:
    answers = [desk.get(reverse("audit_review:acts"), {"number": each}) for each in (code_word_of(enquiry), word(7))]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert desk.get(reverse("audit_review:acts"), {"number": enquiry.number}).status_code == 200


def test_tries_that_count_no_longer_are_forgotten(desk: Client, enquiry: Enquiry, clock: Clock) -> None:
    guess(desk, 5)
    clock.shift(failed_tries.WITHIN)
    assert failed_tries.forget_old() == 5


def test_a_limit_of_another_number(desk: Client, enquiry: Enquiry, settings: Any) -> None:
    settings.ALARM_CODE_WORDS = 5
    assert guess(desk, 7)[5:] == [429, 429]
