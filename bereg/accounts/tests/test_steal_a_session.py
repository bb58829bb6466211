"""A copied session is worth little: it ends with its person's, and using it twice ends all of that person's."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts import account_recovery, actions
from bereg.accounts.models import Session, SessionKey, User
from bereg.accounts.roles import Role
from bereg.accounts.session_middleware import BACKGROUND
from bereg.accounts.sessions import GRACE, KEY_RENEWED, SessionStore, ended
from bereg.audit.models import ChainedAct

NAME = settings.SESSION_COOKIE_NAME
PAGE = reverse("own_account")
SOON = dt.timedelta(seconds=5)
Clock = time_machine.Traveller


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def at_work(clock: Clock, operator: User) -> Client:
    browser = Client()
    browser.force_login(operator)
    return browser


def key_of(browser: Client) -> str:
    return browser.cookies[NAME].value


def thief_with(key: str) -> Client:
    thief = Client()
    thief.cookies[NAME] = key
    return thief


def is_in(browser: Client, **headers: str) -> bool:
    answer: HttpResponse = browser.get(PAGE, headers=headers)  # type: ignore[assignment]
    return answer.status_code == 200


def act_of(name: str, person: User, boss: User, browser: Client) -> None:
    acts: dict[str, Callable[[], Any]] = {
        "sign-out": lambda: browser.post(reverse("account_logout")),
        "role change": lambda: actions.change_role(user=person, role=Role.LAWYER, by=boss),
        "disabling": lambda: actions.close_user(user=person, by=boss),
        "reset": lambda: account_recovery.reset(
            secret=account_recovery.offer(user=person, with_second_factor=False, by=boss), password="yet another phrase"
        ),
    }
    acts[name]()


@pytest.mark.parametrize(("back", "lives"), [(dt.timedelta(minutes=14), True), (dt.timedelta(minutes=16), False)])
def test_a_clock_that_is_set_back_lengthens_no_session(
    clock: Clock, at_work: Client, back: dt.timedelta, lives: bool
) -> None:
    clock.shift(-back)
    assert ended(timezone.now()).exists() is not lives
    assert is_in(at_work) is lives


@pytest.mark.parametrize("act", ["sign-out", "role change", "disabling", "reset"])
def test_a_copied_cookie_dies_with_the_session(at_work: Client, operator: User, supervisor: User, act: str) -> None:
    thief = thief_with(key_of(at_work))
    assert is_in(thief)
    act_of(act, operator, supervisor, at_work)
    assert [is_in(thief) for _ in range(3)] == [False] * 3
    assert not Session.objects.filter(user=operator).exists()


def test_reopening_brings_no_session_back(at_work: Client, operator: User, supervisor: User) -> None:
    thief = thief_with(key_of(at_work))
    actions.close_user(user=operator, by=supervisor)
    actions.reopen_user(user=operator, by=supervisor)
    assert not is_in(thief)


def test_the_key_is_nowhere_in_the_database(at_work: Client) -> None:
    is_in(at_work)
    kept = [str(row) for model in (Session, SessionKey) for row in model.objects.values()]
    assert not any(key_of(at_work) in row for row in kept)


def test_a_new_key_each_ten_minutes(at_work: Client, clock: Clock) -> None:
    first = key_of(at_work)
    clock.shift(KEY_RENEWED - SOON)
    assert is_in(at_work)
    assert key_of(at_work) == first
    clock.shift(SOON)
    assert is_in(at_work)
    assert key_of(at_work) != first
    assert is_in(at_work)


def renewed(browser: Client, clock: Clock) -> str:
    """Let a browser get a new key and use it; return the former one."""
    former = key_of(browser)
    clock.shift(KEY_RENEWED)
    is_in(browser)
    is_in(browser)
    assert key_of(browser) != former
    return former


def test_requests_that_run_beside_one_another_go_through(at_work: Client, clock: Clock) -> None:
    slow = thief_with(renewed(at_work, clock))
    clock.shift(GRACE)
    answer = slow.get(PAGE)
    assert answer.status_code == 200
    assert NAME not in answer.cookies  # it must not put the former key back
    assert is_in(at_work)


def test_a_former_key_used_again_ends_every_session_of_the_person(
    at_work: Client, clock: Clock, operator: User, supervisor: User
) -> None:
    elsewhere, colleague = Client(), Client()
    elsewhere.force_login(operator)
    colleague.force_login(supervisor)
    former = renewed(at_work, clock)
    is_in(elsewhere)
    is_in(colleague)
    clock.shift(GRACE + SOON)
    assert not is_in(thief_with(former))
    assert not is_in(at_work)
    assert not is_in(elsewhere)
    assert is_in(colleague)
    entry = ChainedAct.objects.get(action="user.session_copied")
    assert (entry.target, entry.actor) == (str(operator.pk), "system")


def test_it_makes_no_difference_whether_the_thief_gets_the_new_key(
    at_work: Client, clock: Clock, operator: User
) -> None:
    thief = thief_with(key_of(at_work))
    clock.shift(KEY_RENEWED)
    assert is_in(thief)
    assert is_in(thief)  # who has and uses the new key now
    clock.shift(GRACE + SOON)
    assert not is_in(at_work)
    assert not is_in(thief)
    assert ChainedAct.objects.filter(action="user.session_copied").count() == 1


def test_a_lost_answer_costs_nothing(at_work: Client, clock: Clock) -> None:
    former = key_of(at_work)
    clock.shift(KEY_RENEWED)
    assert is_in(thief_with(former))  # the connection broke: the browser never saw the new key
    clock.shift(GRACE + SOON)
    assert is_in(at_work)
    assert key_of(at_work) != former
    assert is_in(at_work)
    assert not ChainedAct.objects.filter(action="user.session_copied").exists()


def test_of_several_requests_at_once_one_changes_the_key(at_work: Client, clock: Clock) -> None:
    clock.shift(KEY_RENEWED)
    stores = [SessionStore(key_of(at_work)) for _ in range(3)]
    assert all(store["_auth_user_id"] for store in stores)  # all have read the same
    for store in stores:
        store.renew(by_person=True)
    assert SessionKey.objects.count() == 2
    assert [store.session_key == key_of(at_work) for store in stores] == [False, True, True]


def test_a_session_without_a_person_ends(at_work: Client, clock: Clock) -> None:
    clock.shift(dt.timedelta(minutes=14))
    assert is_in(at_work)
    clock.shift(dt.timedelta(minutes=14))
    assert is_in(at_work)
    clock.shift(dt.timedelta(minutes=15))
    assert not is_in(at_work)


def test_what_the_page_asks_by_itself_keeps_no_session_alive(at_work: Client, clock: Clock) -> None:
    for _ in range(14):
        clock.shift(dt.timedelta(minutes=1))
        assert is_in(at_work, **{BACKGROUND: "1"})
    clock.shift(dt.timedelta(minutes=1))
    assert not is_in(at_work)


def test_twelve_hours_are_the_longest(at_work: Client, clock: Clock) -> None:
    for _ in range(12 * 6 - 1):
        clock.shift(dt.timedelta(minutes=10))
        assert is_in(at_work)
    clock.shift(dt.timedelta(minutes=10))
    assert not is_in(at_work)


def test_activity_is_written_once_a_minute(
    at_work: Client, clock: Clock, django_assert_num_queries: Callable[[int], Any]
) -> None:
    state = reverse("session_state")
    clock.shift(dt.timedelta(minutes=1))
    with django_assert_num_queries(2):
        at_work.get(state)
    clock.shift(dt.timedelta(seconds=59))
    with django_assert_num_queries(1):
        at_work.get(state)


def test_sessions_that_ended_are_cleared(at_work: Client, clock: Clock, supervisor: User) -> None:
    clock.shift(dt.timedelta(minutes=10))
    Client().force_login(supervisor)
    clock.shift(dt.timedelta(minutes=6))
    SessionStore.clear_expired()
    assert [session.user for session in Session.objects.all()] == [supervisor]


@pytest.mark.parametrize("key", ["", "x" * 32 + "\x00", "A" * 32, "я" * 32, "' OR 1=1 --".ljust(32, "x"), "a" * 4000])
def test_a_cookie_of_anything_is_nobody(db: None, key: str) -> None:
    assert SessionStore(key).session_key is None
    assert not SessionStore(key).get("_auth_user_id")


def test_signing_in_changes_the_key(client: Client, operator: User) -> None:
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[NAME] = str(session.session_key)
    planted = key_of(client)
    client.force_login(operator)
    assert key_of(client) != planted
    assert not is_in(thief_with(planted))
