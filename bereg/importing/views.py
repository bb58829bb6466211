"""Pages of an import: the upload, and what the columns mean. The work itself: views_run.py."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.queries import own_centres
from bereg.core.forms import version_in
from bereg.importing import actions, sealed_upload
from bereg.importing.column_form import LEFT_OUT, ColumnForm, ColumnInWork
from bereg.importing.constants_form import ConstantsForm
from bereg.importing.forms import MappingText, UploadForm
from bereg.importing.in_memory_file import held
from bereg.importing.models import RegisterImport
from bereg.importing.own_upload import closed, import_or_404
from bereg.importing.queries import imports_of
from bereg.importing.source_rows import SourceError
from bereg.importing.uploaded_register import Looked, column_of, look
from bereg.vault.faults import VaultFault


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORT)
def imports(request: StaffRequest) -> HttpResponse:
    """List one's own uploaded registers, and take another one."""
    known: Any = {"centres": own_centres(request.user), "earlier": imports_of(request.user).select_related("centre")}
    if request.method != "POST":
        return _list(request, UploadForm(**known, initial={"like": request.GET.get("like")}))
    form = UploadForm(request.POST, request.FILES, **known)
    if not form.is_valid():
        return _list(request, form, status=422)
    file = held(form.uploaded.name or sealed_upload.NAME, form.uploaded.read())
    try:
        made = actions.upload(
            file=file, centre=form.destination, reading=form.reading, like=form.same_as, by=request.user
        )
    except VaultFault:
        return closed(request)
    except SourceError as error:
        form.add_error("file", str(error))
        return _list(request, form, status=422)
    return redirect("importing:mapping", made.pk)


def _list(request: StaffRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    found = imports_of(request.user).select_related("centre")
    return render(request, "importing/imports.html", {"form": form, "imports": found}, status=status)


def _in_work(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the upload that its address names, while its columns can be changed; say where nothing opens."""

    @wraps(view)
    def opened(request: StaffRequest, pk: UUID, **more: int) -> HttpResponse:
        found = import_or_404(request, pk)
        if found.is_running or not found.content:
            return redirect("importing:run", found.pk)
        try:
            return view(request, found, **more)
        except VaultFault:
            return closed(request)

    return opened


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORT)
@_in_work
def mapping(request: StaffRequest, found: RegisterImport) -> HttpResponse:
    """Show what each column becomes, what is wrong, and the first rows as stored; take what is the same for all."""
    looked = look(found, by=request.user)
    if looked.editor is None or request.method != "POST":
        return _columns(request, found, looked)
    form = ConstantsForm(request.POST, editor=looked.editor, targets=looked.targets)
    if not form.is_valid() or not _kept(request, found, form.changed_text()):
        return _columns(request, found, looked, form, status=409 if form.is_valid() else 422)
    messages.success(request, _("Kept."), extra_tags="good")
    return redirect("importing:mapping", found.pk)


def _columns(
    request: StaffRequest, found: RegisterImport, looked: Looked, form: ConstantsForm | None = None, status: int = 200
) -> HttpResponse:
    if form is None and looked.editor:
        form = ConstantsForm(editor=looked.editor, targets=looked.targets)
    context = {"register": found, "looked": looked, "form": form, "is_stale": status == 409}
    return render(request, "importing/mapping.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORT)
@_in_work
def column(request: StaffRequest, found: RegisterImport, number: int) -> HttpResponse:
    """Show what one column becomes and its values mean, and take that changed."""
    work = column_of(found, number, by=request.user)
    if work is None:
        return redirect("importing:mapping", found.pk)
    if request.method != "POST":
        return _column(request, found, work, ColumnForm(work=work))
    before = work.use
    form = ColumnForm(request.POST, work=work)
    if not form.is_valid() or not _kept(request, found, form.changed_text()):
        return _column(request, found, work, form, status=409 if form.is_valid() else 422)
    messages.success(request, _("Kept."), extra_tags="good")
    if form.cleaned_data["use"] not in {before, "", LEFT_OUT}:  # what its values mean is asked next
        return redirect("importing:column", found.pk, number)
    return redirect("importing:mapping", found.pk)


def _column(
    request: StaffRequest, found: RegisterImport, work: ColumnInWork, form: ColumnForm, status: int = 200
) -> HttpResponse:
    context = {
        "register": found,
        "column": work.column,
        "form": form,
        "values": [form[name] for name, _value in form.values],
        "others": [form[name] for name in form.fields if name not in dict(form.values)],
        "is_stale": status == 409,
        "left": max(0, len(work.column.values) - len(form.values)) if form.values else 0,
    }
    return render(request, "importing/column.html", context, status=status)


def _kept(request: StaffRequest, found: RegisterImport, typed: str) -> bool:
    """Keep a mapping; tell whether it was still the one that the page showed."""
    try:
        actions.write_mapping(found=found, text=typed, version=version_in(request), by=request.user)
    except actions.MappingChangedError:
        found.refresh_from_db()
        return False
    return True


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORT)
@_in_work
def text(request: StaffRequest, found: RegisterImport) -> HttpResponse:
    """Show the mapping as a text, and take it changed. What was typed is kept, right or not."""
    if request.method == "POST":
        return _changed(request, found)
    typed = sealed_upload.mapping_of(found, by=request.user)
    return _text(request, found, typed, look(found, by=request.user).lines)


def _changed(request: StaffRequest, found: RegisterImport) -> HttpResponse:
    typed = request.POST.get("mapping", "").replace("\r\n", "\n")
    if not _kept(request, found, typed):
        return _text(request, found, typed, [], status=409)
    mistakes = look(found, by=request.user).lines
    if mistakes:
        return _text(request, found, typed, mistakes, status=422)
    messages.success(request, _("Kept."), extra_tags="good")
    return redirect("importing:mapping", found.pk)


def _text(
    request: StaffRequest, found: RegisterImport, typed: str, mistakes: list[str], status: int = 200
) -> HttpResponse:
    context = {
        "register": found,
        "form": MappingText(initial={"mapping": typed}),
        "mistakes": mistakes,
        "is_stale": status == 409,
    }
    return render(request, "importing/text.html", context, status=status)
