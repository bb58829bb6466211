"""Breaking the glass: an administrator reads the texts of one record, and a supervisor reviews it."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.accounts.reauthentication import new_second_factor
from bereg.emergency_access import break_glass as glass
from bereg.emergency_access import records
from bereg.emergency_access.forms import BreakGlassForm
from bereg.emergency_access.models import BreakGlass
from bereg.emergency_access.wording import line_of
from bereg.retention.shown_reason import reason_of, words_of
from bereg.vault.classes import Verdict
from bereg.vault.faults import VaultLocked
from bereg.vault.keyring import is_unlocked


@never_cache
@require_GET
@requires(Permission.BREAK_GLASS)
def break_glass(request: StaffRequest) -> HttpResponse:
    """Ask for the number of the record and the reason."""
    return _form_page(request, BreakGlassForm())


@require_POST
@requires(Permission.BREAK_GLASS)
@new_second_factor(glass.last_opened_at)
def open_glass(request: StaffRequest) -> HttpResponse:
    """Open one record for an hour, and tell its supervisors."""
    form = BreakGlassForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    record = records.find(form.cleaned_data["number"], request.user)
    if record is None:
        form.add_error("number", _("There is no enquiry with this number."))
        return _form_page(request, form, status=422)
    try:
        made = glass.break_glass(record=record, reason=form.cleaned_data["reason"], by=request.user)
    except glass.TooSoonError as refusal:
        form.add_error(None, _too_soon(refusal.possible_at))
        return _form_page(request, form, status=409)
    except glass.AtOnceError:
        form.add_error(None, _("You are opening another record in this very moment."))
        return _form_page(request, form, status=409)
    return redirect("emergency_access:glass", made.pk)


@never_cache
@require_GET
@requires(Permission.BREAK_GLASS)
def broken_glass(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show the texts of the record while its hour lasts. Each look is written down."""
    opening = glass.open_of(request.user)
    record = records.record_of(opening) if opening and opening.pk == pk else None
    if opening is None or record is None:
        raise Http404
    texts = records.texts_of(record, request.user)
    is_locked = any(text.is_closed for text in texts) and not is_unlocked()
    context = {
        "line": line_of(opening, request.user),
        "texts": texts,
        "fault": words_of(VaultLocked()) if is_locked else "",
    }
    return render(request, "emergency_access/record.html", context)


@require_POST
@requires(Permission.BREAK_GLASS)
def end_glass(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close the record again."""
    opening = _seen(request, pk)
    try:
        glass.end(opening=opening, by=request.user)
    except glass.NotYourEmergencyError:
        raise Http404 from None
    messages.success(request, _("Closed again."), extra_tags="good")
    return redirect("emergency_access:glass_reviews")


@never_cache
@require_GET
@requires(Permission.BREAK_GLASS_REVIEW)
def reviews(request: StaffRequest) -> HttpResponse:
    """List the broken glass that the reader reviews or broke, the unreviewed first."""
    lines = [line_of(opening, request.user) for opening in glass.seen_by(request.user)]
    context = {
        "waiting": [line for line in lines if line.waits],
        "past": [line for line in reversed(lines) if not line.waits],
        "may_break": request.user.may(Permission.BREAK_GLASS),
    }
    return render(request, "emergency_access/reviews.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.BREAK_GLASS_REVIEW)
def review(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show why somebody broke the glass, and take what a supervisor found."""
    opening = _seen(request, pk)
    if request.method != "POST":
        return _review_page(request, opening)
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        return HttpResponse(status=400)
    try:
        glass.review(opening=opening, verdict=Verdict(verdict), by=request.user)
    except glass.NotYourEmergencyError:
        return _review_page(request, opening, status=409, problem=_("Nobody reviews themselves."))
    except glass.AlreadyReviewedError:
        problem = _("A colleague has reviewed it meanwhile.")
        return _review_page(request, _seen(request, pk), status=409, problem=problem)
    messages.success(request, _("Reviewed."), extra_tags="good")
    return redirect("emergency_access:glass_reviews")


def _seen(request: StaffRequest, pk: UUID) -> BreakGlass:
    opening = glass.seen(request.user, pk)
    if opening is None:
        raise Http404
    return opening


def _form_page(request: StaffRequest, form: BreakGlassForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "told": glass.told_at_each_centre(request.user)}
    return render(request, "emergency_access/open_record.html", context, status=status)


def _too_soon(possible_at: dt.datetime) -> str:
    return _("One record an hour: the next one can be opened at %(time)s.") % {
        "time": f"{timezone.localtime(possible_at):%H:%M}"
    }


def _review_page(request: StaffRequest, opening: BreakGlass, *, status: int = 200, problem: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "line": line_of(opening, request.user),
        "verdicts": Verdict.choices,
        "may_review": opening.waits_for(request.user),
        "problem": problem,
        **reason_of(opening, request),
    }
    return render(request, "emergency_access/review.html", context, status=status)
