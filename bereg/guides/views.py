"""The page on which a sample document is filled in. It answers with the PDF and keeps nothing."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.guides.answering import answer
from bereg.guides.reference_kind import SAMPLE
from bereg.reference.choices import EntryState
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.queries import entries_for, newest


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_READ)
def fill(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show the fields of a sample document, or hand out what was typed into them as a PDF."""
    entry = get_object_or_404(entries_for(request.user).filter(kind=SAMPLE.code), pk=pk)
    made = answer(_version(entry), (get_language() or "en").split("-")[0], request)
    if made.file:
        return made.file
    return render(request, "guides/fill.html", made.context | {"entry": entry}, status=made.status)


def _version(entry: ReferenceEntry) -> EntryVersion:
    """Return the version in force, and to the workshop that which is being written where none is."""
    if entry.state == EntryState.PUBLISHED and entry.published:
        return entry.published
    return newest(entry)
