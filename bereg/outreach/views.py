"""The list of outreach with what it came to, one event, and its form."""

import datetime as dt
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.clock import today_at
from bereg.centres.queries import own_centres
from bereg.core.forms import SAVED_BEFORE, id_in, says, version_in
from bereg.outreach import actions, page, queries
from bereg.outreach.access import may_change
from bereg.outreach.forms import OpenedForm, OutreachForm, OutreachTimeForm, standing, year_before
from bereg.outreach.forms_handed import HandedOutForm
from bereg.outreach.models import OutreachEvent

MOST = 200  # in the list


@never_cache
@require_GET
@requires(Permission.OUTREACH)
def events(request: StaffRequest) -> HttpResponse:
    """Show the events of a time, and what they came to."""
    centres = own_centres(request.user)
    today = today_at(centres[0]) if centres else dt.date.today()  # noqa: DTZ011 - nothing is shown then
    first = year_before(queries.last_day(request.user, today))
    form = OutreachTimeForm(request.GET or first)
    given = form.cleaned_data if form.is_valid() else first
    in_time = queries.events_for(request.user).filter(held_on__gte=given["begins"], held_on__lte=given["ends"])
    found = list(in_time[: MOST + 1])
    opened = queries.opened_count(request.user, found)
    context = {
        "form": form if request.GET else OutreachTimeForm(initial=first),
        "events": [page.row(each, opened.get(each.pk, 0)) for each in found[:MOST]],
        "more_than": MOST if len(found) > MOST else 0,
        "done": page.done_rows(queries.done_between(request.user, given["begins"], given["ends"])),
        "may_add": bool(centres),
    }
    return render(request, "outreach/events.html", context)


@never_cache
@require_GET
@requires(Permission.OUTREACH)
def event(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one event."""
    return event_page(request, get_object_or_404(queries.events_for(request.user), pk=pk))


def event_page(
    request: StaffRequest,
    found: OutreachEvent,
    *,
    link: OpenedForm | None = None,
    hand: HandedOutForm | None = None,
    hand_id: UUID | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show one event, with what went wrong there."""
    context = page.shown(request.user, found) | {
        "id": uuid4(),
        "hand": hand or HandedOutForm(day=found.held_on),
        "hand_id": hand_id or (id_in(request) if hand else uuid4()),
        "link": link or OpenedForm(person=request.user),
        "problem": problem,
    }
    return render(request, "outreach/event.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.OUTREACH)
def new_event(request: StaffRequest) -> HttpResponse:
    """Note one event."""
    centres = own_centres(request.user)
    if not centres:
        raise PermissionDenied
    if request.method == "GET":
        first = {"held_on": today_at(centres[0]), "centre": centres[0].code}
        return _form_page(request, OutreachForm(initial=first, person=request.user))
    form, own = OutreachForm(request.POST, person=request.user), id_in(request)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        made = actions.record(id=own, details=form.details(), by=request.user)
    except actions.OutreachStandsError:
        return _sent_twice(request, form, get_object_or_404(queries.events_for(request.user), pk=own))
    messages.success(request, _("Noted."), "good")
    return redirect(made)


def _sent_twice(request: StaffRequest, form: OutreachForm, found: OutreachEvent) -> HttpResponse:
    """Lead on to an event whose form was sent twice; show both where it was sent with something else."""
    if says(found, form.details().columns()):
        return redirect(found)
    return _form_page(request, form, found, version=found.version, problem=str(SAVED_BEFORE), status=409)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.OUTREACH)
def change_event(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put right what is noted of an event."""
    found = get_object_or_404(queries.events_for(request.user), pk=pk)
    if not may_change(request.user, found):
        raise PermissionDenied
    if request.method == "GET":
        form = OutreachForm(initial=standing(found, get_language() or ""), person=request.user, event=found)
        return _form_page(request, form, found, version=found.version)
    form, version = OutreachForm(request.POST, person=request.user, event=found), version_in(request)
    if not form.is_valid():
        return _form_page(request, form, found, version=version, status=422)
    try:
        actions.change(event=found, version=version, details=form.details(), by=request.user)
    except actions.StaleOutreachError:
        found = get_object_or_404(queries.events_for(request.user), pk=pk)
        problem = _("Somebody changed it meanwhile.")
        return _form_page(request, form, found, version=found.version, problem=problem, status=409)
    except actions.OpenedEarlierError:
        form.add_error("held_on", _("An enquiry that was opened there is older than that day."))
        return _form_page(request, form, found, version=version, status=422)
    except actions.OpenedByOthersError:
        form.add_error("is_national", _("Other centres opened enquiries there, so it stays one of the whole network."))
        return _form_page(request, form, found, version=version, status=422)
    messages.success(request, _("Saved."), "good")
    return redirect(found)


def _form_page(
    request: StaffRequest,
    form: OutreachForm,
    found: OutreachEvent | None = None,
    *,
    version: int = 0,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "event": found,
        "id": id_in(request),
        "version": version,
        "problem": problem,
        "stands": page.words_of(found) if found and problem else None,
        "offered": form.offered(),
    }
    return render(request, "outreach/write.html", context, status=status)


@require_POST
@requires(Permission.OUTREACH)
def remove_event(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take off what was noted by mistake."""
    found = get_object_or_404(queries.events_for(request.user), pk=pk)
    try:
        actions.remove(event=found, version=version_in(request), by=request.user)
    except actions.NotYourOutreachError:
        raise PermissionDenied from None
    except actions.StaleOutreachError:
        now = get_object_or_404(queries.events_for(request.user), pk=pk)
        return event_page(request, now, problem=_("Somebody changed it meanwhile: look at it again."), status=409)
    except actions.OutreachCountedError:
        problem = _("A closed month counts it, or enquiries were opened there, so it stays.")
        return event_page(request, found, problem=problem, status=409)
    except actions.OutreachHandedOutError:
        problem = _("Something was handed out there: take that off first.")
        return event_page(request, found, problem=problem, status=409)
    messages.success(request, _("Taken off."), "good")
    return redirect("outreach:events")
