"""Centres: their data, lines, hours and single days."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.accounts.reauthentication import fresh_second_factor, fresh_when_sent
from bereg.accounts.roles import Role
from bereg.centres import actions, queries, wording
from bereg.centres.forms import LOOK, CentreForm, DayForm, HoursForm, LineForm, NewCentreForm, form_id
from bereg.centres.kinds import LineKind
from bereg.centres.models import Centre, Line


@dataclass(frozen=True)
class Clash:
    """A field that somebody else changed meanwhile."""

    label: str
    theirs: str
    yours: str


@requires(Permission.CENTRE_MANAGE)
def centres(request: StaffRequest) -> HttpResponse:
    """List the centres that one looks after."""
    now = timezone.now()
    found = queries.with_hours(queries.centres_managed_by(request.user), since=now.date() - dt.timedelta(days=1))
    rows = [(centre, queries.state_of(centre, now)) for centre in found]
    return render(request, "centres/centres.html", {"rows": rows, "may_add": request.user.role == Role.ADMIN})


@requires(Permission.CENTRE_MANAGE)
@fresh_when_sent
def new_centre(request: StaffRequest) -> HttpResponse:
    """Found one more centre; an administrator alone."""
    if request.user.role != Role.ADMIN:
        raise PermissionDenied
    form, own = NewCentreForm(request.POST if request.method == "POST" else None), form_id(request.POST)
    standing = queries.centres_managed_by(request.user).filter(pk=own).first()
    if standing:
        return _sent_twice(request, standing)
    if LOOK in request.POST:  # at the regions and zones of the country that was chosen
        form = NewCentreForm(initial=request.POST.dict())
    elif form.is_valid():
        code, prefix = form.cleaned_data["code"], form.cleaned_data["number_prefix"]
        try:
            actions.create_centre(id=own, code=code, prefix=prefix, by=request.user, **form.centre_data())
        except IntegrityError:  # somebody took the code or the prefix in this very moment
            form.add_error(None, _("Another centre has this code or prefix."))
        else:
            messages.success(request, _("Saved. Now add the lines and the hours."))
            return redirect("centres:centre", pk=own)
    context = {"form": form, "id": own}
    return render(request, "centres/new_centre.html", context, status=422 if form.errors else 200)


def _sent_twice(request: StaffRequest, standing: Centre) -> HttpResponse:
    """Lead on to a centre whose form was sent twice; show both where it says something else now."""
    kept = {"code": standing.code, "number_prefix": standing.prefix}
    named = {"code": request.POST.get("code", "").strip().lower()}
    named["number_prefix"] = request.POST.get("number_prefix", "").strip().upper()
    typed = CentreForm(request.POST)
    differing = [
        *(
            Clash(str(NewCentreForm.base_fields[name].label), kept[name], named[name])
            for name in kept
            if kept[name] != named[name]
        ),
        *clashes(typed, CentreForm.kept(standing)),
    ]
    if not differing:
        return redirect("centres:centre", pk=standing.pk)
    return _page(request, standing, status=409, form=typed, clashes=differing, is_saved_before=True)


@requires(Permission.CENTRE_MANAGE)
@fresh_when_sent
def centre(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one centre with everything that can be changed; save its data."""
    found = get_object_or_404(queries.centres_managed_by(request.user), pk=pk)
    if request.method != "POST":
        return _page(request, found)
    form = CentreForm(request.POST)
    return _saved_or_shown(
        request,
        found,
        form,
        "form",
        kept=CentreForm.kept(found),
        act=lambda version: actions.update_centre(centre=found, version=version, by=request.user, **form.centre_data()),
    )


@require_POST
@requires(Permission.CENTRE_MANAGE)
def set_hours(request: StaffRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(queries.centres_managed_by(request.user), pk=pk)
    form = HoursForm(request.POST)
    return _saved_or_shown(
        request,
        found,
        form,
        "hours_form",
        kept=queries.week_text(found),
        act=lambda version: actions.set_hours(centre=found, week=form.week(), version=version, by=request.user),
    )


@require_POST
@requires(Permission.CENTRE_MANAGE)
def set_day(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Set a single day, or let it follow the week again."""
    found = get_object_or_404(queries.centres_managed_by(request.user), pk=pk)
    form = DayForm(request.POST)
    today = timezone.localdate(timezone=ZoneInfo(found.time_zone))
    if form.is_valid() and form.cleaned_data["on"] < today and "remove" not in request.POST:
        form.add_error("on", _("This day is over."))
    if form.errors:
        return _page(request, found, status=422, day_form=form)
    if "remove" in request.POST:
        actions.remove_exception(centre=found, on=form.cleaned_data["on"], by=request.user)
    else:
        opens, closes = form.cleaned_data["hours"]
        actions.set_exception(centre=found, on=form.cleaned_data["on"], opens=opens, closes=closes, by=request.user)
    return redirect("centres:centre", pk=pk)


@require_POST
@requires(Permission.CENTRE_MANAGE)
@fresh_second_factor
def add_line(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add one way to reach the centre."""
    found = get_object_or_404(queries.centres_managed_by(request.user), pk=pk)
    form = LineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, line_form=form)
    own = form_id(request.POST)
    try:
        _add_line(request, found, form, own)
    except IntegrityError:
        standing = found.lines.filter(pk=own).first()
        if standing is None:
            _add_line(request, found, form, uuid4())
        elif differing := clashes(form, {"kind": standing.kind, **LineForm.kept(standing.address)}):
            return _page(request, found, status=409, line_form=form, clashes=differing, is_saved_before=True)
    return redirect("centres:centre", pk=pk)


def _add_line(request: StaffRequest, found: Centre, form: LineForm, id: UUID) -> None:
    kind = LineKind(form.cleaned_data["kind"])
    slug = f"{found.code}-{kind.replace('_', '-')}-{id.hex[:6]}"
    actions.add_line(id=id, centre=found, slug=slug[-48:], kind=kind, address=form.address(), by=request.user)


@requires(Permission.CENTRE_MANAGE)
@fresh_when_sent
def line(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change one line, or take it out of use."""
    managed = queries.centres_managed_by(request.user)
    found = get_object_or_404(Line.objects.filter(closed_at=None, centre__in=managed).select_related("centre"), pk=pk)
    kept = {"kind": found.kind, **LineForm.kept(found.address)}
    form = LineForm(request.POST if request.method == "POST" else None, initial=kept)
    if "close" in request.POST:
        actions.close_line(line=found, by=request.user)
        return redirect("centres:centre", pk=found.centre_id)
    context: dict[str, Any] = {"line": found, "form": form}
    if form.is_valid():
        kind = LineKind(form.cleaned_data["kind"])
        try:
            actions.change_line(
                line=found, version=_version(request), kind=kind, address=form.address(), by=request.user
            )
        except actions.StaleCentreError:
            context["clashes"] = clashes(form, kept)
            return render(request, "centres/line.html", context, status=409)
        return redirect("centres:centre", pk=found.centre_id)
    return render(request, "centres/line.html", context, status=422 if form.errors else 200)


def _saved_or_shown(
    request: StaffRequest,
    found: Centre,
    form: forms.Form,
    name: str,
    *,
    kept: dict[str, Any],
    act: Callable[[int], None],
) -> HttpResponse:
    """Save, or show the page again with what was typed: 422 with its errors, 409 with what a colleague saved."""
    if not form.is_valid():
        return _page(request, found, status=422, **{name: form})
    try:
        act(_version(request))
    except actions.StaleCentreError:
        return _page(request, found, status=409, clashes=clashes(form, kept), **{name: form})
    messages.success(request, _("Saved."))
    return redirect("centres:centre", pk=found.pk)


def _version(request: StaffRequest) -> int:
    """Read the version that the page was opened with; a mangled one is stale."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def clashes(form: forms.Form, kept: dict[str, Any]) -> list[Clash]:
    """Compare what was typed with what is saved now."""
    return [
        Clash(label=str(field.label), theirs=str(kept.get(field.name, "")), yours=str(field.value() or ""))
        for field in form
        if str(field.value() or "") != str(kept.get(field.name, ""))
    ]


def _page(request: StaffRequest, found: Centre, *, status: int = 200, **forms_shown: Any) -> HttpResponse:
    today = timezone.now().date()
    exceptions = [
        (day, wording.stretches(((day.opens, day.closes),) if day.opens and day.closes else ()))
        for day in found.exceptions.filter(on__gte=today)
    ]
    context = {
        "centre": found,
        "form": CentreForm(initial=CentreForm.kept(found)),
        "hours_form": HoursForm(initial=queries.week_text(found)),
        "day_form": DayForm(),
        "line_form": LineForm(),
        "line_id": uuid4(),
        "lines": found.lines.filter(closed_at=None),
        "exceptions": exceptions,
    }
    return render(request, "centres/centre.html", context | forms_shown, status=status)
