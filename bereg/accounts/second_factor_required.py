"""Outside the demonstration nobody works without a second factor: who has none sets one up first."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from bereg.accounts.access import PUBLIC

BOUND_FOR = "bereg_bound_for"  # in the session: where somebody wanted to go before
SET_UP = "second_factor_needed"
# What is open without one: setting one up, saying again who one is, one's own language, signing out.
OPEN = frozenset(
    {
        SET_UP,
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_logout",
        "own_account",
        "session_state",
    }
)


def needs_no_second_factor(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view of a room above that is open without one, since it shows nothing of anybody."""
    view.needs_no_second_factor = True  # type: ignore[attr-defined]
    return view


class SecondFactorMiddleware:
    """Leads who has no second factor to the page that sets one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Lead away from every page that is not open. A public page asks for no session."""
        if settings.DEMONSTRATION or getattr(view, "access", None) == PUBLIC or _is_open(request, view):
            return None
        if not request.user.is_authenticated or request.session.has_second_factor:  # type: ignore[attr-defined]
            return None
        if request.method == "GET":
            request.session[BOUND_FOR] = request.get_full_path()
        return HttpResponseRedirect(reverse(SET_UP))

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Ask who somebody is, where the library wants to know; it would store the cookie beside what was sent."""
        if isinstance(problem, ReauthenticationRequired) and request.user.is_authenticated:
            return ask_first(request)
        return None


def _is_open(request: HttpRequest, view: Callable[..., Any]) -> bool:
    named = request.resolver_match is not None and request.resolver_match.view_name in OPEN
    return named or hasattr(view, "needs_no_second_factor")


def ask_first(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks for the second factor, and from there back."""
    first = get_adapter(request).get_reauthentication_methods(request.user)[0]
    return HttpResponseRedirect(f"{first['url']}?{urlencode({'next': request.get_full_path()})}")
