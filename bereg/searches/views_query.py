"""Queries outward: a hospital, a partner, a union, police or an embassy is asked by a letter that two people sign."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.core.forms import id_in
from bereg.dispatch import drafting, errors
from bereg.dispatch.choices import DispatchGround, DispatchKind
from bereg.dispatch.queries import dispatch_for
from bereg.dispatch.refusals import why_not
from bereg.enquiries import part_texts
from bereg.enquiries.queries import enquiries_for
from bereg.searches.access import may_ask_outside
from bereg.searches.details import DETAILS, Details
from bereg.searches.forms import QueryForm, asks_of
from bereg.searches.models import SearchRequest
from bereg.searches.queries import led_by


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.SEARCH_LEAD)
def query(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write what somebody outside is asked; signing and sending it is for the room of what leaves."""
    search = get_object_or_404(led_by(request.user), pk=pk)
    is_over = _is_over(search, request.user)
    if request.method == "GET":
        if is_over:
            raise Http404
        text = part_texts.opened(search, DETAILS, by=request.user)
        content = asks_of(Details.of_text(text.text)) if text.text else ""
        first = {"kind": DispatchKind.SEARCH, "ground": DispatchGround.CONSENT, "content": content}
        return _page(request, search, QueryForm(initial=first, search=search, person=request.user), uuid4())
    form, own = QueryForm(request.POST, search=search, person=request.user), id_in(request)
    if is_over:
        return _page(request, search, form, own, problem=is_over, status=409)
    if not form.is_valid():
        return _page(request, search, form, own, status=422)
    about, wanted = search.enquiry, form.drafting()
    try:
        made = drafting.draft(id=own, centre=search.centre, enquiry=about, drafting=wanted, by=request.user)
    except errors.DraftedError:
        stands = dispatch_for(request.user, own)
        return redirect(stands) if stands else redirect(search)
    except (errors.NotYourDispatchError, errors.AsksForReasonError) as refused:
        return _page(request, search, form, own, problem=why_not(refused), status=409)
    messages.success(request, _("Drafted. Nothing has left yet."), "good")
    return redirect(made)


def _is_over(search: SearchRequest, person: User) -> str:
    """Say why nobody is asked for a search any more; "" while somebody may be."""
    if search.closed_at is not None:
        return _("The search was closed meanwhile, so nobody is asked. Copy what you typed, if it is needed elsewhere.")
    return "" if may_ask_outside(person, search) else why_not(errors.NotYourDispatchError())


def _page(
    request: StaffRequest, search: SearchRequest, form: QueryForm, own: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "id": own, "problem": problem, "back": search.get_absolute_url()}
    context |= {"enquiry": enquiries_for(request.user).filter(pk=search.enquiry_id).first(), "offered": form.offered()}
    return render(request, "dispatch/write.html", context, status=status)
