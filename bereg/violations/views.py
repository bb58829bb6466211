"""Violations: raised from an enquiry, changed, linked with others that name the same firm."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.queries import own_centres
from bereg.core.forms import id_in, version_in
from bereg.core.pagination import FirstRows, NumberedPage
from bereg.enquiries.models import Enquiry
from bereg.retention.holds import HeldError
from bereg.violations import actions, linking
from bereg.violations.access import may_raise, takes_details, takes_violations
from bereg.violations.forms import LinkForm, ViolationForm, initial_of, initial_of_enquiry
from bereg.violations.grounds import waiting_of
from bereg.violations.models import TrendNotice, Violation
from bereg.violations.queries import (
    alike,
    enquiries_to_raise_from,
    named_by_several,
    notices_for,
    violations_for,
    violations_to_judge,
)
from bereg.violations.texts import Firm, opened
from bereg.violations.trend_notice_threshold import NoticeCell, enough_at
from bereg.violations.wording import cell_words, violation_words

MOST_SHOWN = 60


@never_cache
@require_GET
@requires(Permission.VIOLATION_JUDGE)
def violations(request: StaffRequest) -> HttpResponse:
    """Show for what there are enough matters, the firms that several enquiries name, and what waits."""
    person = request.user
    enough = [each for centre in own_centres(person) for each in enough_at(centre)]
    page = NumberedPage(notices_for(person), MOST_SHOWN, request.GET)
    context = {
        "cells": [(each, _cell_words(each.cell)) for each in enough],
        "notices": [(each, _cell_words(each)) for each in page],
        "page": page,
        "waiting": FirstRows(waiting_of(person), MOST_SHOWN),
        "groups": named_by_several(person),
    }
    return render(request, "violations/violations.html", context)


def _cell_words(cell: NoticeCell | TrendNotice) -> str:
    return cell_words(cell.kind, cell.region, cell.quarter, cell.centre)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.VIOLATION_RAISE)
def new_violation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Raise a violation from an enquiry."""
    enquiry = get_object_or_404(enquiries_to_raise_from(request.user), pk=pk)
    if request.method == "GET":
        if not takes_violations(enquiry):
            messages.warning(request, _nothing_kept(), "soon")
            return redirect(enquiry.get_absolute_url())
        form = ViolationForm(enquiry=enquiry, initial=initial_of_enquiry(enquiry))
        return _page(request, enquiry, form, id=uuid4())
    form, own = ViolationForm(request.POST, enquiry=enquiry), id_in(request)
    if not form.is_valid():
        return _page(request, enquiry, form, id=own, status=422)
    try:
        actions.raise_violation(id=own, enquiry=enquiry, said=form.raised(), by=request.user)
    except actions.RaisedBeforeError:
        return _raised_before(request, enquiry, form, own)
    except (actions.NotYourViolationError, actions.NothingKeptError) as refused:
        return _page(request, enquiry, form, id=own, problem=_why_not(refused), status=409)
    messages.success(request, _("Saved."), "good")
    return redirect(enquiry.get_absolute_url())


def _raised_before(request: StaffRequest, enquiry: Enquiry, form: ViolationForm, own: UUID) -> HttpResponse:
    """Answer a form that comes again: where it says the same, it is done; else both stand on the page."""
    found = violations_for(request.user).filter(pk=own, enquiry=enquiry).first()
    if found is None:
        problem = _("This form was used already. Nothing is lost: save once more.")
        return _page(request, enquiry, form, id=uuid4(), problem=problem, status=409)
    if actions.Raised.of(found, _firm(request, found)) == form.raised():
        return redirect(enquiry.get_absolute_url())
    problem = _("This form was saved already, and what you sent now differs: both stand here.")
    return _page(request, enquiry, form, found=found, problem=problem, status=409)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.VIOLATION_RAISE)
def violation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a violation, and change it."""
    found = get_object_or_404(violations_for(request.user), pk=pk)
    enquiry = found.enquiry
    if request.method == "GET":
        form = ViolationForm(enquiry=enquiry, initial=initial_of(found, _firm(request, found)))
        return _page(request, enquiry, form, found=found)
    form = ViolationForm(request.POST, enquiry=enquiry, initial={"quarter": found.quarter.isoformat()})
    if not form.is_valid():
        return _page(request, enquiry, form, found=found, version=version_in(request), status=422)
    try:
        actions.change(violation=found, version=version_in(request), said=form.raised(), by=request.user)
    except (
        actions.NotYourViolationError,
        actions.StaleViolationError,
        actions.FirmUnopenedError,
        HeldError,
    ) as refused:
        now = violations_for(request.user).filter(pk=pk).first()
        return _page(request, enquiry, form, found=now, id=uuid4(), problem=_why_not(refused), status=409)
    messages.success(request, _("Changed."), "good")
    return redirect(enquiry.get_absolute_url())


@require_POST
@requires(Permission.VIOLATION_RAISE)
def remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take off a violation that was raised by mistake."""
    found = get_object_or_404(violations_for(request.user), pk=pk)
    try:
        actions.remove(violation=found, version=version_in(request), by=request.user)
    except (actions.NotYourViolationError, actions.StaleViolationError, HeldError) as refused:
        messages.warning(request, _why_not(refused), "soon")
        return redirect(found.get_absolute_url())
    messages.success(request, _("Taken off."), "good")
    return redirect(found.enquiry.get_absolute_url())


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.VIOLATION_JUDGE)
def link(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show who names the same firm, and link another enquiry by hand, by its number."""
    found = get_object_or_404(violations_to_judge(request.user).select_related("enquiry__centre"), pk=pk)
    if request.method == "GET":
        return _link_page(request, found, LinkForm())
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _link_page(request, found, form, status=422)
    try:
        linking.link(violation=found, number=form.cleaned_data["number"], by=request.user)
    except linking.NothingToLinkError:
        form.add_error("number", _("No other enquiry of your centre with this number has a violation."))
        return _link_page(request, found, form, status=422)
    messages.success(request, _("Linked."), "good")
    return redirect("violations:link", pk)


@require_POST
@requires(Permission.VIOLATION_JUDGE)
def unlink(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a violation out of what it is linked with by hand."""
    found = get_object_or_404(violations_to_judge(request.user), pk=pk)
    try:
        linking.unlink(violation=found, by=request.user)
    except linking.NotYourLinkError:
        messages.warning(request, _("It is linked by hand with none any more."), "soon")
    else:
        messages.success(request, _("Taken back."), "good")
    return redirect("violations:link", pk)


def _page(
    request: StaffRequest,
    enquiry: Enquiry,
    form: ViolationForm,
    *,
    found: Violation | None = None,
    id: UUID | None = None,
    version: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the form. version: what was typed began from; where it is left out, what stands is on the page too."""
    context: dict[str, Any] = {
        "enquiry": enquiry,
        "form": form,
        "violation": found,
        "id": id,
        "version": found.version if found and version is None else version,
        "stands": violation_words(found, enquiry.centre.country) if found and problem else None,
        "firm": _firm(request, found) if found and problem else None,
        "problem": problem,
        "has_consent": takes_details(enquiry),
        "may_raise": may_raise(request.user, enquiry),
        "may_check": bool(found) and enquiry.is_reached_by(request.user, Permission.VIOLATION_CHECK),
        "may_judge": bool(found) and enquiry.is_reached_by(request.user, Permission.VIOLATION_JUDGE),
        "opens_signs": any(field.value() for field, _codes in form.checklists()),
        "back": enquiry.get_absolute_url(),
    }
    return render(request, "violations/violation.html", context, status=status)


def _link_page(request: StaffRequest, found: Violation, form: LinkForm, *, status: int = 200) -> HttpResponse:
    sees = violations_for(request.user).filter(pk=found.pk).exists()
    context = {
        "violation": found,
        "words": violation_words(found, found.enquiry.centre.country),
        "alike": alike(found, request.user),
        "form": form,
        "sees": sees,
    }
    return render(request, "violations/link.html", context, status=status)


def _firm(request: StaffRequest, found: Violation) -> Firm:
    """Open who is named, for the page: closed where the person may read the codes and not the text."""
    reads = found.enquiry.is_reached_by(request.user, Permission.NARRATIVE_READ)
    if not found.names_somebody:
        return Firm()
    return opened(found, by=request.user) if reads else Firm(is_closed=True)


def _nothing_kept() -> str:
    return _("The person said no, or it is too long ago: no violation is raised here.")


def _why_not(refused: Exception) -> str:
    match refused:
        case actions.NothingKeptError():
            return _("The consent changed meanwhile, so this is kept no more. What you typed stays on this page.")
        case actions.StaleViolationError():
            return _("It changed meanwhile. Nothing is lost: what stands and what you typed are both on this page.")
        case actions.FirmUnopenedError():
            return _("Who is named cannot be opened, so nothing is written over it.")
        case HeldError():
            return _("This enquiry is held: leave who is named as it stands.")
    return _nothing_kept()
