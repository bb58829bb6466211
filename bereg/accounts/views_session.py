"""What a page asks by itself about the session it was opened in."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bereg.accounts.access import StaffRequest, public, requires
from bereg.accounts.permissions import Permission


@never_cache
@require_GET
@public
def state(request: HttpRequest) -> HttpResponse:
    """Say how long the session lives on, whose it is, and which token its forms need; a page may outlive a session."""
    left = request.session.left_s if request.user.is_authenticated else 0  # type: ignore[attr-defined]
    if not left:
        return JsonResponse({"left_s": 0})
    return JsonResponse({"left_s": left, "person": str(request.user.pk), "token": get_token(request)})


@never_cache
@require_GET
@requires(Permission.OWN_ACCOUNT)
def back(request: StaffRequest) -> HttpResponse:
    """Send who signed in again back to the page that waits in another tab."""
    return render(request, "accounts/back.html")
