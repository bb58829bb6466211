"""An alarm goes on by hand: given back, so that another takes it, or passed to another centre."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.dangers import actions
from bereg.dangers.alarm_reach import as_far_as
from bereg.dangers.forms import PassForm
from bereg.dangers.queries import Alarm
from bereg.dangers.views import danger_page, refused_page, works_on_alarm


@require_POST
@requires(Permission.DANGER)
@works_on_alarm
def give_back(request: StaffRequest, alarm: Alarm) -> HttpResponse:
    """Let another take an alarm."""
    with as_far_as(request.user):
        try:
            actions.give_back(danger=alarm.danger, by=request.user)
        except actions.REFUSALS as refused:
            return refused_page(request, alarm, refused)
    messages.success(request, _("Given back: the alarm rings anew, and the steps that are done stay ticked."), "good")
    return redirect(alarm.danger)


@require_POST
@requires(Permission.DANGER)
@works_on_alarm
def pass_on(request: StaffRequest, alarm: Alarm) -> HttpResponse:
    """Let another centre have an alarm."""
    form = PassForm(request.POST, danger=alarm.danger)
    if not form.is_valid():
        return danger_page(request, alarm, passing=form, problem=_("Choose the centre and the reason."), status=422)
    to = form.cleaned_data["to"]
    try:
        actions.pass_on(danger=alarm.danger, to=to, because=form.reason(), by=request.user)
    except actions.REFUSALS as refused:
        return refused_page(request, alarm, refused)
    words = _("Passed on: the alarm rings at %(centre)s now. Here you see who takes it and how it ends.")
    messages.success(request, words % {"centre": to}, "good")
    return redirect("dangers:dangers")
