"""Dangerous acts ask for the second factor again where the last one is older than five minutes.

The page that asks carries along what was sent, in the browser and nowhere else, and sends it to the same address once
more together with the code or the passkey. Files cannot be carried along: a view that takes some asks beforehand.
"""

import datetime as dt
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from bereg.accounts.factors import ReauthenticateForm
from bereg.accounts.passkeys import PasskeyReauthenticateForm
from bereg.accounts.second_factor_required import ask_first

FRESH_S = 5 * 60
_OURS = "again"  # before the names of our own fields, in a form of whatever fields


def fresh_second_factor(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view whose act is dangerous. Stands below `@requires`; free in the demonstration."""
    return new_second_factor(lambda _person: None)(view)


def new_second_factor(
    since: Callable[[Any], dt.datetime | None],
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view each of whose acts takes a second factor of its own. since: when the last one was done."""

    def marked(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if is_free(request) or is_fresh(request, since=since(request.user)):
                return view(request, *args, **kwargs)  # type: ignore[no-any-return]
            if request.method != "POST":
                return ask_first(request)
            forms = _forms(request)
            if not any(form.is_bound and form.is_valid() for form in forms.values()):
                return _page(request, forms)
            next(form for form in forms.values() if form.is_bound).save()
            request.POST = _theirs(request)
            return view(request, *args, **kwargs)  # type: ignore[no-any-return]

        asked.asks_again = True  # type: ignore[attr-defined]
        return asked

    return marked


def fresh_when_sent(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view of which only the sending is dangerous: a look at it asks nothing."""
    return fresh_where(lambda request: request.method == "POST")(view)


def fresh_where(is_dangerous: Callable[[Any], bool]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view that is dangerous for some of what is sent to it."""

    def marked(view: Callable[..., Any]) -> Callable[..., Any]:
        asked = fresh_second_factor(view)

        @wraps(asked)
        def passed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            return (asked if is_dangerous(request) else view)(request, *args, **kwargs)  # type: ignore[no-any-return]

        return passed

    return marked


def is_free(request: HttpRequest) -> bool:
    """Tell whether nothing is asked: in the demonstration, and of who has not even signed in."""
    return settings.DEMONSTRATION or not request.user.is_authenticated


def is_fresh(request: HttpRequest, *, since: dt.datetime | None = None) -> bool:
    """Tell whether the person showed the second factor a moment ago; the password, where they have none yet.

    since: what was shown before this time counts no more.
    """
    has_one = Authenticator.objects.filter(user_id=request.user.pk).exists()
    records = get_authentication_records(request, request.user)
    shown = [each["at"] for each in records if each["method"] == "mfa" or not has_one]
    return any(abs(time.time() - at) < FRESH_S and (since is None or at > since.timestamp()) for at in shown)


def _forms(request: HttpRequest) -> dict[str, Any]:
    """Return the form for a code and that for a passkey; the one that was sent is bound."""
    person, sent = request.user, request.POST
    given: dict[str, Any] = {"code": sent if f"{_OURS}-code" in sent else None}
    given["passkey"] = sent if f"{_OURS}-credential" in sent and given["code"] is None else None
    return {
        "code": ReauthenticateForm(given["code"], user=person, prefix=_OURS),
        "passkey": PasskeyReauthenticateForm(given["passkey"], user=person, prefix=_OURS),
    }


def _page(request: HttpRequest, forms: dict[str, Any]) -> HttpResponse:
    types = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    has_passkey = Authenticator.Type.WEBAUTHN in types
    context = {
        "form": forms["code"] if not forms["passkey"].is_bound else forms["passkey"],
        "code": forms["code"],
        "passkey": forms["passkey"] if has_passkey else None,
        "carried": [(name, value) for name, values in _theirs(request).lists() for value in values],
        "js_data": {"request_options": webauthn.begin_authentication(request.user)} if has_passkey else None,
    }
    return render(request, "accounts/confirm_act.html", context)


def _theirs(request: HttpRequest) -> Any:
    """Return what was sent without the fields of this module and the token."""
    sent = request.POST.copy()
    for name in [each for each in sent if each.startswith(f"{_OURS}-") or each == "csrfmiddlewaretoken"]:
        del sent[name]
    return sent
