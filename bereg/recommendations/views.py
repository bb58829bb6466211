"""The register of recommendations: listed, written, and followed."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.commentary.forms import NAMES
from bereg.commentary.queries import release_for
from bereg.core.forms import SAVED_BEFORE, id_in, says, version_in
from bereg.core.pagination import FirstRows, NumberedPage
from bereg.publications import periods
from bereg.recommendations import actions, errors, page, queries
from bereg.recommendations.choices import MOST_FIGURES, WAITING
from bereg.recommendations.forms import RecommendationForm, StepForm
from bereg.recommendations.models import Recommendation

MOST = 200


@never_cache
@require_safe
@requires(Permission.REPORT_TEXT_READ)
def recommendations(request: StaffRequest) -> HttpResponse:
    """Show which wait for an answer, which are to be sent, and what became of the others."""
    figures = queries.FiguresNow.read()
    rows = [page.row(each, figures) for each in queries.recommendations_for(request.user)]
    over = [each for each in reversed(rows) if each["last"] and each["last"].step not in WAITING]
    context = {
        "waits": FirstRows([each for each in rows if each["last"] and each["last"].step in WAITING], MOST),
        "unsent": FirstRows([each for each in rows if not each["last"]], MOST),
        "over": NumberedPage(over, MOST, request.GET),
        "gone": sum(bool(each["problem"]) for each in rows),
        "may_write": request.user.may(Permission.REPORT_TEXT),
    }
    return render(request, "recommendations/recommendations.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.REPORT_TEXT)
def new(request: StaffRequest) -> HttpResponse:
    """Write a recommendation, resting on the latest published figures unless another report is chosen."""
    latest = next(iter(sorted(queries.standing_releases(), key=lambda each: each.first_month - each.last_month)), None)
    first: dict[str, Any] = {"release": str(latest.pk) if latest else ""}
    form, own = _form(request, first), id_in(request)
    if request.method == "GET" or not form.is_valid():
        return _form_page(request, form, own=own)
    try:
        made = actions.write(id=own, draft=form.draft(), by=request.user)
    except errors.StaleRecommendationError:
        return _sent_twice(request, form, _found_or_404(request, own))
    messages.success(request, _("Saved."), "good")
    return redirect(made)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.REPORT_TEXT)
def change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change a recommendation; once it was sent, all but its words."""
    found = _found_or_404(request, pk)
    form = _form(request, _standing(found))
    if request.method == "GET":
        return _form_page(request, form, stands=found)
    if not form.is_valid():
        return _form_page(request, form, stands=found, version=version_in(request))
    try:
        actions.change(recommendation=found, version=version_in(request), draft=form.draft(), by=request.user)
    except errors.REFUSED as refused:
        return _form_page(request, form, stands=_found_or_404(request, pk), problem=errors.why_not(refused))
    messages.success(request, _("Saved."), "good")
    return redirect(found)


def _standing(found: Recommendation) -> dict[str, Any]:
    figures = {
        f"figure_{number}": figure.words for number, figure in enumerate(page.figures_shown(found)[:MOST_FIGURES], 1)
    }
    return {
        **{name: getattr(found, name) for name in ("texts", "decided", "to_kind", "enquiries", "with_report")},
        "organisation": page.organisation_of(found),
        "release": str(found.release_id or ""),
        "stands": found.release,
        "goes_to": found.organisation,
        **figures,
    }


@never_cache
@require_safe
@requires(Permission.REPORT_TEXT_READ)
def recommendation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one: its words, what it rests on, and what became of it."""
    return _page(request, _found_or_404(request, pk))


@require_POST
@requires(Permission.REPORT_TEXT)
def note(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note what happened to it."""
    found, form = _found_or_404(request, pk), StepForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, version=version_in(request), status=422)
    try:
        actions.note(recommendation=found, version=version_in(request), step=form.draft(), by=request.user)
    except errors.REFUSED as refused:
        return _page(request, _found_or_404(request, pk), form=form, problem=errors.why_not(refused), status=409)
    messages.success(request, _("Noted."), "good")
    return redirect(found)


@require_POST
@requires(Permission.REPORT_TEXT)
def remove_note(request: StaffRequest, pk: UUID, event: UUID) -> HttpResponse:
    """Remove what was noted by mistake."""
    found = _found_or_404(request, pk)
    try:
        actions.remove_note(recommendation=found, version=version_in(request), event=event, by=request.user)
    except errors.REFUSED as refused:
        return _page(request, _found_or_404(request, pk), problem=errors.why_not(refused), status=409)
    messages.success(request, _("Removed."), "good")
    return redirect(found)


@require_POST
@requires(Permission.REPORT_TEXT)
def remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Remove one that was not sent."""
    found = _found_or_404(request, pk)
    try:
        actions.remove(recommendation=found, version=version_in(request), by=request.user)
    except errors.REFUSED as refused:
        return _page(request, _found_or_404(request, pk), problem=errors.why_not(refused), status=409)
    messages.success(request, _("Removed."), "good")
    return redirect("recommendations:recommendations")


def _sent_twice(request: StaffRequest, form: RecommendationForm, stands: Recommendation) -> HttpResponse:
    """Lead on where a form was sent twice; show both where it was sent with something else."""
    if says(stands, form.draft().columns()):
        return redirect(stands)
    return _form_page(request, form, stands=stands, problem=str(SAVED_BEFORE))


def _found_or_404(request: StaffRequest, pk: UUID) -> Recommendation:
    found = queries.recommendation_for(request.user, pk)
    if found is None:
        raise Http404
    return found


def _page(
    request: StaffRequest,
    found: Recommendation,
    *,
    form: StepForm | None = None,
    version: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    events = list(found.events.all())
    context = {
        "recommendation": found,
        "texts": page.texts_of(found),
        "beginning": page.beginning(found),
        "organisation": page.organisation_of(found),
        "figures": page.figures_shown(found),
        "period": periods.named(found.release.first_month, found.release.last_month) if found.release else "",
        "gone": queries.FiguresNow.read().problem(found),
        "is_open": bool(found.release_id and release_for(request.user, found.release_id)),
        "events": events,
        "form": form
        or StepForm(initial={"happened_on": timezone.localdate(), "step": "answered" if events else "sent"}),
        "version": version if version is not None else found.version,
        "problem": problem,
        "may_write": request.user.may(Permission.REPORT_TEXT),
    }
    return render(request, "recommendations/recommendation.html", context, status=status)


def _form(request: StaffRequest, initial: dict[str, Any]) -> RecommendationForm:
    names: Any = {code: NAMES.get(code, name) for code, name in settings.PUBLIC_LANGUAGES}
    return RecommendationForm(request.POST if request.method == "POST" else None, names=names, initial=initial)


def _form_page(
    request: StaffRequest,
    form: RecommendationForm,
    *,
    stands: Recommendation | None = None,
    own: UUID | None = None,
    version: int | None = None,
    problem: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "stands": stands,
        "texts": page.texts_of(stands) if stands else [],
        "id": own or uuid4(),
        "version": version if version is not None else stands.version if stands else 0,
        "problem": problem,
    }
    return render(
        request, "recommendations/write.html", context, status=409 if problem else 422 if form.errors else 200
    )
