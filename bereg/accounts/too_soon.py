"""Answering at once that a password is not looked at, and when the next one is; no thread waits meanwhile."""

import datetime as dt
import math

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import ngettext

LONGEST_IN_SECONDS = 90
_AFTER_S = "bereg_sign_in_after_s"  # on the request


def too_soon(request: HttpRequest, wait: dt.timedelta) -> ValidationError:
    """Return the error of a form whose try comes too soon, and note it for the answer."""
    seconds = math.ceil(wait.total_seconds())
    setattr(request, _AFTER_S, seconds)
    return ValidationError(in_words(seconds), code="too_soon")


def is_too_soon(request: HttpRequest) -> bool:
    """Tell whether the try of a request came too soon."""
    return hasattr(request, _AFTER_S)


def mark(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say in the answer's head what its page says."""
    if is_too_soon(request):
        response.status_code = 429
        response.headers["Retry-After"] = str(getattr(request, _AFTER_S))


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
