"""Letters in quarantine: who sent them, why they are there, and the letter as it came, to be looked at elsewhere."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.downloads import attachment
from bereg.core.pagination import NumberedPage
from bereg.mailbox.queries import quarantined_for
from bereg.vault import actions as vault
from bereg.vault.because import Because

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
    content = b"".join(vault.open_file(found, "raw", by=request.user, because=Because.CASE_WORK))
    return attachment(content, name=f"{found.pk}.eml", kind="application/octet-stream")  # nothing shows it
