"""The page that leads through the first day."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts import own_role, setting_up
from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.scope import beyond
from bereg.core.concerns import said
from bereg.core.findings import Weight


@never_cache
@require_GET
@requires(Permission.KEYS)
def page(request: StaffRequest) -> HttpResponse:
    """Show what is done and what is not, with all that the doctor finds."""
    steps = setting_up.steps(request.user)
    with beyond(because="doctor"):
        found = [finding for findings in said("doctor", "findings") for finding in findings()]
    context = {
        "steps": steps,
        "left": sum(not step.is_done for step in steps),
        "findings": sorted(found, key=lambda finding: -finding.weight),
        "counts": {weight.name.lower(): sum(each.weight is weight for each in found) for weight in Weight},
        "is_open": setting_up.is_open(request.user),
        "may_choose_role": own_role.may_choose(request.user),
    }
    return render(request, "centres/setting_up.html", context)


@require_POST
@requires(Permission.KEYS)
def look(request: StaffRequest, code: str) -> HttpResponse:
    """Note that somebody looks at a step that is done by looking, and lead there."""
    step = next((each for each in setting_up.steps(request.user) if each.code == code and each.is_noted), None)
    if step is None:
        raise Http404
    setting_up.note(code, by=request.user)
    return redirect(step.address)


@require_POST
@requires(Permission.KEYS)
def dismiss(request: StaffRequest) -> HttpResponse:
    """Put the page away."""
    setting_up.dismiss(by=request.user)
    return redirect(settings.LOGIN_REDIRECT_URL)
