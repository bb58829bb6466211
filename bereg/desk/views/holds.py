"""Holding an enquiry beyond its time, and lifting that again with a second person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bereg.accounts import approvals
from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.fresh import fresh_second_factor
from bereg.accounts.permissions import Permission
from bereg.desk.hold_form import HoldForm
from bereg.desk.reason import reason_of
from bereg.enquiries.queries import enquiries_for
from bereg.retention import holds


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.HOLD_SET)
def hold(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show the hold of an enquiry, or the form that sets one."""
    found = _enquiry(request, pk)
    standing = holds.of(found)
    if standing:
        return _page(request, found, standing)
    form = HoldForm(request.POST or None, owners=holds.owners(found), initial={"owner": request.user.pk})
    if request.method != "POST":
        return render(request, "desk/hold_form.html", {"enquiry": found, "form": form})
    if not form.is_valid():
        return render(request, "desk/hold_form.html", {"enquiry": found, "form": form}, status=422)
    try:
        holds.hold(record=found, by=request.user, **form.as_arguments())
    except holds.HeldError:
        messages.warning(request, _("A colleague was faster: it is held already."), extra_tags="soon")
    else:
        messages.success(request, _("Held. Nothing of it is erased before that day."), extra_tags="good")
    return redirect("desk:hold", pk)


@require_POST
@requires(Permission.HOLD_SET)
@fresh_second_factor
def lift_hold(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Lift a hold to which a second person agreed, or ask one."""
    standing = _hold(request, pk)
    try:
        holds.lift(hold=standing, by=request.user)
    except approvals.NeededError:
        approvals.ask(kind=holds.LIFTING, target=str(standing.pk), by=request.user)
        messages.success(request, _("A second person is asked. Come back when somebody has agreed."), extra_tags="soon")
        return redirect("desk:hold", pk)
    messages.success(request, _("Lifted. Its time counts again."), extra_tags="good")
    return redirect("desk:enquiry", pk)


@require_POST
@requires(Permission.HOLD_SET)
def review_hold(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that a hold is still needed."""
    holds.review(hold=_hold(request, pk), by=request.user)
    messages.success(request, _("Noted: it is still needed."), extra_tags="good")
    return redirect("desk:hold", pk)


def _page(request: StaffRequest, found: Any, standing: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "enquiry": found,
        "hold": standing,
        "is_review_due": holds.is_review_due(standing),
        "request_for": approvals.living(kind=holds.LIFTING, target=str(standing.pk), by=request.user),
        **reason_of(standing, request),
    }
    return render(request, "desk/hold.html", context)


def _hold(request: StaffRequest, pk: UUID) -> Any:
    standing = holds.of(_enquiry(request, pk))
    if standing is None:
        raise Http404
    return standing


def _enquiry(request: StaffRequest, pk: UUID) -> Any:
    return get_object_or_404(enquiries_for(request.user).select_related("centre"), pk=pk)
