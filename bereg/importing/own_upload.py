"""What every page of an upload begins with: it is one's own, and it opens."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from bereg.accounts.access import StaffRequest
from bereg.importing.models import RegisterImport
from bereg.importing.queries import import_of


def import_or_404(request: StaffRequest, pk: UUID) -> RegisterImport:
    """Return an upload of one's own."""
    found = import_of(request.user, pk)
    if found is None:
        raise Http404
    return found


def closed(request: StaffRequest) -> HttpResponse:
    """Say that nothing sealed can be opened."""
    return render(request, "importing/closed.html", status=503)
