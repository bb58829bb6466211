"""Browsers that an account has signed in from before: nobody else's wrong passwords slow those down.

Each keeps one random token for each account that has signed in from it, in one cookie; a desk is shared by colleagues.
The database has an HMAC of token and user name. A cookie is worth ten wrong tries since its account was last let in,
then its browser counts as unknown. See docs/decisions/0070.
"""

import datetime as dt
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from bereg.accounts.models import KnownBrowser, User

COOKIE = "__Host-known" if settings.SECURE else "known"
MOST_WRONG = 10
KEPT = dt.timedelta(days=180)  # after the last sign-in
MOST_ACCOUNTS = 16  # of one browser: a cookie has its limits
MOST_BROWSERS = 40  # of one account: who signs in from private windows leaves one behind each time
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_SIGN = 22  # characters, of 132 bits
_HELD = "bereg_known_browser"  # on the request: the tokens that its answer gives to the browser


class KnownBrowserMiddleware:
    """Gives a browser its cookie after somebody was let in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if held := getattr(request, _HELD, None):
            response.set_cookie(
                COOKIE,
                ".".join(each + _sign(each) for each in held),
                max_age=KEPT,
                secure=settings.SECURE,
                httponly=True,
                samesite="Strict",  # only our own pages send passwords here
            )
        return response


def count_try(request: HttpRequest, username: str) -> str | None:
    """Count one try before it is made. Return which known browser it comes from; None: from an unknown one."""
    hashes = [_hash(token, username) for token in _tokens(request)]
    # The same statement for every name. One UPDATE decides: of tries at once, no more than ten pass.
    for each in KnownBrowser.objects.filter(hash__in=hashes, failed__lt=MOST_WRONG).values_list("hash", flat=True):
        counted = KnownBrowser.objects.filter(hash=each, failed__lt=MOST_WRONG).update(failed=F("failed") + 1)
        if counted:
            return each
    return None


def give_back(known: str) -> None:
    """Do not count a try that succeeded."""
    KnownBrowser.objects.filter(hash=known, failed__gt=0).update(failed=F("failed") - 1)


@transaction.atomic
def remember(request: HttpRequest, user: User) -> None:
    """Know the browser of a request from now on: this account was let in from it."""
    tokens = _tokens(request)
    by_hash = {_hash(token, user.username): token for token in tokens}
    now = timezone.now()
    known = KnownBrowser.objects.filter(hash__in=by_hash, user=user)
    token = by_hash.get(known.values_list("hash", flat=True).first() or "")
    if token is None:
        # Never a token that the browser brought along: somebody may have put it there to know it.
        token = secrets.token_urlsafe(16)
        KnownBrowser.objects.create(hash=_hash(token, user.username), user=user, seen_at=now)
        oldest = KnownBrowser.objects.filter(user=user).order_by("-seen_at").values_list("hash", flat=True)
        KnownBrowser.objects.filter(hash__in=list(oldest[MOST_BROWSERS:])).delete()
    else:
        known.update(failed=0, seen_at=now)
    setattr(request, _HELD, [token, *(each for each in tokens if each != token)][:MOST_ACCOUNTS])


def is_ours(cookie: str) -> bool:
    """Tell whether somebody was let in from the browser of a cookie, without a look into the database.

    The server asks, to answer such a browser before others; for which account it is known is found out later.
    """
    return next(_tokens_in(cookie), None) is not None


def forget(*, user: User) -> None:
    """Know none of an account's browsers any more."""
    KnownBrowser.objects.filter(user=user).delete()


def forget_old() -> int:
    """Forget the browsers that nobody has signed in from for half a year."""
    return old(timezone.now()).delete()[0]


def old(now: dt.datetime) -> QuerySet[KnownBrowser]:
    """Return the browsers that nobody has signed in from for half a year."""
    return KnownBrowser.objects.filter(seen_at__lte=now - KEPT)


def _tokens(request: HttpRequest) -> list[str]:
    return list(_tokens_in(request.COOKIES.get(COOKIE, "")))


def _tokens_in(cookie: str) -> Iterator[str]:
    """Yield the tokens that we gave out; a cookie can hold anything."""
    for each in dict.fromkeys(cookie.split(".", MOST_ACCOUNTS)[:MOST_ACCOUNTS]):
        token, sign = each[:-_SIGN], each[-_SIGN:]
        if _TOKEN.fullmatch(token) and constant_time_compare(sign, _sign(token)):
            yield token


def _sign(token: str) -> str:
    digest = salted_hmac("bereg.accounts.browsers.sign", token, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode()[:_SIGN]


def _hash(token: str, username: str) -> str:
    return salted_hmac("bereg.accounts.browsers", f"{token} {username.lower()}", algorithm="sha256").hexdigest()
