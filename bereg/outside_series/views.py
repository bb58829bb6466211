"""The series of other bodies, one of them beside a figure of our own, and its form."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.forms import id_in, says, version_in
from bereg.core.geography import region_name
from bereg.core.numbers import number
from bereg.counting.drawing import drawing
from bereg.counting.faults import FiguresFault
from bereg.counting.wording import Labels, month_name
from bereg.outside_series import actions, charts, comparing, periods
from bereg.outside_series.charts import Span
from bereg.outside_series.forms import BesideForm, OutsideSeriesForm
from bereg.outside_series.models import OutsideSeries

THEIRS, OURS = "theirs", "ours"


@never_cache
@require_GET
@requires(Permission.FIGURES_READ)
def all_series(request: StaffRequest) -> HttpResponse:
    """Show which series there are."""
    found = [(each, _where(request, each)) for each in OutsideSeries.objects.all()]
    context = {"found": found, "may_write": request.user.may(Permission.SERIES_WRITE)}
    return render(request, "outside_series/all.html", context)


@never_cache
@require_GET
@requires(Permission.FIGURES_READ)
def series(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a series beside one of our own figures, over the same months, with its sources."""
    found = get_object_or_404(OutsideSeries, pk=pk)
    form = BesideForm(request.GET or None, labels=Labels())
    wanted, centre = form.chosen()
    values = comparing.values_of(found)
    period = comparing.months_of(values)
    context: dict[str, object] = {
        "series": found,
        "where": _where(request, found),
        "form": form,
        "values": [_row(found, each) for each in reversed(values)],
        "taken_off": [
            (periods.words(each.first_month, found.rhythm), number(each.value), each.source)
            for each in comparing.taken_off(found)
        ],
        "may_write": request.user.may(Permission.SERIES_WRITE),
    }
    if period:
        query = urlencode({"ours": wanted, "centre": centre})
        context["charts"] = [f"{reverse('outside_series:chart', args=[pk, side])}?{query}" for side in (THEIRS, OURS)]
        context["ours_name"] = dict(form["ours"].field.choices)[wanted]  # type: ignore[attr-defined]
        try:
            ours = comparing.ours(period, wanted, centre)
            context["ours"] = [
                (month_name(month), number(value)) for month, value in sorted(ours.items(), reverse=True)
            ]
        except FiguresFault as error:
            context["missing"] = str(error)
    return render(request, "outside_series/series.html", context, status=422 if form.errors else 200)


def _where(request: StaffRequest, found: OutsideSeries) -> str:
    return region_name(found.region, request.LANGUAGE_CODE or "en") if found.region else _("the whole country")


def _row(found: OutsideSeries, each: comparing.OutsideValue) -> dict[str, object]:
    return {
        "id": each.value.pk,
        "period": periods.words(each.value.first_month, found.rhythm),
        "value": number(each.value.value),
        "source": each.value.source,
        "before": [(number(before.value), before) for before in each.before],
    }


@require_safe
@requires(Permission.FIGURES_READ)
@drawing
def chart(request: StaffRequest, pk: UUID, side: str) -> str:
    """Draw a series, or our own figure of the same months."""
    found, dark = get_object_or_404(OutsideSeries, pk=pk), "dark" in request.GET
    values = comparing.values_of(found)
    period = comparing.months_of(values)
    form = BesideForm(request.GET, labels=Labels())
    if period is None or side not in {THEIRS, OURS} or not form.is_valid():
        raise Http404
    if side == THEIRS:
        spans = [Span(each.value.first_month, each.last_month, each.value.value) for each in values]
    else:
        spans = [Span(month, month, value) for month, value in comparing.ours(period, *form.chosen()).items()]
    return charts.over(spans, period, is_ours=side == OURS, dark=dark)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.SERIES_WRITE)
def new_series(request: StaffRequest) -> HttpResponse:
    """Set a series up."""
    if request.method == "GET":
        return _form_page(request, OutsideSeriesForm())
    form, own = OutsideSeriesForm(request.POST), id_in(request)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        made = actions.set_up(id=own, details=form.details(), by=request.user)
    except actions.SeriesStandsError:
        return _sent_twice(request, form, get_object_or_404(OutsideSeries, pk=own))
    messages.success(request, _("Saved."), "good")
    return redirect(made)


def _sent_twice(request: StaffRequest, form: OutsideSeriesForm, found: OutsideSeries) -> HttpResponse:
    """Lead on to a series whose form was sent twice; show both where it was sent with something else."""
    if says(found, vars(form.details())):
        return redirect(found)
    problem = _("This form was saved before with something else. What you typed now is still here.")
    return _form_page(request, form, found, problem=problem, status=409)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.SERIES_WRITE)
def change_series(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change what is said of a series."""
    found = get_object_or_404(OutsideSeries, pk=pk)
    if request.method == "GET":
        return _form_page(request, OutsideSeriesForm(initial=_standing(found), series=found), found)
    form = OutsideSeriesForm(request.POST, series=found)
    if not form.is_valid():
        return _form_page(request, form, found, version=version_in(request), status=422)
    try:
        actions.change(series=found, version=version_in(request), details=form.details(), by=request.user)
    except actions.StaleSeriesError:
        problem = _("Somebody changed it meanwhile.")
        return _form_page(request, form, get_object_or_404(OutsideSeries, pk=pk), problem=problem, status=409)
    messages.success(request, _("Saved."), "good")
    return redirect(found)


def _standing(found: OutsideSeries) -> Mapping[str, Any]:
    names = {f"name_{code}": name for code, name in found.names.items()}
    return names | {name: getattr(found, name) for name in ("body", "unit", "rhythm", "region")}


def _form_page(
    request: StaffRequest,
    form: OutsideSeriesForm,
    found: OutsideSeries | None = None,
    *,
    version: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    stands = found.version if found else 0
    context = {
        "form": form,
        "series": found,
        "where": _where(request, found) if found else "",
        "id": id_in(request),
        "version": stands if version is None else version,
        "problem": problem,
    }
    return render(request, "outside_series/write.html", context, status=status)
