"""Answering at once that a password is not looked at, and when the next one is; no thread waits meanwhile."""

import datetime as dt
import math
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LONGEST_IN_SECONDS = 90
BUSY_S = 3
_REFUSED = "bereg_sign_in_refused"  # on the request


@dataclass(frozen=True)
class Refused:
    """Why a password was not looked at, as the answer's head says it."""

    status: int
    after_s: int


def too_soon(request: HttpRequest, wait: dt.timedelta) -> ValidationError:
    """Return the error of a form whose try comes too soon, and note it for the answer."""
    seconds = math.ceil(wait.total_seconds())
    setattr(request, _REFUSED, Refused(429, seconds))
    return ValidationError(in_words(seconds), code="too_soon")


def busy(request: HttpRequest) -> ValidationError:
    """Return the error of a form that comes while too many passwords wait to be looked at."""
    setattr(request, _REFUSED, Refused(503, BUSY_S))
    text = _(
        "Many people are signing in at this moment, so your password was not looked at. Try again in a few seconds."
    )
    return ValidationError(text, code="busy")


def is_too_soon(request: HttpRequest) -> bool:
    """Tell whether the try of a request came too soon."""
    refused: Refused | None = getattr(request, _REFUSED, None)
    return refused is not None and refused.status == 429


def mark(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say in the answer's head what its page says."""
    refused: Refused | None = getattr(request, _REFUSED, None)
    if refused:
        response.status_code = refused.status
        response.headers["Retry-After"] = str(refused.after_s)


def in_words(seconds: int) -> str:
    """Say when to try again, never sooner than it helps."""
    if seconds <= LONGEST_IN_SECONDS:
        return (
            ngettext(
                "Too many wrong passwords were tried, so this one was not looked at. Try again in %d second.",
                "Too many wrong passwords were tried, so this one was not looked at. Try again in %d seconds.",
                seconds,
            )
            % seconds
        )
    minutes = math.ceil(seconds / 60)
    return (
        ngettext(
            "Too many wrong passwords were tried, so this one was not looked at. Try again in %d minute.",
            "Too many wrong passwords were tried, so this one was not looked at. Try again in %d minutes.",
            minutes,
        )
        % minutes
    )
