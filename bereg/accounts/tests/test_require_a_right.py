"""What a view says about who may use it: nobody signed in, signed in without the right, and with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from bereg.accounts.access import AccessMiddleware, public, requires
from bereg.accounts.models import User
from bereg.accounts.permissions import BELOW, Permission, Scope, below, roles_with
from bereg.accounts.roles import Role


def view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Answer with what it was called with."""
    return HttpResponse(f"{request.path} {args} {kwargs}")


def asked_by(person: object) -> HttpRequest:
    """Return a request of somebody."""
    request = RequestFactory().get("/a/page/?of=them")
    request.user = person  # type: ignore[assignment]
    return request


def test_nobody_is_led_to_the_sign_in_and_back() -> None:
    answer = requires(Permission.KEYS)(view)(asked_by(AnonymousUser()))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/a/page/%3Fof%3Dthem")


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
