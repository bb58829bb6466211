"""Outside the demonstration nobody works without a second factor."""

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from bereg.accounts.access import PUBLIC
from bereg.accounts.checks import views
from bereg.accounts.models import Session, User
from bereg.accounts.roles import Role
from bereg.accounts.second_factor_required import OPEN
from bereg.accounts.session_keys import read
from conftest import make_user
from tests.factors import app_code, forgotten_codes, give_app, one_time_code, sign_in

NEEDED = reverse("second_factor_needed")
CODES = reverse("mfa_view_recovery_codes")


@pytest.fixture(autouse=True)
def no_earlier_tries() -> Iterator[None]:
    cache.clear()
    with time_machine.travel("2026-01-05T09:00Z", tick=False):
        yield


@pytest.fixture
def newcomer(centre: Any) -> User:
    return make_user(centre, Role.SUPERVISOR, "Supervisor 07", second_factor=False)


@pytest.fixture
def browser(newcomer: User) -> Client:
    browser = Client()
    assert sign_in(browser, newcomer).status_code == 302
    return browser


def set_up_app(browser: Client) -> str:
    """Set the app up as the page says, and return where it leads."""
    secret = browser.get(reverse("mfa_activate_totp")).context["form"].secret
    shown = {"code": app_code(secret, time.time())}
    return str(browser.post(reverse("mfa_activate_totp"), shown).headers["Location"])


def kept_in_sessions() -> str:
    """Return what the table of sessions holds, as it stands there and unpacked."""
    rows = list(Session.objects.values_list("data", flat=True))
    return json.dumps([rows, [read(each) for each in Session.objects.all()]])


def test_the_seed_of_an_app_that_is_set_up_just_now_lies_sealed(browser: Client, newcomer: User) -> None:
    shown = browser.get(reverse("mfa_activate_totp")).context["form"].secret
    wrong = browser.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert wrong.context["form"].secret == shown  # whoever mistyped need not scan again
    assert SECRET_SESSION_KEY in kept_in_sessions()
    assert shown not in kept_in_sessions()
    again = set_up_app(browser)
    assert again == reverse("mfa_view_recovery_codes")
    assert SECRET_SESSION_KEY not in kept_in_sessions()
    assert Authenticator.objects.filter(user=newcomer, type="totp").exists()


def test_the_first_factor_ends_what_began_by_the_password_alone(browser: Client, newcomer: User) -> None:
    """Somebody else who knows the password has signed in before, and waits until it is set up."""
    thief = Client()
    assert sign_in(thief, newcomer).status_code == 302
    set_up_app(browser)
    assert browser.get(reverse("centres:people")).status_code == 200
    assert thief.get(reverse("centres:people")).headers["Location"].startswith("/account/login/")


def test_a_seed_that_an_earlier_version_kept_in_clear_is_not_taken(browser: Client, newcomer: User) -> None:
    planted = "JBSWY3DPEHPK3PXP"
    session = browser.session
    session[SECRET_SESSION_KEY] = planted
    session.save()
    code = app_code(planted, time.time())
    assert browser.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 200
    assert not Authenticator.objects.filter(user=newcomer, type="totp").exists()
    assert planted not in kept_in_sessions()


def test_every_other_page_leads_to_setting_one_up(browser: Client) -> None:
    tried = 0
    for path, view in views(get_resolver()):
        name = get_resolver().resolve("/" + re.sub(r"<[^>]+>", "1", path)).view_name if "<" not in path else None
        if (
            name is None
            or name in OPEN
            or getattr(view, "access", None) == PUBLIC
            or hasattr(view, "needs_no_second_factor")
        ):
            continue
        for answer in (browser.get(f"/{path}"), browser.post(f"/{path}")):
            assert answer.headers.get("Location") in {NEEDED, "/account/login/"}, path
        tried += 1
    assert tried > 15
    assert browser.get(reverse("centres:people")).headers["Location"] == NEEDED


def test_language_and_signing_out_are_open(browser: Client, newcomer: User) -> None:
    assert browser.get(reverse("own_account")).status_code == 200
    assert browser.post(reverse("own_account"), {"language": "ru"}).status_code == 302
    newcomer.refresh_from_db()
    assert newcomer.language == "ru"
    browser.post(reverse("account_logout"))
    assert browser.get(reverse("own_account")).status_code == 302


def test_one_goes_on_where_one_wanted_to_with_codes_in_hand(browser: Client, newcomer: User) -> None:
    assert browser.get(reverse("centres:people")).headers["Location"] == NEEDED
    assert browser.get(NEEDED).status_code == 200
    assert set_up_app(browser) == CODES
    page = browser.get(CODES)
    assert not page.context["codes"]
    shown = browser.post(CODES)
    assert len(shown.context["codes"]) == 10
    assert f'href="{reverse("centres:people")}"' in shown.content.decode()
    assert browser.get(reverse("centres:people")).status_code == 200
    assert browser.get(NEEDED).headers["Location"] == reverse("centres:people")


def test_codes_are_shown_once_and_a_look_alone_shows_none(browser: Client) -> None:
    set_up_app(browser)
    assert [len(browser.get(CODES).context["codes"]) for _ in range(2)] == [0, 0]
    assert [len(browser.post(CODES).context["codes"]) for _ in range(2)] == [10, 0]


def test_a_recovery_code_signs_in_once(browser: Client, newcomer: User) -> None:
    set_up_app(browser)
    code = browser.post(CODES).context["codes"][0]
    for is_in in (True, False):
        elsewhere = Client()
        elsewhere.post(reverse("account_login"), {"login": newcomer.username, "password": "a long invented password"})
        elsewhere.post(reverse("mfa_authenticate"), {"code": code})
        assert (elsewhere.get(reverse("centres:people")).status_code == 200) is is_in


@pytest.mark.parametrize("is_demonstration", [False, True])
def test_the_last_one_stays_outside_the_demonstration(
    client: Client, newcomer: User, settings: object, is_demonstration: bool
) -> None:
    settings.DEMONSTRATION = is_demonstration  # type: ignore[attr-defined]
    give_app(newcomer)
    client.force_login(newcomer)
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=newcomer, type="totp").exists() is not is_demonstration


@pytest.mark.parametrize("has_app", [False, True])
def test_the_last_passkey_stays_too(client: Client, newcomer: User, has_app: bool) -> None:
    key = Authenticator.objects.create(user=newcomer, type="webauthn", data={"name": "key", "credential": {}})
    if has_app:
        give_app(newcomer)
    client.force_login(newcomer)
    answer = client.post(reverse("mfa_remove_webauthn", args=[key.pk]), follow=True)
    assert Authenticator.objects.filter(pk=key.pk).exists() is not has_app
    assert ("only second factor" in answer.content.decode()) is not has_app


def test_recovery_codes_alone_are_no_second_factor(client: Client, newcomer: User) -> None:
    Authenticator.objects.create(user=newcomer, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    client.force_login(newcomer)
    assert client.get(reverse("centres:people")).headers["Location"] == NEEDED


def test_the_demonstration_asks_for_none(browser: Client, settings: object) -> None:
    settings.DEMONSTRATION = True  # type: ignore[attr-defined]
    assert browser.get(reverse("centres:people")).status_code == 200
    assert "In the demonstration a second factor is free" in browser.get(reverse("mfa_index")).content.decode()


def test_a_code_of_the_app_counts_once_in_every_process(newcomer: User) -> None:
    give_app(newcomer)
    code = one_time_code(newcomer)
    accepted = []
    for _ in range(2):
        browser = Client()
        typed = {"login": newcomer.username, "password": "a long invented password"}
        browser.post(reverse("account_login"), typed)
        with forgotten_codes():  # another process has not seen it
            browser.post(reverse("mfa_authenticate"), {"code": code})
        accepted.append(browser.get(reverse("centres:people")).status_code == 200)
    assert accepted == [True, False]
