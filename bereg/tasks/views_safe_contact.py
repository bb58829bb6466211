"""How it is safe to reach a person: written beside the number."""

from typing import Any
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
from bereg.enquiries.forms import OVERWRITES, REPLACES, UNOPENED
from bereg.enquiries.models import Enquiry
from bereg.enquiries.part_texts import PartText
from bereg.enquiries.queries import reached_by
from bereg.retention.holds import HeldError
from bereg.tasks import safe_contact as actions
from bereg.tasks.forms import SafeContactForm
from bereg.tasks.models import SafeContact
from bereg.tasks.queries import safe_contact_of
from bereg.tasks.texts import WORDS, opened
from bereg.tasks.wording import safe_words
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
        said = _said(request, stands)
        initial = {name: getattr(stands, name) for name in CODES} | {WORDS: said.text} if stands else {}
        return _page(request, enquiry, stands, SafeContactForm(initial=initial), is_closed=said.is_closed)
    form, is_closed = SafeContactForm(request.POST), UNOPENED in request.POST
    keeps = is_closed and REPLACES not in request.POST
    if form.is_valid() and keeps and form.cleaned_data[WORDS]:
        form.add_error(WORDS, OVERWRITES)
    if not form.is_valid():
        return _page(request, enquiry, stands, form, is_closed=is_closed, version=version_in(request), status=422)
    version, safe = version_in(request), form.safe()
    try:
        actions.write(enquiry=enquiry, version=version, safe=safe, by=request.user, keeps_words=keeps)
    except (actions.NotYourContactError, actions.StaleSafeContactError, HeldError) as refused:
        stands = safe_contact_of(enquiry)
        said, problem = _said(request, stands), _why_not(refused)
        codes = safe_words(stands) if stands else ""
        more: dict[str, Any] = {"both": said.text, "codes": codes, "is_closed": said.is_closed, "problem": problem}
        return _page(request, enquiry, stands, form, **more, status=409)
    messages.success(request, _("Saved. It is shown before the number is."), "good")
    return redirect(enquiry.get_absolute_url())


def _said(request: StaffRequest, stands: SafeContact | None) -> PartText:
    return opened(stands, by=request.user, because=Because.CORRECTION) if stands else PartText()


def _page(
    request: StaffRequest,
    enquiry: Enquiry,
    stands: SafeContact | None,
    form: SafeContactForm,
    *,
    is_closed: bool,
    version: int | None = None,
    both: str = "",
    codes: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "enquiry": enquiry,
        "form": form,
        "version": version if version is not None else stands.version if stands else 0,
        "problem": problem,
        "both": both,
        "codes": codes,
        "is_closed": is_closed,
        "replaces": REPLACES in request.POST,
        "back": enquiry.get_absolute_url(),
    }
    return render(request, "tasks/safe_contact.html", context, status=status)


def _why_not(refused: Exception) -> str:
    if isinstance(refused, HeldError):
        return _("This enquiry is held: leave the words as they stand.")
    if isinstance(refused, actions.StaleSafeContactError):
        return _("It changed meanwhile. What you typed is still here: save again to replace what stands now.")
    return _("Nothing is kept: the number is not yours to see any more.")
