"""How the people of the tests show their second factor: all have the same app, and have just used it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as OF_WHOM
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as SHOWN
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.sessions import SessionStore

PASSWORD = "a long invented password"
SEED = "JBSWY3DPEHPK3PXP"


def give_app(user: User) -> None:
    """Set up somebody's authenticator app."""
    TOTP.activate(user, SEED)


def app_code(seed: str, at: float) -> str:
    """Return what the app on the phone shows (RFC 6238)."""
    _shown.add(int(at // 30))
    return str(format_hotp_value(hotp_value(seed, int(at // 30))))


def _counters_and_the_last_shown() -> Iterator[int]:
    """Yield the half minute that counts, and the one before where a test has read a code in it.

    A code counts until its half minute ends. Between reading and sending it a browser may need a second or two.
    """
    for now in _counters():
        yield now
        if now - 1 in _shown:
            yield now - 1


_shown: set[int] = set()
_counters = auth.yield_hotp_counters_from_time
auth.yield_hotp_counters_from_time = _counters_and_the_last_shown


def one_time_code(user: User) -> str:
    """Return what the app shows now, and let it count once more where the test has used it already."""
    Authenticator.objects.filter(user=user).update(last_used_at=None)
    return app_code(SEED, time.time())


@contextmanager
def forgotten_codes() -> Iterator[None]:
    """Let the library forget which codes it has seen in this half minute."""
    known = TOTP._mark_code_used
    TOTP._mark_code_used = lambda self, code: True
    yield
    TOTP._mark_code_used = known


def sign_in(browser: Client, user: User, password: str = PASSWORD) -> Any:
    """Sign in by the form, with the second step where there is one; return the last answer."""
    answer = browser.post(reverse("account_login"), {"login": user.username, "password": password})
    if answer.headers.get("Location") != reverse("mfa_authenticate"):
        return answer
    with forgotten_codes():
        return browser.post(reverse("mfa_authenticate"), {"code": one_time_code(user)})


def age_factor(browser: Client, seconds: float) -> None:
    """Let the second factor that a browser showed be older."""
    session: Any = browser.session
    session[SHOWN] = [each | {"at": each["at"] - seconds} for each in session[SHOWN]]
    session.save()


def shown_by(user: User, *shown: tuple[str, float]) -> dict[str, Any]:
    """Return what the session of somebody holds who showed each of this (`mfa`, `password`) at such a time."""
    return {SHOWN: [{"method": method, "at": at} for method, at in shown], OF_WHOM: str(user.pk)}


def _login_as_by_the_form(self: Client, user: User, backend: str | None = None) -> None:
    """Sign in as Django's client does, and note that the second factor was shown just now, as the real form does."""
    request = HttpRequest()
    request.session = self.session if settings.SESSION_COOKIE_NAME in self.cookies else SessionStore()
    login(request, user, backend)
    if Authenticator.objects.filter(user=user).exists():
        request.session.update(shown_by(user, ("mfa", time.time())))
    request.session.save()
    self._set_login_cookies(request)  # type: ignore[attr-defined]


Client._login = _login_as_by_the_form  # type: ignore[attr-defined]
