"""Pages of the figures, for staff."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.counting import charts, months, queries
from bereg.counting.catalogue import Table
from bereg.counting.drawing import drawing
from bereg.counting.faults import FiguresFault
from bereg.counting.figures import Figures
from bereg.counting.wording import Labels, month_name, period_name
from bereg.report import export, page, survey_page
from bereg.report.forms import PeriodForm
from bereg.report.page import Choice
from bereg.report.surveys import SurveyError


@require_safe
@requires(Permission.FIGURES_READ)
def report(request: StaffRequest) -> HttpResponse:
    """Show the exact figures of a period."""
    labels = Labels()
    recorded = queries.recorded_months()
    context: dict[str, object] = {"closing": _closing(request)}
    if recorded is None:
        return render(request, "report/report.html", context)
    form = PeriodForm(request.GET, recorded=recorded, labels=labels)
    context["form"] = form
    if form.is_valid():
        chosen = _chosen(form)
        context["export"] = export.state_of(export.Wanted(chosen.period, chosen.centre), request.user)
        try:
            context |= _figures(chosen, labels)
        except FiguresFault as error:
            context["missing"] = str(error)
    return render(request, "report/report.html", context, status=200 if form.is_valid() else 422)


def _figures(chosen: Choice, labels: Labels) -> dict[str, object]:
    figures = queries.figures_of(chosen.period)
    tables = [page.shown(figures, table, chosen, labels) for table in page.tables()]
    by_month = page.monthly(queries.counted_by_month(chosen.period, page.by_month()), chosen, labels)
    return {
        "chosen": chosen,
        "period": period_name(chosen.period),
        "centre": labels.centre(chosen.centre),
        "large": page.large(figures, chosen, labels),
        "contacts": page.contacts(figures, chosen),
        "tables": [table for table in tables if table],
        "by_month": by_month,
        **_surveys(figures, chosen, labels),
    }


def _surveys(figures: Figures, chosen: Choice, labels: Labels) -> dict[str, object]:
    try:
        return {"surveys": survey_page.lines(figures, chosen, labels)}
    except SurveyError as error:
        return {"surveys_problem": str(error)}


def _chosen(form: PeriodForm) -> Choice:
    return Choice(form.period, form.cleaned_data["centre"], form.cleaned_data["group"])


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
    shares, chosen, labels = _table(table), _choice_or_404(request), Labels()
    points, series = page.points(queries.counted(chosen.period), shares, chosen, labels)
    return charts.bars(points, series, dark="dark" in request.GET)


@require_safe
@requires(Permission.FIGURES_READ)
@drawing
def monthly_chart(request: StaffRequest, table: str) -> str:
    """Draw how a share went from month to month."""
    if table not in page.BY_MONTH:
        raise Http404
    shares, chosen = _table(table), _choice_or_404(request)
    followed = page.followed(queries.counted_by_month(chosen.period, page.by_month()), shares, chosen)
    points = [charts.Point(months.name(month), "", figure.percent or 0.0) for month, figure in followed]
    return charts.lines(points, [""], dark="dark" in request.GET)


def _table(name: str) -> Table:
    found = next((table for table in page.tables() if table.id == name), None)
    if found is None:
        raise Http404
    return found


def _choice_or_404(request: HttpRequest) -> Choice:
    recorded = queries.recorded_months()
    form = PeriodForm(request.GET, recorded=recorded, labels=Labels()) if recorded else None
    if form is None or not form.is_valid():
        raise Http404
    return _chosen(form)
