"""What the page of an open conversation asks for by itself while somebody is on duty. None of it prolongs the visit.

The talk itself: `conversations/chat.py`.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bereg.conversations.chat import STREAM, channel_of, is_staffed, note_writing
from bereg.web_questions import asking, sessions, throttle
from bereg.web_questions.errors import CrowdedError
from bereg.web_questions.public_pages import for_visitors


@for_visitors("GET")
def news(request: HttpRequest, language: str) -> HttpResponse:
    """Show the messages that follow one."""
    visit = sessions.visit_of(request)
    if visit is None or visit.code:
        return HttpResponse(status=204)
    try:
        lines = asking.lines_of(visit, request.GET.get("after", ""))
    except CrowdedError:
        return HttpResponse(status=503)
    return render(request, "web_questions/lines.html", {"lines": lines, "thread": visit.thread})


@for_visitors("POST")
def writing(request: HttpRequest, language: str) -> HttpResponse:
    """Let the centre see that somebody writes."""
    visit = sessions.visit_of(request)
    if visit is None or not visit.is_asked_by(request):
        return HttpResponse(status=422)
    try:
        throttle.messages.take()
    except CrowdedError:
        return HttpResponse(status=503)
    note_writing(visit.thread, is_ours=False)
    return HttpResponse(status=204)


@for_visitors("GET")
def events(request: HttpRequest, language: str) -> HttpResponse:
    """Name the stream that the server sends in place of this, while somebody is on duty; else nothing is followed."""
    visit = sessions.visit_of(request)
    if visit is None or not is_staffed(visit.thread.centre):
        return HttpResponse(status=204)
    return HttpResponse(status=204, headers={STREAM: channel_of(visit.thread, for_us=False)})
