"""Letters in quarantine: who sent them, why they are there, and the letter as it came, to be looked at elsewhere."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.conversations.texts import opened_file
from bereg.conversations.wording import FILE_CLOSED
from bereg.core.downloads import attachment
from bereg.core.pagination import NumberedPage
from bereg.mailbox.queries import quarantined_for

MOST_SHOWN = 200


@never_cache
@require_GET
@requires(Permission.CONVERSE)
def quarantine(request: StaffRequest) -> HttpResponse:
    """List them. Nothing is opened."""
    letters = NumberedPage(quarantined_for(request.user), MOST_SHOWN, request.GET)
    return render(request, "mailbox/quarantine.html", {"letters": letters})


@never_cache
@require_GET
@requires(Permission.CONVERSE)
def raw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give out a letter as it came, unopened; that it was taken is written down."""
    found = get_object_or_404(quarantined_for(request.user), pk=pk)
    content = opened_file(found, "raw", by=request.user)
    if content is None:
        messages.error(request, FILE_CLOSED, "danger")
        return redirect("mailbox:quarantine")
    return attachment(content, name=f"{found.pk}.eml", kind="application/octet-stream")  # nothing shows it
