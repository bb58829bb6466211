"""The public figures: what was released, word for word. They know no case and no exact figure."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bereg.accounts.access import public
from bereg.commentary.queries import words_beside
from bereg.core.context import COPY
from bereg.core.downloads import attachment
from bereg.core.languages import speak
from bereg.public_site import addresses, choosing, data_sets, figures
from bereg.public_site import over_time as over_time_of
from bereg.public_site.looked_up import places
from bereg.public_site.page_frame import around, site
from bereg.publications import publisher
from bereg.publications import queries as releases
from bereg.publications.files import FILES, made

A_YEAR_S = 365 * 24 * 3600


@require_safe
@public
@cache_control(public=True, max_age=60)
def latest(request: HttpRequest, language: str) -> HttpResponse:
    """Show the latest report in short, how the months went, and lead to all others."""
    speak(language)
    standing = releases.standing()
    context = _around(request, language, "public_site:figures")
    context["releases"] = [addresses.entry(each, language) for each in standing]
    context["tables"] = choosing.tables()
    context["for_programs"] = addresses.for_programs(language) if standing else []
    context["what_changed"] = over_time_of.changed(standing)
    months = over_time_of.months(standing, language)
    if months:
        context["months"] = months
        context |= _chart_of_months(months, language)
    if standing:
        try:
            context |= figures.summary(standing[0], language)
        except releases.ChangedError:
            context |= {"changed": True, "period": addresses.period_name(standing[0])}
    return render(request, "public_site/figures.html", context)


def _chart_of_months(months: Sequence[over_time_of.MonthShown], language: str) -> dict[str, str]:
    drawing = over_time_of.drawing(months)
    return {
        name: reverse("public_site:over_time", kwargs={"language": language, "drawing": drawing, "scheme": scheme})
        for name, scheme in (("months_chart", "light"), ("months_chart_dark", "dark"))
    }


@require_safe
@public
def over_time(_request: HttpRequest, language: str, drawing: str, scheme: str) -> HttpResponse:
    """Hand the chart of the published months out, to be kept for good: its address names what it shows."""
    speak(language)
    months = over_time_of.months(releases.standing(), language)
    if not months or over_time_of.drawing(months) != drawing:
        raise Http404
    return _kept_for_good(over_time_of.drawn(months, dark=scheme == "dark"))


ShownOf = Callable[[Any], dict[str, object] | None]


def _page(request: HttpRequest, found: Any | None, template: str, content: ShownOf, **where: str) -> HttpResponse:
    """Show a page of a release; 404 where it was never published, 410 where withdrawn, 503 where it was changed.

    where: `name` of the address, and what stands in it.
    """
    language = where["language"]
    if found is None:
        return _never_published(request, language)
    name = where.pop("name")
    context = _around(request, name=name, **{**where, "period": addresses.name_of(found)})
    context["period"] = addresses.period_name(found)
    if found.withdrawn_at:
        return render(request, "public_site/withdrawn.html", context, status=410)
    try:
        shown = content(found)
    except releases.ChangedError:
        return render(request, "public_site/changed.html", context, status=503)
    if shown is None:
        return _never_published(request, language)
    return render(request, template, context | shown)


@require_safe
@public
@cache_control(public=True, max_age=60)
def release(request: HttpRequest, language: str, period: str) -> HttpResponse:
    """Show the figures of a period in short, and lead to its tables."""
    speak(language)

    def content(found: Any) -> dict[str, object]:
        here = site(request)
        return figures.summary(found, language) | {"data_set": here and data_sets.of_page(found, here, language)}

    where = {"name": "public_site:release", "language": language}
    return _page(request, addresses.find(period), "public_site/release.html", content, **where)


@require_safe
@public
@cache_control(public=True, max_age=60)
def theme(request: HttpRequest, language: str, period: str, theme: str) -> HttpResponse:
    """Show what was published on one subject."""
    speak(language)

    def content(found: Any) -> dict[str, object] | None:
        return figures.of_theme(found, language, theme)

    where = {"name": "public_site:theme", "language": language, "theme": theme}
    return _page(request, addresses.find(period), "public_site/theme.html", content, **where)


@require_safe
@public
@cache_control(public=True, max_age=60)
def centre(request: HttpRequest, language: str, period: str, centre: str) -> HttpResponse:
    """Show what was published of one centre."""
    speak(language)

    def content(found: Any) -> dict[str, object] | None:
        return figures.of_centre(found, language, centre)

    where = {"name": "public_site:centre", "language": language, "centre": centre}
    return _page(request, addresses.find(period), "public_site/theme.html", content, **where)


@require_safe
@public
@cache_control(public=True, max_age=60)
def table(request: HttpRequest, language: str, period: str, centre: str, table: str) -> HttpResponse:
    """Show one table by itself."""
    speak(language)

    def content(found: Any) -> dict[str, object] | None:
        one = figures.one(found, language, centre, table)
        return one and one | {"places": choosing.places(table, language)}

    where = {"name": "public_site:table", "language": language, "centre": centre, "table": table}
    return _page(request, addresses.find(period), "public_site/table.html", content, **where)


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
    kind, given = FILES[name].kind, name.removeprefix("figures") if name.startswith("figures") else f"-{name}"
    called = f"bereg-{addresses.name_of(found)}-{language}{given}"
    answer = attachment(made(name, found.content, language, words_beside(found)), name=called, kind=kind)
    answer["Cache-Control"] = "public, max-age=60"  # in place of that of files about people, which nobody may keep
    return answer


@require_safe
@public
def logo(_request: HttpRequest, language: str, name: str) -> HttpResponse:
    """Hand the publisher's logo out, to be kept for good: its address names its content."""
    speak(language)
    picture = publisher.logo()
    if picture is None or name != publisher.logo_name():
        raise Http404
    return _kept_for_good(picture.content, picture.kind)


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
    return _kept_for_good(svg)


def _kept_for_good(picture: str | bytes, kind: str = "image/svg+xml") -> HttpResponse:
    answer = HttpResponse(picture, content_type=kind)
    patch_cache_control(answer, public=True, max_age=A_YEAR_S, immutable=True)
    return answer


def _around(request: HttpRequest, language: str, name: str, **arguments: str) -> dict[str, object]:
    is_copy = COPY in request.META
    shown = around(request, language, name, **arguments)
    logo = publisher.logo_name()
    return shown | {
        "home_address": reverse("public_site:home", args=[language]),
        "figures_address": reverse("public_site:figures", args=[language]),
        "choose_address": "" if is_copy else reverse("public_site:choose_table", args=[language]),
        "feed_address": reverse("public_site:feed", args=[language]) if shown["site"] else "",
        "catalogue_address": reverse("public_site:catalogue", args=[language]) if shown["site"] else "",
        "looked_up": places(language, timezone.localdate()),
        "publisher": publisher.publisher(),
        "logo_address": reverse("public_site:logo", args=[language, logo]) if logo else "",
    }
