"""Alarms: one is raised by a key, shown to whom it reaches, taken by one person, worked through and ended."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts.access import StaffRequest, public, requires
from bereg.accounts.permissions import Permission
from bereg.contacts.queries import places_of
from bereg.core.forms import version_in
from bereg.core.pages import by_script
from bereg.dangers import actions
from bereg.dangers.calling import whom_to_call
from bereg.dangers.lists import Ending, ProcedureKind
from bereg.dangers.models import Danger
from bereg.dangers.procedures import all_steps
from bereg.dangers.queries import Alarm, danger_for, dangers_for, steps_done
from bereg.dangers.reach import as_far_as
from bereg.dangers.strip import strip_at_desk, strip_for
from bereg.enquiries.queries import enquiries_for


@never_cache
@require_GET
@requires(Permission.DANGER)
def strip(request: StaffRequest) -> HttpResponse:
    """Show what stands in the strip now; a page asks for it by itself."""
    return _strip(request)


@never_cache
@require_GET
@public
def waiting(request: HttpRequest) -> HttpResponse:
    """Tell a desk from which everybody is signed out whether there is an alarm, and nothing of it."""
    return render(request, "dangers/strip.html", {"strip": strip_at_desk(request)})


@require_POST
@requires(Permission.DANGER)
def raise_danger(request: StaffRequest) -> HttpResponse:
    """Raise the alarm: a page that asked by script stays where it is, and gets its strip."""
    places = places_of(request.user)
    if not places:
        raise PermissionDenied
    place = next((each for each in places if each.code == request.POST.get("line")), places[0])
    form = _id_in(request, "form")
    about = enquiries_for(request.user).filter(pk=form).select_related("centre").first() if form else None
    centre = about.centre if about else place.centre
    raised = actions.raise_danger(id=_id_in(request, "id") or uuid4(), centre=centre, form=form, by=request.user)
    return _strip(request) if by_script(request) else redirect(raised)


@never_cache
@require_GET
@requires(Permission.DANGER)
def dangers(request: StaffRequest) -> HttpResponse:
    """Show the alarms that the person may look at."""
    return render(request, "dangers/dangers.html", {"alarms": dangers_for(request.user)})


@never_cache
@require_GET
@requires(Permission.DANGER)
def danger(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one alarm with the steps to take."""
    return _page(request, _alarm(request, pk))


@require_POST
@requires(Permission.DANGER)
def take(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take an alarm, or say who has."""
    alarm = _alarm(request, pk)
    with as_far_as(request.user):
        try:
            actions.take(danger=alarm.danger, by=request.user)
        except actions.TakenError as refused:
            # Whom it had reached until a moment ago may know who was faster, though it is theirs no longer.
            return _page(request, alarm, refused.danger, problem=_who_took(refused.danger), status=409)
    return redirect("dangers:danger", pk)


@require_POST
@requires(Permission.DANGER)
def tick(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write down that a step was done."""
    alarm, kind = _alarm(request, pk), _kind_in(request)
    with as_far_as(request.user):
        try:
            number, place = int(request.POST.get("number", "")), int(request.POST.get("place", ""))
            actions.tick(danger=alarm.danger, kind=kind, number=number, place=place, by=request.user)
        except (ValueError, IndexError, OverflowError):
            return _page(request, alarm, problem=_("There is no such step."), status=422)
        except actions.StaleProcedureError:
            problem = _("The steps were changed meanwhile. These stand now; tick what you have done once more.")
            return _page(request, alarm, problem=problem, status=409)
        except (actions.EndedError, actions.NotTakenError) as refused:
            return _page(request, _alarm(request, pk), problem=_why_not(refused), status=409)
    return redirect(f"{alarm.danger.get_absolute_url()}?steps={kind.value}")


@require_POST
@requires(Permission.DANGER)
def untick(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back that one did a step."""
    alarm, kind, number = _alarm(request, pk), _kind_in(request), version_in(request, "number")
    with as_far_as(request.user):
        try:
            place = version_in(request, "place")
            actions.untick(danger=alarm.danger, kind=kind, number=number, place=place, by=request.user)
        except (actions.EndedError, actions.NotYourStepError) as refused:
            return _page(request, _alarm(request, pk), problem=_why_not(refused), status=409)
    return redirect(f"{alarm.danger.get_absolute_url()}?steps={kind.value}")


@require_POST
@requires(Permission.DANGER)
def end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End an alarm."""
    alarm = _alarm(request, pk)
    if (ending := request.POST.get("ending")) not in Ending.values:
        return _page(request, alarm, problem=_("Say how it ended."), status=422)
    with as_far_as(request.user):
        try:
            actions.end(danger=alarm.danger, ending=Ending(ending), by=request.user)
        except (actions.EndedError, actions.NotTakenError) as refused:
            return _page(request, _alarm(request, pk), problem=_why_not(refused), status=409)
    messages.success(request, _("The alarm has ended."), "good")
    return redirect("dangers:dangers")


def _strip(request: StaffRequest) -> HttpResponse:
    return render(request, "dangers/strip.html", {"strip": strip_for(request.user)})


def _page(
    request: StaffRequest, alarm: Alarm, stands: Danger | None = None, *, problem: str = "", status: int = 200
) -> HttpResponse:
    now = stands or alarm.danger
    with as_far_as(request.user):
        steps = all_steps(now.centre)
        done = list(steps_done(now)) if now.taken_at else []
        enquiry = enquiries_for(request.user).filter(number=alarm.number).first() if alarm.number else None
        call = None if now.ended_at else whom_to_call(now.centre, timezone.now())
    kind = _kind_in(request)
    ticked = {(each.kind, each.number, each.place): each for each in done}
    shown = steps[kind]
    context: dict[str, Any] = {
        "alarm": alarm,
        "danger": now,
        "enquiry": enquiry,  # where the person sees it
        "kinds": ProcedureKind.choices,
        "kind": kind,
        "steps": shown,
        "lines": [
            (place, words, ticked.get((kind.value, shown.number, place)))
            for place, words in enumerate(shown.lines, start=1)
        ],
        "done": done,
        "call": call,
        "may_tick": now.taken_at and not now.ended_at,
        "problem": problem,
    }
    return render(request, "dangers/danger.html", context, status=status)


def _alarm(request: StaffRequest, pk: UUID) -> Alarm:
    found = danger_for(request.user, pk)
    if found is None:
        raise Http404
    return found


def _who_took(danger: Danger) -> str:
    if danger.taken_at is None:
        return _("This alarm has ended already: there is nothing to take.")
    said = {"who": danger.taken_by or "–", "at": date_format(localtime(danger.taken_at), "H:i:s")}
    return _("%(who)s was faster and took this alarm at %(at)s. Nothing is lost: it is in good hands.") % said


def _why_not(refused: Exception) -> str:
    if isinstance(refused, actions.NotTakenError):
        return _("Nobody has taken this alarm yet. Take it first, or say that it was raised by mistake.")
    if isinstance(refused, actions.NotYourStepError):
        return _("A colleague did this step, so it is theirs to take back.")
    return _("This alarm has ended meanwhile. What was done stands here.")


def _kind_in(request: HttpRequest) -> ProcedureKind:
    sent = request.POST.get("kind") or request.GET.get("steps", "")
    return ProcedureKind(sent) if sent in ProcedureKind.values else ProcedureKind.DANGER


def _id_in(request: HttpRequest, name: str) -> UUID | None:
    """Read an id that a page sends; a damaged one keeps no alarm back."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None
