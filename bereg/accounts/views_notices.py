"""What somebody is to know."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.notices import dismiss
from bereg.accounts.permissions import Permission
from bereg.accounts.wording import waiting_for


@never_cache
@require_GET
@requires(Permission.OWN_ACCOUNT)
def notices(request: StaffRequest) -> HttpResponse:
    return render(request, "accounts/notices.html", {"notices": waiting_for(request.user)})


@require_POST
@requires(Permission.OWN_ACCOUNT)
def dismiss_notice(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take one's own notice off one's pages."""
    dismiss(id=pk, by=request.user)
    return redirect(settings.LOGIN_REDIRECT_URL if request.POST.get("back") == "today" else "accounts:notices")
