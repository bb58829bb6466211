"""The pages for what could not be done: a whole page, or a line for a page that asked by script."""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _

NEVER_KEPT = "no-store"
LONG = 30  # what is shorter is soon typed again
logger = logging.getLogger(__name__)


def not_saved(request: HttpRequest) -> HttpResponse:
    """Answer that nothing was saved. The page holds what was sent, ready to be sent again."""
    logger.error("Not stored: %s", type(sys.exc_info()[1]).__name__)  # no message: it could quote what was typed
    line = _("Not saved. Your text is still on the page; send it again in a minute.")
    return _answer(request, 503, line, {"again": _sent(request)})


def not_found(request: HttpRequest) -> HttpResponse:
    """Answer that there is no such page, or no more for who asks; what they had typed meanwhile stands on it."""
    answer = render(request, "404.html", {"typed": typed_at_length(request)}, status=404)
    answer["Cache-Control"] = NEVER_KEPT
    return answer


def too_large(request: HttpRequest) -> HttpResponse:
    return _answer(request, 413, _("Too long, so not saved. Nothing is lost: shorten the text on the page."), {})


def unreadable(request: HttpRequest) -> HttpResponse:
    """Answer that the request is damaged."""
    return _answer(request, 400, _("Not saved: the request arrived damaged. Your text is still on the page."), {})


def not_shown(request: HttpRequest, refused: HttpResponseBase) -> HttpResponseBase:
    """Say to whoever opens an address that only takes forms that there is nothing to see; a program gets it bare."""
    if "text/html" not in request.headers.get("Accept", ""):
        return refused
    line = _("Nothing was changed: this address only takes what another page sends.")
    answer = _answer(request, refused.status_code, line, {})
    answer["Allow"] = refused["Allow"]
    return answer


def by_script(request: HttpRequest) -> bool:
    """Tell whether a script of ours asked, which shows the answer inside its page."""
    ours = any(name in request.headers for name in ("HX-Request", "X-Bereg-Script"))
    return ours or request.headers.get("Sec-Fetch-Dest") == "empty"


def typed_at_length(request: HttpRequest) -> list[str]:
    """Return the texts that were sent and nobody would like to type again; never a password."""
    return [value for _name, value in _sent(request) if " " in value and len(value) >= LONG]


def _answer(request: HttpRequest, status: int, line: str, context: dict[str, object]) -> HttpResponse:
    if not by_script(request):
        try:
            page = render(request, f"{status}.html", context, status=status)
        except Exception:  # the page itself may need the database that is gone
            logger.exception("The page for %s could not be shown", status)
        else:
            page["Cache-Control"] = NEVER_KEPT  # it may hold what was typed
            return page
    return HttpResponse(
        format_html('<p class="notice danger" role="alert">{}</p>', line),
        status=status,
        headers={"Cache-Control": NEVER_KEPT},
    )


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of a form that may be sent again; never a password."""
    try:
        fields = request.POST.lists()
        return [(name, value) for name, values in fields if "password" not in name for value in values]
    except Exception:  # the body was never read, and cannot be now
        return []
