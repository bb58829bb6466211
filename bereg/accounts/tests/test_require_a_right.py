"""What a view says about who may use it: nobody signed in, signed in without the right, and with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from bereg.accounts.access import AccessMiddleware, public, requires
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope, roles_with
from bereg.accounts.roles import BELOW, Role, below


def view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Answer with what it was called with."""
    return HttpResponse(f"{request.path} {args} {kwargs}")


def asked_by(person: object, method: str = "GET") -> HttpRequest:
    """Return a request of somebody."""
    request = RequestFactory().generic(method, "/a/page/?of=them")
    request.user = person  # type: ignore[assignment]
    return request


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nobody_is_led_to_the_sign_in_and_back(method: str) -> None:
    answer = requires(Permission.KEYS)(view)(asked_by(AnonymousUser(), method))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/a/page/%3Fof%3Dthem")


@pytest.mark.parametrize(
    ("before", "bound_for"),
    [
        ("http://testserver/inbox/7/?page=2", "/inbox/7/%3Fpage%3D2"),
        ("http://testserver/inbox/7/", "/inbox/7/"),
        ("http://testserver//elsewhere.example/", "/"),
        ("https://elsewhere.example/inbox/", "/"),
        ("", "/"),
    ],
)
def test_whoever_sent_a_form_is_led_back_to_its_page(before: str, bound_for: str) -> None:
    request = RequestFactory().post("/inbox/7/take/", headers={"referer": before} if before else {})
    request.user = AnonymousUser()
    answer = requires(Permission.KEYS)(view)(request)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/account/login/?next={bound_for}")


def test_what_was_typed_at_length_stays_on_the_page_that_says_so(db: None) -> None:
    sent = {
        "text": "Go to the inspectorate, <b>and</b> keep your papers.",
        "password": "a long one with many words in it",
    }
    browser = Client()
    answer = browser.post("/find/filters/keep/", sent, headers={"referer": "http://testserver/find/"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Go to the inspectorate, &lt;b&gt;and&lt;/b&gt; keep your papers.</textarea>" in page
    assert "/account/login/?next=/find/" in page
    assert "many words" not in page
    assert answer.headers["Cache-Control"] == "no-store"
    by_script = browser.post("/find/filters/keep/", sent, headers={"sec-fetch-dest": "empty"})
    assert by_script.status_code == 302


@pytest.mark.parametrize("right", Permission)
@pytest.mark.parametrize("role", Role)
def test_the_role_decides(role: Role, right: Permission) -> None:
    guarded, request = requires(right)(view), asked_by(User(role=role))
    if role not in roles_with(right):
        with pytest.raises(PermissionDenied):
            guarded(request)
        return
    assert guarded(request, 1, pk=2).content == b"/a/page/ (1,) {'pk': 2}"


def test_a_view_keeps_its_name_and_says_its_right() -> None:
    guarded: Any = requires(Permission.KEYS)(view)
    assert (guarded.__name__, guarded.access) == ("view", Permission.KEYS)

    def shown(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    opened: Any = public(shown)
    assert (opened, opened.access) == (shown, "public")


def with_access(access: object, module: str = "bereg.desk.views") -> Callable[..., Any]:
    """Return a view of a module that says this about who may use it; None: nothing."""

    def made(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    made.__module__, made.__qualname__ = module, "made"
    if access is not None:
        made.access = access  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize(
    ("said", "module", "is_let_in"),
    [
        ("public", "bereg.desk.views", True),
        (Permission.KEYS, "bereg.desk.views", True),
        ("PUBLIC", "bereg.desk.views", False),
        ("keys", "bereg.desk.views", False),
        ("", "bereg.desk.views", False),
        (None, "bereg.desk.views", False),
        (None, "bereg.allauth", False),
        (None, "allauth.account.views", True),
        (None, "django.views.static", True),
        (None, "django.views.generic", False),
    ],
)
def test_what_says_nothing_is_let_in_by_nobody(said: object, module: str, is_let_in: bool) -> None:
    guard, made = AccessMiddleware(lambda _request: HttpResponse()), with_access(said, module)
    assert AccessMiddleware.is_classified(made) is is_let_in
    if is_let_in:
        guard.process_view(asked_by(AnonymousUser()), made, (), {})
        return
    with pytest.raises(PermissionDenied, match=rf"^{module}\.made does not say who may use it\.$"):
        guard.process_view(asked_by(AnonymousUser()), made, (), {})


def test_nothing_is_kept_unless_its_view_allows_it() -> None:
    request = asked_by(AnonymousUser())
    kept = HttpResponse(headers={"Cache-Control": "max-age=60"})
    for answer, header in ((HttpResponse(), "no-store"), (kept, "max-age=60")):
        passed: list[HttpRequest] = []
        guard = AccessMiddleware(lambda given, answer=answer, passed=passed: passed.append(given) or answer)  # type: ignore[misc]
        assert guard(request) is answer
        assert (passed, answer.headers["Cache-Control"]) == ([request], header)


def test_who_looks_after_whom() -> None:
    others = ["operator", "lawyer", "psychologist", "analyst", "publisher", "intern", "editor", "distributor"]
    assert below(Role.SUPERVISOR) == others
    assert below(Role.ADMIN) == list(Role)
    assert [role for role in Role if below(role)] == list(BELOW) == [Role.SUPERVISOR, Role.ADMIN]
    assert {sign.value for sign in Scope} == set("*ORAgS")
