"""Lists of registers: what came in when, and taking one in by two steps, of which the first shows what it changes.

Between the two nothing is kept here: the page holds the file and sends it back, and it is read and compared once more.
"""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.pagination import FirstRows
from bereg.reference.drafts import Reading, ReadingFault
from bereg.reference.kinds import kinds
from bereg.reference.list_forms import LONGEST_PACKED, ListUpload, ReadList, packed, readable, too_large
from bereg.reference.list_preview import MOST_SHOWN, ListPreview
from bereg.reference.queries import lists_taken_in
from bereg.reference.register_lists import ListChangedError, compare, take_in

MOST_OF_A_KIND = 36  # three years of months


class UploadProblem(StrEnum):
    """Why nothing of a file was taken, where the form itself is not at fault."""

    UNREAD = "unread"  # nothing in it could be read
    REFUSED = "refused"  # something in it is at fault, and nothing was to be taken then
    INCOMPLETE = "incomplete"  # it did not come back whole from the preview
    STALE = "stale"  # a newer list came in meanwhile


@never_cache
@require_GET
@requires(Permission.REFERENCE_READ)
def lists(request: StaffRequest) -> HttpResponse:
    """Show which lists came in, kind by kind, the newest first; of one kind also all that there were (`all`)."""
    known, wanted = kinds(), request.GET.get("all", "")
    by_kind = {kind: list(rows) for kind, rows in groupby(lists_taken_in(), key=lambda each: each.kind)}
    taken = [(kind, by_kind.get(kind.code, [])) for kind in readable()]
    groups = [(kind, FirstRows(rows, len(rows) if kind.code == wanted else MOST_OF_A_KIND)) for kind, rows in taken]
    groups += [
        (known[code], FirstRows(rows, len(rows)))
        for code, rows in by_kind.items()
        if code in known and not known[code].reads
    ]
    may_upload = request.user.may(Permission.REFERENCE_PUBLISH)
    return render(request, "reference/lists.html", {"groups": groups, "may_upload": may_upload})


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_PUBLISH)
def upload_list(request: StaffRequest) -> HttpResponse:
    """Take a file, and show what it would change or why it cannot be read. Nothing is kept."""
    if request.method != "POST":
        return _upload(request, ListUpload(initial={"kind": request.GET.get("kind", "")}))
    form = ListUpload(request.POST, request.FILES)
    if not form.is_valid():
        return _upload(request, form, status=422)
    file = form.cleaned_data["file"]
    content, name = file.read(), file.name
    letters = packed(content)
    if len(letters) > LONGEST_PACKED:
        form.add_error("file", too_large())
        return _upload(request, form, status=422)
    reading = form.read(content, name)
    if not reading.incoming:
        problem = UploadProblem.REFUSED if form.refuses(reading) else UploadProblem.UNREAD
        return _upload(request, form, reading.faults, problem, status=422)
    if not form.check(reading):
        return _upload(request, form, reading.faults, status=422)
    return _preview(request, _back(form, name, letters), _compared(form, reading))


@never_cache
@require_POST
@requires(Permission.REFERENCE_PUBLISH)
def take_list(request: StaffRequest) -> HttpResponse:
    """Take in what the preview showed; show it anew where what stands has changed, or half of it would be gone."""
    form = ReadList(request.POST)
    if not form.is_valid():
        if set(form.errors) == {"gone"}:
            return _once_more(request, form)
        return _upload(request, ListUpload(), problem=UploadProblem.INCOMPLETE, status=422)
    reading = form.read(form.cleaned_data["packed"], form.cleaned_data["name"])
    if not reading.incoming or not form.check(reading) or reading.as_of is None:
        problem = UploadProblem.REFUSED if form.refuses(reading) else UploadProblem.STALE
        return _upload(request, ListUpload(), reading.faults, problem, status=409)
    preview = _compared(form, reading)
    is_as_seen = preview.seen == form.cleaned_data["seen"]
    if is_as_seen and not form.confirms_gone(preview.difference):
        return _preview(request, form, preview, status=422)
    if not is_as_seen or not _taken(request, preview, reading.as_of):
        return _preview(request, form, _compared(form, reading), is_stale=True, status=409)
    many = len(reading.incoming)
    said = ngettext("The list is in: %(count)d entry.", "The list is in: %(count)d entries.", many)
    messages.success(request, said % {"count": many}, "good")
    return redirect("reference:lists")


def _taken(request: StaffRequest, preview: ListPreview, as_of: dt.date) -> bool:
    """Take a list in. Tell whether that was done: of two people who do it at once, the slower one looks once more."""
    try:
        take_in(preview.difference, source=preview.reading.source, as_of=as_of, by=request.user)
    except ListChangedError:
        return False
    return True


def _compared(form: ListUpload | ReadList, reading: Reading) -> ListPreview:
    return ListPreview(form.of_kind, reading, compare(form.cleaned_data["kind"], reading))


def _back(form: ListUpload, name: str, letters: str) -> ReadList:
    sent = {each: form.data.get(each, "") for each in ("kind", "as_of", "source", "extent", "strict")}
    mapping = packed(form.mapping_written) if form.mapping_written else ""
    return ReadList(initial={**sent, "name": name[-255:], "packed": letters, "mapping": mapping})


def _once_more(request: StaffRequest, form: ReadList) -> HttpResponse:
    """Show the preview with what is wrong with the number."""
    reading = form.read(form.cleaned_data["packed"], form.cleaned_data["name"])
    return _preview(request, form, _compared(form, reading), status=422)


def _upload(
    request: StaffRequest,
    form: ListUpload,
    faults: Sequence[ReadingFault] = (),
    problem: UploadProblem | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "faults": faults[:MOST_SHOWN],
        "many": len(faults),
        "more": max(0, len(faults) - MOST_SHOWN),
        "problem": problem,
    }
    return render(request, "reference/upload_list.html", context, status=status)


def _preview(
    request: StaffRequest, form: ReadList, preview: ListPreview, *, is_stale: bool = False, status: int = 200
) -> HttpResponse:
    # What was shown last is what is agreed to, whatever was sent.
    hidden = [(name, form[name].value()) for name in form.fields if name not in {"gone", "seen"}]
    context = {
        "form": form,
        "hidden": [*hidden, ("seen", preview.seen)],
        "preview": preview,
        "gone_field": form["gone"] if preview.difference.needs_second_look else None,
        "is_stale": is_stale,
    }
    return render(request, "reference/list_preview.html", context, status=status)
