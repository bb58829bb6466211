"""Contacts that are recorded: put right, registered by mistake, taken back at once."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.audit.queries import acts_on
from bereg.centres.clock import differ, in_zone, zone_words
from bereg.centres.queries import own_centres
from bereg.contacts.corrections import (
    CountedError,
    StaleContactError,
    mark_mistaken,
    take_back_mistake,
)
from bereg.contacts.forms import CorrectionForm, fields_of_contact
from bereg.contacts.mistakes import REASONS_OF_CONTACT, Mistake
from bereg.contacts.queries import Contact, contacts_for, last_way_of, places_for, without_enquiry_for
from bereg.core.forms import version_in
from bereg.core.pagination import NumberedPage
from bereg.desk.comparison import Difference, typed_differences
from bereg.desk.enquiry_detail import told
from bereg.enquiries.contact_corrections import correct_contact
from bereg.enquiries.queries import enquiry_of

MOST_SHOWN = 100


@never_cache
@require_GET
@requires(Permission.CONTACT_RECORD)
def contacts(request: StaffRequest) -> HttpResponse:
    """List the latest contacts that brought no enquiry."""
    several = differ(own_centres(request.user))
    page = NumberedPage(without_enquiry_for(request.user), MOST_SHOWN, request.GET)
    rows = [
        {"contact": each, "at": in_zone(each.started_at, each.centre), "zone": _zone(each) if several else ""}
        for each in page
    ]
    return render(request, "desk/contacts.html", {"rows": rows, "page": page})


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.CONTACT_RECORD)
def contact(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one contact with its history; put it right, unless somebody else was faster or its month is closed."""
    found = _seen(request, pk)
    if request.method == "GET":
        form = CorrectionForm(fields_of_contact(found), contact=found, places=places_for(found))
        return _contact_page(request, found, form)
    form = CorrectionForm(request.POST, contact=found, places=places_for(found))
    if not form.is_valid():
        return _contact_page(request, found, form, status=422, is_wrong=True)
    fields = form.corrected(found)
    try:
        correct_contact(contact=found, version=version_in(request), fields=fields, by=request.user)
    except StaleContactError as stale:
        both = typed_differences(stale.current, fields)
        return _contact_page(request, stale.current, form, status=409, is_stale=True, both=both)
    except CountedError:
        return _contact_page(request, found, form, status=409)
    messages.success(request, _("The contact is corrected."), extra_tags="good")
    return redirect(_back_to(found))


@require_POST
@requires(Permission.CONTACT_RECORD)
def mistaken_contact(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a contact that brought no enquiry out of the figures, or put it back."""
    found = _seen(request, pk)
    reason, takes_back = request.POST.get("because", ""), request.POST.get("act") == "take_back"
    is_sent = bool(found.mistake) if takes_back else reason in dict(REASONS_OF_CONTACT)
    if enquiry_of(found) or not is_sent:
        messages.warning(request, _("Nothing is changed: choose why."), extra_tags="soon")
        return redirect("desk:contact", pk)
    try:
        if takes_back:
            take_back_mistake(contact=found, by=request.user)
        else:
            mark_mistaken(contact=found, because=Mistake(reason), by=request.user)
    except (CountedError, StaleContactError):
        messages.warning(request, _("Nothing is changed: a colleague was faster, or the month is closed."), "soon")
    return redirect("desk:contact", pk)


@require_POST
@requires(Permission.CONTACT_RECORD)
def undo_contact(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back what one key recorded a moment ago; what is taken back already stays so, and says so."""
    last = last_way_of(request.user)
    if last and last.contact.pk == pk and last.may_be_undone:
        with suppress(CountedError, StaleContactError):
            mark_mistaken(contact=last.contact, because=Mistake.UNDONE, by=request.user)
    if contacts_for(request.user).of_person(request.user).filter(pk=pk, mistake=Mistake.UNDONE).exists():
        messages.success(request, _("Taken back. It is not counted."), extra_tags="good")
        return redirect("desk:today")
    messages.warning(request, _("The minute is over. Say here why the contact was a mistake."), extra_tags="soon")
    return redirect("desk:contact", pk)


def _contact_page(
    request: StaffRequest,
    found: Contact,
    form: CorrectionForm,
    *,
    status: int = 200,
    both: list[Difference] | None = None,
    **more: Any,
) -> HttpResponse:
    context = {
        "found": found,
        "form": form,
        "both": both,
        "is_open": found.is_open,
        "enquiry": enquiry_of(found),
        "reasons": REASONS_OF_CONTACT,
        "acts": told(acts_on(found), found.centre),
        **more,
    }
    return render(request, "desk/contact.html", context, status=status)


def _seen(request: StaffRequest, pk: UUID) -> Contact:
    return get_object_or_404(contacts_for(request.user).select_related("centre", "line", "operator"), pk=pk)


def _back_to(found: Contact) -> str:
    enquiry = enquiry_of(found)
    return reverse("desk:enquiry", args=[enquiry.pk]) if enquiry else reverse("desk:contact", args=[found.pk])


def _zone(found: Contact) -> str:
    return zone_words(in_zone(found.started_at, found.centre))
