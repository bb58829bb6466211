"""Pages of the figures, for staff."""

from dataclasses import replace

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.numbers import number
from bereg.counting import charts, months, queries
from bereg.counting.catalogue import CatalogueTable
from bereg.counting.drawing import drawing
from bereg.counting.faults import FiguresFault
from bereg.counting.figures import Figures
from bereg.counting.wording import Labels, month_name, period_name
from bereg.publications import charts as publications_charts
from bereg.publications.charts import Bar
from bereg.report import export, page, quota_page, survey_comparison, written_page
from bereg.report.forms import PeriodForm
from bereg.report.page import ReportChoice
from bereg.report.surveys import SurveyError

TO_PRINT = "figures_to_print"  # in the session: what was recorded a moment ago, and is shown to be printed once


@require_safe
@requires(Permission.FIGURES_READ)
def report(request: StaffRequest) -> HttpResponse:
    """Show the exact figures of a period."""
    labels = Labels()
    existing = queries.months_that_exist()
    context: dict[str, object] = {"closing": _closing(request)}
    if not existing:
        return render(request, "report/report.html", context)
    form = PeriodForm(request.GET, existing=existing, labels=labels)
    context["form"] = form
    if form.is_valid():
        chosen = _chosen(form)
        context["is_recorded"] = request.session.pop(TO_PRINT, "") == chosen.query
        context["export"] = export.state_of(export.ExportRequest(chosen.period, chosen.centre), request.user)
        try:
            context |= _figures(chosen, labels) | written_page.beside(chosen, request.user)
        except FiguresFault as error:
            context["missing"] = str(error)
    return render(request, "report/report.html", context, status=200 if form.is_valid() else 422)


@require_POST
@requires(Permission.FIGURES_READ)
def print_report(request: StaffRequest) -> HttpResponse:
    """Record the printing, then show the page as one that may be printed."""
    chosen = _choice_or_404(request.POST)
    export.record_print(chosen=chosen, by=request.user)
    request.session[TO_PRINT] = chosen.query
    return HttpResponseRedirect(f"{reverse('report:report')}?{chosen.query}")


def _figures(chosen: ReportChoice, labels: Labels) -> dict[str, object]:
    figures = queries.figures_of(chosen.period)
    written = written_page.of_choice(chosen)
    tables = [page.shown(figures, table, chosen, labels) for table in page.tables()]
    of_months = queries.counted_by_month(
        chosen.period, [*page.read_by_month(), *page.listed_tables()], [quota_page.TOPIC]
    )
    found = [table for table in tables if table]
    trend = page.trend(of_months, chosen)
    return {
        "chosen": chosen,
        "period": period_name(chosen.period),
        "centre": labels.centre(chosen.centre),
        "large": page.large(figures, chosen, labels),
        "contacts": page.contacts(figures, chosen),
        "tables": [replace(each, written=written.get(each.id, [])) for each in found],
        "written": written.get("", []),
        "in_short": page.in_short(found),
        "trend": [(month_name(month), number(count)) for month, count in trend],
        "trend_chart": f"{reverse('report:trend_chart')}?{chosen.query}" if trend else "",
        "by_month": page.monthly(of_months, chosen, labels),
        "listed": list(page.listed(figures, of_months, chosen, labels)),
        "quotas": quota_page.beside(of_months, chosen),
        **_surveys(figures, chosen, labels),
    }


def _surveys(figures: Figures, chosen: ReportChoice, labels: Labels) -> dict[str, object]:
    try:
        return {"surveys": survey_comparison.lines(figures, chosen, labels)}
    except SurveyError as error:
        return {"surveys_problem": str(error)}


def _chosen(form: PeriodForm) -> ReportChoice:
    return ReportChoice(form.period, form.cleaned_data["centre"], form.cleaned_data["group"])


def _closing(request: StaffRequest) -> dict[str, object] | None:
    if not request.user.may(Permission.MONTH_CLOSE):
        return None
    due = queries.month_to_close()
    return {
        "due": months.name(due) if due and queries.is_over(due) else "",
        "due_name": month_name(due) if due else "",
        "closed": [
            {"name": month_name(month.first_day), "by": month.closed_by, "at": month.closed_at}
            for month in queries.closed_months()[:3]
        ],
    }


@require_safe
@requires(Permission.FIGURES_READ)
@drawing
def chart(request: StaffRequest, table: str) -> str:
    """Draw the chart that stands beside a table."""
    shares, chosen, labels = _table(table), _choice_or_404(request.GET), Labels()
    figures, series = page.drawn(queries.counted(chosen.period), shares, chosen, labels)
    return publications_charts.bars(figures, series, 0, dark="dark" in request.GET)


@require_safe
@requires(Permission.FIGURES_READ)
@drawing
def trend_chart(request: StaffRequest) -> str:
    """Draw how many enquiries each month had."""
    chosen = _choice_or_404(request.GET)
    trend = page.trend(queries.counted_by_month(chosen.period, page.read_by_month()), chosen)
    figures = [Bar(f"{month:%m.%Y}", "", count) for month, count in trend]
    return publications_charts.columns(figures, 0, dark="dark" in request.GET)


@require_safe
@requires(Permission.FIGURES_READ)
@drawing
def monthly_chart(request: StaffRequest, table: str) -> str:
    """Draw how a share went from month to month."""
    if table not in page.BY_MONTH:
        raise Http404
    shares, chosen = _table(table), _choice_or_404(request.GET)
    followed = page.followed(queries.counted_by_month(chosen.period, page.read_by_month()), shares, chosen)
    points = [charts.Point(months.name(month), "", figure.percent or 0.0) for month, figure in followed]
    return charts.lines(points, [""], dark="dark" in request.GET)


def _table(name: str) -> CatalogueTable:
    found = next((table for table in page.tables() if table.id == name), None)
    if found is None:
        raise Http404
    return found


def _choice_or_404(sent: QueryDict) -> ReportChoice:
    existing = queries.months_that_exist()
    form = PeriodForm(sent, existing=existing, labels=Labels()) if existing else None
    if form is None or not form.is_valid():
        raise Http404
    return _chosen(form)
