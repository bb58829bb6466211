"""What can be looked up: licensed agencies and quotas. No session, no cookie."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bereg.accounts.access import public
from bereg.core.context import COPY
from bereg.core.languages import speak
from bereg.core.text_normalisation import normalise
from bereg.public_site import agencies, index, structured_data
from bereg.public_site.index import after, place_of
from bereg.public_site.page_frame import around_help, site
from bereg.public_site.regions import named
from bereg.quotas.queries import PublicQuota, quotas_of, regions_with_quotas
from bereg.quotas.sentence_to_say import too_old


@require_safe
@public
@cache_control(public=True, max_age=60)
def list_agencies(request: HttpRequest, language: str, first: str = "1") -> HttpResponse:
    """Show the list of licensed agencies in the order of the alphabet, or what it says of a name."""
    speak(language)
    today, is_copy = timezone.localdate(), COPY in request.META
    name = "" if is_copy else " ".join(normalise(request.GET.get("name", "")).split())[: agencies.MOST_ASKED]
    context = around_help(request, language, "public_site:agencies", today) | {
        "root": reverse("public_site:agencies", args=[language]),
        "name": name,
        "as_of": agencies.as_of(),
        "begins": first != "1",
    }
    if name:
        context["found"] = agencies.search(name, language, today)
    else:
        ids = agencies.ids(language, today)
        show = partial(agencies.show, language=language, today=today, lists={})
        listed = index.stretch(ids, place_of(first, len(ids)), today, show)
        context["items"] = [html for html, _described in listed.items]
        context["next"] = after(listed, "public_site:agencies", language)
        context["described_as"] = structured_data.several([what for _html, what in listed.items], site(request))
    return render(request, "public_site/agencies.html", context)


@require_safe
@public
@cache_control(public=True, max_age=60)
def list_quotas(request: HttpRequest, language: str, region: str = "", first: str = "1") -> HttpResponse:
    """Say, region by region, how many places for foreign workers are left."""
    speak(language)
    today, is_copy = timezone.localdate(), COPY in request.META
    regions = named(regions_with_quotas(today), language)
    chosen = region or ("" if is_copy else request.GET.get("region", ""))
    if region and region not in dict(regions):
        raise Http404
    lines = quotas_of(chosen, today, language) if chosen in dict(regions) else []
    place = place_of(first, len(lines))
    found = index.fitting((at, _quota(lines[at])) for at in range(place, len(lines)))
    where = {"region": region} if region else {}
    context = around_help(request, language, "public_site:quotas", today, **where) | {
        "root": reverse("public_site:quotas", args=[language]),
        "regions": [(code, name, reverse("public_site:quotas", args=[language, code])) for code, name in regions],
        "chosen": chosen,
        "region_name": dict(regions).get(chosen, ""),
        "items": [html for html, _described in found.items],
        "next": after(found, "public_site:quotas", language, region=chosen),
        "begins": first != "1",
    }
    return render(request, "public_site/quotas.html", context)


def _quota(quota: PublicQuota) -> index.Item:
    said = quota.say.removesuffix(too_old()).strip()
    context = {"said": said, "too_old": too_old() if quota.is_old else ""}
    return render_to_string("public_site/quota.html", context), {}
