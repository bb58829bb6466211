"""One material: its code and address, how it looks, what was given out of it, how often its address was opened."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.campaigns import actions, codes_sheet, errors, queries
from bereg.campaigns.forms import MaterialForm
from bereg.campaigns.models import Campaign, Material, MaterialFile
from bereg.campaigns.page import differing
from bereg.campaigns.public_address import path_of
from bereg.campaigns.views import MOST, campaign_or_404
from bereg.core.downloads import attachment
from bereg.core.forms import SAVED_BEFORE, id_in, says, version_in
from bereg.core.pagination import NumberedPage
from bereg.core.public_address import absolute

MOST_DAYS = 30
COLUMNS = ("kind", "name", "language", "edition", "print_run", "cost", "currency")


@never_cache
@require_GET
@requires(Permission.CAMPAIGN)
def material(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one material."""
    found = material_or_404(pk)
    given = queries.distributions().filter(material=found)
    context = {
        "material": found,
        "sums": queries.sums_of([found])[found.pk],
        "left": queries.copies_left(found),
        "address": absolute(path_of(found), request),
        "file": MaterialFile.objects.filter(material=found).defer("content").first(),
        "visits": NumberedPage(queries.visits_of(found), MOST_DAYS, request.GET),
        "given": given[:MOST],
        "more": max(0, given.count() - MOST),
    }
    return render(request, "campaigns/material.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.CAMPAIGN)
def new_material(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write a material of a campaign down; it gets its code."""
    campaign = campaign_or_404(pk)
    if request.method == "GET":
        return _form(request, campaign, MaterialForm(initial={"language": "ru"}))
    form, own = MaterialForm(request.POST, request.FILES), id_in(request)
    if not form.is_valid():
        return _form(request, campaign, form, status=422)
    try:
        made = actions.make_material(
            id=own, campaign=campaign, wanted=form.wanted(), file=form.cleaned_data["file"], by=request.user
        )
    except errors.CampaignStandsError:
        return _sent_twice(request, form, material_or_404(own))
    messages.success(request, _("Saved. Its code is %(code)s.") % {"code": made.code}, "good")
    return redirect(made)


def _sent_twice(request: StaffRequest, form: MaterialForm, stands: Material) -> HttpResponse:
    """Lead on to a material whose form was sent twice; show both where it was sent with something else."""
    file, kept = form.cleaned_data["file"], MaterialFile.objects.filter(material=stands).first()
    looks_so = file is None or (kept is not None and bytes(kept.content) == file.content)
    if says(stands, vars(form.wanted())) and looks_so:
        return redirect(stands)
    return _form(request, stands.campaign, form, stands=stands, problem=str(SAVED_BEFORE), status=409)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.CAMPAIGN)
def change_material(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change a material; its code stays."""
    found = material_or_404(pk)
    if request.method == "GET":
        form = MaterialForm(initial=_standing(found), material=found)
        return _form(request, found.campaign, form, stands=found)
    form = MaterialForm(request.POST, request.FILES, material=found)
    if not form.is_valid():
        return _form(request, found.campaign, form, stands=found, version=version_in(request), status=422)
    try:
        actions.change_material(
            material=found,
            version=version_in(request),
            wanted=form.wanted(),
            file=form.cleaned_data["file"],
            by=request.user,
        )
    except errors.StaleCampaignError as refused:
        stands = material_or_404(pk)
        return _form(request, stands.campaign, form, stands=stands, problem=errors.why_not(refused), status=409)
    messages.success(request, _("Saved."), "good")
    return redirect(found)


@never_cache
@require_GET
@requires(Permission.CAMPAIGN)
def material_file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand out how a material looks."""
    found = get_object_or_404(MaterialFile.objects.select_related("material"), pk=pk)
    return attachment(bytes(found.content), name=f"{found.material.code}.{found.ending}", kind=found.kind)


@never_cache
@require_GET
@requires(Permission.CAMPAIGN)
def qr_picture(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Draw the address of a material, as a page shows it and whoever designs it takes it."""
    address = absolute(path_of(material_or_404(pk)), request)
    return HttpResponse(codes_sheet.drawn(address), content_type="image/svg+xml")


def material_or_404(pk: UUID) -> Material:
    return get_object_or_404(queries.materials(), pk=pk)


def _standing(found: Material) -> dict[str, object]:
    return {name: getattr(found, name) for name in COLUMNS}


def _form(
    request: StaffRequest,
    campaign: Campaign,
    form: MaterialForm,
    *,
    stands: Material | None = None,
    version: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "campaign": campaign,
        "stands": stands,
        "id": id_in(request),
        "version": version if version is not None else stands.version if stands else 0,
        "problem": problem,
        "standing": differing(form, _standing(stands)) if stands and problem else [],
    }
    return render(request, "campaigns/write_material.html", context, status=status)
