"""What the page of a conversation asks for by itself while it is a talk."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.conversations.chat import STREAM, channel_of, is_staffed, note_writing
from bereg.conversations.choices import ThreadSource
from bereg.conversations.queries import MOST_OPENED, messages_after
from bereg.conversations.texts import opened_each
from bereg.conversations.views import found_thread


@never_cache
@require_GET
@requires(Permission.CONVERSE)
def news(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show the messages that follow one, and how the conversation stands. Each that is opened is written down."""
    found = found_thread(request, pk)
    fresh = messages_after(found, request.GET.get("after", ""))[-MOST_OPENED:]
    shown = opened_each(fresh, by=request.user)
    return render(request, "conversations/news.html", {"thread": found, "shown": shown})


@never_cache
@require_POST
@requires(Permission.CONVERSE)
def writing(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let the other side see that somebody writes."""
    note_writing(found_thread(request, pk), is_ours=True)
    return HttpResponse(status=204)


@never_cache
@require_GET
@requires(Permission.CONVERSE)
def events(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Name the stream that the server sends in place of this, where a talk may go on; else nothing is followed."""
    found = found_thread(request, pk)
    is_live = found.source == ThreadSource.WEB and is_staffed(found.centre)
    return HttpResponse(status=204, headers={STREAM: channel_of(found, for_us=True)} if is_live else {})
