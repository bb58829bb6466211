"""The public figures: what was released, word for word. They know no case and no exact figure."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bereg.accounts.access import public
from bereg.core.downloads import attachment
from bereg.public_site import figures
from bereg.public_site.languages import links
from bereg.publications import queries as releases
from bereg.publications.files import FILES, made


@require_safe
@public
@cache_control(public=True, max_age=60)
def archive(request: HttpRequest, language: str) -> HttpResponse:
    """Show the latest figures, and lead to all others."""
    _speak(language)
    standing = releases.standing()
    context = _around(language, "public_site:figures")
    context["releases"] = [figures.entry(each, language) for each in standing]
    return render(request, "public_site/figures.html", context)


@require_safe
@public
@cache_control(public=True, max_age=60)
def release(request: HttpRequest, language: str, period: str) -> HttpResponse:
    """Show the figures of a period; 410 where they were withdrawn, 503 where they are not what was published."""
    _speak(language)
    found = figures.find(period)
    if found is None:
        raise Http404
    context = _around(language, "public_site:release", period=period) | {"period": figures.period_name(found)}
    if found.withdrawn_at:
        return render(request, "public_site/withdrawn.html", context, status=410)
    try:
        context |= figures.shown(found)
    except releases.ChangedError:
        return render(request, "public_site/changed.html", context, status=503)
    context["files"] = figures.files(found, language)
    return render(request, "public_site/release.html", context)


@require_safe
@public
def file(_request: HttpRequest, language: str, period: str, name: str) -> HttpResponse:
    """Hand a file of a release out; as the page of the release, 404, 410 or 503 where there is none."""
    _speak(language)
    found = figures.find(period)
    if found is None or name not in FILES:
        raise Http404
    if found.withdrawn_at:
        return HttpResponse(status=410)
    try:
        releases.content_of(found)
    except releases.ChangedError:
        return HttpResponse(status=503)
    ending = FILES[name].name.removeprefix("figures")
    answer = attachment(
        made(name, found.content, language), name=f"bereg-{period}-{language}{ending}", kind=FILES[name].kind
    )
    patch_cache_control(answer, public=True, max_age=60)
    return answer


def _speak(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    translation.activate(language)  # the language middleware turns back when the answer is made


def _around(language: str, name: str, **arguments: str) -> dict[str, object]:
    return {
        "languages": links(language, name, **arguments),
        "home_address": reverse("public_site:home", args=[language]),
        "figures_address": reverse("public_site:figures", args=[language]),
    }
