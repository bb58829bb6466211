"""Holding a record beyond its time, and lifting that again with a second person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bereg.accounts import approvals
from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.accounts.reauthentication import fresh_second_factor
from bereg.retention import holds
from bereg.retention.forms import HoldForm
from bereg.retention.models import Hold
from bereg.retention.shown_reason import reason_of
from bereg.vault.kept import Kept


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.HOLD_SET)
def hold(request: StaffRequest, pk: UUID, kind: str) -> HttpResponse:
    """Show the hold of a record, or the form that sets one."""
    record = _record(request, kind, pk)
    standing = holds.of(record)
    if standing:
        return _page(request, record, standing)
    form = HoldForm(request.POST or None, owners=holds.owners(record), initial={"owner": request.user.pk})
    if request.method != "POST":
        return render(request, "retention/hold_form.html", {"record": record, "form": form})
    if not form.is_valid():
        return render(request, "retention/hold_form.html", {"record": record, "form": form}, status=422)
    try:
        holds.hold(record=record, by=request.user, **form.as_arguments())
    except holds.HeldError:
        messages.warning(request, _("A colleague was faster: it is held already."), extra_tags="soon")
    else:
        messages.success(request, _("Held. Nothing of it is erased before that day."), extra_tags="good")
    return redirect(_page_of_hold(request, pk))


@require_POST
@requires(Permission.HOLD_SET)
@fresh_second_factor
def lift_hold(request: StaffRequest, pk: UUID, kind: str) -> HttpResponse:
    """Lift a hold to which a second person agreed, or ask one."""
    record = _record(request, kind, pk)
    standing = _hold(record)
    try:
        holds.lift(hold=standing, by=request.user)
    except approvals.NeededError:
        approvals.ask(kind=holds.LIFTING, target=str(standing.pk), by=request.user)
        messages.success(
            request, _("A second person has been asked. Come back when somebody has agreed."), extra_tags="soon"
        )
        return redirect(_page_of_hold(request, pk))
    messages.success(request, _("Lifted. Its time counts again."), extra_tags="good")
    return redirect(record)


@require_POST
@requires(Permission.HOLD_SET)
def review_hold(request: StaffRequest, pk: UUID, kind: str) -> HttpResponse:
    """Say that a hold is still needed."""
    holds.review(hold=_hold(_record(request, kind, pk)), by=request.user)
    messages.success(request, _("Noted: it is still needed."), extra_tags="good")
    return redirect(_page_of_hold(request, pk))


def _page(request: StaffRequest, record: Kept, standing: Hold) -> HttpResponse:
    context: dict[str, Any] = {
        "record": record,
        "hold": standing,
        "is_review_due": holds.is_review_due(standing),
        "request_for": approvals.living(kind=holds.LIFTING, target=str(standing.pk), by=request.user),
        **reason_of(standing, request),
    }
    return render(request, "retention/hold.html", context)


def _page_of_hold(request: StaffRequest, pk: UUID) -> str:
    """Return the address of the page below which this one stands."""
    match = request.resolver_match
    return reverse("holds:hold", args=[pk], current_app=match.namespace if match else None)


def _hold(record: Kept) -> Hold:
    standing = holds.of(record)
    if standing is None:
        raise Http404
    return standing


def _record(request: StaffRequest, kind: str, pk: UUID) -> Any:
    """Return a record of a room above, which has a page there."""
    record = holds.record_for(request.user, kind, pk)
    if record is None:
        raise Http404
    return record
