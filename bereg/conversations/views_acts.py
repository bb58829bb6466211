"""What is done with a conversation besides answering it."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.conversations import actions
from bereg.conversations.choices import ThreadEnding, ThreadSource
from bereg.conversations.enquiry_from_thread import grow as begin_enquiry
from bereg.conversations.forms import CloseThreadForm, GiveThreadForm, GrowForm, ThreadNoteForm
from bereg.conversations.models import Attachment, Thread
from bereg.conversations.queries import enquiry_of
from bereg.conversations.texts import opened, opened_file
from bereg.conversations.views import found_thread, thread_page
from bereg.conversations.wording import FILE_CLOSED, REFUSALS, why_not
from bereg.core.downloads import attachment
from bereg.core.forms import version_in
from bereg.enquiries.queries import draft_of

Act = Callable[[], None]


@require_POST
@requires(Permission.CONVERSE)
def take(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a conversation."""
    found = found_thread(request, pk)
    return _done(request, found, lambda: actions.take(thread=found, by=request.user), _("It is yours now."))


@require_POST
@requires(Permission.CONVERSE)
def give(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand a conversation to a colleague, or put it back."""
    found = found_thread(request, pk)
    form = GiveThreadForm(request.POST, thread=found, person=request.user)
    if not form.is_valid():
        return thread_page(request, found, give=form, status=422)
    to = form.people.get(form.cleaned_data["to"])
    version = version_in(request)
    return _done(
        request,
        found,
        lambda: actions.give(thread=found, version=version, to=to, by=request.user),
        _("Handed on.") if to else _("Put back: whoever is at work sees it."),
        leaves=True,
    )


@require_POST
@requires(Permission.CONVERSE)
def note(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note the language and the topics."""
    found, form = found_thread(request, pk), ThreadNoteForm(request.POST)
    if not form.is_valid():
        return thread_page(request, found, note=form, status=422)
    typed, version = form.cleaned_data, version_in(request)
    return _done(
        request,
        found,
        lambda: actions.note(
            thread=found, version=version, language=typed["language"], topics=typed["topics"], by=request.user
        ),
        _("Noted."),
    )


@require_POST
@requires(Permission.CONVERSE)
def close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close a conversation."""
    found = found_thread(request, pk)
    form = CloseThreadForm(request.POST, has_grown=enquiry_of(found, request.user) is not None)
    if not form.is_valid():
        return thread_page(request, found, close=form, status=422)
    ending, version = ThreadEnding(form.cleaned_data["ending"]), version_in(request)
    return _done(
        request,
        found,
        lambda: actions.close(thread=found, version=version, ending=ending, by=request.user),
        _("Closed. It opens again if they write."),
        leaves=True,
    )


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.CONVERSE)
def grow(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Begin the form of an enquiry with what was written, or go on with it; what was registered is shown."""
    found = found_thread(request, pk)
    if enquiry := enquiry_of(found, request.user):
        return redirect(enquiry)
    if draft_of(request.user, found.grows_into):
        return redirect(settings.FORM_URL, found.grows_into)
    if request.method == "GET":
        return _grow_page(request, found, GrowForm())
    form = GrowForm(request.POST)
    if not form.is_valid():
        return _grow_page(request, found, form, status=422)
    try:
        begin_enquiry(thread=found, version=version_in(request), agreed=form.cleaned_data["agreed"], by=request.user)
    except REFUSALS as refused:
        return _grow_page(request, found_thread(request, pk), form, problem=why_not(refused), status=409)
    return redirect(settings.FORM_URL, found.grows_into)


@require_POST
@requires(Permission.CONVERSE)
def erase(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Erase a conversation, as whoever wrote asked for."""
    found = found_thread(request, pk)
    return _done(request, found, lambda: actions.erase(thread=found, by=request.user), _("Erased."), leaves=True)


@never_cache
@require_GET
@requires(Permission.CONVERSE)
def file(request: StaffRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Give out a file that came with a letter, unopened; that it was taken is written down."""
    found = found_thread(request, pk)
    found_file = get_object_or_404(Attachment.objects.through(thread=found), pk=file)
    content = opened_file(found_file, "file", by=request.user)
    if content is None:
        messages.error(request, FILE_CLOSED, "danger")
        return redirect(found)
    name = opened(found_file, "name", by=request.user).text or str(found_file.pk)
    return attachment(content, name=name, kind="application/octet-stream")  # of whatever type: nothing shows it


@never_cache
@require_GET
@requires(Permission.CONVERSE)
def play(request: StaffRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Let a recording be heard on its page; each playing is written down."""
    found = get_object_or_404(
        Attachment.objects.through(thread=found_thread(request, pk)), pk=file, thread__source=ThreadSource.VOICE
    )
    if not found.is_sound:
        raise Http404
    content = opened_file(found, "file", by=request.user)
    if content is None:  # no page: what asks is the player on one, which says that it cannot play
        return HttpResponse(FILE_CLOSED, content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse(content, content_type=found.type)


def _grow_page(
    request: StaffRequest, found: Thread, form: GrowForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"thread": found, "form": form, "problem": problem}
    return render(request, "conversations/grow.html", context, status=status)


def _done(request: StaffRequest, found: Thread, act: Act, words: str, *, leaves: bool = False) -> HttpResponse:
    """Act, and show what stands. leaves: the conversation is somebody else's then, or needs nobody any more."""
    try:
        act()
    except REFUSALS as refused:
        return thread_page(request, found_thread(request, found.pk), problem=why_not(refused), status=409)
    messages.success(request, words, "good")
    return redirect("conversations:inbox") if leaves else redirect(found)
