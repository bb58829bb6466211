"""The page on which a month is closed."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django_stubs_ext import StrOrPromise

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.counting import closing, months, queries
from bereg.counting.faults import FiguresFault
from bereg.counting.wording import month_name
from bereg.report import exact_sentences

REFUSED: dict[type[Exception], StrOrPromise] = {
    closing.MonthAlreadyClosedError: gettext_lazy("A colleague has closed %(month)s already."),
    closing.NotYetError: gettext_lazy("%(month)s is not over yet at every centre."),
    closing.MonthKeepsChangingError: gettext_lazy(
        "Something in %(month)s was changed each time that it was counted. Close it when fewer people are at work."
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MONTH_CLOSE)
def close_month(request: StaffRequest, month: str) -> HttpResponse:
    """Ask whether a month shall be closed, and close it."""
    try:
        wanted = months.parse(month)
    except ValueError as error:
        raise Http404 from error
    name = month_name(wanted)
    if request.method != "POST":
        # The figures are brought up to date, so that what is confirmed is what is shown.
        try:
            figures = queries.figures_of(months.Period(wanted, wanted))
        except FiguresFault as fault:
            return _not_closed(request, month, str(fault))
        context = {"month": month, "name": name, "totals": exact_sentences.totals(figures)}
        return render(request, "report/close_month.html", context)
    problem = _close(request, wanted, name)
    if problem:
        return _not_closed(request, month, problem)
    messages.success(request, _("%(month)s is closed.") % {"month": name})
    return redirect("report:report")


def _not_closed(request: StaffRequest, month: str, problem: str) -> HttpResponse:
    context = {"month": month, "name": month_name(months.parse(month)), "problem": problem}
    return render(request, "report/close_month.html", context, status=409)


def _close(request: StaffRequest, month: date, name: str) -> str:
    try:
        closing.close_month(month=month, by=request.user)
    except tuple(REFUSED) as refused:
        return REFUSED[type(refused)] % {"month": name}
    except closing.OutOfOrderError as refused:
        if refused.due is None:
            return _("There is nothing to close.")
        return _("Months close in their order: %(month)s is next.") % {"month": month_name(refused.due)}
    except FiguresFault as fault:
        return str(fault)
    return ""
