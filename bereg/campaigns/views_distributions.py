"""What was given out, typed in the street: a material by one tap, the last place, today, and how much."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.campaigns import distributions, errors, queries
from bereg.campaigns.distribution_form import GivenForm
from bereg.campaigns.models import Distribution, Material
from bereg.campaigns.page import differing
from bereg.core.forms import SAVED_BEFORE, id_in, says, version_in

MOST_OWN = 10


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.DISTRIBUTE)
def give(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Show the materials and the form of one, that which was given out last; write down what was."""
    offered = queries.materials_on(timezone.localdate())
    last = queries.last_of(request.user)
    material = _chosen(pk, offered, last)
    if material is None:
        return render(request, "campaigns/nothing_to_give.html")
    place = last.place if last else None
    if request.method == "GET":
        return _street(request, material, offered, GivenForm(material=material, usual=place))
    return _write_down(request, material, offered)


def _write_down(request: StaffRequest, material: Material, offered: list[Material]) -> HttpResponse:
    own = id_in(request)
    stands = queries.distribution_for(own)
    form = GivenForm(request.POST, material=material, stands=stands)
    if not form.is_valid():
        return _street(request, material, offered, form, status=422)
    if stands:
        return _sent_twice(request, form, _own_or_404(request, own))
    try:
        distributions.give_out(id=own, material=material, given=form.given(), by=request.user)
    except errors.NotPrintedError as refused:
        return _street(request, material, offered, form, problem=errors.why_not(refused), status=409)
    except errors.CampaignStandsError:  # both at once
        return _sent_twice(request, form, _own_or_404(request, own))
    messages.success(request, _("Written down: %(what)s.") % {"what": material}, "good")
    return redirect("campaigns:give_of", material.pk)


def _sent_twice(request: StaffRequest, form: GivenForm, stands: Distribution) -> HttpResponse:
    """Lead on where a form was sent twice; show both where it was sent with something else."""
    if stands.material != form.material:
        raise Http404
    if says(stands, vars(form.given())):
        return redirect("campaigns:give_of", stands.material_id)
    return _correction(request, stands, form, problem=str(SAVED_BEFORE), status=409)


def _chosen(pk: UUID | None, offered: list[Material], last: Distribution | None) -> Material | None:
    """Return the material of the address, else the one that was given out last, else the first one."""
    if pk is not None:
        return get_object_or_404(queries.materials(), pk=pk)
    if last and last.material in offered:
        return last.material
    return next(iter(offered), None)


def _street(
    request: StaffRequest,
    material: Material,
    offered: list[Material],
    form: GivenForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "material": material,
        "offered": offered,
        "form": form,
        "id": id_in(request),
        "left": queries.copies_left(material),
        "own": queries.distributions().filter(recorded_by=request.user).order_by("-recorded_at")[:MOST_OWN],
        "problem": problem,
    }
    return render(request, "campaigns/give.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.DISTRIBUTE)
def distribution(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct what was given out, such as the copies that came back in the evening."""
    found = _own_or_404(request, pk)
    if request.method == "GET":
        form = GivenForm(initial=_standing(found), material=found.material, stands=found)
        return _correction(request, found, form)
    form = GivenForm(request.POST, material=found.material, stands=found)
    if not form.is_valid():
        return _correction(request, found, form, version=version_in(request), status=422)
    try:
        distributions.correct(distribution=found, version=version_in(request), given=form.given(), by=request.user)
    except (errors.StaleCampaignError, errors.NotPrintedError) as refused:
        return _correction(request, _own_or_404(request, pk), form, problem=errors.why_not(refused), status=409)
    messages.success(request, _("Saved."), "good")
    return redirect(_after(request, found))


@require_POST
@requires(Permission.DISTRIBUTE)
def remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Remove what was written down by mistake."""
    found = _own_or_404(request, pk)
    try:
        distributions.remove(distribution=found, version=version_in(request), by=request.user)
    except errors.StaleCampaignError as refused:
        form = GivenForm(initial=_standing(found), material=found.material, stands=found)
        return _correction(request, found, form, problem=errors.why_not(refused), status=409)
    messages.success(request, _("Removed."), "good")
    return redirect(_after(request, found))


def _own_or_404(request: StaffRequest, pk: UUID) -> Distribution:
    found = queries.distribution_for(pk)
    if found is None:
        raise Http404
    try:
        distributions.demand_own(found, request.user)
    except errors.NotYourDistributionError as others:
        raise Http404 from others
    return found


def _standing(found: Distribution) -> dict[str, object]:
    measures = {each.value: getattr(found, each.value) for each in found.material.measures}
    return {"place": str(found.place_id), "given_on": found.given_on, **measures}


def _after(request: StaffRequest, found: Distribution) -> str:
    """Return where to go on: whoever looks after campaigns came from the material, a distributor from the street."""
    if request.user.may(Permission.CAMPAIGN):
        return found.material.get_absolute_url()
    return "campaigns:give"


def _correction(
    request: StaffRequest,
    found: Distribution,
    form: GivenForm,
    *,
    version: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "stands": found,
        "material": found.material,
        "version": found.version if version is None else version,
        "problem": problem,
        "standing": differing(form, _standing(found)) if problem else [],
    }
    return render(request, "campaigns/write_distribution.html", context, status=status)
