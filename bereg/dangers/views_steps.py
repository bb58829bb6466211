"""The emergency steps: read and printed by everybody who may raise an alarm, written by a supervisor."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.queries import centres_managed_by, own_centres
from bereg.core.forms import version_in
from bereg.dangers import actions
from bereg.dangers.choices import ProcedureKind
from bereg.dangers.forms import StepsForm
from bereg.dangers.procedures import all_steps, steps_of
from bereg.dangers.whom_to_call import whom_to_call


@never_cache
@require_GET
@requires(Permission.DANGER)
def steps(request: StaffRequest) -> HttpResponse:
    """Show the steps of the person's centres, the one they work at first."""
    here, now = own_centres(request.user), timezone.now()
    centres = [(centre, list(all_steps(centre).values()), whom_to_call(centre, now)) for centre in here]
    return render(
        request,
        "dangers/steps.html",
        {"centres": centres, "may_write": request.user.may(Permission.PROCEDURE_WRITE)},
    )


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.PROCEDURE_WRITE)
def write_steps(request: StaffRequest, centre: UUID, kind: str) -> HttpResponse:
    """Change the steps of a centre."""
    of = get_object_or_404(centres_managed_by(request.user), pk=centre)
    if kind not in ProcedureKind.values:
        raise Http404
    stands = steps_of(of, ProcedureKind(kind))
    context = {"centre": of, "steps": stands, "number": stands.number}
    if request.method == "GET":
        return render(request, "dangers/write_steps.html", {**context, "form": StepsForm({"text": stands.text})})
    form = StepsForm(request.POST)
    if not form.is_valid():
        return render(
            request, "dangers/write_steps.html", {**context, "form": form, "number": version_in(request)}, status=422
        )
    try:
        actions.write_procedure(
            centre=of, kind=stands.kind, number=version_in(request), text=form.cleaned_data["text"], by=request.user
        )
    except actions.StaleProcedureError as refused:
        current = {"steps": refused.current, "number": refused.current.number, "is_stale": True}
        return render(request, "dangers/write_steps.html", {**context, **current, "form": form}, status=409)
    messages.success(request, _("Saved. Everybody at the centre reads it from now on."), "good")
    return redirect("dangers:steps")
