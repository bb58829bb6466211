"""Choose a language: in the menu for good, at sign-in for this browser."""

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User

LANGUAGE, SIGN_IN = "language", "account_login"


def choose(browser: Client, language: str, address: str) -> str:
    answer = browser.post(reverse(LANGUAGE), {"language": language, "next": address})
    return str(answer.headers["Location"])


@pytest.mark.django_db
def test_the_menu_changes_it_for_good_and_stays_on_the_page(client: Client, operator: User) -> None:
    client.force_login(operator)
    address = reverse("desk:find") + "?mine=on"
    assert choose(client, "ru", address) == address
    operator.refresh_from_db()
    assert operator.language == "ru"
    page = client.get(address).content.decode()
    assert '<html lang="ru"' in page
    assert 'name="language" value="ru" lang="ru" aria-current="true">Русский' in page
    assert 'value="en" lang="en">English' in page
    assert "bereg-language" not in client.cookies


@pytest.mark.django_db
def test_the_pages_of_sign_in_keep_it_in_this_browser(client: Client, operator: User) -> None:
    for language, words in (("en", "Sign in"), ("ru", "Войти")):
        choose(client, language, reverse(SIGN_IN))
        assert words in client.get(reverse(SIGN_IN)).content.decode()
    cookie = client.cookies["bereg-language"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/account/", True, "Lax")


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "address"), [("xx", "/account/login/"), ("en", "https://example.org/")])
def test_another_site_and_an_unknown_language_are_not_followed(client: Client, language: str, address: str) -> None:
    assert choose(client, language, address).startswith("/")
    assert ("bereg-language" in client.cookies) == (language == "en")


@pytest.mark.django_db
def test_nothing_changes_by_being_looked_at(client: Client) -> None:
    assert client.get(reverse(LANGUAGE)).status_code == 405
