"""The places where something is given out or shown."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.campaigns import actions, errors, partners
from bereg.campaigns.forms import CampaignPlaceForm
from bereg.campaigns.models import Place
from bereg.campaigns.page import differing
from bereg.campaigns.wording import region_named
from bereg.core.forms import SAVED_BEFORE, id_in, says, version_in


@never_cache
@require_GET
@requires(Permission.DISTRIBUTE)
def places(request: StaffRequest) -> HttpResponse:
    """Show the places, those where nothing is given out any more last."""
    found = sorted(Place.objects.all(), key=lambda each: each.closed_at is not None)
    rows = [(each, region_named(each.region)) for each in found]
    return render(request, "campaigns/places.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.DISTRIBUTE)
def new_place(request: StaffRequest) -> HttpResponse:
    """Write a place down."""
    if request.method == "GET":
        return _form(request, CampaignPlaceForm())
    own = id_in(request)
    stands = Place.objects.filter(pk=own).first()
    form = CampaignPlaceForm(request.POST, place=stands)
    if not form.is_valid():
        return _form(request, form, stands=stands, status=422)
    if stands:
        return _sent_twice(request, form, stands)
    try:
        actions.write_place(id=own, wanted=form.wanted(), by=request.user)
    except errors.CampaignStandsError as refused:  # the form was sent twice at once, or a colleague wrote this name
        stands = Place.objects.filter(pk=own).first()
        if stands:
            return _sent_twice(request, form, stands)
        return _form(request, form, problem=errors.why_not(refused), status=409)
    messages.success(request, _("Saved."), "good")
    return redirect("campaigns:places")


def _sent_twice(request: StaffRequest, form: CampaignPlaceForm, stands: Place) -> HttpResponse:
    """Lead on where a form was sent twice; show both where it was sent with something else."""
    wanted = vars(form.wanted())
    if says(stands, {name: value for name, value in wanted.items() if name != "is_closed"}):
        return redirect("campaigns:places")
    return _form(request, form, stands=stands, problem=str(SAVED_BEFORE), status=409)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.DISTRIBUTE)
def place(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change a place."""
    found = _place_or_404(pk)
    if request.method == "GET":
        return _form(request, CampaignPlaceForm(initial=_standing(found), place=found), stands=found)
    form = CampaignPlaceForm(request.POST, place=found)
    if not form.is_valid():
        return _form(request, form, stands=found, version=version_in(request), status=422)
    try:
        actions.change_place(place=found, version=version_in(request), wanted=form.wanted(), by=request.user)
    except (errors.StaleCampaignError, errors.CampaignStandsError) as refused:
        return _form(request, form, stands=_place_or_404(pk), problem=errors.why_not(refused), status=409)
    messages.success(request, _("Saved."), "good")
    return redirect("campaigns:places")


def _place_or_404(pk: UUID) -> Place:
    return get_object_or_404(Place.objects.select_related("partner__published"), pk=pk)


def _standing(found: Place) -> dict[str, object]:
    partner = partners.name_of(found.partner, get_language() or "en") if found.partner else ""
    is_closed = found.closed_at is not None
    return {"name": found.name, "kind": found.kind, "region": found.region, "partner": partner, "is_closed": is_closed}


def _form(
    request: StaffRequest,
    form: CampaignPlaceForm,
    *,
    stands: Place | None = None,
    version: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "stands": stands,
        "id": id_in(request),
        "version": version if version is not None else stands.version if stands else 0,
        "problem": problem,
        "standing": differing(form, _standing(stands)) if stands and problem else [],
        "offered": sorted(partners.offered()),
    }
    return render(request, "campaigns/write_place.html", context, status=status)
