"""Closing or handing over several enquiries that were chosen in the list: shown first, done once confirmed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.desk.views.find import PAGE
from bereg.enquiries import bulk_actions
from bereg.enquiries.outcomes import Outcome
from bereg.enquiries.queries import Enquiry


@never_cache
@require_POST
@requires(Permission.ENQUIRY_CLOSE)
def close_several(request: StaffRequest) -> HttpResponse:
    """Show what would be closed; close it once that is confirmed."""
    versions = _chosen(request)
    if not versions:
        return _none_chosen(request)
    outcome = request.POST.get("outcome", "")
    is_wrong = outcome not in {"", *Outcome.values}
    if is_wrong or "confirmed" not in request.POST:
        result = bulk_actions.would_close(versions=versions, by=request.user)
        more: dict[str, Any] = {
            "is_closing": True,
            "outcomes": Outcome.choices,
            "outcome": outcome,
            "is_wrong": is_wrong,
        }
        return _preview(request, versions, result, **more)
    result = bulk_actions.close_several(versions=versions, outcome=outcome, by=request.user)
    done = len(result.done)
    words = ngettext("%(count)d enquiry is closed.", "%(count)d enquiries are closed.", done) % {"count": done}
    return _back(request, result, words)


@never_cache
@require_POST
@requires(Permission.ENQUIRY_ASSIGN)
def assign_several(request: StaffRequest) -> HttpResponse:
    """Show what would be handed over and ask to whom; do it once that is confirmed."""
    versions = _chosen(request)
    if not versions:
        return _none_chosen(request)
    result = bulk_actions.would_assign(versions=versions, by=request.user)
    people = bulk_actions.recipients(result.done, request.user)
    chosen = (person for person in people if str(person.pk) == request.POST.get("to"))
    to, is_sent = next(chosen, None), "confirmed" in request.POST
    if to is None or not is_sent:
        return _preview(request, versions, result, people=people, to=to, is_wrong=is_sent)
    result = bulk_actions.assign_several(versions=versions, to=to, by=request.user)
    done, words = len(result.done), {"count": len(result.done), "name": to.name}
    said = ngettext("%(count)d enquiry is assigned to %(name)s.", "%(count)d enquiries are assigned to %(name)s.", done)
    return _back(request, result, said % words)


def _chosen(request: StaffRequest) -> bulk_actions.Versions:
    """Read ids and versions, each as id:version, of no more than a page shows."""
    found = {}
    for each in request.POST.getlist("chosen")[:PAGE]:
        written, _colon, version = each.partition(":")
        try:
            found[UUID(written)] = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
        except ValueError:
            continue
    return found


def _preview(
    request: StaffRequest,
    versions: bulk_actions.Versions,
    result: bulk_actions.SeveralDone,
    *,
    is_wrong: bool,
    **more: Any,
) -> HttpResponse:
    context = {
        "result": result,
        "chosen": [(enquiry, versions[enquiry.pk]) for enquiry in result.done],
        "kept": _kept(request),
        "is_wrong": is_wrong,
        **more,
    }
    return render(request, "desk/bulk_actions.html", context, status=422 if is_wrong else 200)


def _none_chosen(request: StaffRequest) -> HttpResponse:
    messages.warning(request, _("Nothing is changed: select at least one enquiry of the list."), extra_tags="soon")
    return redirect(_list(request))


def _back(request: StaffRequest, result: bulk_actions.SeveralDone, done: str) -> HttpResponse:
    """Go back to the list as it was narrowed, and say what was done and what was left."""
    if result.done:
        messages.success(request, done, extra_tags="good")
    if result.left:
        left = _named(result.left)
        messages.warning(request, _("Left as they are: %(left)s.") % {"left": left}, extra_tags="soon")
    if result.unseen:
        messages.warning(request, unseen_words(result.unseen), extra_tags="soon")
    return redirect(_list(request))


def _named(left: Sequence[tuple[Enquiry, bulk_actions.Left]]) -> str:
    return "; ".join(f"{enquiry} ({because.label})" for enquiry, because in left)


def unseen_words(count: int) -> str:
    """Say that some are not to be seen any more."""
    return ngettext(
        "%(count)d enquiry is no longer shown to you, and is left as it is.",
        "%(count)d enquiries are no longer shown to you, and are left as they are.",
        count,
    ) % {"count": count}


def _kept(request: StaffRequest) -> str:
    """Return what the list is narrowed to, as an address says it: read anew, so that nothing else goes along."""
    return QueryDict(request.POST.get("kept", "")[:2000]).urlencode()


def _list(request: StaffRequest) -> str:
    kept = _kept(request)
    return f"{reverse('desk:find')}?{kept}" if kept else reverse("desk:find")
