"""Consultations: one is written on an enquiry, read by whom its note is for, and changed by its author."""

from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.consultations import actions
from bereg.consultations.access import may_change, takes_consultations
from bereg.consultations.forms import ConsultationForm, initial_of
from bereg.consultations.models import Consultation
from bereg.consultations.queries import MOST_SHOWN, colleagues_for, enquiries_to_consult_on, readable
from bereg.consultations.texts import opened
from bereg.core.forms import id_in, version_in
from bereg.core.pagination import NumberedPage
from bereg.enquiries.models import Enquiry
from bereg.enquiries.part_texts import PartText
from bereg.enquiries.queries import enquiries_for
from bereg.retention.holds import HeldError


@never_cache
@require_GET
@requires(Permission.CONSULT)
def consultations(request: StaffRequest) -> HttpResponse:
    """Show the consultations whose note the person may read."""
    found = NumberedPage(readable(request.user), MOST_SHOWN, request.GET)
    return render(request, "consultations/consultations.html", {"consultations": found})


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.CONSULT)
def new_consultation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write a consultation on an enquiry."""
    enquiry = get_object_or_404(enquiries_to_consult_on(request.user), pk=pk)
    if request.method == "GET":
        if not takes_consultations(enquiry):
            messages.warning(request, _("Without consent, or so long after the closing, no note is kept."), "soon")
            return redirect(enquiry.get_absolute_url())
        first = {"given_on": timezone.localdate(timezone=ZoneInfo(enquiry.centre.time_zone))}
        return _new_page(request, enquiry, _form(request, enquiry, initial=first), uuid4())
    form, own = _form(request, enquiry, request.POST), id_in(request)
    if not form.is_valid():
        return _new_page(request, enquiry, form, own, status=422)
    try:
        actions.write(id=own, enquiry=enquiry, given=form.given(), by=request.user)
    except actions.WrittenError:
        return _written_before(request, enquiry, form, own)
    except (actions.NotYourConsultationError, actions.ConsentWithdrawnError) as refused:
        return _new_page(request, enquiry, form, own, problem=_why_not(refused), status=409)
    messages.success(request, _("Saved. The note is read by you and those whom you named."), "good")
    return redirect(enquiry.get_absolute_url())


def _written_before(request: StaffRequest, enquiry: Enquiry, form: ConsultationForm, own: UUID) -> HttpResponse:
    """Answer a form that comes again: where it says the same, it is done; else both texts are shown."""
    found = readable(request.user).filter(pk=own, author=request.user, enquiry=enquiry).first()
    if found is None:
        problem = _("This form was used already. Nothing is lost: save once more.")
        return _new_page(request, enquiry, form, uuid4(), problem=problem, status=409)
    note, given = opened(found, by=request.user), form.given()
    is_same = not note.is_closed and given.note == note.text and set(given.readers) == set(found.readers.all())
    if is_same and given.codes() == {name: getattr(found, name) for name in given.codes()}:
        return redirect(enquiry.get_absolute_url())
    problem = _("This form was saved already, and what you sent now differs: both stand here.")
    return _page(request, found, note, form, problem=problem, status=409)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.CONSULT)
def consultation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a consultation with its note, and let its author change it."""
    found = get_object_or_404(readable(request.user), pk=pk)
    if request.method == "GET":
        return _page(request, found, opened(found, by=request.user))
    form = _form(request, found.enquiry, request.POST, has_note=bool(found.note))
    if not form.is_valid():
        return _page(request, found, opened(found, by=request.user), form, status=422)
    try:
        actions.change(consultation=found, version=version_in(request), given=form.given(), by=request.user)
    except (
        actions.NotYourConsultationError,
        actions.NoteUnopenedError,
        actions.StaleConsultationError,
        HeldError,
    ) as refused:
        now = get_object_or_404(readable(request.user), pk=pk)
        return _page(request, now, opened(now, by=request.user), form, problem=_why_not(refused), status=409)
    messages.success(request, _("Changed."), "good")
    return redirect("consultations:consultation", pk)


def _new_page(
    request: StaffRequest, enquiry: Enquiry, form: ConsultationForm, own: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"enquiry": enquiry, "form": form, "id": own, "problem": problem, "back": enquiry.get_absolute_url()}
    return render(request, "consultations/new_consultation.html", context, status=status)


def _page(
    request: StaffRequest,
    found: Consultation,
    note: PartText,
    form: ConsultationForm | None = None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    changes = may_change(request.user, found) and not note.is_closed
    if changes and form is None:
        form = _form(request, found.enquiry, has_note=bool(found.note), initial=initial_of(found, note.text))
    sees = enquiries_for(request.user).filter(pk=found.enquiry_id).exists()
    context: dict[str, Any] = {
        "consultation": found,
        "enquiry": found.enquiry,
        "note": note,
        "form": form,
        "may_change": changes,
        "shows_both": status != 200 or not changes,
        "problem": problem,
        "back": found.enquiry.get_absolute_url() if sees else reverse("consultations:consultations"),
    }
    return render(request, "consultations/consultation.html", context, status=status)


def _form(
    request: StaffRequest, enquiry: Enquiry, data: Any = None, *, has_note: bool = False, initial: Any = None
) -> ConsultationForm:
    colleagues = colleagues_for(enquiry, request.user)
    return ConsultationForm(data, enquiry=enquiry, colleagues=colleagues, has_note=has_note, initial=initial)


def _why_not(refused: Exception) -> str:
    match refused:
        case actions.ConsentWithdrawnError():
            return _("The consent was withdrawn meanwhile, so nothing more is kept. Your text stays on this page.")
        case actions.StaleConsultationError():
            return _("It changed meanwhile. Nothing is lost: what stands and what you typed are both on this page.")
        case actions.NoteUnopenedError():
            return _("The note that stands cannot be opened, so nothing is written over it.")
        case HeldError():
            return _("This enquiry is held: leave what stands as it is, and write below it.")
    return _("Nothing is kept: the enquiry, or one whom you named, is not there for this any more.")
