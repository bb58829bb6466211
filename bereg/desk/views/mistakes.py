"""An enquiry that was registered by mistake."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.contacts.corrections import CountedError
from bereg.contacts.mistakes import REASONS, Mistake
from bereg.core.forms import version_in
from bereg.desk.views.enquiry import back, enquiry_seen
from bereg.enquiries.access import may_write
from bereg.enquiries.actions import NotYourEnquiryError, StaleEnquiryError
from bereg.enquiries.contact_corrections import register_by_mistake, take_back_mistake
from bereg.enquiries.queries import Enquiry


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ENQUIRY_CORRECT)
def mistake(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask why an enquiry was registered by mistake, and take it out of the figures; or take that back."""
    found = enquiry_seen(request, pk)
    if not may_write(request.user, found):
        return back(request, pk, _("This enquiry is assigned to somebody else: take it over first."))
    takes_back, reason = request.POST.get("act") == "take_back", request.POST.get("because", "")
    if request.method == "GET" or not (takes_back or reason in dict(REASONS)):
        is_wrong = request.method == "POST"
        context = {"enquiry": found, "reasons": REASONS, "is_wrong": is_wrong}
        return render(request, "desk/mistake.html", context, status=422 if is_wrong else 200)
    try:
        _act(request, found, takes_back, reason)
    except (StaleEnquiryError, NotYourEnquiryError):
        return back(request, pk, _("A colleague changed this enquiry meanwhile. Look at it, then try again."))
    except CountedError:
        return back(request, pk, _("A closed month counts this enquiry, so it stays in the figures."))
    return redirect("desk:enquiry", pk)


def _act(request: StaffRequest, found: Enquiry, takes_back: bool, reason: str) -> None:
    version = version_in(request)
    if takes_back:
        take_back_mistake(enquiry=found, version=version, by=request.user)
        messages.success(request, _("The enquiry counts again, and is open."), extra_tags="good")
    else:
        register_by_mistake(enquiry=found, version=version, because=Mistake(reason), by=request.user)
        messages.success(request, _("No figure counts this enquiry any more."), extra_tags="good")
