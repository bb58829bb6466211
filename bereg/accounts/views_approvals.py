"""Approvals: what waiting for a second person, and deciding on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts import approvals as requests
from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.decisions import RefusalNote
from bereg.accounts.kinds import offered_to
from bereg.accounts.menu import beside_approvals
from bereg.accounts.permissions import Permission
from bereg.accounts.reauthentication import fresh_second_factor
from bereg.accounts.wording import page_of, shown


@never_cache
@require_GET
@requires(Permission.APPROVAL_DECIDE)
def approvals(request: StaffRequest) -> HttpResponse:
    """List what waits for the reader, what they asked for themselves, and what is past."""
    context = page_of(request) | {"beside": beside_approvals(request.user)}
    return render(request, "accounts/approvals.html", context)


@never_cache
@require_GET
@requires(Permission.OWN_ACCOUNT)
def approval(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one request with what may be done with it: also to who asked and decides on nothing, such as a lawyer."""
    return _page(request, _approval(request, pk))


@require_POST
@requires(Permission.KEYS)
@fresh_second_factor
def ask(request: StaffRequest) -> HttpResponse:
    """Ask a second person for an act of the command line, where nobody signs in."""
    kind, target = request.POST.get("kind", ""), request.POST.get("target", "")
    if (kind, target) not in [(offered.code, each) for offered, each in offered_to(request.user)]:
        return HttpResponse(status=400)
    made = requests.ask_or_alone(kind=kind, target=target, by=request.user)
    return redirect("accounts:approval", made.pk)


@require_POST
@requires(Permission.APPROVAL_DECIDE)
@fresh_second_factor
def decide(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Agree or refuse; whoever is slower than a colleague is told."""
    found, answer = _approval(request, pk), request.POST.get("decision", "")
    if answer not in {"yes", "no"}:
        return HttpResponse(status=400)
    try:
        requests.decide(approval=found, agrees=answer == "yes", by=request.user, note=request.POST.get("note", ""))
    except requests.NotYourDecisionError:
        return _page(request, found, status=409, problem=_("Nobody decides on their own request."))
    except requests.NoLongerWaitingError:
        problem = _("It was decided or withdrawn meanwhile, or its time is over.")
        return _page(request, _approval(request, pk), status=409, problem=problem)
    messages.success(request, _("Agreed.") if answer == "yes" else _("Refused."), extra_tags="good")
    return redirect("accounts:approvals")


@require_POST
@requires(Permission.OWN_ACCOUNT)
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take one's own request back."""
    found = _approval(request, pk)
    try:
        requests.withdraw(approval=found, by=request.user)
    except requests.NotYourDecisionError:
        raise Http404 from None
    except requests.NoLongerWaitingError:
        return _page(request, _approval(request, pk), status=409, problem=_("It is no longer waiting."))
    messages.success(request, _("Withdrawn."), extra_tags="good")
    return redirect("accounts:approvals" if request.user.may(Permission.APPROVAL_DECIDE) else "accounts:notices")


def _approval(request: StaffRequest, pk: UUID) -> Any:
    found = requests.seen(request.user, pk)
    if found is None:
        raise Http404
    return found


def _page(request: StaffRequest, found: Any, *, status: int = 200, problem: str = "") -> HttpResponse:
    context = {"line": shown(found, request.user), "notes": RefusalNote.choices, "problem": problem}
    context["decides"] = request.user.may(Permission.APPROVAL_DECIDE)
    return render(request, "accounts/approval.html", context, status=status)
