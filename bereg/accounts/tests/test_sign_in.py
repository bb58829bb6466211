"""Signing in, and the pages of the sign-in library that this house does not use."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from bereg.accounts import actions
from bereg.accounts.models import User
from bereg.accounts.reauthentication import FRESH_S
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from tests.factors import age_factor, forgotten_codes, give_app, one_time_code

SECRET = "a long invented password"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def person(db: None) -> User:
    return actions.create_user(
        username="Operator-04", name="Operator 04", role=Role.INTERN, password=SECRET, language="ru", by=None
    )


def sign_in(client: Client, **typed: str) -> int:
    return client.post(LOGIN, {"login": "operator-04", "password": SECRET} | typed).status_code


def test_the_user_name_may_be_typed_in_capitals(person: User, client: Client) -> None:
    assert sign_in(client, login="OPERATOR-04") == 302
    assert client.get(reverse("own_account")).headers["Content-Language"] == "ru"


def test_a_wrong_password_and_an_unknown_name_say_the_same(person: User, client: Client) -> None:
    pages = [client.post(LOGIN, {"login": name, "password": "wrong"}) for name in ("operator-04", "nobody")]
    assert pages[0].context["form"].errors == pages[1].context["form"].errors
    assert "There is a problem" in pages[0].content.decode()


def test_guessing_is_slowed_down(person: User, client: Client) -> None:
    for _ in range(10):
        sign_in(client, password="wrong")
    assert sign_in(client) == 429  # not looked at, though right now
    assert reverse("own_account") not in client.get(LOGIN).headers.get("Location", "")


def test_who_is_closed_does_not_get_in(person: User, client: Client) -> None:
    User.objects.filter(pk=person.pk).update(closed_at="2026-01-05T09:00Z")
    sign_in(client)
    assert client.get(reverse("own_account")).status_code == 302


def test_each_role_lands_on_a_page_of_its_own(person: User, client: Client) -> None:
    answer = client.post(LOGIN, {"login": "operator-04", "password": SECRET}, follow=True)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/", "password/set/", "confirm-email/", "login/code/confirm/"]
)
def test_pages_that_nobody_needs_are_not_there(person: User, client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404
    client.force_login(person)
    assert client.get(f"/account/{path}").status_code == 404


def test_accounts_are_listed_in_the_demonstration_alone(person: User, client: Client) -> None:
    from bereg.accounts.demonstration import ACCOUNTS

    shown = ACCOUNTS[0]
    User.objects.create(id=shown.id, username=shown.username, name=shown.name, role=shown.role)
    assert shown.username not in client.get(LOGIN).content.decode()
    with override_settings(DEMONSTRATION=True):
        page = client.get(LOGIN).content.decode()
    assert shown.username in page
    assert shown.password in page
    assert ACCOUNTS[1].username not in page  # nobody who cannot sign in


def test_one_chooses_language_and_shortcuts(person: User, client: Client) -> None:
    client.force_login(person)
    assert client.post(reverse("own_account"), {"language": "en"}).status_code == 302
    person.refresh_from_db()
    assert (person.language, person.shortcuts) == ("en", False)
    assert client.post(reverse("own_account"), {"language": "xx"}).status_code == 422
    assert ChainedAct.objects.filter(action="user.preferences_set").count() == 1


def test_a_changed_address_is_an_act_of_its_own_that_does_not_name_it(
    person: User, client: Client, settings: Any
) -> None:
    settings.MAIL_SERVER = "smtp://mail.example.org"
    client.force_login(person)
    typed = {"language": "ru", "shortcuts": "on", "email": "one@example.org"}
    for sent in (typed, typed, typed | {"language": "en", "email": ""}):
        assert client.post(reverse("own_account"), sent).status_code == 302
    found = ChainedAct.objects.filter(action__in=["user.preferences_set", "user.email_changed"]).order_by("pk")
    preferences, address = "user.preferences_set", "user.email_changed"
    assert [act.action for act in found] == [address, preferences, preferences, address]
    assert "example.org" not in str(list(found.values()))


def test_where_mail_goes_is_changed_with_a_fresh_second_factor(person: User, client: Client, settings: Any) -> None:
    settings.MAIL_SERVER = "smtp://mail.example.org"
    give_app(person)
    client.force_login(person)
    age_factor(client, FRESH_S)
    typed = {"language": "en", "email": "one@example.org"}
    assert client.post(reverse("own_account"), {"language": "en", "email": " "}).status_code == 302
    asked = client.post(reverse("own_account"), typed)
    assert dict(asked.context["carried"]) == typed
    person.refresh_from_db()
    assert (person.language, person.email) == ("en", "")
    with forgotten_codes():
        client.post(reverse("own_account"), typed | {"again-code": one_time_code(person)})
    person.refresh_from_db()
    assert person.email == typed["email"]


def test_an_address_that_is_too_long_to_be_kept_is_refused(person: User, client: Client, settings: Any) -> None:
    settings.MAIL_SERVER = "smtp://mail.example.org"
    client.force_login(person)
    longest = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example.org"
    assert (len(longest), client.post(reverse("own_account"), {"language": "en", "email": longest}).status_code) == (
        255,
        422,
    )


def test_the_password_is_changed(person: User, client: Client) -> None:
    give_app(person)
    client.force_login(person)
    fresh = "quite another invented phrase"
    typed = {"oldpassword": SECRET, "password1": fresh, "password2": fresh}
    assert client.post(reverse("account_change_password"), typed).status_code == 302
    assert client.get(reverse("own_account")).status_code == 200
    assert sign_in(Client(), password=fresh) == 302  # to the second step


def test_signing_out_needs_a_post(person: User, client: Client) -> None:
    client.force_login(person)
    client.get(reverse("account_logout"))
    assert client.get(reverse("own_account")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("own_account")).status_code == 302


def test_the_language_of_an_error_page_is_the_browser_s(client: Client, db: None) -> None:
    page = client.get("/nope/", headers={"accept-language": "en"})
    assert page.status_code == 404
    assert "There is no such page" in page.content.decode()


def test_signing_in_leaves_no_message_above_the_first_page(person: User, client: Client) -> None:
    answer = client.post(LOGIN, {"login": "operator-04", "password": SECRET}, follow=True)
    assert answer.redirect_chain
    assert not list(answer.context["messages"])
