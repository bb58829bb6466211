"""The campaigns, one of them, and the sheet of its codes."""

from typing import Any
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
from bereg.campaigns import actions, codes_sheet, errors, partners, queries
from bereg.campaigns.beside import links_of
from bereg.campaigns.forms import CampaignForm
from bereg.campaigns.models import Campaign
from bereg.campaigns.page import differing
from bereg.core.downloads import PDF, attachment
from bereg.core.forms import SAVED_BEFORE, id_in, says, version_in
from bereg.core.pagination import NumberedPage
from bereg.core.public_address import absolute

MOST = 200
COLUMNS = (
    *("name", "aim", "target_group", "message", "first_day", "last_day"),
    *("permitted_by", "permit_number", "permitted_on", "budget", "currency"),
)


@never_cache
@require_GET
@requires(Permission.CAMPAIGN)
def campaigns(request: StaffRequest) -> HttpResponse:
    """Show the campaigns, the latest first, with what was given out of each."""
    found = NumberedPage(queries.campaigns().prefetch_related("materials"), MOST, request.GET)
    sums = queries.sums_of([each for one in found for each in one.materials.all()])
    rows = [
        {
            "campaign": one,
            "many": len(one.materials.all()),
            "given_out": sum(sums[each.pk].given_out for each in one.materials.all()),
            "visits": sum(sums[each.pk].visits for each in one.materials.all()),
        }
        for one in found
    ]
    return render(request, "campaigns/campaigns.html", {"rows": rows, "page": found})


@never_cache
@require_GET
@requires(Permission.CAMPAIGN)
def campaign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one campaign: its materials, who permitted it, its partners, and what was given out."""
    found = campaign_or_404(pk)
    materials = list(found.materials.all())
    sums = queries.sums_of(materials)
    given = queries.distributions().filter(material__campaign=found)
    context = {
        "campaign": found,
        "rows": [(each, sums[each.pk]) for each in materials],
        "partners": [partners.name_of(each, _language()) for each in found.partners.select_related("published")],
        "given": given[:MOST],
        "beside": links_of(found, request.user),
        "more": max(0, given.count() - MOST),
    }
    return render(request, "campaigns/campaign.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.CAMPAIGN)
def new_campaign(request: StaffRequest) -> HttpResponse:
    """Set up a campaign."""
    if request.method == "GET":
        return _form(request, CampaignForm())
    form = CampaignForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    typed = {"wanted": form.wanted(), "partners": form.cleaned_data["partners"], "by": request.user}
    own = id_in(request)
    try:
        made = actions.set_up(id=own, **typed)
    except errors.CampaignStandsError:
        return _sent_twice(request, form, campaign_or_404(own))
    messages.success(request, _("Saved."), "good")
    return redirect(made)


def _sent_twice(request: StaffRequest, form: CampaignForm, stands: Campaign) -> HttpResponse:
    """Lead on to a campaign whose form was sent twice; show both where it was sent with something else."""
    if says(stands, vars(form.wanted())) and set(stands.partners.all()) == set(form.cleaned_data["partners"]):
        return redirect(stands)
    return _form(request, form, stands=stands, problem=str(SAVED_BEFORE), status=409)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.CAMPAIGN)
def change_campaign(request: StaffRequest, pk: UUID) -> HttpResponse:
    found = campaign_or_404(pk)
    if request.method == "GET":
        return _form(request, CampaignForm(initial=_standing(found), campaign=found), stands=found)
    form = CampaignForm(request.POST, campaign=found)
    if not form.is_valid():
        return _form(request, form, stands=found, version=version_in(request), status=422)
    typed = {"wanted": form.wanted(), "partners": form.cleaned_data["partners"], "by": request.user}
    try:
        actions.change(campaign=found, version=version_in(request), **typed)
    except errors.StaleCampaignError as refused:
        stands = campaign_or_404(pk)
        return _form(request, form, stands=stands, problem=errors.why_not(refused), status=409)
    messages.success(request, _("Saved."), "good")
    return redirect(found)


@never_cache
@require_GET
@requires(Permission.CAMPAIGN)
def codes(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show the codes and QR pictures of a campaign, for whoever designs its materials."""
    found = campaign_or_404(pk)
    rows = codes_sheet.rows(found.materials.all(), lambda path: absolute(path, request))
    return render(request, "campaigns/codes.html", {"campaign": found, "rows": rows})


@never_cache
@require_GET
@requires(Permission.CAMPAIGN)
def codes_file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand the same out as a PDF."""
    found = campaign_or_404(pk)
    rows = codes_sheet.rows(found.materials.all(), lambda path: absolute(path, request))
    return attachment(codes_sheet.pdf(found, rows, _language()), name=f"{found.name}-codes.pdf", kind=PDF)


def campaign_or_404(pk: UUID) -> Campaign:
    return get_object_or_404(queries.campaigns(), pk=pk)


def _standing(found: Campaign) -> dict[str, Any]:
    said = partners.lines_of(found.partners.select_related("published"), _language())
    return {**{name: getattr(found, name) for name in COLUMNS}, "centre": str(found.centre_id or ""), "partners": said}


def _form(
    request: StaffRequest,
    form: CampaignForm,
    *,
    stands: Campaign | None = None,
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
    return render(request, "campaigns/write_campaign.html", context, status=status)


def _language() -> str:
    return (get_language() or "en").split("-")[0]
