"""The interpreters of a centre: noted, changed and removed by its supervisors."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.languages import names_of
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.core.forms import version_in
from bereg.shifts import languages as actions
from bereg.shifts.languages_form import InterpreterForm, as_noted
from bereg.shifts.models import Interpreter
from bereg.shifts.speaking import interpreters_for


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ROSTER)
def new_interpreter(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note an interpreter of a centre."""
    centre = next((each for each in own_centres(request.user) if each.pk == pk), None)
    if centre is None:
        raise Http404
    form = InterpreterForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, centre, form, status=200 if request.method == "GET" else 422)
    actions.note_interpreter(centre=centre, noted=form.noted(), by=request.user)
    messages.success(request, _("Saved. Your colleagues find the number beside the form of an enquiry."), "good")
    return redirect("shifts:languages")


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ROSTER)
def interpreter(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change what is noted of an interpreter."""
    shown = _seen(request, pk)
    if request.method == "GET":
        return _page(request, shown.centre, InterpreterForm(initial=as_noted(shown)), shown=shown)
    form = InterpreterForm(request.POST)
    if not form.is_valid():
        return _page(request, shown.centre, form, shown=shown, version=version_in(request), status=422)
    try:
        actions.change_interpreter(interpreter=shown, version=version_in(request), noted=form.noted(), by=request.user)
    except actions.StaleSayingError:
        now = interpreters_for(request.user).get(pk)
        return _page(request, shown.centre, form, shown=now, is_stale=True, status=409)
    messages.success(request, _("Saved."), "good")
    return redirect("shifts:languages")


@require_POST
@requires(Permission.ROSTER)
def remove_interpreter(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Remove an interpreter whom nobody is to call any more."""
    shown = interpreters_for(request.user).get(pk)
    if shown is None:
        return _gone(request)
    try:
        actions.remove_interpreter(interpreter=shown, version=version_in(request), by=request.user)
    except actions.StaleSayingError:
        if pk not in interpreters_for(request.user):
            return _gone(request)
        messages.warning(request, _("It changed meanwhile: look at it before you remove it."), "soon")
        return redirect("shifts:interpreter", pk)
    messages.success(request, _("Removed."), "good")
    return redirect("shifts:languages")


def _page(
    request: StaffRequest,
    centre: Centre,
    form: InterpreterForm,
    *,
    shown: Interpreter | None = None,
    version: int | None = None,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "centre": centre,
        "form": form,
        "shown": shown,
        "version": version if version is not None else shown.version if shown else 0,
        "is_stale": is_stale,
        "stand": names_of(shown.languages) if shown and is_stale else [],
    }
    return render(request, "shifts/interpreter.html", context, status=status)


def _gone(request: StaffRequest) -> HttpResponse:
    """Lead to the list: the page of an interpreter whom a colleague removed is none any more."""
    messages.warning(request, _("This interpreter is not noted here any more."), "soon")
    return redirect("shifts:languages")


def _seen(request: StaffRequest, pk: UUID) -> Interpreter:
    found = interpreters_for(request.user).get(pk)
    if found is None:
        raise Http404
    return found
