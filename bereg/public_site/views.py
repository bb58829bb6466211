"""Public pages. They ask for no session and set no cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bereg.accounts.access import public
from bereg.accounts.queries import installation_is_empty
from bereg.core.error_pages import not_found
from bereg.core.languages import speak
from bereg.public_site.centre_cards import languages_spoken
from bereg.public_site.languages import wanted
from bereg.public_site.page_frame import around, around_help
from bereg.public_site.situations import situations


@require_safe
@public
def front_door(request: HttpRequest) -> HttpResponse:
    """Lead to the home page in the language that the browser asks for; an empty installation to its first run."""
    if settings.SURFACE != "public" and installation_is_empty():
        return redirect(settings.FIRST_RUN_URL)
    answer = redirect("public_site:home", language=wanted(request))
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


@require_safe
@public
@cache_control(public=True, max_age=60)
def home(request: HttpRequest, language: str) -> HttpResponse:
    """Say how the centres are reached, and whether they are open now."""
    speak(language)
    today = timezone.localdate()
    context = around_help(request, language, "public_site:home", today) | {
        "spoken": languages_spoken(),
        "situations": situations(language, today),
    }
    return render(request, "public_site/home.html", context)


def no_page(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page: below a language in that one, with the way out and the way to the numbers."""
    language = request.path_info.lstrip("/").partition("/")[0]
    if settings.SURFACE == "staff" or language not in dict(settings.PUBLIC_LANGUAGES):
        return not_found(request)
    speak(language)
    context = around(request, language, "public_site:home") | {
        "canonical": "",
        "home_address": reverse("public_site:home", args=[language]),
        "figures_address": reverse("public_site:figures", args=[language]),
    }
    return render(request, "public_site/no_page.html", context, status=404)
