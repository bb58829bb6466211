"""Pages of sentences beside figures: the releases, one release with its sentences, and writing one."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.commentary import actions, errors, queries
from bereg.commentary.actions import SentenceDraft
from bereg.commentary.forms import NAMES, SentenceForm
from bereg.commentary.models import ReportSentence
from bereg.commentary.page import release_page
from bereg.commentary.subjects import read_place
from bereg.core.forms import SAVED_BEFORE, id_in, version_in
from bereg.core.pagination import NumberedPage
from bereg.publications import periods
from bereg.publications.models import Release
from bereg.publications.queries import ChangedError

MOST_RELEASES = 50


@never_cache
@require_safe
@requires(Permission.REPORT_TEXT_READ)
def texts(request: StaffRequest) -> HttpResponse:
    """List the releases that can be written about, with what is written and what is public."""
    page = NumberedPage(queries.releases_for(request.user), MOST_RELEASES, request.GET)
    progress = queries.progress_of(list(page))
    rows = [
        {"release": each, "period": periods.named(each.first_month, each.last_month), "progress": progress[each.pk]}
        for each in page
    ]
    return render(request, "commentary/texts.html", {"page": page, "rows": rows})


@never_cache
@require_safe
@requires(Permission.REPORT_TEXT_READ)
def release(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show what is written about a release, place by place, and how far it is."""
    return release_page(request, release_or_404(request, pk))


@require_POST
@requires(Permission.REPORT_TEXT)
def ask(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Freeze the sentences as they are, and show them to a second person."""
    found = release_or_404(request, pk)
    try:
        made = actions.ask(release=found, by=request.user)
    except errors.REFUSED as refused:
        return release_page(request, found, errors.why_not(refused))
    except ChangedError:
        return release_page(request, found, _("This release is not what was prepared."))
    messages.success(request, _("Shown to a second person. You are told when they have decided."), "good")
    return redirect(made)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.REPORT_TEXT)
def new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write a sentence about a release."""
    found = release_or_404(request, pk)
    empty = SentenceDraft(place=read_place(request.GET.get("about", "all/")), texts={})
    form, own = _form(request, found, empty), id_in(request)
    if request.method == "GET" or not form.is_valid():
        return _form_page(request, found, form, own=own)
    try:
        actions.write(id=own, release=found, draft=form.draft(), by=request.user)
    except errors.StaleSentenceError:
        return _sent_twice(request, found, form, get_object_or_404(queries.sentences_of(found), pk=own))
    except errors.OpenSentenceError as refused:
        return _form_page(request, found, form, own=own, problem=errors.why_not(refused))
    messages.success(request, _("Saved. It is published once a second person has agreed."), "good")
    return redirect("commentary:release", found.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.REPORT_TEXT)
def sentence(request: StaffRequest, pk: UUID, sentence: UUID) -> HttpResponse:
    """Change a sentence."""
    found = release_or_404(request, pk)
    stands = get_object_or_404(queries.sentences_of(found), pk=sentence)
    before = SentenceDraft((stands.centre, stands.table), stands.texts, stands.decided)
    form = _form(request, found, before)
    if request.method == "GET":
        return _form_page(request, found, form, stands=stands)
    if not form.is_valid():
        return _form_page(request, found, form, stands=stands, version=version_in(request))
    try:
        actions.change(sentence=stands, version=version_in(request), release=found, draft=form.draft(), by=request.user)
    except errors.REFUSED as refused:
        now = get_object_or_404(queries.sentences_of(found), pk=sentence)
        return _form_page(request, found, form, stands=now, problem=errors.why_not(refused))
    messages.success(request, _("Saved. It is published once a second person has agreed."), "good")
    return redirect("commentary:release", found.pk)


@require_POST
@requires(Permission.REPORT_TEXT)
def remove(request: StaffRequest, pk: UUID, sentence: UUID) -> HttpResponse:
    """Remove a sentence that was written; what is public stays until another text is."""
    found = release_or_404(request, pk)
    stands = get_object_or_404(queries.sentences_of(found), pk=sentence)
    try:
        actions.remove(sentence=stands, version=version_in(request), by=request.user)
    except errors.StaleSentenceError as refused:
        return release_page(request, found, errors.why_not(refused))
    messages.success(request, _("Removed. What is published stays until other sentences are."), "good")
    return redirect("commentary:release", found.pk)


def _sent_twice(request: StaffRequest, release: Release, form: SentenceForm, stands: ReportSentence) -> HttpResponse:
    """Lead on where a form was sent twice; show both where it was sent with something else."""
    draft = form.draft()
    if (*draft.place, draft.texts, draft.decided) == (stands.centre, stands.table, stands.texts, stands.decided):
        return redirect("commentary:release", release.pk)
    return _form_page(request, release, form, stands=stands, problem=str(SAVED_BEFORE))


def release_or_404(request: StaffRequest, pk: UUID) -> Release:
    """Return a release that somebody may write about."""
    found = queries.release_for(request.user, pk)
    if found is None:
        raise Http404
    return found


def _form(request: StaffRequest, release: Release, initial: SentenceDraft) -> SentenceForm:
    try:
        said = queries.said_by(release)
    except ChangedError:
        raise Http404 from None
    data = request.POST if request.method == "POST" else None
    names: Any = {code: NAMES.get(code, name) for code, name in settings.PUBLIC_LANGUAGES}
    return SentenceForm(data, said=said, names=names, initial=initial)


def _form_page(
    request: StaffRequest,
    release: Release,
    form: SentenceForm,
    *,
    stands: ReportSentence | None = None,
    own: UUID | None = None,
    version: int | None = None,
    problem: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "release": release,
        "period": periods.named(release.first_month, release.last_month),
        "stands": stands,
        "id": own or uuid4(),
        "version": version if version is not None else stands.version if stands else 0,
        "problem": problem,
    }
    status = 409 if problem else 422 if form.errors else 200
    return render(request, "commentary/write.html", context, status=status)
