"""Signing in with a password, an authenticator app, a passkey."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import CDPSession, Page, expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from conftest import PASSWORD, make_user
from tests.factors import app_code

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
SignIn = Callable[[Page, User], None]
Axe = Callable[[Page], list[str]]
SIZES = ((1280, 800), (390, 844))


@pytest.fixture(autouse=True)
def no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def newcomer(centre: Centre) -> User:
    return make_user(centre, Role.SUPERVISOR, "Supervisor 01", second_factor=False)


def with_passkeys(page: Page) -> CDPSession:
    """Give the browser a device that keeps passkeys and says yes."""
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
    return devices


def assert_good(page: Page, axe: Axe) -> None:
    """Look at a page in both sizes."""
    for width, height in SIZES[::-1]:
        page.set_viewport_size({"width": width, "height": height})
        assert not axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_an_app_becomes_the_second_factor(
    page: Page, sign_in: SignIn, newcomer: User, axe: Axe, tmp_path: Path
) -> None:
    sign_in(page, newcomer)
    page.goto("/people/")
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    assert_good(page, axe)
    page.get_by_role("link", name="Set up the app").click()
    secret = page.inner_text("#authenticator_secret")
    expect(page.locator(".qr svg")).to_be_visible()
    page.fill("#id_code", app_code(secret, time.time()))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert_good(page, axe)
    page.click("#show-codes")
    expect(page.locator("#codes li")).to_have_count(10)
    assert_good(page, axe)
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    download.value.save_as(tmp_path / "codes.txt")
    assert (tmp_path / "codes.txt").read_text().split() == page.locator("#codes li").all_inner_texts()
    page.click("#go-on")
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    page.goto("/account/second-factor/recovery-codes/")
    expect(page.get_by_text("They were shown already")).to_be_visible()
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Sign out").click()

    cache.clear()  # the library lets no code be used twice, and the clock has not moved on
    page.goto("/account/login/")
    page.fill("#id_login", newcomer.username)
    page.fill("#id_password", PASSWORD)
    page.click("#sign-in")
    expect(page.get_by_role("heading", name="Second step of signing in")).to_be_visible()
    assert not axe(page)
    page.goto("/people/")
    expect(page.get_by_role("heading", name="People")).to_have_count(0)
    page.goto("/account/second-factor/sign-in/")
    page.fill("#id_code", "000000")
    page.click("#sign-in")
    expect(page.get_by_role("alert")).to_be_visible()
    page.fill("#id_code", app_code(secret, time.time()))
    page.click("#sign-in")
    page.goto("/people/")
    expect(page.get_by_role("heading", name="People")).to_be_visible()


def test_a_passkey_signs_in_without_a_password(page: Page, sign_in: SignIn, newcomer: User, axe: Axe) -> None:
    with_passkeys(page)
    sign_in(page, newcomer)
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    page.get_by_role("link", name="Add a passkey").click()
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.click("#show-codes")
    page.click("#go-on")
    expect(page.get_by_role("heading", name="Somebody calls")).to_be_visible()
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Sign out").click()

    page.goto("/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(lambda address: "/login" not in address)
    page.goto("/account/second-factor/passkeys/")
    expect(page.get_by_role("heading", name="Passkeys")).to_be_visible()
    assert_good(page, axe)
    page.get_by_role("link", name="Remove").click()
    remove = page.locator("main").get_by_role("button", name="Remove")
    expect(remove).to_be_visible()
    assert not axe(page)
    remove.click()
    expect(page.get_by_text("This is your only second factor")).to_be_visible()
    page.goto("/people/")
    expect(page.get_by_text("set up", exact=True)).to_be_visible()
