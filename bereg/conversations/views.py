"""The inbox, and the page of one conversation."""

from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission, Scope
from bereg.conversations.answering import answer as give_answer
from bereg.conversations.chat import is_staffed
from bereg.conversations.choices import ThreadSource
from bereg.conversations.forms import CloseThreadForm, GiveThreadForm, ThreadAnswerForm, ThreadNoteForm
from bereg.conversations.guides import FoundGuide, found_guides, text_of_guide
from bereg.conversations.models import Thread
from bereg.conversations.queries import (
    MOST_OPENED,
    MOST_SHOWN,
    enquiry_of,
    latest_for,
    messages_of,
    threads_for,
    waiting_for,
)
from bereg.conversations.texts import opened, opened_each
from bereg.conversations.wording import REFUSALS, why_not
from bereg.core.forms import id_in, version_in
from bereg.core.pagination import FirstRows, NumberedPage
from bereg.enquiries.queries import draft_of
from bereg.retention import holds
from bereg.retention.wording import namespace_of


@never_cache
@require_GET
@requires(Permission.CONVERSE)
def inbox(request: StaffRequest) -> HttpResponse:
    """Show who waits for an answer, since when, in which language; then the others. Nothing is opened."""
    context = {
        "waiting": FirstRows(waiting_for(request.user), MOST_SHOWN),
        "latest": NumberedPage(latest_for(request.user), MOST_SHOWN, request.GET),
        "now": timezone.now(),
    }
    return render(request, "conversations/inbox.html", context)


@never_cache
@require_GET
@requires(Permission.CONVERSE)
def thread(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a conversation to whoever answers it. Each message that is opened is written down."""
    return thread_page(request, found_thread(request, pk))


@never_cache
@require_POST
@requires(Permission.CONVERSE)
def answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Look for a guide, put one into the answer, or send the answer."""
    found, form = found_thread(request, pk), ThreadAnswerForm(request.POST)
    if not found.is_answered_in_writing:  # what is written here reaches nobody
        raise Http404
    is_talk = "talk" in request.POST and found.source == ThreadSource.WEB  # its page shows each line as it comes
    if "look" in request.POST:
        guides = found_guides(request.POST.get("words", ""), found.language, timezone.now())
        return thread_page(request, found, reply=_as_typed(request), guides=guides)
    if guide := request.POST.get("guide", ""):
        return thread_page(request, found, reply=_with_guide(request, found, guide))
    if not form.is_valid():
        return thread_page(request, found, reply=form, status=422)
    try:
        give_answer(
            id=id_in(request),
            thread=found,
            version=None if is_talk else version_in(request),
            text=form.cleaned_data["text"],
            by=request.user,
        )
    except REFUSALS as refused:
        now = found_thread(request, pk)
        return thread_page(request, now, reply=_as_typed(request), problem=why_not(refused), status=409)
    if is_talk:
        return redirect(found)
    messages.success(request, _("Answered."), "good")
    return redirect("conversations:inbox")


def found_thread(request: StaffRequest, pk: UUID) -> Thread:
    """Return a conversation that somebody answers, or answer 404."""
    return get_object_or_404(threads_for(request.user), pk=pk)


def thread_page(
    request: StaffRequest,
    found: Thread,
    *,
    reply: ThreadAnswerForm | None = None,
    guides: list[FoundGuide] | None = None,
    problem: str = "",
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    """Show a conversation, with what was typed and what is wrong with it."""
    given, noted = forms.get("give"), forms.get("note")
    enquiry = enquiry_of(found, request.user)
    messages_shown = NumberedPage(messages_of(found).reverse(), MOST_OPENED, request.GET)
    context = {
        "thread": found,
        "shown": opened_each(reversed(messages_shown), by=request.user),
        "messages_shown": messages_shown,
        "address": opened(found, "address", by=request.user) if found.address else None,
        "reply": reply or ThreadAnswerForm(),
        "id": id_in(request),
        "guides": guides,
        "words": request.POST.get("words", ""),
        "give": given or GiveThreadForm(thread=found, person=request.user),
        "note": noted or ThreadNoteForm(initial={"language": found.language, "topics": found.topics}),
        "close": forms.get("close") or CloseThreadForm(has_grown=enquiry is not None),
        "opens": next((name for name in ("give", "note", "close") if forms.get(name)), ""),
        "enquiry": enquiry,
        "has_form": draft_of(request.user, found.grows_into) is not None,
        "may_erase": request.user.scope(Permission.CONVERSE) == Scope.CENTRE,
        "hold": holds.of(found),
        "hold_page": _page_of_hold(found) if request.user.may(Permission.HOLD_SET) else "",
        "problem": problem,
        "is_live": found.source == ThreadSource.WEB and not messages_shown.before and is_staffed(found.centre),
    }
    shows: Any = _with_player if found.source == ThreadSource.VOICE else render
    page: HttpResponse = shows(request, "conversations/thread.html", context, status=status)
    return page


@csp_update({"media-src": [SELF]})  # type: ignore[arg-type]  # no other page plays anything
def _with_player(request: StaffRequest, template: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    return render(request, template, context, status=status)


def _page_of_hold(found: Thread) -> str:
    return reverse("holds:hold", args=[found.pk], current_app=namespace_of(found._meta.label_lower))


def _as_typed(request: StaffRequest) -> ThreadAnswerForm:
    return ThreadAnswerForm(initial={"text": request.POST.get("text", "")})


def _with_guide(request: StaffRequest, found: Thread, guide: str) -> ThreadAnswerForm:
    typed = request.POST.get("text", "").rstrip()
    try:
        text = text_of_guide(UUID(guide), found.language)
    except ValueError:
        text = ""
    return ThreadAnswerForm(initial={"text": "\n\n".join(filter(None, (typed, text)))})
