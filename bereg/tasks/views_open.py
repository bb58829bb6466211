"""The open tasks of a centre, for its supervisors: late ones, those of a colleague, given to somebody at once."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.enquiries.sort_orders import Position
from bereg.tasks import open_tasks
from bereg.tasks.due import time_of
from bereg.tasks.forms import GiveTaskForm
from bereg.tasks.queries import people_for_tasks
from bereg.tasks.wording import whom

_CHOSEN = re.compile(r"([0-9a-f-]{36}):(\d{1,9})", re.ASCII)


@never_cache
@require_GET
@requires(Permission.BOARD)
def open_list(request: StaffRequest) -> HttpResponse:
    """Show the open tasks of one of one's centres, the first where none is asked for. No sealed word is opened."""
    centre = _centre(request, request.GET.get("centre", ""))
    if centre is None:
        messages.warning(request, _("You work at no centre, so there are no tasks to look after."), "soon")
        return redirect("own_account")
    form = GiveTaskForm(people=people_for_tasks(centre), by=request.user)
    return _page(request, centre, request.GET, form)


@never_cache
@require_POST
@requires(Permission.BOARD)
def give_several(request: StaffRequest) -> HttpResponse:
    """Give the tasks that were chosen in the list to a colleague, or to whoever has a role."""
    centre = _centre(request, request.POST.get("centre", ""))
    if centre is None:
        raise Http404
    chosen = _chosen(request)
    form = GiveTaskForm(request.POST, people=people_for_tasks(centre), by=request.user)
    if not form.is_valid():
        return _page(request, centre, request.POST, form, chosen=set(chosen), status=422)
    to = form.chosen()
    if not chosen or to is None:
        messages.warning(request, _("Nothing is given: select at least one task of the list."), "soon")
    else:
        _say(request, open_tasks.give_several(versions=chosen, to=to, by=request.user))
    after = Position.read(request.POST.get("after", ""))
    back = _kept(centre, request.POST) | ({"after": str(after)} if after else {})
    return redirect(f"{reverse('tasks:open_tasks')}?{urlencode(back)}")


def _page(
    request: StaffRequest,
    centre: Centre,
    asked: Any,
    form: GiveTaskForm,
    *,
    chosen: set[UUID] = frozenset(),  # type: ignore[assignment]
    status: int = 200,
) -> HttpResponse:
    now, people, kept = timezone.now(), people_for_tasks(centre), _kept(centre, asked)
    holder = next((each for each in people if str(each.pk) == kept.get("holder")), None)
    after = Position.read(asked.get("after", ""))
    late_at = now if "late" in kept else None
    found = open_tasks.open_tasks(
        centre, request.user, holder=holder.pk if holder else None, late_at=late_at, after=after
    )
    lines = [
        {
            "task": task,
            "when": time_of(task).words(now),
            "state": time_of(task).state(now),
            "whom": whom(task),
            "is_chosen": task.pk in chosen,
        }
        for task in found.tasks
    ]
    context = {
        "centre": centre,
        "centres": own_centres(request.user),
        "people": people,
        "holder": holder,
        "is_late": "late" in kept,
        "lines": lines,
        "form": form,
        "kept": urlencode(kept),
        "after": after,
        "following": found.following,
    }
    return render(request, "tasks/open_tasks.html", context, status=status)


def _centre(request: StaffRequest, asked: str) -> Centre | None:
    centres = {str(each.pk): each for each in own_centres(request.user)}
    if asked and asked not in centres:
        raise Http404
    return centres.get(asked) or next(iter(centres.values()), None)


def _kept(centre: Centre, asked: Any) -> dict[str, str]:
    """Return what the list is narrowed to, as an address says it."""
    kept = {"centre": str(centre.pk)}
    if asked.get("late"):
        kept["late"] = "on"
    try:
        kept["holder"] = str(UUID(asked.get("holder", "")))
    except ValueError:
        return kept
    return kept


def _chosen(request: StaffRequest) -> dict[UUID, int]:
    """Read ids and versions, each as id:version, of no more than a page shows."""
    found: dict[UUID, int] = {}
    for each in request.POST.getlist("chosen")[: open_tasks.PAGE]:
        written = _CHOSEN.fullmatch(each)
        try:
            found |= {UUID(written[1]): int(written[2])} if written else {}
        except ValueError:
            continue
    return found


def _say(request: StaffRequest, done: open_tasks.SeveralGiven) -> None:
    if done.given:
        words = ngettext("%(count)d task is given.", "%(count)d tasks are given.", done.given)
        messages.success(request, words % {"count": done.given}, "good")
    if done.left:
        named = "; ".join(f"{each.get_kind_display()} {each.enquiry or ''}".strip() for each in done.left)
        messages.warning(request, _("Changed meanwhile, and left as they are: %(left)s.") % {"left": named}, "soon")
    if done.gone:
        words = ngettext("%(count)d task is not there any more.", "%(count)d tasks are not there any more.", done.gone)
        messages.warning(request, words % {"count": done.gone}, "soon")
