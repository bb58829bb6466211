"""Looking things up: the search, what it found, one entry, and the report that something in it is wrong."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.forms import version_in
from bereg.reference import actions, sentence_to_say, wording
from bereg.reference.choices import EntryState, WrongWith
from bereg.reference.kinds import kinds
from bereg.reference.lookup_query import address_of, asked_in, choices
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.queries import entries_for, is_workshop, newest
from bereg.reference.search import search

MOST = 20
WRONGS = [each for each in WrongWith if each is not WrongWith.OTHER]  # the button itself says no more than that


@never_cache
@require_GET
@requires(Permission.REFERENCE_READ)
def answers(request: StaffRequest) -> HttpResponse:
    """Look everything up at once: guides, services, agencies, quotas."""
    context = _found(request)
    return render(request, "reference/answers.html", context | {"choices": choices(context["asked"])})


@never_cache
@require_GET
@requires(Permission.REFERENCE_READ)
def found(request: StaffRequest) -> HttpResponse:
    """Show the answers alone, to stand in a page that is open."""
    return render(request, "reference/found.html", _found(request))


@never_cache
@require_GET
@requires(Permission.REFERENCE_READ)
def entry(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one entry as it is in force; to the workshop also one that is not."""
    shown = get_object_or_404(entries_for(request.user).select_related("owner", "seen_in"), pk=pk)
    version = _shown_version(shown)
    context = _entry(shown, version, _language(request)) | {"is_workshop": is_workshop(request.user)}
    return render(request, "reference/entry.html", context)


@require_POST
@requires(Permission.REFERENCE_READ)
def report(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Report that something in an entry is wrong, by one key; who looks after it is told."""
    shown = get_object_or_404(entries_for(request.user), pk=pk)
    wrong = request.POST.get("wrong", "")
    number = version_in(request) or _shown_version(shown).number
    if not shown.versions.filter(number=number).exists():
        number = _shown_version(shown).number
    chosen = WrongWith(wrong) if wrong in WrongWith.values else WrongWith.OTHER
    actions.report_error(entry=shown, number=number, wrong=chosen, by=request.user)
    if "HX-Request" in request.headers:
        return render(request, "reference/reported.html", {"entry": shown})
    messages.success(request, _("Reported. Whoever looks after it sees it on their first page."), "good")
    return redirect(shown)


def _found(request: StaffRequest) -> dict[str, Any]:
    asked = asked_in(request.GET)
    hits = search(asked, now=timezone.now(), limit=MOST)
    return {
        "asked": asked,
        "hits": hits,
        "missing": sentence_to_say.missing(
            asked.words, asked.language or _language(request), asked.kinds, {hit.entry.kind for hit in hits}
        ),
        "is_asked": asked.is_anything,
        "address": address_of(asked),
        "wrongs": WRONGS,
    }


def _shown_version(shown: ReferenceEntry) -> EntryVersion:
    """Return the version that is in force; the newest one where none is."""
    version = shown.published if shown.state == EntryState.PUBLISHED and shown.published else newest(shown)
    version.entry = shown
    return version


def _language(request: StaffRequest) -> str:
    return request.GET.get("language", "") or _spoken()


def _spoken() -> str:
    return (get_language() or "en").split("-")[0]


def _entry(shown: ReferenceEntry, version: EntryVersion, language: str) -> dict[str, Any]:
    today, kind = timezone.localdate(), kinds().get(shown.kind)
    spoken = language if language in version.texts else version.language
    text = version.text(spoken)
    return {
        "entry": shown,
        "version": version,
        "content": version.content,
        "kind": kind,
        "text": text,
        "blanks": kind.blanks(version.content, spoken) if kind else {},
        "warning": kind.warning(version.content) if kind else "",
        "say": sentence_to_say.sentence(shown, version, spoken) if kind else text.say,
        "language": spoken,
        "translations": wording.translations(version),
        "standing": wording.standing(version, today),
        "law": wording.law(version, today),
        "audiences": wording.audience_names(version),
        "topics": wording.topic_names(version),
        "regions": wording.region_names(version),
        "is_open": kind.is_open(version.content, timezone.now()) if kind else None,
        "is_in_force": shown.state == EntryState.PUBLISHED,
        "wrongs": WRONGS,
    }
