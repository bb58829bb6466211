"""Enquiries that are opened at an event: a new one by the form, one that there is by its number."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.forms import id_in
from bereg.enquiries.drafts import AlreadySavedError
from bereg.outreach import opening, queries
from bereg.outreach.access import may_open
from bereg.outreach.forms import OpenedForm
from bereg.outreach.registering import begin
from bereg.outreach.views import event_page


@require_POST
@requires(Permission.OUTREACH)
def register(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Begin the form of a new enquiry with an event."""
    found, own = get_object_or_404(queries.events_for(request.user), pk=pk), id_in(request)
    try:
        begin(id=own, event=found, by=request.user)
    except opening.NotYourOpeningError:
        raise PermissionDenied from None
    except AlreadySavedError:
        pass  # the page of the form leads on to the enquiry
    except IntegrityError:
        return event_page(request, found, problem=_("This draft belongs to somebody else."), status=409)
    return redirect(settings.FORM_URL, own)


@require_POST
@requires(Permission.OUTREACH)
def link(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that an enquiry was opened at an event, by its number."""
    found = get_object_or_404(queries.events_for(request.user), pk=pk)
    if not may_open(request.user, found):
        raise PermissionDenied
    form = OpenedForm(request.POST, person=request.user)
    if not form.is_valid():
        return event_page(request, found, link=form, status=422)
    try:
        opening.note_opened(event=found, enquiry=form.cleaned_data["number"], by=request.user)
    except opening.NotYourOpeningError:  # taken off meanwhile
        raise Http404 from None
    except opening.OpenedBeforeError:
        form.add_error("number", _("This enquiry was opened before that day, or its day is not kept any more."))
        return event_page(request, found, link=form, status=422)
    except opening.OpenedElsewhereError:
        problem = _("It is noted already at which event this enquiry was opened: see its file.")
        return event_page(request, found, link=form, problem=problem, status=409)
    messages.success(request, _("Noted."), "good")
    return redirect(found)


@require_POST
@requires(Permission.OUTREACH)
def unlink(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take off at which event an enquiry was opened, where that was a mistake."""
    opened = get_object_or_404(queries.opened_on_seen(request.user), pk=pk)
    try:
        opening.unlink(opened=opened, by=request.user)
    except opening.NotYourOpeningError:
        raise PermissionDenied from None
    except opening.OpeningCountedError:
        messages.warning(request, _("A closed month includes it, so it stays."), "soon")
    else:
        messages.success(request, _("Removed."), "good")
    return redirect(opened.enquiry.get_absolute_url())
