"""The pages of a conversation that is open in a browser: its code, what both sides wrote, and the end of the visit."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bereg.conversations.chat import is_staffed
from bereg.web_questions import asking, sessions
from bereg.web_questions.asking import ShownLine
from bereg.web_questions.errors import CrowdedError, UnansweredError
from bereg.web_questions.forms import ComeBackForm, FurtherForm
from bereg.web_questions.public_pages import busy, for_visitors, page, until_answered, when_again
from bereg.web_questions.sessions import AskerVisit


@for_visitors("GET", "HEAD", "POST")
def talk(request: HttpRequest, language: str) -> HttpResponse:
    """Show what both sides wrote, and take what the visitor writes further."""
    visit = sessions.visit_of(request)
    if request.method != "POST":
        return talk_page(request, language, visit) if visit else redirect("ask:again", language=language)
    if visit is None or not visit.is_asked_by(request):
        return _is_over(request, language)
    form = FurtherForm(request.POST)
    if not form.is_valid():
        return talk_page(request, language, visit, form, status=422)
    try:
        asking.write_on(visit, request.POST.get("nonce", ""), form.cleaned_data["text"])
    except CrowdedError as problem:
        return busy(talk_page(request, language, visit, form, problem=when_again(problem)), problem)
    except UnansweredError:
        return talk_page(request, language, visit, form, problem=until_answered(), status=429)
    sessions.prolong(visit)
    return redirect("ask:talk", language=language)


@for_visitors("POST")
def written(request: HttpRequest, language: str) -> HttpResponse:
    """Show the code no more: the visitor has written it down."""
    visit = sessions.visit_of(request)
    if visit and visit.is_asked_by(request):
        sessions.forget_code(visit)
    return redirect("ask:talk", language=language)


@for_visitors("POST")
def end(request: HttpRequest, language: str) -> HttpResponse:
    """End the visit; where the visitor leaves quickly without script, lead to a neutral page."""
    visit, is_left = sessions.visit_of(request), "leaves" in request.POST
    # Who leaves quickly leaves in any case, also on a page of an earlier visit; no other site sends our cookie.
    if visit and not is_left and not visit.is_asked_by(request):
        return _is_over(request, language)
    if visit:
        sessions.end(visit)
    answer = page(request, language, "web_questions/ended.html", {"leaves": is_left})
    sessions.take_cookie(answer, request, is_left=is_left)
    return answer


def talk_page(
    request: HttpRequest,
    language: str,
    visit: AskerVisit,
    form: FurtherForm | None = None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the code until it is written down, afterwards the conversation."""
    sessions.prolong(visit)
    context: dict[str, Any] = {"token": visit.token, "thread": visit.thread}
    if visit.code:
        return page(request, language, "web_questions/code.html", context | {"code": visit.code}, name="ask:talk")
    try:
        lines: list[ShownLine] = asking.lines_of(visit)
    except CrowdedError as too_many:
        context |= {"problem": when_again(too_many), "form": form or FurtherForm(), "nonce": secrets.token_hex(8)}
        return busy(page(request, language, "web_questions/talk.html", context, name="ask:talk"), too_many)
    context |= {
        "lines": lines,
        "form": form or FurtherForm(),
        "nonce": secrets.token_hex(8),
        "problem": problem,
        "is_staffed": is_staffed(visit.thread.centre),
        "is_waiting": visit.thread.waiting_since is not None,
    }
    return page(request, language, "web_questions/talk.html", context, name="ask:talk", status=status)


def _is_over(request: HttpRequest, language: str) -> HttpResponse:
    """Ask for the code again, and keep what was typed."""
    form = ComeBackForm(initial={name: request.POST.get(name, "") for name in ("text", "nonce")})
    context = {"form": form, "is_over": True}
    return page(request, language, "web_questions/again.html", context, name="ask:again", status=422)
