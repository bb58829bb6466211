"""The person found is asked first: who agrees to be found, what a search asks of them, and what they answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bereg.accounts import approvals
from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.forms import id_in
from bereg.enquiries import part_texts
from bereg.enquiries.models import Enquiry
from bereg.retention.holds import HeldError
from bereg.retention.wording import refused as kept_by
from bereg.searches import asking, findables
from bereg.searches.access import takes_searches
from bereg.searches.choices import OPEN, SHOWN, MatchState
from bereg.searches.details import DETAILS, Details
from bereg.searches.errors import FindableAlreadyError
from bereg.searches.forms import AskForm, DecisionForm, FindableForm, FoundAnswerForm
from bereg.searches.models import Match, SearchRequest
from bereg.searches.protection import bodies_for, given_to
from bereg.searches.queries import asked_of, enquiries_to_register_on, findable_on, match_of
from bereg.searches.wording import REFUSALS, why_not


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.SEARCH_REGISTER)
def findable(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that the person of an enquiry agrees to be found, or show what was noted."""
    enquiry = get_object_or_404(enquiries_to_register_on(request.user), pk=pk)
    if request.method == "GET":
        if not (takes_searches(enquiry) or findable_on(enquiry)):
            messages.warning(request, _("Only an open enquiry with consent takes this."), "soon")
            return redirect(enquiry.get_absolute_url())
        return _findable_page(request, enquiry, None if findable_on(enquiry) else FindableForm(), uuid4())
    form, own = FindableForm(request.POST), id_in(request)
    if not form.is_valid():
        return _findable_page(request, enquiry, form, own, status=422)
    try:
        findables.agree(id=own, enquiry=enquiry, details=form.details(), by=request.user)
    except REFUSALS as refused:
        stands = findable_on(enquiry)
        if isinstance(refused, FindableAlreadyError) and stands and stands.pk == own:  # the same form twice
            return redirect(enquiry.get_absolute_url())
        return _findable_page(request, enquiry, form, own, problem=why_not(refused), status=409)
    messages.success(request, _("Noted. They are asked before anybody learns anything."), "good")
    return redirect(enquiry.get_absolute_url())


@require_POST
@requires(Permission.SEARCH_REGISTER)
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Erase what was noted of somebody who agreed to be found."""
    enquiry = get_object_or_404(enquiries_to_register_on(request.user), pk=pk)
    found = findable_on(enquiry)
    if found is None:
        return redirect(enquiry.get_absolute_url())
    try:
        findables.withdraw(findable=found, by=request.user)
    except HeldError as refused:
        gone = _("Taken back: they are not found or asked any more. What was noted is erased when the hold ends.")
        messages.warning(request, f"{gone} {kept_by(refused.hold)}", "soon")
        return redirect(enquiry.get_absolute_url())
    except REFUSALS as refused:
        return _findable_page(request, enquiry, None, uuid4(), problem=why_not(refused), status=409)
    messages.success(request, _("Erased. Nobody is told anything, and nobody asks any more."), "good")
    return redirect(enquiry.get_absolute_url())


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.SEARCH_LEAD)
def ask(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let the other centre ask the person: the one way on from a match."""
    found, searched = _for_search(request, pk)
    if found.state not in SHOWN:
        return _ended(request, searched)
    form = AskForm(request.POST or None)
    context = {"match": found, "form": form, "back": searched.get_absolute_url()}
    if request.method == "GET":
        return render(request, "searches/ask.html", context)
    if not form.is_valid():
        return render(request, "searches/ask.html", context, status=422)
    try:
        asking.ask(match=found, asks=form.cleaned_data["asks"], by=request.user)
    except REFUSALS as refused:
        return render(request, "searches/ask.html", {**context, "problem": why_not(refused)}, status=409)
    messages.success(request, _("The other centre asks the person first."), "good")
    return redirect(searched)


@require_POST
@requires(Permission.SEARCH_LEAD)
def tell(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that the relative was told what the person agreed to."""
    found, searched = _for_search(request, pk)
    if found.state not in SHOWN:
        return _ended(request, searched)
    try:
        asking.tell(match=found, by=request.user)
    except REFUSALS as refused:
        context = {"match": found, "back": searched.get_absolute_url(), "problem": why_not(refused)}
        return render(request, "searches/ask.html", context, status=409)
    messages.success(request, _("Told. The search is closed."), "good")
    return redirect(searched)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.SEARCH_REGISTER)
def match(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show at the centre of the person found who looks for them, and note what they answer."""
    found = _found(request, pk)
    if request.method == "GET":
        return _match_page(request, found)
    form = FoundAnswerForm(request.POST, match=found)
    if not form.is_valid():
        return _match_page(request, found, form, status=422)
    state = MatchState(form.cleaned_data["state"])
    act = lambda: asking.answer(match=found, state=state, says=form.said(), by=request.user)  # noqa: E731
    return _done(request, found, act, form)


@require_POST
@requires(Permission.SEARCH_REGISTER)
def ask_second(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write what is to be told for somebody who cannot answer, and ask a second person about it."""
    found, form = _found(request, pk), DecisionForm(request.POST)
    if not form.is_valid():
        return _match_page(request, found, decision=form, status=422)
    says = form.cleaned_data["says"]
    return _done(request, found, lambda: asking.ask_second(match=found, says=says, by=request.user), decision=form)


@require_POST
@requires(Permission.SEARCH_REGISTER)
def decide(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let be told what a second person agreed to for somebody who cannot answer."""
    found = _found(request, pk)
    return _done(request, found, lambda: asking.decide(match=found, by=request.user))


def _done(request: StaffRequest, found: Match, act: Callable[[], None], *forms: Any, **more: Any) -> HttpResponse:
    try:
        act()
    except REFUSALS as refused:
        stands = asked_of(request.user).filter(pk=found.pk).first()
        if stands is None:
            return _gone(request)
        return _match_page(request, stands, *forms, **more, problem=why_not(refused), status=409)
    messages.success(request, _("Saved."), "good")
    return redirect(found)


def _found(request: StaffRequest, pk: UUID) -> Match:
    return get_object_or_404(asked_of(request.user), pk=pk)


def _for_search(request: StaffRequest, pk: UUID) -> tuple[Match, SearchRequest]:
    found = match_of(request.user, pk)
    if found is None or found.search is None:
        raise Http404
    return found, found.search


def _ended(request: StaffRequest, searched: SearchRequest) -> HttpResponse:
    """Lead back to a search, with the same words whatever ended the match."""
    messages.warning(request, _("There is nothing to do here any more."), "soon")
    return redirect(searched)


def _gone(request: StaffRequest) -> HttpResponse:
    messages.warning(request, _("There is nothing to do here any more."), "soon")
    return redirect(settings.LOGIN_REDIRECT_URL)


def _match_page(
    request: StaffRequest,
    found: Match,
    form: FoundAnswerForm | None = None,
    decision: DecisionForm | None = None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    asks = part_texts.opened(found, "asks", by=request.user) if found.asks else part_texts.PartText()
    is_open = found.state in OPEN and found.search_id is not None
    two = {"kind": asking.TWO_PEOPLE, "target": asking.target_of(found)}
    unable = is_open and found.state == MatchState.UNABLE and not found.of_child
    is_unwritten = found.state == MatchState.PROTECTED and bool(found.says)
    words = part_texts.opened(found, "says", by=request.user) if unable and found.says else part_texts.PartText()
    may_be_child = is_open or found.state == MatchState.PROTECTED
    context = {
        "match": found,
        "enquiry": found.enquiry,
        "asks": asks,
        "form": (form or FoundAnswerForm(match=found)) if is_open else None,
        "given": given_to(found.enquiry) if may_be_child else None,
        "bodies": bodies_for(request.user, found.enquiry) if may_be_child else [],
        "may_be_child": may_be_child,
        "unwritten": part_texts.opened(found, "says", by=request.user).text if is_unwritten else "",
        "decision": (decision or DecisionForm(initial={"says": words.text})) if unable else None,
        "words": words,
        "to_decide": approvals.to_decide(**two, by=request.user) if unable else None,
        "approval": approvals.living(**two, by=request.user) if unable else None,
        "problem": problem,
    }
    return render(request, "searches/match.html", context, status=status)


def _findable_page(
    request: StaffRequest,
    enquiry: Enquiry,
    form: FindableForm | None,
    own: UUID,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    stands = findable_on(enquiry)
    text = part_texts.opened(stands, DETAILS, by=request.user) if stands else None
    context = {
        "enquiry": enquiry,
        "findable": stands,
        "details": Details.of_text(text.text) if text and text.text else None,
        "form": form,
        "id": own,
        "problem": problem,
        "back": enquiry.get_absolute_url(),
    }
    return render(request, "searches/findable.html", context, status=status)
