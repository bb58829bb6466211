"""Signing in with a password, an authenticator app, a passkey."""

import base64
import hmac
import struct
import time
from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], None]
Axe = Callable[[Page], list[str]]


@pytest.fixture(autouse=True)
def no_earlier_tries() -> None:
    cache.clear()


def one_time_code(secret: str, at: float) -> str:
    """Compute what the app on the phone shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(at // 30)), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def confirm_with_password(page: Page) -> None:
    """Answer the question for the password that precedes a dangerous act, where it comes."""
    if "/reauthenticate/" in page.url:
        page.fill("#id_password", PASSWORD)
        page.get_by_role("button", name="Confirm").click()


def test_an_app_becomes_the_second_factor(page: Page, sign_in: SignIn, supervisor: User, axe: Axe) -> None:
    sign_in(page, supervisor)
    page.goto("/account/second-factor/")
    page.get_by_role("link", name="Set up the app").click()
    confirm_with_password(page)
    secret = page.inner_text("#authenticator_secret")
    expect(page.locator(".qr svg")).to_be_visible()
    page.fill("#id_code", one_time_code(secret, time.time()))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert not axe(page)
    page.get_by_role("button", name="Sign out").click()

    cache.clear()  # the library lets no code be used twice, and the clock has not moved on
    sign_in(page, supervisor)
    expect(page.get_by_role("heading", name="Second step of signing in")).to_be_visible()
    assert not axe(page)
    page.goto("/people/")
    expect(page.get_by_role("heading", name="People")).to_have_count(0)
    page.fill("#id_code", "000000")
    page.click("#sign-in")
    expect(page.get_by_role("alert")).to_be_visible()
    page.fill("#id_code", one_time_code(secret, time.time()))
    page.click("#sign-in")
    page.goto("/people/")
    expect(page.get_by_role("heading", name="People")).to_be_visible()


def test_a_passkey_signs_in_without_a_password(page: Page, sign_in: SignIn, supervisor: User, axe: Axe) -> None:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, supervisor)
    page.goto("/account/second-factor/")
    page.get_by_role("link", name="Add a passkey").click()
    confirm_with_password(page)
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert not axe(page)
    page.get_by_role("button", name="Sign out").click()

    page.goto("/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(lambda address: "/login" not in address)
    page.goto("/account/second-factor/passkeys/")
    expect(page.get_by_role("heading", name="Passkeys")).to_be_visible()
    assert not axe(page)
    page.get_by_role("link", name="Remove").click()
    assert not axe(page)
    page.goto("/people/")
    expect(page.get_by_text("set up", exact=True)).to_be_visible()
