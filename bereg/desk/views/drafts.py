"""Forms that are not saved yet."""

from uuid import UUID

from django.db import IntegrityError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.clock import in_zone
from bereg.core.forms import version_in
from bereg.desk.registration_form import NoPlaceError, consent_in, sheet_with, typed_in
from bereg.enquiries.access import may_write
from bereg.enquiries.drafts import (
    AlreadySavedError,
    ChangedMeanwhileError,
    correction_draft_id,
    discard_draft,
    save_draft,
)
from bereg.enquiries.queries import enquiries_for


@require_POST
@requires(Permission.ENQUIRY_REGISTER)
def draft(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep the form of a new enquiry as it stands."""
    fields = typed_in(request)
    try:
        sheet = sheet_with(request, pk, fields)
        centre = sheet.place.centre
        kept = save_draft(
            id=pk,
            centre=centre,
            enquiry=None,
            consent=consent_in(fields),
            fields=fields,
            by=request.user,
            mark=sheet.mark,
        )
    except (IntegrityError, NoPlaceError):
        return _refused(_("This draft belongs to somebody else."))
    except AlreadySavedError:
        return _refused(_("This form is saved already."))
    return _kept(f"{in_zone(kept.saved_at, centre):%H:%M}")


@require_POST
@requires(Permission.ENQUIRY_CORRECT)
def correction_draft(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep an unfinished correction as it stands."""
    enquiry = get_object_or_404(enquiries_for(request.user).select_related("centre"), pk=pk)
    if not may_write(request.user, enquiry):
        return _refused(_("This enquiry is assigned to somebody else. Your text stays on this page."))
    fields = typed_in(request)
    try:
        kept = save_draft(
            id=correction_draft_id(enquiry, request.user),
            centre=enquiry.centre,
            enquiry=enquiry,
            consent=consent_in(fields),
            fields=fields,
            by=request.user,
            version=version_in(request),
        )
    except ChangedMeanwhileError:
        return _refused(
            _("A colleague changed this enquiry meanwhile. Your text stays on this page: save to see both.")
        )
    return _kept(f"{in_zone(kept.saved_at, enquiry.centre):%H:%M}")


@require_POST
@requires(Permission.ENQUIRY_REGISTER)
def discard(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Throw one's own draft away."""
    discard_draft(id=pk, by=request.user)
    return redirect("desk:today")


def _kept(at: str) -> HttpResponse:
    return JsonResponse({"saved_at": at})


def _refused(why: str) -> HttpResponse:
    return JsonResponse({"why": why}, status=409)
