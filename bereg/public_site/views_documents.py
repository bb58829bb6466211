"""Sample documents that everybody may fill in. What is typed comes back as a PDF and is kept nowhere.

The page of a document alone sets a cookie, against forged requests; it goes with the browser's window.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from bereg.accounts.access import public
from bereg.core.languages import speak
from bereg.guides.answering import answer
from bereg.guides.fill_form import labels_of
from bereg.guides.filled_document import document_of, explanation_of
from bereg.guides.reference_kind import SAMPLE
from bereg.public_site import entries
from bereg.public_site.page_frame import around_help


@require_safe
@public
@cache_control(public=True, max_age=60)
def documents(request: HttpRequest, language: str) -> HttpResponse:
    """List the documents that can be filled in."""
    speak(language)
    today = timezone.localdate()
    shown = [entries.shown(entry, version, language, today) for entry, version in entries.of_kind(SAMPLE.code, today)]
    context = around_help(request, language, "public_site:documents", today) | {
        "documents": [
            {"shown": each, "address": reverse("public_site:document", args=[language, each.id])}
            for each in sorted(shown, key=lambda each: each.text.title)
        ],
    }
    return render(request, "public_site/documents.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@public
def document(request: HttpRequest, language: str, pk: UUID) -> HttpResponse:
    """Show the fields of a document, or hand out what was typed into them as a PDF. A copy shows its text."""
    speak(language)
    today = timezone.localdate()
    found = entries.one(SAMPLE.code, pk, language, today)
    if found is None:
        raise Http404
    made = answer(found.version, language, request)
    if made.file:
        return made.file
    context = around_help(request, language, "public_site:document", today, pk=str(pk)) | made.context
    extra = {
        "shown": found,
        "documents_address": reverse("public_site:documents", args=[language]),
        "explanation": explanation_of(found.text.body),
        "document": document_of(found.text.body),
        "blanks": labels_of(found.version.content, found.spoken),
    }
    return render(request, "public_site/document.html", context | extra, status=made.status)
