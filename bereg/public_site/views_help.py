"""Guides by situation. As all public pages, they ask for no session and set no cookie."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bereg.accounts.access import public
from bereg.core.languages import speak
from bereg.guides.reference_kind import GUIDE
from bereg.public_site import entries, structured_data
from bereg.public_site.guide_parts import parts_of
from bereg.public_site.page_frame import around_help, site
from bereg.public_site.situations import Situation, address, guides, is_danger, situations


@require_safe
@public
@cache_control(public=True, max_age=60)
def every_situation(request: HttpRequest, language: str) -> HttpResponse:
    """Show the situations that have guides."""
    speak(language)
    today = timezone.localdate()
    context = around_help(request, language, "public_site:help", today)
    return render(request, "public_site/help.html", context | {"situations": situations(language, today)})


@require_safe
@public
@cache_control(public=True, max_age=60)
def situation(request: HttpRequest, language: str, situation: str) -> HttpResponse:
    """List the guides of a situation, those of danger first."""
    if situation not in Situation.values:
        raise Http404
    speak(language)
    today = timezone.localdate()
    context = around_help(request, language, "public_site:situation", today, situation=situation) | {
        "situation": Situation(situation).label,
        "guides": [
            {
                "shown": each,
                "is_danger": is_danger(each.version.content),
                "address": reverse("public_site:guide", args=[language, each.id]),
            }
            for each in guides(situation, language, today)
        ],
        "others": [each for each in situations(language, today) if each.code != situation],
    }
    return render(request, "public_site/situation.html", context)


@require_safe
@public
@cache_control(public=True, max_age=60)
def guide(request: HttpRequest, language: str, pk: UUID) -> HttpResponse:
    """Show one guide; 404 where everybody may not see it, whether there is one or not."""
    speak(language)
    today = timezone.localdate()
    found = entries.one(GUIDE.code, pk, language, today)
    if found is None:
        raise Http404
    of = str(found.version.content.get("situation", ""))
    parts = parts_of(found.text.body)
    context = around_help(request, language, "public_site:guide", today, pk=str(pk)) | {
        "shown": found,
        "parts": parts,
        "is_danger": is_danger(found.version.content),
        "situation": {"words": Situation(of).label, "address": address(language, of)}
        if of in Situation.values
        else None,
        "described_as": structured_data.guide(found, parts, site(request), language),
    }
    return render(request, "public_site/guide.html", context)
