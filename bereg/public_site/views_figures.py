"""The public figures: what was released, word for word. They know no case and no exact figure."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bereg.accounts.access import public
from bereg.core.context import COPY
from bereg.core.downloads import attachment
from bereg.core.languages import awaits_reader
from bereg.public_site import addresses, choosing, figures
from bereg.public_site.languages import links, speak
from bereg.publications import queries as releases
from bereg.publications.files import FILES, made

A_YEAR_S = 365 * 24 * 3600


@require_safe
@public
@cache_control(public=True, max_age=60)
def latest(request: HttpRequest, language: str) -> HttpResponse:
    """Show the latest report at once, and lead to all others."""
    speak(language)
    standing = releases.standing()
    context = _around(request, language, "public_site:figures")
    context["releases"] = [addresses.entry(each, language) for each in standing]
    context["tables"] = choosing.tables()
    if standing:
        context |= _shown(standing[0], language)
    return render(request, "public_site/figures.html", context)


def _shown(found: Any, language: str) -> dict[str, object]:
    try:
        return figures.shown(found, language)
    except releases.ChangedError:
        return {"changed": True, "period": addresses.period_name(found)}


@require_safe
@public
@cache_control(public=True, max_age=60)
def release(request: HttpRequest, language: str, period: str) -> HttpResponse:
    """Show the figures of a period; 410 where they were withdrawn, 503 where they are not what was published."""
    speak(language)
    found = addresses.find(period)
    if found is None:
        return _never_published(request, language)
    context = _around(request, language, "public_site:release", period=period)
    context["period"] = addresses.period_name(found)
    if found.withdrawn_at:
        return render(request, "public_site/withdrawn.html", context, status=410)
    try:
        context |= figures.shown(found, language)
    except releases.ChangedError:
        return render(request, "public_site/changed.html", context, status=503)
    return render(request, "public_site/release.html", context)


@require_safe
@public
@cache_control(public=True, max_age=60)
def table(request: HttpRequest, language: str, period: str, centre: str, table: str) -> HttpResponse:
    """Show one table by itself; what is answered otherwise is as of the whole release."""
    speak(language)
    found = addresses.find(period)
    if found is None:
        return _never_published(request, language)
    context = _around(request, language, "public_site:table", period=period, centre=centre, table=table)
    context["period"] = addresses.period_name(found)
    if found.withdrawn_at:
        return render(request, "public_site/withdrawn.html", context, status=410)
    try:
        one = figures.one(found, language, centre, table)
    except releases.ChangedError:
        return render(request, "public_site/changed.html", context, status=503)
    if one is None:
        return _never_published(request, language)
    context |= one | {"places": choosing.places(table, language)}
    return render(request, "public_site/table.html", context)


@require_safe
@public
@cache_control(public=True, max_age=60)
def choose(request: HttpRequest, language: str) -> HttpResponse:
    """Offer the tables that were published, then the periods and centres of one; lead to what was chosen."""
    speak(language)
    chosen, at = request.GET.get("table", ""), request.GET.get("at", "")
    context = _around(request, language, "public_site:choose_table")
    context |= {"tables": choosing.tables(), "chosen": chosen}
    if chosen:
        places = choosing.places(chosen, language)
        here = next((option for _period, options in places for option in options if option.value == at), None)
        if here:
            return redirect(here.address)
        if at or not places:
            return _never_published(request, language)
        context["places"] = places
    return render(request, "public_site/choose.html", context)


def _never_published(request: HttpRequest, language: str) -> HttpResponse:
    context = _around(request, language, "public_site:figures") | {"tables": choosing.tables()}
    return render(request, "public_site/never_published.html", context, status=404)


@require_safe
@public
def file(_request: HttpRequest, language: str, period: str, name: str) -> HttpResponse:
    """Hand a file of a release out; as the page of the release, 404, 410 or 503 where there is none."""
    speak(language)
    found = addresses.find(period)
    if found is None or name not in FILES:
        raise Http404
    if found.withdrawn_at:
        return HttpResponse(status=410)
    if not releases.is_unchanged(found):
        return HttpResponse(status=503)
    ending = FILES[name].name.removeprefix("figures")
    answer = attachment(
        made(name, found.content, language), name=f"bereg-{period}-{language}{ending}", kind=FILES[name].kind
    )
    answer["Cache-Control"] = "public, max-age=60"  # in place of that of files about people, which nobody may keep
    return answer


@require_safe
@public
def chart(
    _request: HttpRequest, language: str, period: str, drawing: str, *, scheme: str, centre: str, table: str
) -> HttpResponse:
    """Hand a chart out, to be kept for good: its address names the release by its digest."""
    speak(language)
    found = addresses.find(period)
    if found is None or drawing != addresses.drawing(found):
        raise Http404
    if found.withdrawn_at:
        return HttpResponse(status=410)
    try:
        svg = figures.drawn(found, centre, table, dark=scheme == "dark")
    except releases.ChangedError:
        return HttpResponse(status=503)
    if svg is None:
        raise Http404
    answer = HttpResponse(svg, content_type="image/svg+xml")
    patch_cache_control(answer, public=True, max_age=A_YEAR_S, immutable=True)
    return answer


def _around(request: HttpRequest, language: str, name: str, **arguments: str) -> dict[str, object]:
    is_copy = COPY in request.META
    return {
        "languages": links(language, name, **arguments),
        "awaits_reader": awaits_reader(),
        "home_address": reverse("public_site:home", args=[language]),
        "figures_address": reverse("public_site:figures", args=[language]),
        "choose_address": "" if is_copy else reverse("public_site:choose_table", args=[language]),
        "site": "" if is_copy else request.build_absolute_uri("/").rstrip("/"),
    }
