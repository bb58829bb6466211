"""Taking exact figures out of the program: asking for a second person, and the file."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bereg.accounts import approvals
from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.accounts.reauthentication import fresh_second_factor
from bereg.core.downloads import CSV, PDF, attachment
from bereg.core.table_export import csv_bytes
from bereg.counting import queries
from bereg.counting.faults import FiguresFault
from bereg.counting.wording import Labels
from bereg.report import export
from bereg.report.exact_pdf import pdf
from bereg.report.export import ExportRequest
from bereg.report.forms import PeriodForm
from bereg.report.page import ReportChoice


@require_POST
@requires(Permission.FIGURES_EXPORT)
def ask(request: StaffRequest) -> HttpResponse:
    """Ask for a second person's agreement to the export of these figures."""
    wanted = _wanted_or_404(request)
    try:
        export.ask(wanted=wanted, by=request.user)
    except export.ElsewhereError:
        raise Http404 from None
    messages.success(request, _("Asked. You are told when a second person has decided."), extra_tags="good")
    return HttpResponseRedirect(export.address_of(wanted))


@require_POST
@requires(Permission.FIGURES_EXPORT)
@fresh_second_factor
def take(request: StaffRequest) -> HttpResponse:
    """Hand out the file, once."""
    wanted = _wanted_or_404(request)
    chosen, is_pdf = ReportChoice(wanted.period, wanted.centre), request.POST.get("format") == "pdf"
    try:
        if is_pdf:
            pdf(chosen, "")  # once before: where it cannot be made, the agreement stays
        taken = export.take(wanted=wanted, by=request.user)
    except export.ElsewhereError:
        raise Http404 from None
    except approvals.NeededError:
        return _not_exported(request, wanted)
    except FiguresFault as error:
        return _not_exported(request, wanted, missing=str(error))
    if is_pdf:
        return attachment(pdf(chosen, taken.mark), name=wanted.named("pdf"), kind=PDF)
    return attachment(csv_bytes(export.lines(taken)), name=wanted.named("csv"), kind=CSV)


def _not_exported(request: StaffRequest, wanted: ExportRequest, missing: str = "") -> HttpResponse:
    context = {"back": export.address_of(wanted), "missing": missing}
    return render(request, "report/not_exported.html", context, status=409)


def _wanted_or_404(request: StaffRequest) -> ExportRequest:
    existing = queries.months_that_exist()
    form = PeriodForm(request.POST, existing=existing, labels=Labels()) if existing else None
    if form is None or not form.is_valid():
        raise Http404
    return ExportRequest(form.period, form.cleaned_data["centre"])
