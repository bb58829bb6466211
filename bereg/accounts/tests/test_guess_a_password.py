"""Guessing: ten failed tries an hour for an account, ten a minute from an address, whatever the headers say."""

import datetime as dt
from collections.abc import Iterator
from statistics import quantiles
from time import process_time
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from bereg.accounts import limits
from bereg.accounts.models import Try, User
from bereg.accounts.sessions import SessionStore
from conftest import make_user
from tests.factors import PASSWORD, one_time_code, sign_in

LOGIN = reverse("account_login")
TOO_MANY = "Too many failed login attempts"
Clock = time_machine.Traveller


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    cache.clear()
    with time_machine.travel(dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


def guess(name: str, password: str = "no", address: str = "192.0.2.1", **more: Any) -> str:  # noqa: S107
    answer = Client(REMOTE_ADDR=address).post(LOGIN, {"login": name, "password": password}, **more)
    return "in" if answer.status_code == 302 else answer.content.decode()


def guesses(name: str, number: int, clock: Clock) -> int:
    """Guess from addresses anew, over 50 minutes; return how many tries were taken."""
    taken = 0
    for each in range(number):
        clock.shift(dt.timedelta(minutes=50) / number)
        taken += TOO_MANY not in guess(name, address=f"198.51.100.{each % 250}")
    return taken


@pytest.mark.parametrize("name", ["operator-04", "nobody-of-this-name"])
def test_ten_tries_an_hour_for_an_account_from_wherever(operator: User, clock: Clock, name: str) -> None:
    assert guesses(name, 40, clock) == 10


def test_neither_spelling_nor_host_makes_an_account_new(operator: User, clock: Clock) -> None:
    for each, name in enumerate(["operator-04", "Operator-04", " OPERATOR-04 "] * 4):
        guess(name, address=f"192.0.2.{each}", headers={"Host": f"localhost:{8000 + each}"})
    assert TOO_MANY in guess("operator-04", PASSWORD, address="192.0.2.200")
    # Letters whose capitals are the same are other names all the same.
    assert guess("oper\u00e0tor-04", PASSWORD) != "in"


def test_after_an_hour_one_is_let_in_again(operator: User, clock: Clock) -> None:
    guesses("operator-04", 12, clock)
    assert TOO_MANY in guess("operator-04", PASSWORD)
    clock.shift(limits.WITHIN)
    assert guess("operator-04", PASSWORD) == "in"


def test_who_knows_the_password_is_not_counted(operator: User) -> None:
    for each in range(15):
        assert guess("operator-04", PASSWORD, address=f"192.0.2.{each}") == "in"
    assert not Try.objects.exists()


def test_a_restart_forgets_no_try(operator: User, clock: Clock) -> None:
    guesses("operator-04", 10, clock)
    cache.clear()  # what the process remembers
    assert TOO_MANY in guess("operator-04", PASSWORD)


def test_the_second_step_has_ten_tries_too(operator: User, clock: Clock) -> None:
    for each in range(12):
        browser = Client(REMOTE_ADDR=f"192.0.2.{each}")
        browser.post(LOGIN, {"login": "operator-04", "password": PASSWORD})
        browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    cache.clear()
    browser.post(reverse("mfa_authenticate"), {"code": one_time_code(operator)})
    assert browser.get(reverse("own_account")).status_code == 302


def test_a_passkey_is_outside_the_limit_so_that_nobody_locks_anybody_out(operator: User, clock: Clock) -> None:
    guesses("operator-04", 12, clock)
    options = Client().get(reverse("mfa_login_webauthn"), headers={"X-Requested-With": "XMLHttpRequest"})
    assert "request_options" in options.json()


@pytest.mark.parametrize("behind_proxy", [False, True])
def test_forged_headers_make_no_new_address(settings: Any, operator: User, behind_proxy: bool) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = int(behind_proxy)
    taken = 0
    for each in range(30):
        forged = f"203.0.113.{each}" + (", 192.0.2.77" if behind_proxy else "")  # the proxy adds whom it sees
        headers = {"X-Forwarded-For": forged, "X-Real-IP": forged, "Forwarded": f"for={forged}"}
        taken += "are not correct" in guess(f"name-{each}", headers=headers)
    assert taken == 10 // settings.WEB_WORKERS  # each process has its share


def test_no_address_is_kept_anywhere(operator: User, clock: Clock) -> None:
    guess("operator-04", address="198.51.100.77")
    assert "198.51.100.77" not in str(vars(cache)) + str(cache._cache)  # type: ignore[attr-defined]
    assert "198.51.100.77" not in str(list(Try.objects.values()))
    assert "operator-04" not in str(list(Try.objects.values()))
    before = limits.address_sign("198.51.100.77")
    assert limits.address_sign("198.51.100.77") == before
    clock.shift(dt.timedelta(hours=1))
    assert limits.address_sign("198.51.100.77") != before


def test_old_tries_are_forgotten(operator: User, clock: Clock) -> None:
    guess("operator-04")
    clock.shift(limits.WITHIN)
    SessionStore.clear_expired()
    assert not Try.objects.exists()


@pytest.mark.torture
@pytest.mark.django_db
def test_a_known_name_takes_as_long_as_an_unknown_one(settings: Any, centre: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    from bereg.accounts.roles import Role

    make_user(centre, Role.OPERATOR, "Operator 77")
    took: dict[str, list[float]] = {"operator-77": [], "nobody-77": []}
    for _ in range(100):
        for name, times in took.items():
            Try.objects.all().delete()
            begun = process_time()  # the work, which other programs on the machine do not change
            guess(name)
            times.append((process_time() - begun) * 1000)
    known, unknown = (quantiles(times[10:], n=20)[18] for times in took.values())
    print(f"p95 known {known:.1f} ms, unknown {unknown:.1f} ms on {connection.vendor}")  # noqa: T201
    assert abs(known - unknown) < 5


def test_signing_in_needs_both_steps(operator: User) -> None:
    browser = Client()
    assert browser.post(LOGIN, {"login": "operator-04", "password": PASSWORD}).status_code == 302
    assert browser.get(reverse("own_account")).status_code == 302
    assert sign_in(Client(), operator).status_code == 302


def test_nobody_else_is_slowed_down(operator: User, other_operator: User, clock: Clock) -> None:
    guesses("operator-04", 12, clock)
    assert guess("operator-09", PASSWORD) == "in"
