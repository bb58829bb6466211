"""The roster: a week on one screen, copied from the one before."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.context import places
from bereg.accounts.permissions import Permission
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.core.forms import EARLIEST, LATEST, version_in
from bereg.shifts.models import DAY
from bereg.shifts.queries import people_for, shifts_in, week_of
from bereg.shifts.roster import ColleagueLeftError, StaleRosterError, write_week
from bereg.shifts.roster_form import RosterForm, as_typed

WEEK = 7 * DAY


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ROSTER)
def roster(request: StaffRequest) -> HttpResponse:
    """Show the roster of a week at one of one's centres, the first where none is asked for, or write it."""
    centres = {str(each.pk): each for each in own_centres(request.user) if each.closed_at is None}
    asked = request.POST.get("centre") or request.GET.get("centre") or next(iter(centres), "")
    centre = centres.get(asked)
    if asked and centre is None:
        raise Http404
    if centre is None:
        messages.warning(request, _("You work at no centre, so there is no roster."), "soon")
        return redirect("own_account")
    monday, people = _monday(request, centre), people_for(centre)
    stands = week_of(centre, monday)
    if request.method == "GET":
        is_copy = "copy" in request.GET
        shown = week_of(centre, monday - WEEK) if is_copy else stands
        form = RosterForm(initial=as_typed(shifts_in(shown)), people=people, monday=monday)
        return _page(request, centre, monday, form, version=stands.version if stands else 0, is_copy=is_copy)
    form, version = RosterForm(request.POST, people=people, monday=monday), version_in(request)
    if not form.is_valid():
        return _page(request, centre, monday, form, version=version, status=422)
    try:
        write_week(centre=centre, monday=monday, version=version, shifts=form.shifts(), by=request.user)
    except StaleRosterError:
        now = week_of(centre, monday)
        problem = _("Somebody wrote this week meanwhile. What you typed is here; save again to put it over theirs.")
        version = now.version if now else 0
        return _page(request, centre, monday, form, version=version, problem=problem, theirs=now, status=409)
    except ColleagueLeftError:
        problem = _("A colleague does not work here any more. Look through the week, and save again.")
        return _page(request, centre, monday, form, version=version, problem=problem, status=409)
    messages.success(request, _("Saved. Your colleagues see on their first page who is on duty."), "good")
    return redirect(f"{reverse('shifts:roster')}?week={monday}&centre={centre.pk}")


def _page(
    request: StaffRequest,
    centre: Centre,
    monday: dt.date,
    form: RosterForm,
    *,
    version: int,
    problem: str = "",
    is_copy: bool = False,
    theirs: Any = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "centre": centre,
        "centres": [each for each in own_centres(request.user) if each.closed_at is None],
        "monday": monday,
        "sunday": monday + 6 * DAY,
        "before": monday - WEEK,
        "after": monday + WEEK,
        "form": form,
        "version": version,
        "problem": problem,
        "is_copy": is_copy,
        "theirs": shifts_in(theirs),
        "back": next((place.address for place in places(request)), "/"),
    }
    return render(request, "shifts/roster.html", context, status=status)


def _monday(request: StaffRequest, centre: Centre) -> dt.date:
    """Return the Monday of the week that is asked for; of this one, where none is or it is no day."""
    typed = request.POST.get("week", "") or request.GET.get("week", "")
    try:
        day = dt.date.fromisoformat(typed)
    except ValueError:
        day = today_at(centre)
    day = day if EARLIEST + WEEK < day < LATEST else today_at(centre)
    return day - day.weekday() * DAY
