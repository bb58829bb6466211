"""What the pages of questions share: who may send their forms, and what stands around them."""

from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from bereg.accounts.access import public
from bereg.accounts.password_hashing import LANE_FULL
from bereg.core.languages import awaits_reader, links, speak
from bereg.web_questions.errors import CrowdedError

FULL_S = 3  # until a lane that is full has room again
View = Callable[..., HttpResponse]


def for_visitors(*methods: str) -> Callable[[View], View]:
    """Mark a page that anybody may use, without Django's own cookie against forged requests.

    A form that begins a visit is taken from our own pages alone, else another site could open a conversation of its
    own in somebody's browser, who would then write to it. Each later form carries the token of its visit.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, language: str) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            speak(language)
            if request.method == "POST" and _is_from_elsewhere(request):
                answer = page(request, language, "web_questions/elsewhere.html", {}, status=403)
            else:
                answer = view(request, language)
            answer.headers["X-Robots-Tag"] = "noindex"
            return answer

        guarded = never_cache(sensitive_post_parameters()(public(shown)))
        return csrf_exempt(guarded) if "POST" in methods else guarded

    return mark


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Tell whether a browser says that another site has sent this. Every browser of the last years does say it."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.get_host()


def page(
    request: HttpRequest, language: str, template: str, context: dict[str, Any], *, name: str = "", status: int = 200
) -> HttpResponse:
    """Show a page. name: of its address in the other languages, where it has one."""
    around = {
        "languages": links(language, name) if name else [],
        "language": language,
        "awaits_reader": awaits_reader(),
        "home_address": f"/{language}/",
        "ask_address": reverse("ask:ask", args=[language]),
        "again_address": reverse("ask:again", args=[language]),
    }
    return render(request, template, around | context, status=status)


def busy(answer: HttpResponse, problem: CrowdedError) -> HttpResponse:
    """Say in how many seconds it is worth trying again."""
    answer.status_code = 503
    answer.headers["Retry-After"] = str(max(1, ceil(problem.wait_s)))
    return answer


def demand_room(request: HttpRequest) -> None:
    """Raise CrowdedError where the server holds as many visitors as it can: no key is derived for this one."""
    if LANE_FULL in request.META:
        raise CrowdedError(FULL_S)


def when_again(problem: CrowdedError) -> str:
    """Say the same in words."""
    if problem.wait_s < 60:
        return _("Too many people write at once. Try again in a few seconds; your text is still on the page.")
    return _("So many questions wait that we cannot take on another one now. Try again in half an hour, or call us.")


def until_answered() -> str:
    """Say that an answer has to come first."""
    return _("We have not answered many of your messages yet. Wait for our answer; your text is still on the page.")
