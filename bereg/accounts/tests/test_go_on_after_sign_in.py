"""`next=`: after signing in one goes on where one was bound for, on this very site and nowhere else."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.next_address import stays_here
from tests.factors import PASSWORD, one_time_code

LOGIN = reverse("account_login")
AWAY = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example",
    "///elsewhere.example",
    "https:///elsewhere.example",
    "javascript:alert(1)",
    "http://127.0.0.1/",  # this program's too, and another host than the one that was asked
    " //elsewhere.example",
    "http://testserver@elsewhere.example/",
]
PAGES = ["account_login", "account_logout", "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate"]


def is_repeated(answer: Any) -> bool:
    shown = answer.content.decode() + answer.headers.get("Location", "")
    return any(part in shown for part in ("elsewhere", "javascript:", "127.0.0.1"))


@pytest.mark.parametrize("away", AWAY)
def test_no_form_repeats_where_else_it_was_to_lead(db: None, operator: User, away: str) -> None:
    assert not is_repeated(Client().get(LOGIN, {"next": away}))
    assert not is_repeated(Client().post(f"{LOGIN}?next=/today/", {"login": "x", "next": away}))


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_the_library_does(operator: User, desk: Client, page: str) -> None:
    assert not is_repeated(desk.get(reverse(page), {"next": AWAY[0]}))


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_signing_in_leads_nowhere_else(operator: User, away: str) -> None:
    browser = Client()
    browser.post(f"{LOGIN}?next={away}", {"login": "operator-04", "password": PASSWORD, "next": away})
    answer = browser.post(reverse("mfa_authenticate"), {"code": one_time_code(operator), "next": away})
    assert answer.headers["Location"] == reverse("desk:today")


def test_signing_in_goes_on_where_one_was_bound_for(operator: User) -> None:
    browser, bound_for = Client(), reverse("desk:find") + "?topic=work&next=2"
    assert (
        'name="next" value="/find/?topic=work&amp;next=2"' in browser.get(LOGIN, {"next": bound_for}).content.decode()
    )
    browser.post(LOGIN, {"login": "operator-04", "password": PASSWORD, "next": bound_for})
    answer = browser.post(reverse("mfa_authenticate"), {"code": one_time_code(operator)})
    assert answer.headers["Location"] == bound_for


@pytest.mark.once("no database")
def test_from_https_nothing_leads_to_http() -> None:
    request = RequestFactory().get("/", secure=True)
    assert stays_here(request, "https://testserver/today/")
    assert not stays_here(request, "http://testserver/today/")
