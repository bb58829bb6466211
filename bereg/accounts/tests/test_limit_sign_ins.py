"""Guessing: each wrong password makes the next try wait longer, of the account and of the network it comes from."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from statistics import median, quantiles
from time import process_time
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from bereg.accounts import sign_in_limits
from bereg.accounts.models import Try, User
from bereg.accounts.roles import Role
from bereg.accounts.sessions import SessionStore
from bereg.accounts.sign_in_limits import network_of
from conftest import make_user
from tests.factors import PASSWORD, one_time_code, sign_in

pytestmark = pytest.mark.once("every statement is sent by test_sign_in.py or test_sign_in_from_a_known_browser.py too")

LOGIN = reverse("account_login")
TOO_SOON = "this one was not looked at"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
Clock = time_machine.Traveller
HOUR, SECOND = dt.timedelta(hours=1), dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    cache.clear()
    with time_machine.travel(dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


def guess(name: str, password: str = "no", address: str = "192.0.2.1", **more: Any) -> str:  # noqa: S107
    answer = Client(REMOTE_ADDR=address).post(LOGIN, {"login": name, "password": password}, **more)
    return "in" if answer.status_code == 302 else answer.content.decode()


def from_everywhere(each: int) -> str:
    """Return an address in a network of its own."""
    return f"10.{each // 250}.{each % 250}.7"


def guesses(name: str, number: int, clock: Clock) -> int:
    """Guess from networks anew, over 50 minutes; return how many tries were looked at."""
    taken = 0
    for each in range(number):
        clock.shift(dt.timedelta(minutes=50) / number)
        with suppress(sign_in_limits.TryTooSoonError):
            taken += bool(sign_in_limits.take(name, from_everywhere(each)))
    return taken


@pytest.mark.parametrize("name", ["operator-04", "nobody-of-this-name"])
def test_at_most_twenty_tries_an_hour_for_an_account_from_wherever(operator: User, clock: Clock, name: str) -> None:
    assert 15 <= guesses(name, 200, clock) <= 20
    assert TOO_SOON in guess(name)


@pytest.mark.once("counts and times alone")
@pytest.mark.parametrize("pause_s", [7, 31, 241, 420])
def test_no_hour_of_a_day_has_more_than_twenty_tries(pause_s: int) -> None:
    """A guesser asks at once when it may, or at its own pace: in no hour that begins with a try are there more."""
    made: list[dt.timedelta] = []
    now = dt.timedelta()
    while now < dt.timedelta(days=1):
        counted = [at for at in made if at > now - HOUR]
        if not counted or now >= counted[-1] + sign_in_limits.ACCOUNT.wait(len(counted)):
            made.append(now)
        now += dt.timedelta(seconds=pause_s)
    assert max(sum(begun <= at < begun + HOUR for at in made) for begun in made) <= 20


@pytest.mark.once("counts and times alone")
def test_one_network_alone_makes_nobody_else_wait() -> None:
    passed, waited = 1, dt.timedelta()
    while (waited := waited + sign_in_limits.ACCOUNT_FROM_NETWORK.wait(passed)) < HOUR:
        passed += 1
    assert passed < sign_in_limits.ACCOUNT.free
    assert sign_in_limits.ACCOUNT_FROM_NETWORK.wait(5000) == HOUR  # a number of any size


def test_each_wrong_password_makes_the_next_one_wait_longer(operator: User, clock: Clock) -> None:
    waits = []
    for _ in range(6):
        answer = Client().post(LOGIN, {"login": "operator-04", "password": "no"})
        while answer.status_code == 429:
            wait_s = int(answer.headers["Retry-After"])
            waits.append(wait_s)
            clock.shift(dt.timedelta(seconds=wait_s) - SECOND)
            early = Client().post(LOGIN, {"login": "operator-04", "password": PASSWORD})
            assert (early.status_code, early.headers["Retry-After"]) == (429, "1")
            clock.shift(SECOND)
            answer = Client().post(LOGIN, {"login": "operator-04", "password": "no"})
    assert waits == [30, 60, 120]


def test_who_comes_too_soon_keeps_the_user_name_and_is_told_when_and_what_helps(operator: User, clock: Clock) -> None:
    for _ in range(3):
        guess("operator-04")
    told = guess("operator-04", PASSWORD)
    assert "Try again in 30 seconds" in told
    assert 'value="operator-04"' in told
    assert PASSWORD not in told
    assert "new sign-in link" in told
    assert told.count('role="alert"') == 1
    unknown = [guess("nobody-of-this-name") for _ in range(4)][-1]
    assert TOKEN.sub("", told.replace("operator-04", "")) == TOKEN.sub("", unknown.replace("nobody-of-this-name", ""))


def test_another_network_is_let_in_while_one_guesses(operator: User, clock: Clock) -> None:
    for minute in range(90):
        clock.shift(dt.timedelta(minutes=1))
        with suppress(sign_in_limits.TryTooSoonError):
            sign_in_limits.take("operator-04", f"192.0.2.{minute}")
        if minute % 30 == 29:
            assert guess("operator-04", PASSWORD, address="198.51.100.1") == "in"


@pytest.mark.once("no database")
def test_what_one_person_gets_without_effort_is_one_network() -> None:
    assert network_of("192.0.2.77") == network_of("192.0.2.1") != network_of("192.0.3.77")
    assert network_of("2001:db8:1:2::7") == network_of("2001:db8:1:ffff::") == "2001:db8:1::/48"
    assert network_of("unix:") == "unix:"


def test_neither_spelling_nor_host_makes_an_account_new(operator: User, clock: Clock) -> None:
    for each, name in enumerate(["operator-04", "Operator-04", " OPERATOR-04 "] * 4):
        guess(name, address=from_everywhere(each), headers={"Host": f"localhost:{8000 + each}"})
    assert TOO_SOON in guess("operator-04", PASSWORD, address="192.0.2.200")
    # Letters whose capitals are the same are other names all the same.
    assert guess("oper\u00e0tor-04", PASSWORD) != "in"


def test_after_the_longest_wait_one_is_let_in_again(operator: User, clock: Clock) -> None:
    guesses("operator-04", 200, clock)
    assert TOO_SOON in guess("operator-04", PASSWORD)
    clock.shift(sign_in_limits.ACCOUNT.longest)
    assert guess("operator-04", PASSWORD) == "in"


def test_who_knows_the_password_is_not_counted(operator: User) -> None:
    for _ in range(12):
        assert guess("operator-04", PASSWORD) == "in"
    assert not Try.objects.exists()


def test_a_restart_forgets_no_try_of_an_account(operator: User, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    guesses("operator-04", 200, clock)
    monkeypatch.setattr(sign_in_limits, "_ADDRESS_KEY", b"another process")
    assert TOO_SOON in guess("operator-04", PASSWORD)


def test_a_clock_that_is_set_back_keeps_nobody_out(operator: User, clock: Clock) -> None:
    guesses("operator-04", 200, clock)
    clock.shift(-HOUR)
    assert guess("operator-04", PASSWORD) == "in"


def test_the_second_step_has_ten_tries(operator: User, clock: Clock) -> None:
    for each in range(12):
        browser = Client(REMOTE_ADDR=f"192.0.2.{each}")
        browser.post(LOGIN, {"login": "operator-04", "password": PASSWORD})
        browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    cache.clear()
    browser.post(reverse("mfa_authenticate"), {"code": one_time_code(operator)})
    assert browser.get(reverse("own_account")).status_code == 302


def test_a_passkey_is_outside_the_limit_so_that_nobody_locks_anybody_out(operator: User, clock: Clock) -> None:
    guesses("operator-04", 200, clock)
    options = Client().get(reverse("mfa_login_webauthn"), headers={"X-Requested-With": "XMLHttpRequest"})
    assert "request_options" in options.json()
    answers = {Client().post(reverse("mfa_login_webauthn"), {"credential": "{}"}).status_code for _ in range(12)}
    assert answers == {302}  # back to the form, never 429


@pytest.mark.parametrize("behind_proxy", [False, True])
def test_forged_headers_make_no_new_address(settings: Any, operator: User, behind_proxy: bool) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = int(behind_proxy)
    taken = 0
    for each in range(30):
        forged = f"203.0.113.{each}" + (", 192.0.2.77" if behind_proxy else "")  # the proxy adds whom it sees
        headers = {"X-Forwarded-For": forged, "X-Real-IP": forged, "Forwarded": f"for={forged}"}
        taken += "are not correct" in guess(f"name-{each}", headers=headers)
    assert taken == sign_in_limits.ADDRESS.free


def test_no_address_is_kept_anywhere(operator: User, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    guess("operator-04", address="198.51.100.77")
    assert "198.51.100" not in str(vars(cache)) + str(cache._cache)  # type: ignore[attr-defined]
    assert "198.51.100" not in str(list(Try.objects.values()))
    assert "operator-04" not in str(list(Try.objects.values()))
    first = set(Try.objects.values_list("account", flat=True))
    # What a copy of the database and of every key file knows does not find the address: its key was in the memory.
    monkeypatch.setattr(sign_in_limits, "_ADDRESS_KEY", b"another process")
    Try.objects.all().delete()
    guess("operator-04", address="198.51.100.77")
    assert len(first & set(Try.objects.values_list("account", flat=True))) == 1  # the account's alone


def test_made_up_names_leave_three_rows_a_try_for_an_hour(operator: User, clock: Clock) -> None:
    for each in range(4):
        guess(f"nobody-{each}", address=from_everywhere(each))
        guess("nobody-0", address="192.0.2.1")
    assert Try.objects.count() == 3 * (4 + 3)  # the fourth from one network came too soon
    clock.shift(HOUR)
    SessionStore.clear_expired()
    assert not Try.objects.exists()


def test_forty_colleagues_behind_one_address_sign_in_within_a_minute(centre: Any, clock: Clock) -> None:
    people = [make_user(centre, Role.OPERATOR, f"Operator {each}") for each in range(300, 340)]
    assert [guess(each.username, PASSWORD) for each in people] == ["in"] * 40


@pytest.mark.torture
@pytest.mark.django_db
def test_a_known_name_takes_as_long_as_an_unknown_one(settings: Any, centre: Any) -> None:
    settings.PASSWORD_HASHERS = ["bereg.accounts.password_hashing.Argon2InTurn"]
    make_user(centre, Role.OPERATOR, "Operator 77")
    took: dict[str, list[float]] = {"operator-77": [], "nobody-77": []}
    for number in range(100):
        for name in sorted(took, reverse=bool(number % 2)):  # in turn: the machine changes its pace
            Try.objects.all().delete()
            begun = process_time()  # the work, which other programs on the machine do not change
            guess(name)
            took[name].append((process_time() - begun) * 1000)
    known, unknown = (quantiles(times[10:], n=20)[18] for times in took.values())
    print(f"p95 known {known:.1f} ms, unknown {unknown:.1f} ms on {connection.vendor}")  # noqa: T201
    assert abs(known - unknown) < 5


@pytest.mark.torture
@pytest.mark.django_db
def test_a_known_name_is_as_much_work_beside_the_derivation(centre: Any) -> None:
    make_user(centre, Role.OPERATOR, "Operator 77")
    took: dict[str, list[float]] = {"operator-77": [], "nobody-77": []}
    for number in range(130):
        for name in sorted(took, reverse=bool(number % 2)):  # in turn: neither always comes first
            Try.objects.all().delete()
            begun = process_time()
            guess(name)
            took[name].append((process_time() - begun) * 1000)
    pairs = [known - unknown for known, unknown in zip(*took.values(), strict=True)][10:]
    p95 = quantiles(map(abs, pairs), n=20)[18]
    print(f"{len(pairs)} pairs: {median(pairs):+.2f} ms at the median, p95 {p95:.1f} ms on {connection.vendor}")  # noqa: T201
    assert abs(median(pairs)) < 3


def test_signing_in_needs_both_steps(operator: User) -> None:
    browser = Client()
    assert browser.post(LOGIN, {"login": "operator-04", "password": PASSWORD}).status_code == 302
    assert browser.get(reverse("own_account")).status_code == 302
    assert sign_in(Client(), operator).status_code == 302


def test_nobody_else_is_slowed_down(operator: User, other_operator: User, clock: Clock) -> None:
    guesses("operator-04", 200, clock)
    assert guess("operator-09", PASSWORD) == "in"
