"""Filters of the list that somebody keeps: kept from the list, renamed, shared and removed on a page of their own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.queries import own_centres
from bereg.core.forms import version_in
from bereg.desk.views.find import find_page, wanted_in
from bereg.enquiries import saved_filters


@never_cache
@require_GET
@requires(Permission.ENQUIRY_READ)
def filters(request: StaffRequest) -> HttpResponse:
    """List one's own filters, and those that a supervisor shared."""
    return _filters_page(request)


@require_POST
@requires(Permission.ENQUIRY_READ)
def keep_filter(request: StaffRequest) -> HttpResponse:
    """Keep what the address narrows the list to. What is wrong is said above the list, with what was typed."""
    name, wanted = _name(request), wanted_in(request)
    problem = _problem_of(name) if wanted else _("Narrow the list first: there is nothing to keep.")
    if not problem:
        try:
            saved_filters.keep_filter(name=name, wanted=wanted, by=request.user)
        except saved_filters.TooManyFiltersError:
            problem = _("You keep %(most)d filters already. Remove one first.") % {"most": saved_filters.MOST}
        except saved_filters.FilterNameTakenError:
            problem = _taken()
        else:
            messages.success(request, _("The filter is kept above the list."), extra_tags="good")
            return redirect(f"{reverse('desk:find')}?{request.GET.urlencode()}")
    return find_page(request, status=422, filter_problem=problem, filter_name=name[:100])


@require_POST
@requires(Permission.ENQUIRY_READ)
def rename_filter(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give one's own filter another name."""
    saved, name = _own(request, pk), _name(request)
    problem = _problem_of(name)
    if not problem:
        try:
            saved_filters.rename_filter(saved=saved, version=version_in(request), name=name, by=request.user)
        except saved_filters.FilterNameTakenError:
            problem = _taken()
        except saved_filters.StaleFilterError:
            return _stale(request)
        else:
            return redirect("desk:filters")
    return _filters_page(request, status=422, problem=problem, wrong=saved.pk, typed=name[:100])


@require_POST
@requires(Permission.FILTER_SHARE)
def share_filter(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one's own filter to everybody of a centre; or leave one to its writer alone again, also a colleague's."""
    chosen, centres = request.POST.get("centre", ""), own_centres(request.user)
    shared = saved_filters.shared_filter(request.user, pk) if chosen == "none" else None
    saved, version = shared or _own(request, pk), version_in(request)
    centre = next((each for each in centres if chosen in {"", str(each.pk)}), None)
    try:
        if chosen == "none":
            saved_filters.unshare_filter(saved=saved, version=version, by=request.user)
        elif centre:
            saved_filters.share_filter(saved=saved, version=version, centre=centre, by=request.user)
        else:
            return _filters_page(request, status=422, problem=_("Not shared: choose a centre that you work at."))
    except saved_filters.NotShareableError:
        problem = _("Not shared: it names a person or another centre, by which colleagues may not narrow the list.")
        return _filters_page(request, status=422, problem=problem)
    except saved_filters.FilterNameTakenError:
        return _filters_page(request, status=422, problem=_taken())
    except saved_filters.StaleFilterError:
        return _stale(request)
    return redirect("desk:filters")


@require_POST
@requires(Permission.ENQUIRY_READ)
def remove_filter(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Remove one's own filter."""
    saved = _own(request, pk)
    try:
        saved_filters.remove_filter(saved=saved, version=version_in(request), by=request.user)
    except saved_filters.StaleFilterError:
        return _stale(request)
    messages.success(request, _("The filter “%(name)s” is removed.") % {"name": saved.name}, extra_tags="good")
    return redirect("desk:filters")


def _own(request: StaffRequest, pk: UUID) -> saved_filters.SavedFilter:
    found = saved_filters.own_filter(request.user, pk)
    if found is None:
        raise Http404
    return found


def _name(request: StaffRequest) -> str:
    return " ".join(request.POST.get("name", "").split())


def _problem_of(name: str) -> str:
    if not name:
        return _("Type a short name for it.")
    if len(name) > saved_filters.LONGEST:
        return _("A name has %(most)d letters at most.") % {"most": saved_filters.LONGEST}
    return ""


def _taken() -> str:
    return _("You have a filter of this name already.")


def _stale(request: StaffRequest) -> HttpResponse:
    problem = _("The filter was changed or removed in another window. Nothing is changed: look at it again.")
    return _filters_page(request, status=409, problem=problem)


def _filters_page(request: StaffRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    centres = own_centres(request.user)
    kept = saved_filters.filters_of(request.user, centres)
    context = {
        "own": [each for each in kept if each.person_id == request.user.pk],
        "shared": [each for each in kept if each.person_id != request.user.pk],
        "centres": centres,
        "may_share": request.user.may(Permission.FILTER_SHARE),
        "longest": saved_filters.LONGEST,
        **more,
    }
    return render(request, "desk/saved_filters.html", context, status=status)
