"""Pages of the work of an import: the dry run, the import itself, and the rows that were rejected."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.core.downloads import CSV, attachment
from bereg.core.forms import version_in
from bereg.importing import actions, acts, sealed_upload
from bereg.importing.mapping_editor import MappingEditor
from bereg.importing.models import RegisterImport, RunOutcome
from bereg.importing.own_upload import closed, import_or_404
from bereg.importing.rejects import ENDING
from bereg.vault.faults import VaultFault


@require_POST
@requires(Permission.IMPORT)
def begin(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Begin the dry run, or the import of what was tried."""
    found = import_or_404(request, pk)
    is_dry = request.POST.get("act") != "import"
    try:
        summary = sealed_upload.summary_of(found, by=request.user) if found.summary else None
    except VaultFault:
        return closed(request)
    if not is_dry and summary and summary.late and request.POST.get("late") != "yes":
        unasked = _("Say that you know in which month the rows of closed months will count.")
        return _page(request, found, problem=unasked, status=422)
    try:
        actions.begin(found=found, version=version_in(request), is_dry=is_dry, by=request.user)
    except actions.MappingChangedError:
        changed = _("This page was old: look at what stands now, and decide again.")
        return _page(request, import_or_404(request, pk), problem=changed, status=409)
    except actions.BusyError:
        busy = _("Another register is being imported into this centre. Wait until it is done, then import yours.")
        return _page(request, import_or_404(request, pk), problem=busy, status=409)
    return redirect("importing:run", found.pk)


@never_cache
@require_safe
@requires(Permission.IMPORT)
def run(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show how far a dry run or an import is, and what it said."""
    return _page(request, import_or_404(request, pk))


@require_POST
@requires(Permission.IMPORT)
def stop(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let the work end at its next step."""
    found = import_or_404(request, pk)
    actions.stop(found=found)
    return redirect("importing:run", found.pk)


@require_POST
@requires(Permission.IMPORT)
def rejects(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand out the rows that were rejected, each with its reason."""
    found = import_or_404(request, pk)
    if not found.rejects:
        raise Http404
    try:
        content = sealed_upload.rejects_of(found, by=request.user)
        register = MappingEditor(sealed_upload.mapping_of(found, by=request.user)).data["source"]
    except VaultFault:
        return closed(request)
    audit.record(acts.REJECTS, target=found, by=request.user)
    return attachment(content, name=f"{register}{ENDING}.csv", kind=CSV)


@require_POST
@requires(Permission.IMPORT)
def discard(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Throw an uploaded register away."""
    actions.discard(found=import_or_404(request, pk), by=request.user)
    messages.success(request, _("The file is gone. What was imported stays."), extra_tags="good")
    return redirect("importing:imports")


def _page(request: StaffRequest, found: RegisterImport, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"register": found, "problem": problem, "outcomes": RunOutcome}
    try:
        if found.summary and not found.is_running:
            context["summary"] = sealed_upload.summary_of(found, by=request.user)
    except VaultFault:
        return closed(request)
    is_part = "HX-Request" in request.headers
    return render(request, "importing/run_state.html" if is_part else "importing/run.html", context, status=status)
