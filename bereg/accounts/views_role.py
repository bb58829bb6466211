"""The choice of what the only person here works as."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from bereg.accounts import own_role
from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.accounts.reauthentication import fresh_when_sent
from bereg.accounts.roles import Role


@never_cache
@requires(Permission.OWN_ACCOUNT)
@fresh_when_sent
def choose_role(request: StaffRequest) -> HttpResponse:
    """Let the only person here work as an administrator or as a supervisor."""
    if not own_role.may_choose(request.user):
        raise Http404
    if request.method != "POST":
        return render(request, "accounts/choose_role.html", {"roles": own_role.BOTH})
    try:
        own_role.choose(role=Role(request.POST.get("role", "")), by=request.user)
    except (ValueError, own_role.NotAloneError):
        raise PermissionDenied from None
    return redirect(settings.LOGIN_REDIRECT_URL)
