"""A browser that an account has signed in from: whatever others guess, nobody keeps its person out."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts import account_recovery, actions, known_browsers, sessions, sign_in_limits
from bereg.accounts.models import KnownBrowser, Try, User
from bereg.accounts.roles import Role
from conftest import make_user
from tests.factors import PASSWORD, one_time_code, sign_in

LOGIN, SECOND = reverse("account_login"), reverse("mfa_authenticate")
COOKIE = known_browsers.COOKIE


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def known(operator: User) -> Client:
    """Give the browser of somebody who has signed in and out."""
    browser = Client(REMOTE_ADDR="192.0.2.9")
    sign_in(browser, operator)
    browser.post(reverse("account_logout"))
    return browser


def password(browser: Client, name: str = "operator-04", word: str = PASSWORD) -> int:
    return browser.post(LOGIN, {"login": name, "password": word}).status_code


def under_attack(name: str = "operator-04") -> None:
    """Guess from everywhere until no unknown browser is looked at any more."""
    with suppress(sign_in_limits.TryTooSoonError):
        for each in range(100):
            sign_in_limits.take(name, f"10.{each}.0.1")


def copy_of(browser: Client) -> Client:
    """Return another browser with the cookie alone."""
    copy = Client(REMOTE_ADDR="203.0.113.5")
    copy.cookies[COOKIE] = browser.cookies[COOKIE].value
    return copy


def test_the_colleague_is_in_at_once_while_everybody_guesses(operator: User, known: Client) -> None:
    under_attack()
    assert password(known) == 302
    assert sign_in(known, operator).status_code == 302
    assert known.get(reverse("own_account")).status_code == 200
    assert password(Client()) == 429  # a new browser waits


def test_own_slips_do_not_slow_a_known_browser(known: Client) -> None:
    assert [password(known, word="no") for _ in range(known_browsers.MOST_WRONG - 1)] == [200] * (
        known_browsers.MOST_WRONG - 1
    )
    assert password(known) == 302
    assert not Try.objects.exists()


def test_a_copied_cookie_is_worth_ten_guesses_then_its_browser_is_unknown(operator: User, known: Client) -> None:
    under_attack()
    thief = copy_of(known)
    assert [password(thief, word="no") for _ in range(12)] == [200] * 10 + [429] * 2
    assert password(known) == 429  # the same cookie, so its person has to go another way: a passkey or a link
    link = account_recovery.offer(user=operator, with_second_factor=False, by=None)
    known.post(reverse("account_reset", args=[link]), {"password": "another long invented password"})
    assert password(known, word="another long invented password") == 302
    assert password(thief, word="no") == 200  # the count begins anew; the old cookie is unknown
    assert KnownBrowser.objects.get().failed == 0


def test_wrong_codes_of_the_second_step_count_for_the_known_browser_alone(operator: User, known: Client) -> None:
    for _ in range(12):  # somebody who knows the password
        stranger = Client(REMOTE_ADDR="203.0.113.5")
        password(stranger)
        stranger.post(SECOND, {"code": "000000"})
    password(known)
    known.post(SECOND, {"code": "000000"})
    assert KnownBrowser.objects.get().failed == 1
    known.post(SECOND, {"code": one_time_code(operator)})
    assert known.get(reverse("own_account")).status_code == 200
    assert KnownBrowser.objects.get().failed == 0


def test_a_browser_is_known_for_its_accounts_alone(operator: User, other_operator: User, known: Client) -> None:
    under_attack("operator-09")
    assert password(known, "operator-09") == 429


def test_a_password_alone_makes_no_browser_known(operator: User) -> None:
    browser = Client()
    assert password(browser) == 302
    assert COOKIE not in browser.cookies
    assert not KnownBrowser.objects.exists()


def test_colleagues_at_a_shared_desk_are_known_each(operator: User, other_operator: User, known: Client) -> None:
    sign_in(known, other_operator)
    known.post(reverse("account_logout"))
    under_attack("operator-04")
    under_attack("operator-09")
    assert [password(known, name) for name in ("operator-04", "operator-09")] == [302, 302]
    assert len(known.cookies[COOKIE].value.split(".")) == 2


def test_a_desk_shared_by_very_many_keeps_the_latest(centre: Any, known: Client) -> None:
    for each in range(known_browsers.MOST_ACCOUNTS):
        sign_in(known, make_user(centre, Role.OPERATOR, f"Operator {300 + each}"))
        known.post(reverse("account_logout"))
    assert len(known.cookies[COOKIE].value.split(".")) == known_browsers.MOST_ACCOUNTS
    under_attack()
    under_attack("operator-300")
    assert [password(known, name) for name in ("operator-04", "operator-300")] == [429, 302]


@pytest.mark.parametrize(
    "cookie", ["", ".", "x", "A" * 22, "." * 5000, "A" * 22 + "." + "\u00e9" * 22, ".".join(["B" * 22] * 500)]
)
def test_a_forged_cookie_is_worth_nothing(operator: User, known: Client, cookie: str) -> None:
    under_attack()
    forger = Client(REMOTE_ADDR="203.0.113.5")
    forger.cookies[COOKIE] = cookie
    assert password(forger) == 429


def test_a_token_that_was_put_into_a_browser_is_never_made_known(operator: User, other_operator: User) -> None:
    """Else who put it there would have a known browser too, as soon as the person signs in."""
    insider, victim = Client(), Client()
    sign_in(insider, other_operator)
    planted = insider.cookies[COOKIE].value
    victim.cookies[COOKIE] = planted
    sign_in(victim, operator)
    under_attack()
    thief = Client(REMOTE_ADDR="203.0.113.5")
    thief.cookies[COOKIE] = planted
    assert password(thief) == 429


def test_the_cookie_says_nothing_and_the_database_does_not_know_it(operator: User, known: Client) -> None:
    cookie = known.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert cookie["max-age"] == known_browsers.KEPT.total_seconds()
    assert "operator" not in cookie.value
    assert cookie.value not in str(list(KnownBrowser.objects.values()))


def test_a_reset_counts_anew_and_forgets_every_browser_but_that_of_the_link(operator: User, known: Client) -> None:
    under_attack()
    link = account_recovery.offer(user=operator, with_second_factor=False, by=None)
    new, word = Client(REMOTE_ADDR="198.51.100.4"), "another long invented password"
    new.post(reverse("account_reset", args=[link]), {"password": word})
    assert password(Client(REMOTE_ADDR="198.51.100.5"), word=word) == 302  # the count begins anew
    under_attack()
    assert password(known, word=word) == 429
    assert password(new, word=word) == 302


def test_a_closing_forgets_the_browsers_and_a_change_of_role_does_not(
    operator: User, supervisor: User, known: Client
) -> None:
    actions.change_role(user=operator, role=Role.SUPERVISOR, by=supervisor)
    assert KnownBrowser.objects.filter(user=operator).exists()
    actions.close_user(user=operator, by=supervisor)
    assert not KnownBrowser.objects.filter(user=operator).exists()


def test_a_copied_session_makes_every_browser_unknown(
    operator: User, known: Client, clock: time_machine.Traveller
) -> None:
    sign_in(known, operator)
    stolen = known.cookies["bereg"].value
    for _ in range(2):
        clock.shift(sessions.KEY_RENEWED)
        known.get(reverse("own_account"))
    clock.shift(sessions.GRACE * 2)
    thief = Client()
    thief.cookies["bereg"] = stolen
    thief.get(reverse("own_account"))
    assert not KnownBrowser.objects.exists()


def test_browsers_are_forgotten_after_half_a_year_and_beyond_forty(
    operator: User, clock: time_machine.Traveller
) -> None:
    for _ in range(known_browsers.MOST_BROWSERS + 2):
        clock.shift(dt.timedelta(minutes=1))
        sign_in(Client(), operator)  # private windows, each without the cookie
    assert KnownBrowser.objects.count() == known_browsers.MOST_BROWSERS
    clock.shift(known_browsers.KEPT - dt.timedelta(minutes=5))
    assert known_browsers.old(timezone.now()).count() == known_browsers.MOST_BROWSERS - 5
    clock.shift(dt.timedelta(minutes=5))
    sessions.SessionStore.clear_expired()
    assert not KnownBrowser.objects.exists()


def test_a_clock_that_is_set_back_keeps_browsers_known(
    operator: User, known: Client, clock: time_machine.Traveller
) -> None:
    under_attack()
    clock.shift(dt.timedelta(days=-400))
    under_attack()
    assert password(known) == 302
