"""What was handed out at an event: written down on its page, corrected when copies came back, taken off."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.campaigns.errors import CampaignStandsError, NotPrintedError, StaleCampaignError, why_not
from bereg.core.forms import SAVED_BEFORE, id_in, says, version_in
from bereg.outreach import handing_out, queries
from bereg.outreach.access import may_change
from bereg.outreach.actions import StaleOutreachError
from bereg.outreach.forms_handed import HandedOutForm, HowManyForm
from bereg.outreach.models import HandedOut, OutreachEvent
from bereg.outreach.views import event_page


@require_POST
@requires(Permission.OUTREACH)
def hand_out(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write down what was handed out at an event."""
    found = _own(request, pk)
    own = id_in(request)
    stands = queries.handed_out().filter(event=found, distribution=own).first()
    form = HandedOutForm(request.POST, day=found.held_on, handed=stands)
    if not form.is_valid() or form.material is None:
        return event_page(request, found, hand=form, status=422)
    if stands:
        return _sent_twice(request, form, stands)
    try:
        handing_out.hand_out(id=own, event=found, material=form.material, by=request.user, **form.many())
    except NotPrintedError as refused:
        return event_page(request, found, hand=form, problem=why_not(refused), status=409)
    except StaleOutreachError as gone:
        raise Http404 from gone
    except CampaignStandsError:  # both at once
        stands = get_object_or_404(queries.handed_out(), event=found, distribution=own)
        return _sent_twice(request, form, stands)
    messages.success(request, _("Noted."), "good")
    return redirect(found)


def _sent_twice(request: StaffRequest, form: HandedOutForm, stands: HandedOut) -> HttpResponse:
    """Lead on where a form was sent twice; show both where it was sent with something else."""
    given = stands.distribution
    if form.material != given.material:
        problem = _("“%(material)s” was written down by this form before. Saved again, this is one more.")
        said = problem % {"material": given.material}
        return event_page(request, stands.event, hand=form, hand_id=uuid4(), problem=said, status=409)
    if says(given, form.many()):
        return redirect(stands.event)
    many = HowManyForm(request.POST, handed=stands)
    return _correction(request, stands, many, problem=str(SAVED_BEFORE), status=409)


@require_POST
@requires(Permission.OUTREACH)
def take_along(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that something which is written down already was handed out there."""
    found = _own(request, pk)
    offered = {str(each.pk): each for each in queries.given_that_day(request.user, found)}
    given = offered.get(request.POST.get("distribution", ""))
    problem = _("It stands at an event already, or was taken off meanwhile.")
    if given is None:
        return event_page(request, found, problem=problem, status=409)
    try:
        handing_out.take_along(event=found, distribution=given, by=request.user)
    except handing_out.HandedOutElsewhereError:
        return event_page(request, found, problem=problem, status=409)
    except StaleOutreachError as gone:
        raise Http404 from gone
    messages.success(request, _("Noted."), "good")
    return redirect(found)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.OUTREACH)
def handed(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct how many copies were handed out, such as those that came back."""
    found = _own_handed(request, pk)
    if request.method == "GET":
        return _correction(request, found, HowManyForm(initial=_standing(found), handed=found))
    form = HowManyForm(request.POST, handed=found)
    if not form.is_valid():
        return _correction(request, found, form, version=version_in(request), status=422)
    try:
        handing_out.correct(handed=found, version=version_in(request), by=request.user, **form.many())
    except (StaleCampaignError, NotPrintedError) as refused:
        now = _own_handed(request, pk)
        return _correction(request, now, form, problem=why_not(refused), status=409)
    messages.success(request, _("Saved."), "good")
    return redirect(found.event)


@require_POST
@requires(Permission.OUTREACH)
def take_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take off what was noted by mistake."""
    found = _own_handed(request, pk)
    try:
        handing_out.take_back(handed=found, version=version_in(request), by=request.user)
    except StaleCampaignError as refused:
        form = HowManyForm(initial=_standing(found), handed=found)
        return _correction(request, found, form, problem=why_not(refused), status=409)
    messages.success(request, _("Taken off."), "good")
    return redirect(found.event)


def _own(request: StaffRequest, pk: UUID) -> OutreachEvent:
    found = get_object_or_404(queries.events_for(request.user), pk=pk)
    if not may_change(request.user, found):
        raise PermissionDenied
    return found


def _own_handed(request: StaffRequest, pk: UUID) -> HandedOut:
    seen = queries.events_for(request.user).order_by().values("pk")
    found = get_object_or_404(queries.handed_out().filter(event__in=seen), pk=pk)
    if not may_change(request.user, found.event):
        raise PermissionDenied
    return found


def _standing(found: HandedOut) -> dict[str, object]:
    return {name: getattr(found.distribution, name) for name in ("copies", "left_over")}


def _correction(
    request: StaffRequest,
    found: HandedOut,
    form: HowManyForm,
    *,
    version: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "handed": found,
        "form": form,
        "version": found.distribution.version if version is None else version,
        "problem": problem,
    }
    return render(request, "outreach/handed.html", context, status=status)
