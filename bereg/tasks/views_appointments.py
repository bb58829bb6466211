"""The page of the appointments of the next days."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.clock import in_zone
from bereg.centres.wording import clock
from bereg.tasks.appointments import appointments
from bereg.tasks.calendar_link import link_of
from bereg.tasks.models import Task
from bereg.tasks.wording import whom


@never_cache
@require_GET
@requires(Permission.TASK)
def appointment_days(request: StaffRequest) -> HttpResponse:
    """Show the appointments of today and the next days. No sealed word is opened for it."""
    return appointments_page(request)


def appointments_page(request: StaffRequest, *, address: str = "") -> HttpResponse:
    """Show the page; with the address of the link to them, right after it was made."""
    days = [(on, [_line(request, task) for task in tasks]) for on, tasks in appointments(request.user, timezone.now())]
    context = {"days": days, "link": link_of(request.user), "address": address}
    return render(request, "tasks/appointments.html", context)


def _line(request: StaffRequest, task: Task) -> dict[str, object]:
    return {
        "task": task,
        "hour": clock(in_zone(task.due_at, task.centre)) if task.is_timed else "",
        "whom": "" if task.holder_id == request.user.pk else whom(task),
    }
