"""Values of a series: one by hand, many from a file, which is shown before it is taken."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.numbers import number
from bereg.core.text_normalisation import normalise
from bereg.outside_series import actions, periods
from bereg.outside_series.actions import SourceDetails
from bereg.outside_series.forms import OutsideValueForm, ReadSeriesForm, SeriesSourceForm, SeriesUploadForm
from bereg.outside_series.models import OutsideSeries
from bereg.outside_series.queries import SeriesChanges, changes
from bereg.outside_series.reading import ReadValues, read_values
from bereg.reference.list_forms import packed

MOST_FAULTS = 100


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.SERIES_WRITE)
def add_value(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write one value with its source."""
    found = get_object_or_404(OutsideSeries, pk=pk)
    form = OutsideValueForm(request.POST or None, series=found)
    if request.method == "GET":
        return _form_page(request, found, form)
    if not form.is_valid():
        return _form_page(request, found, form, status=422)
    return _take(request, found, form.source(), {form.cleaned_data["period"]: form.cleaned_data["value"]})


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.SERIES_WRITE)
def upload(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read a file, and show what it would change."""
    found = get_object_or_404(OutsideSeries, pk=pk)
    if request.method == "GET":
        return _form_page(request, found, SeriesUploadForm())
    form = SeriesUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, found, form, status=422)
    file = form.cleaned_data["file"]
    content, name = file.read(), normalise(file.name)[:255]
    read = read_values(content, name, found)
    if not read.values:
        form.add_error("file", _("No row of it can be read."))
        return _form_page(request, found, form, read=read, status=422)
    source = {"name": form.cleaned_data["name"], "address": form.cleaned_data["address"]}
    as_of = form.cleaned_data["as_of"].isoformat()
    sent = ReadSeriesForm(initial={**source, "as_of": as_of, "file_name": name, "packed": packed(content)})
    would = changes(found, read.values)
    day = form.cleaned_data["as_of"]
    to_come = [periods.words(month, found.rhythm) for month in sorted(would.new) if month > day]
    said = _said(found, would) | {"to_come": to_come}
    context = {"series": found, "form": sent, "faults": read.faults[:MOST_FAULTS], **said}
    return render(request, "outside_series/preview.html", context)


def _said(found: OutsideSeries, would: SeriesChanges) -> dict[str, object]:
    new = [(periods.words(month, found.rhythm), number(value)) for month, value in sorted(would.new.items())]
    corrected = [
        (periods.words(month, found.rhythm), number(before), number(value))
        for month, (before, value) in sorted(would.corrected.items())
    ]
    return {"new": new, "corrected": corrected, "same": would.same}


@require_POST
@requires(Permission.SERIES_WRITE)
def take_off(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a value off."""
    found = get_object_or_404(OutsideSeries, pk=pk)
    try:
        actions.take_off(series=found, value=UUID(request.POST.get("id", "")), by=request.user)
    except (ValueError, actions.NoSuchValueError):
        messages.warning(request, _("It was corrected or taken off meanwhile."), "soon")
    else:
        messages.success(request, _("Taken off."), "good")
    return redirect(found)


@require_POST
@requires(Permission.SERIES_WRITE)
def take(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take in what was shown of a file."""
    found, form = get_object_or_404(OutsideSeries, pk=pk), ReadSeriesForm(request.POST)
    if not form.is_valid():
        return _form_page(request, found, SeriesUploadForm(), problem=_("The file did not arrive whole."), status=422)
    read = read_values(form.cleaned_data["packed"], form.cleaned_data["file_name"], found)
    return _take(request, found, form.source(), read.values)


def _take(
    request: StaffRequest, found: OutsideSeries, source: SourceDetails, values: dict[dt.date, int]
) -> HttpResponse:
    done = actions.take(series=found, source=source, values=values, by=request.user)
    counts = {"new": len(done.new), "corrected": len(done.corrected), "same": done.same}
    messages.success(
        request, _("New: %(new)s, corrected: %(corrected)s, the same as before: %(same)s.") % counts, "good"
    )
    return redirect(found)


def _form_page(
    request: StaffRequest,
    found: OutsideSeries,
    form: SeriesSourceForm,
    *,
    read: ReadValues | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    faults = read.faults[:MOST_FAULTS] if read else []
    is_file = isinstance(form, SeriesUploadForm)
    context = {"series": found, "form": form, "faults": faults, "problem": problem, "is_file": is_file}
    return render(request, "outside_series/values.html", context, status=status)
