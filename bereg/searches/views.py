"""Searches: begun on the enquiry of a relative, led by its lawyer and the supervisors, compared, closed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.scope import beyond
from bereg.core.forms import id_in, version_in
from bereg.enquiries import part_texts
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import enquiries_for
from bereg.searches import actions, matching
from bereg.searches.access import may_ask_outside, may_give, takes_searches
from bereg.searches.choices import TELLS, SearchEnding
from bereg.searches.details import DETAILS, Details
from bereg.searches.errors import BegunAlreadyError
from bereg.searches.forms import EndingForm, GiveSearchForm, SearchForm, initial_of
from bereg.searches.models import SearchRequest
from bereg.searches.queries import MOST_SHOWN, enquiries_to_register_on, led_by, matches_of, queries_of
from bereg.searches.wording import REFUSALS, why_not


@never_cache
@require_GET
@requires(Permission.SEARCH_LEAD)
def searches(request: StaffRequest) -> HttpResponse:
    """Show the searches that the person leads."""
    found = list(led_by(request.user)[: MOST_SHOWN + 1])
    context = {"searches": found[:MOST_SHOWN], "most": MOST_SHOWN if len(found) > MOST_SHOWN else None}
    return render(request, "searches/searches.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.SEARCH_REGISTER)
def new_search(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Begin a search on the enquiry of a relative."""
    enquiry = get_object_or_404(enquiries_to_register_on(request.user), pk=pk)
    if request.method == "GET":
        if not takes_searches(enquiry):
            messages.warning(request, _("Only an open enquiry with consent takes a search."), "soon")
            return redirect(enquiry.get_absolute_url())
        return _new_page(request, enquiry, SearchForm(), uuid4())
    form, own = SearchForm(request.POST), id_in(request)
    if not form.is_valid():
        return _new_page(request, enquiry, form, own, status=422)
    try:
        actions.begin(id=own, enquiry=enquiry, request=form.request(), by=request.user)
    except BegunAlreadyError:  # the same form twice
        return redirect(enquiry.get_absolute_url())
    except REFUSALS as refused:
        return _new_page(request, enquiry, form, own, problem=why_not(refused), status=409)
    messages.success(request, _("The search has begun. Its lawyer and the supervisors go on with it."), "good")
    return redirect(enquiry.get_absolute_url())


@never_cache
@require_GET
@requires(Permission.SEARCH_LEAD)
def search(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a search with its matches to whoever leads it."""
    return _page(request, _found(request, pk))


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.SEARCH_LEAD)
def change_search(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change what is known of the person who is looked for."""
    found = _found(request, pk)
    if request.method == "GET":
        details = _details(request, found)
        if details is None or not found.is_open:
            return redirect(found)
        return _change_page(request, found, SearchForm(initial=initial_of(found, details)))
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _change_page(request, found, form, version=version_in(request), status=422)
    try:
        actions.change(search=found, version=version_in(request), request=form.request(), by=request.user)
    except REFUSALS as refused:
        stands = led_by(request.user).filter(pk=pk).first()  # none: a colleague leads it now
        return _change_page(request, stands or found, form, stands=stands, problem=why_not(refused), status=409)
    messages.success(request, _("Changed."), "good")
    return redirect(found)


@require_POST
@requires(Permission.SEARCH_LEAD)
def compare(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Compare a search with everybody who agreed to be found."""
    found = _found(request, pk)
    try:
        many = matching.look(search=found, by=request.user)
    except REFUSALS as refused:
        return _page(request, _found(request, pk), problem=why_not(refused), status=409)
    words = ngettext("%d enquiry more may match.", "%d enquiries more may match.", many) % many
    messages.success(request, words if many else _("Nobody more matches."), "good")
    return redirect(found)


@require_POST
@requires(Permission.SEARCH_LEAD)
def give(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give a search to a lawyer."""
    found = _found(request, pk)
    form = GiveSearchForm(request.POST, search=found)
    if not form.is_valid():
        return _page(request, found, give=form, status=422)
    lawyer = form.people.get(form.cleaned_data["lawyer"])
    return _done(
        request,
        found,
        lambda: actions.give(search=found, version=version_in(request), lawyer=lawyer, by=request.user),
    )


@require_POST
@requires(Permission.SEARCH_LEAD)
def review(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that a search was looked through, and goes on."""
    found = _found(request, pk)
    return _done(request, found, lambda: actions.review(search=found, version=version_in(request), by=request.user))


@require_POST
@requires(Permission.SEARCH_LEAD)
def close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close a search without telling anything."""
    found, form = _found(request, pk), EndingForm(request.POST)
    if not form.is_valid():
        return _page(request, found, ending=form, status=422)
    ending = SearchEnding(form.cleaned_data["ending"])
    return _done(
        request,
        found,
        lambda: actions.close(search=found, version=version_in(request), ending=ending, by=request.user),
    )


def _done(request: StaffRequest, found: SearchRequest, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except REFUSALS as refused:
        return _page(request, _found(request, found.pk), problem=why_not(refused), status=409)
    messages.success(request, _("Saved."), "good")
    return redirect(found)


def _found(request: StaffRequest, pk: UUID) -> SearchRequest:
    return get_object_or_404(led_by(request.user), pk=pk)


def _details(request: StaffRequest, found: SearchRequest) -> Details | None:
    """Open what is known, which is written down; None where it is erased or cannot be opened."""
    text = part_texts.opened(found, DETAILS, by=request.user) if found.details else None
    return Details.of_text(text.text) if text and text.text else None


def _new_page(
    request: StaffRequest, enquiry: Enquiry, form: SearchForm, own: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"enquiry": enquiry, "form": form, "id": own, "problem": problem, "back": enquiry.get_absolute_url()}
    return render(request, "searches/new_search.html", context, status=status)


def _change_page(
    request: StaffRequest,
    found: SearchRequest,
    form: SearchForm,
    *,
    version: int | None = None,
    stands: SearchRequest | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the form. version: what was typed began from, if not the one of `found`. stands: to be shown beside it."""
    context = {
        "search": found,
        "form": form,
        "version": found.version if version is None else version,
        "stands": stands,
        "details": _details(request, stands) if stands else None,
        "problem": problem,
        "back": found.get_absolute_url(),
    }
    return render(request, "searches/change_search.html", context, status=status)


def _page(
    request: StaffRequest,
    found: SearchRequest,
    *,
    give: GiveSearchForm | None = None,
    ending: EndingForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    gives = found.is_open and may_give(request.user, found)
    context: dict[str, Any] = {
        "search": found,
        "details": _details(request, found),
        "matches": [(each, _says(request, each)) for each in matches_of(found)],
        "enquiry": enquiries_for(request.user).filter(pk=found.enquiry_id).first(),
        "queries": queries_of(request.user, found),
        "may_ask_outside": may_ask_outside(request.user, found),
        "give": (give or GiveSearchForm(search=found, initial={"lawyer": found.lawyer_id})) if gives else None,
        "ending": (ending or EndingForm()) if found.is_open else None,
        "failed": give or ending,
        "problem": problem,
    }
    return render(request, "searches/search.html", context, status=status)


def _says(request: StaffRequest, match: Any) -> str:
    """Open what may be told, once it may be. The key is the other centre's."""
    if match.state not in TELLS:
        return ""
    with beyond("search"):
        return part_texts.opened(match, "says", by=request.user).text
