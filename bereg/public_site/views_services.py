"""Services near you, on a page and for programs. No session, no cookie."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bereg.accounts.access import public
from bereg.centres.languages import Language
from bereg.core.context import COPY
from bereg.core.languages import speak
from bereg.directory import hsds
from bereg.directory.content import ORGANISATION, SERVICE
from bereg.public_site import index, services, structured_data
from bereg.public_site.index import after, place_of
from bereg.public_site.page_frame import around_help, site
from bereg.public_site.regions import named
from bereg.reference.queries import public_entries


@require_safe
@public
@cache_control(public=True, max_age=60)
def list_services(request: HttpRequest, language: str, region: str = "", first: str = "1") -> HttpResponse:
    """List organisations and services, by region, language and whether they are open."""
    speak(language)
    now, is_copy = timezone.localtime(), COPY in request.META
    rows = services.all_rows(now.date())
    regions = named({code for row in rows for code in row.regions}, language)
    chosen = services.wanted(request.GET, region, dict(regions), is_copy=is_copy)
    if region and region not in dict(regions):
        raise Http404
    ids = services.fitting(rows, chosen, language)
    show = partial(services.show, language=language, now=now, chosen=chosen, is_copy=is_copy)
    found = index.stretch(ids, place_of(first, len(ids)), now.date(), show)
    where = {"region": region} if region else {}
    spoken = {code for row in rows for code in row.languages}
    context = around_help(request, language, "public_site:services", now.date(), **where) | {
        "items": [html for html, _described in found.items],
        "next": after(found, "public_site:services", language, chosen.in_address, region=chosen.region),
        "begins": first != "1",
        "root": reverse("public_site:services", args=[language]),
        "regions": [(code, name, reverse("public_site:services", args=[language, code])) for code, name in regions],
        "region_name": dict(regions).get(chosen.region, ""),
        "spoken": [(each.value, each.label) for each in Language if each.value in spoken],
        "chosen": chosen,
        "hsds_address": reverse("public_site:hsds", args=[language]),
        "described_as": structured_data.several([what for _html, what in found.items], site(request)),
    }
    return render(request, "public_site/services.html", context)


@require_safe
@public
@cache_control(public=True, max_age=300)
def services_as_hsds(request: HttpRequest, language: str) -> HttpResponse:
    """Give every organisation and service that everybody may see as Open Referral HSDS 3.0."""
    speak(language)
    today = timezone.localdate()
    found = public_entries(today).filter(kind__in=(ORGANISATION, SERVICE)).order_by("kind", "pk")
    return JsonResponse(hsds.export(found, language=language, on=today), json_dumps_params={"ensure_ascii": False})
