"""Answering at once that a try comes too soon, and when the next one is looked at; no thread waits meanwhile."""

import datetime as dt
import math

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import ngettext

LONGEST_IN_SECONDS = 90
_WAIT = "bereg_sign_in_wait"  # on the request


def refusal(request: HttpRequest, wait: dt.timedelta) -> ValidationError:
    """Return the error of a form whose try comes too soon, and note it for the answer."""
    setattr(request, _WAIT, wait)
    return ValidationError(in_words(wait), code="too_soon")


def is_refused(request: HttpRequest) -> bool:
    """Tell whether the try of a request came too soon."""
    return hasattr(request, _WAIT)


def mark(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say in the answer's head what its page says."""
    if wait := getattr(request, _WAIT, None):
        response.status_code = 429
        response.headers["Retry-After"] = str(_seconds(wait))


def in_words(wait: dt.timedelta) -> str:
    """Say when to try again, never sooner than it helps."""
    seconds = _seconds(wait)
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


def _seconds(wait: dt.timedelta) -> int:
    return math.ceil(wait.total_seconds())
