"""Pages of releases, for who prepares and publishes them; nothing here is public."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from bereg.accounts import approvals
from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.accounts.reauthentication import fresh_second_factor
from bereg.counting import queries
from bereg.counting.faults import FiguresFault
from bereg.counting.months import Period
from bereg.counting.published_tables import CENTRE_BASE, LARGE_CENTRE_BASE
from bereg.counting.wording import month_name, period_name
from bereg.publications import actions, approving
from bereg.publications import queries as releases
from bereg.publications.models import Release, WithdrawalReason
from bereg.publishing import refusals, tasks
from bereg.publishing.forms import ReleaseForm
from bereg.publishing.models import Preparation
from bereg.publishing.refusals import RefusedError


@never_cache
@require_safe
@requires(Permission.RELEASE)
def all_releases(request: StaffRequest) -> HttpResponse:
    """List every release, and offer to prepare one."""
    return _list(request, ReleaseForm(closed=_closed()))


@never_cache
@require_safe
@requires(Permission.RELEASE)
def published_tables(request: StaffRequest) -> HttpResponse:
    """List what a release publishes, by which rule, and why not more."""
    from bereg.publishing import disclosure_control, listing

    context = {
        "tables": listing.listed(),
        "levels": listing.LEVELS.values(),
        "centre_base": CENTRE_BASE,
        "large_base": LARGE_CENTRE_BASE,
        "small": disclosure_control.RULES.class_below,
    }
    return render(request, "publishing/published.html", context)


@require_POST
@requires(Permission.RELEASE)
def prepare(request: StaffRequest) -> HttpResponse:
    """Begin to prepare a release of closed months."""
    form = ReleaseForm(request.POST, closed=_closed())
    if not form.is_valid():
        return _list(request, form, status=422)
    try:
        begun = tasks.begin(period=form.period, by=request.user)
    except RefusedError as problem:
        form.add_error(None, str(problem))
        return _list(request, form, status=409)
    return redirect("publishing:preparation", begun.pk)


@never_cache
@require_safe
@requires(Permission.RELEASE)
def preparation(request: StaffRequest, id: UUID) -> HttpResponse:
    """Show how far a preparation is; once it is done, the release."""
    found = tasks.preparation(id)
    if found is None:
        raise Http404
    is_part = "HX-Request" in request.headers
    if found.release:
        return HttpResponseClientRedirect(_made(found)) if is_part else redirect(_made(found))
    page = "publishing/preparing_state.html" if is_part else "publishing/preparing.html"
    return render(request, page, {"preparation": found, **_as_listed(found)})


def _made(found: Preparation) -> str:
    """Return the address of what was made, or of the list where it was replaced since."""
    is_there = found.release and releases.release(found.release)
    return reverse("publishing:release", args=[found.release]) if is_there else reverse("publishing:releases")


@never_cache
@require_safe
@requires(Permission.RELEASE_LOOK)
def release(request: StaffRequest, id: UUID) -> HttpResponse:
    """Show what a release says, exact beside protected, and what the attacker achieved; also to who only agrees."""
    return _page(request, _release_or_404(id))


@require_POST
@requires(Permission.RELEASE)
def ask(request: StaffRequest, id: UUID) -> HttpResponse:
    """Ask a second person to agree to the publication."""
    found = _release_or_404(id)
    if found.published_at or not found.holds:
        return _page(request, found, status=409)
    approvals.ask(kind=approving.KIND, target=str(found.pk), by=request.user)
    messages.success(request, _("Asked. You are told when a second person has decided."), extra_tags="good")
    return redirect("publishing:release", found.pk)


@require_POST
@requires(Permission.RELEASE)
@fresh_second_factor
def publish(request: StaffRequest, id: UUID) -> HttpResponse:
    """Publish what a second person agreed to."""
    from bereg.publishing import preparing

    found = _release_or_404(id)
    try:
        preparing.publish(release=found, by=request.user)
    except actions.GateBrokenError:
        return _page(request, found, _("A gate is broken: this release is never published."), status=409)
    except actions.StaleAttackError:
        stale = _("Other figures were published since. Prepare this release again, so that all are attacked together.")
        return _page(request, found, stale, status=409)
    except RefusedError as refused:
        return _page(request, found, str(refused), status=409)
    except approvals.NeededError:
        return _page(request, found, _("A second person has to agree first."), status=409)
    except actions.TooLateError:
        return _page(request, _release_or_404(id), _("A colleague was faster: look at what stands now."), status=409)
    messages.success(request, _("Published."), extra_tags="good")
    return redirect("publishing:release", found.pk)


@require_POST
@requires(Permission.RELEASE)
@fresh_second_factor
def withdraw(request: StaffRequest, id: UUID) -> HttpResponse:
    """Take a release from the public pages."""
    found = _release_or_404(id)
    because = request.POST.get("because", "")
    if because not in WithdrawalReason.values:
        return _page(request, found, _("Choose why it is withdrawn."), status=422)
    try:
        actions.withdraw(release=found, because=WithdrawalReason(because), by=request.user)
    except actions.TooLateError:
        return _page(request, _release_or_404(id), _("It is not public any more."), status=409)
    messages.success(request, _("Withdrawn. That it was public stays known."), extra_tags="good")
    return redirect("publishing:release", found.pk)


def _as_listed(found: Preparation) -> dict[str, str]:
    """Return of which months a preparation is, and why it made nothing."""
    reason = refusals.said(found.reason, found.about) if found.reason else ""
    return {"period": period_name(Period(found.first_month, found.last_month)), "reason": reason}


def _closed() -> list[Any]:
    return [month.first_day for month in queries.closed_months()]


def _list(request: StaffRequest, form: ReleaseForm, status: int = 200) -> HttpResponse:
    replaced = releases.replaced()
    found = [{"release": each, "period": _period(each), "replaced": each.pk in replaced} for each in releases.listed()]
    due = queries.month_to_close()
    under_way = [_as_listed(each) | {"preparation": each} for each in tasks.unmade()]
    context = {
        "form": form,
        "releases": found,
        "preparing": under_way,
        "due": month_name(due) if due and queries.is_over(due) else "",
    }
    return render(request, "publishing/releases.html", context, status=status)


def _page(request: StaffRequest, found: Release, problem: str = "", status: int = 200) -> HttpResponse:
    from bereg.publishing import insiders, release_preview

    context: dict[str, object] = {"release": found, "period": _period(found), "problem": problem}
    context["request_made"] = approvals.living(kind=approving.KIND, target=str(found.pk), by=request.user)
    context["to_decide"] = approvals.to_decide(kind=approving.KIND, target=str(found.pk), by=request.user)
    context["reasons"] = WithdrawalReason.choices
    context["may_act"] = request.user.may(Permission.RELEASE)
    context["gates"] = release_preview.gates(found)
    context["known"] = insiders.statements()
    context["replaced"] = found.pk in releases.replaced()
    try:
        context |= release_preview.side_by_side(found, with_exact=request.user.may(Permission.FIGURES_READ))
    except releases.ChangedError:
        context["changed"] = True
    except FiguresFault as fault:
        context["problem"] = problem or str(fault)
    return render(request, "publishing/release.html", context, status=status)


def _period(found: Release) -> str:
    return period_name(Period(found.first_month, found.last_month))


def _release_or_404(id: UUID) -> Release:
    found = releases.release(id)
    if found is None:
        raise Http404
    return found
