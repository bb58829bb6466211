"""Alarms: one is raised by a key, shown to whom it reaches, taken by one person, worked through and ended."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

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
from bereg.core.error_pages import by_script
from bereg.core.forms import id_in, version_in
from bereg.dangers import actions
from bereg.dangers.alarm_reach import as_far_as, may_hand_on, works_on
from bereg.dangers.choices import Ending, ProcedureKind
from bereg.dangers.forms import PassForm
from bereg.dangers.models import Danger, TickedStep
from bereg.dangers.procedures import all_steps
from bereg.dangers.queries import Alarm, danger_for, dangers_for, steps_done
from bereg.dangers.strip import strip_at_desk, strip_for
from bereg.dangers.whom_to_call import whom_to_call
from bereg.enquiries.queries import centre_of, enquiries_for


def works_on_alarm(view: Callable[[StaffRequest, Alarm], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the alarm that its address names. Where another centre has it, it is looked at alone."""

    @wraps(view)
    def checked(request: StaffRequest, pk: UUID) -> HttpResponse:
        alarm = _seen(request, pk)
        if works_on(alarm.danger, request.user):
            return view(request, alarm)
        said = {"centre": alarm.danger.rings_at}
        problem = _("The alarm was passed to another centre, %(centre)s, which works on it: call there.") % said
        return danger_page(request, alarm, problem=problem, status=409)

    return checked


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
    form = _form_in(request)
    centre = (form and centre_of(form, request.user)) or place.centre
    raised = actions.raise_danger(id=id_in(request), centre=centre, form=form, by=request.user)
    return _strip(request) if by_script(request) else redirect(raised)


@never_cache
@require_GET
@requires(Permission.DANGER)
def dangers(request: StaffRequest) -> HttpResponse:
    """Show the alarms that the person may look at."""
    alarms, page = dangers_for(request.user, request.GET)
    return render(request, "dangers/dangers.html", {"alarms": alarms, "page": page})


@never_cache
@require_GET
@requires(Permission.DANGER)
def danger(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one alarm with the steps to take."""
    return danger_page(request, _seen(request, pk))


@require_POST
@requires(Permission.DANGER)
@works_on_alarm
def take(request: StaffRequest, alarm: Alarm) -> HttpResponse:
    """Take an alarm, or say who has."""
    with as_far_as(request.user):
        try:
            actions.take(danger=alarm.danger, by=request.user)
        except actions.TakenError as refused:
            # Whom it had reached until a moment ago may know who was faster, though it is theirs no longer.
            return danger_page(request, alarm, refused.danger, problem=_who_took(refused.danger), status=409)
    return redirect(alarm.danger)


@require_POST
@requires(Permission.DANGER)
@works_on_alarm
def tick(request: StaffRequest, alarm: Alarm) -> HttpResponse:
    """Write down that a step was done."""
    kind = _kind_in(request)
    with as_far_as(request.user):
        try:
            number, place = int(request.POST.get("number", "")), int(request.POST.get("place", ""))
            actions.tick(danger=alarm.danger, kind=kind, number=number, place=place, by=request.user)
        except (ValueError, IndexError, OverflowError):
            return danger_page(request, alarm, problem=_("There is no such step."), status=422)
        except actions.StaleProcedureError:
            problem = _("The steps were changed meanwhile. These stand now; tick what you have done once more.")
            return danger_page(request, alarm, problem=problem, status=409)
        except actions.REFUSALS as refused:
            return refused_page(request, alarm, refused)
    return redirect(f"{alarm.danger.get_absolute_url()}?steps={kind.value}")


@require_POST
@requires(Permission.DANGER)
@works_on_alarm
def untick(request: StaffRequest, alarm: Alarm) -> HttpResponse:
    """Take back that one did a step."""
    kind, number = _kind_in(request), version_in(request, "number")
    with as_far_as(request.user):
        try:
            place = version_in(request, "place")
            actions.untick(danger=alarm.danger, kind=kind, number=number, place=place, by=request.user)
        except actions.REFUSALS as refused:
            return refused_page(request, alarm, refused)
    return redirect(f"{alarm.danger.get_absolute_url()}?steps={kind.value}")


@require_POST
@requires(Permission.DANGER)
@works_on_alarm
def end(request: StaffRequest, alarm: Alarm) -> HttpResponse:
    """End an alarm."""
    if (ending := request.POST.get("ending")) not in Ending.values:
        return danger_page(request, alarm, problem=_("Say how it ended."), status=422)
    with as_far_as(request.user):
        try:
            actions.end(danger=alarm.danger, ending=Ending(ending), by=request.user)
        except actions.REFUSALS as refused:
            return refused_page(request, alarm, refused)
    messages.success(request, _("The alarm has ended."), "good")
    return redirect("dangers:dangers")


def _strip(request: StaffRequest) -> HttpResponse:
    return render(request, "dangers/strip.html", {"strip": strip_for(request.user)})


def danger_page(
    request: StaffRequest,
    alarm: Alarm,
    stands: Danger | None = None,
    *,
    problem: str = "",
    status: int = 200,
    passing: PassForm | None = None,
) -> HttpResponse:
    """Show one alarm; to who only looks on while another centre has it, how it goes there and no steps."""
    now = stands or alarm.danger
    works = works_on(now, request.user)
    with as_far_as(request.user):
        enquiry = enquiries_for(request.user).filter(number=alarm.number).first() if alarm.number else None
        done = list(steps_done(now))
        context: dict[str, Any] = {
            "alarm": alarm,
            "danger": now,
            "enquiry": enquiry,  # where the person sees it
            "done": done,
            "works": works,
            "call": whom_to_call(now.rings_at, timezone.now()) if works and not now.ended_at else None,
            "problem": problem,
        }
        if works:
            context |= _steps(request, now, done)
        if works and now.taken_at and not now.ended_at and may_hand_on(now, request.user):
            context["passing"] = passing or PassForm(danger=now)
        return render(request, "dangers/danger.html", context, status=status)


def _steps(request: StaffRequest, danger: Danger, done: list[TickedStep]) -> dict[str, Any]:
    kind = _kind_in(request)
    # By the words too: of an alarm that was passed on some were ticked by the steps of another centre.
    ticked = {(each.kind, each.number, each.place, each.words): each for each in done}
    shown = all_steps(danger.rings_at)[kind]
    return {
        "kinds": ProcedureKind.choices,
        "kind": kind,
        "steps": shown,
        "lines": [
            (place, words, ticked.get((kind.value, shown.number, place, words)))
            for place, words in enumerate(shown.lines, start=1)
        ],
        "may_tick": danger.taken_at and not danger.ended_at,
    }


def _seen(request: StaffRequest, pk: UUID) -> Alarm:
    found = danger_for(request.user, pk)
    if found is None:
        raise Http404
    return found


def refused_page(request: StaffRequest, alarm: Alarm, refused: Exception) -> HttpResponse:
    """Show an alarm as it stands, and why something could not be done about it."""
    return danger_page(request, _seen(request, alarm.danger.pk), problem=_why_not(refused), status=409)


def _who_took(danger: Danger) -> str:
    if danger.taken_at is None:
        return _("This alarm has ended already: there is nothing to take.")
    said = {"who": danger.taken_by or "–", "at": date_format(localtime(danger.taken_at), "H:i:s")}
    return _("%(who)s was faster and took this alarm at %(at)s. Nothing is lost: it is in good hands.") % said


def _why_not(refused: Exception) -> str:
    if isinstance(refused, actions.NotTakenError):
        return _("Nobody has taken this alarm yet. Take it first, or say that it was raised by mistake.")
    if isinstance(refused, actions.NotYourAlarmError):
        return _("A colleague took this alarm. They or a supervisor give it back or pass it on.")
    if isinstance(refused, actions.NotYourStepError):
        return _("A colleague did this step, so it is theirs to take back.")
    return _("This alarm has ended meanwhile. What was done stands here.")


def _kind_in(request: HttpRequest) -> ProcedureKind:
    sent = request.POST.get("kind") or request.GET.get("steps", "")
    return ProcedureKind(sent) if sent in ProcedureKind.values else ProcedureKind.DANGER


def _form_in(request: HttpRequest) -> UUID | None:
    """Read the id of the form that stood open; a damaged one keeps no alarm back."""
    try:
        return UUID(request.POST.get("form", ""))
    except ValueError:
        return None
