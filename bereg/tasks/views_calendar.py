"""The appointments in somebody's own calendar: the link to them, and what is read there."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bereg.accounts.access import StaffRequest, public, requires
from bereg.accounts.permissions import Permission
from bereg.centres.row_access import reach_of
from bereg.core.public_address import absolute
from bereg.tasks import calendar_link
from bereg.tasks.calendar_feed import feed
from bereg.tasks.views_appointments import appointments_page


@never_cache
@require_POST
@requires(Permission.TASK)
def make_calendar_link(request: StaffRequest) -> HttpResponse:
    """Make one's link, and show it this once."""
    secret = calendar_link.make_link(by=request.user)
    return appointments_page(request, address=absolute(reverse("tasks:calendar", args=[secret]), request))


@require_POST
@requires(Permission.TASK)
def revoke_calendar_link(request: StaffRequest) -> HttpResponse:
    """Let one's link work no more."""
    calendar_link.revoke_link(by=request.user)
    messages.success(request, _("Revoked: the calendar hears nothing more."), "good")
    return redirect("tasks:appointments")


@never_cache
@require_safe
@public
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand out the appointments behind a link. One that works no more is as if there had never been any."""
    person = calendar_link.person_of(secret)
    if person is None:
        raise Http404
    with reach_of(person):
        content = feed(person, timezone.now())
    named = {"Content-Disposition": 'attachment; filename="appointments.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=named)
