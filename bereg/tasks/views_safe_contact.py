"""How it is safe to reach a person: written beside the number."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.forms import version_in
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import reached_by
from bereg.retention.holds import HeldError
from bereg.tasks import safe_contact as actions
from bereg.tasks.forms import SafeContactForm
from bereg.tasks.models import SafeContact
from bereg.tasks.queries import safe_contact_of
from bereg.tasks.texts import opened
from bereg.vault.because import Because

CODES = ("hours_from", "hours_until", "language", "picks_up", "message")


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.CALL_BACK_READ)
def safe_contact(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write down how it is safe to reach the person of an enquiry."""
    enquiry = get_object_or_404(reached_by(request.user, Permission.CALL_BACK_READ).select_related("centre"), pk=pk)
    stands = safe_contact_of(enquiry)
    if not enquiry.call_back:
        messages.warning(request, _("There is no number yet. Note first how to reach the person."), "soon")
        return redirect(enquiry.get_absolute_url())
    if request.method == "GET":
        return _page(request, enquiry, stands, SafeContactForm(initial=_initial(request, stands)))
    form = SafeContactForm(request.POST)
    if not form.is_valid():
        return _page(request, enquiry, stands, form, status=422)
    try:
        actions.write(enquiry=enquiry, version=version_in(request), safe=form.safe(), by=request.user)
    except (actions.NotYourContactError, actions.StaleSafeContactError, HeldError) as refused:
        return _page(request, enquiry, safe_contact_of(enquiry), form, problem=_why_not(refused), status=409)
    messages.success(request, _("Saved. It is shown before the number is."), "good")
    return redirect(enquiry.get_absolute_url())


def _initial(request: StaffRequest, stands: SafeContact | None) -> dict[str, object]:
    if stands is None:
        return {}
    words = opened(stands, by=request.user, because=Because.CORRECTION).text
    return {**{name: getattr(stands, name) for name in CODES}, "words": words}


def _page(
    request: StaffRequest,
    enquiry: Enquiry,
    stands: SafeContact | None,
    form: SafeContactForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "enquiry": enquiry,
        "form": form,
        "version": stands.version if stands else 0,
        "problem": problem,
        "both": _initial(request, stands).get("words", "") if status == 409 else "",
        "back": enquiry.get_absolute_url(),
    }
    return render(request, "tasks/safe_contact.html", context, status=status)


def _why_not(refused: Exception) -> str:
    if isinstance(refused, HeldError):
        return _("This enquiry is held: leave the words as they stand.")
    if isinstance(refused, actions.StaleSafeContactError):
        return _("It changed meanwhile. What you typed is still here: save again to replace what stands now.")
    return _("Nothing is kept: the number is not yours to see any more.")
