"""The pages on which a question is asked, or found again by its code: without script, and no cookie before that."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from bereg.accounts.password_hashing import derives_for_visitors
from bereg.centres.queries import web_lines
from bereg.web_questions import asking, sessions
from bereg.web_questions.errors import CrowdedError, UnansweredError
from bereg.web_questions.forms import ComeBackForm, QuestionForm
from bereg.web_questions.public_pages import busy, demand_room, for_visitors, page, until_answered, when_again


@derives_for_visitors
@for_visitors("GET", "HEAD", "POST")
def ask(request: HttpRequest, language: str) -> HttpResponse:
    """Say what becomes of a question before anything is typed; take it, and show its code."""
    lines = web_lines()
    if request.method != "POST" or not lines:
        return _asks(request, language, lines, QuestionForm(lines=lines), status=200 if lines else 404)
    form = QuestionForm(request.POST, lines=lines)
    if not form.is_valid():
        return _asks(request, language, lines, form, status=422)
    try:
        demand_room(request)
        visit = asking.ask(form.line(), language, form.cleaned_data["text"], request.POST.get("nonce", ""))
    except CrowdedError as problem:
        return busy(_asks(request, language, lines, form, problem=when_again(problem)), problem)
    return _opened(request, language, visit)


@derives_for_visitors
@for_visitors("GET", "HEAD", "POST")
def again(request: HttpRequest, language: str) -> HttpResponse:
    """Ask for a code, and open the conversation that it stands for."""
    if request.method == "POST":
        return _come_back(request, language)
    if sessions.visit_of(request):
        return redirect("ask:talk", language=language)
    return _asks_code(request, language, ComeBackForm())


def _come_back(request: HttpRequest, language: str) -> HttpResponse:
    """Try a code. What is wrong with it is never said: whatever it is has one answer, after the same work.

    A right one leads on, and sends what was typed: a page in answer to it would let Back send it again.
    """
    form, kept = ComeBackForm(request.POST), {name: request.POST.get(name, "") for name in ("text", "nonce")}
    if form.has_error("text"):  # said before the code is tried, since no page answers a right one
        return _asks_code(request, language, form, status=422)
    try:
        demand_room(request)
        visit = asking.come_back(**form.cleaned_data) if form.is_valid() else None
    except (CrowdedError, UnansweredError) as problem:
        shown = ComeBackForm(initial={**kept, "code": request.POST.get("code", "")})
        if isinstance(problem, UnansweredError):
            return _asks_code(request, language, shown, problem=until_answered(), status=429)
        return busy(_asks_code(request, language, shown, problem=when_again(problem)), problem)
    if visit is None:
        return _asks_code(request, language, ComeBackForm(initial=kept), is_refused=True, status=422)
    return _opened(request, language, visit)


def _opened(request: HttpRequest, language: str, visit: sessions.AskerVisit) -> HttpResponse:
    """Lead to the conversation; what another one left in this browser goes."""
    if earlier := sessions.visit_of(request):
        sessions.end(earlier)
    answer = redirect(reverse("ask:talk", args=[language]))
    sessions.give_cookie(answer, visit)
    return answer


def _asks(
    request: HttpRequest, language: str, lines: list[Any], form: QuestionForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    numbers = list(dict.fromkeys(each.centre.emergency_number for each in lines if each.centre.emergency_number))
    nonce = request.POST.get("nonce", "") or secrets.token_hex(16)
    context = {"form": form, "lines": lines, "numbers": numbers, "problem": problem, "nonce": nonce}
    return page(request, language, "web_questions/ask.html", context, name="ask:ask", status=status)


def _asks_code(
    request: HttpRequest, language: str, form: ComeBackForm, *, status: int = 200, **said: Any
) -> HttpResponse:
    context = {"form": form, **said}
    return page(request, language, "web_questions/again.html", context, name="ask:again", status=status)
