"""The page of cross tables, for staff."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.counting import crossed, queries
from bereg.counting.faults import FiguresFault
from bereg.counting.wording import Labels, period_name
from bereg.report import cross_page
from bereg.report.forms import PeriodForm
from bereg.report.page import ReportChoice


@require_safe
@requires(Permission.FIGURES_READ)
def cross_tables(request: StaffRequest) -> HttpResponse:
    """Show the cross tables of a period, and which answers are missing in it."""
    labels, existing = Labels(), queries.months_that_exist()
    if not existing:
        return render(request, "report/cross_tables.html")
    form = PeriodForm(request.GET, existing=existing, labels=labels)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        chosen = ReportChoice(form.period, form.cleaned_data["centre"], form.cleaned_data["group"])
        try:
            context |= _tables(chosen, labels)
        except FiguresFault as error:
            context["unreadable"] = str(error)
    return render(request, "report/cross_tables.html", context, status=200 if form.is_valid() else 422)


def _tables(chosen: ReportChoice, labels: Labels) -> dict[str, object]:
    figures = crossed.counted(chosen.period)
    tables = [cross_page.shown(cross, figures, chosen, labels) for cross in crossed.cross_tables()]
    return {
        "chosen": chosen,
        "period": period_name(chosen.period),
        "centre": labels.centre(chosen.centre),
        "tables": [each for each in tables if each],
        "missing": cross_page.missing(queries.figures_of(chosen.period), chosen),
    }
