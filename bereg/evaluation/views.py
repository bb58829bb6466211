"""Pages of what campaigns brought, for staff: exact figures, each with its interval."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.campaigns.queries import campaigns
from bereg.counting import queries
from bereg.counting.faults import FiguresFault
from bereg.counting.months import Period
from bereg.counting.wording import Labels, period_name
from bereg.evaluation import page, sentences
from bereg.evaluation.forms import CampaignMonthsForm
from bereg.evaluation.kinds import askers_of, kinds_of
from bereg.evaluation.results import period_of, results_of
from bereg.evaluation.whole import whole_of


@require_safe
@requires(Permission.FIGURES_READ)
def results(request: StaffRequest) -> HttpResponse:
    """Show how people learnt of us in some months and what that cost, and the campaigns."""
    existing = queries.months_that_exist()
    context: dict[str, object] = {"campaigns": campaigns()}
    form = CampaignMonthsForm(request.GET, existing=existing) if existing else None
    context["form"] = form
    if form and form.is_valid():
        try:
            context |= _of_kinds(form.period, Labels())
        except FiguresFault as error:
            context["unreadable"] = str(error)
    return render(request, "evaluation/results.html", context, status=422 if form and form.errors else 200)


def _of_kinds(period: Period, labels: Labels) -> dict[str, object]:
    kinds = kinds_of(queries.figures_of(period), period)
    return {
        "period": period_name(period),
        "kinds": page.kind_lines(kinds, labels),
        "sentences": sentences.of_kinds(kinds, askers_of(period), labels),
    }


@require_safe
@requires(Permission.FIGURES_READ)
def campaign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show what each material of a campaign brought since it began."""
    chosen = get_object_or_404(campaigns(), pk=pk)
    context: dict[str, object] = {"campaign": chosen, "may_open": request.user.may(Permission.CAMPAIGN)}
    period = period_of(chosen, queries.months_that_exist())
    if period:
        labels = Labels()
        try:
            found = results_of(chosen, period, labels)
        except FiguresFault as error:
            context["unreadable"] = str(error)
        else:
            whole = whole_of(found)
            centres, by_centre = page.centre_lines(found, whole, labels)
            context |= {
                "period": period_name(period),
                "materials": page.material_lines(found),
                "whole": page.whole_cells(whole) if whole else None,
                "groups": page.group_names(found),
                "centres": centres,
                "by_centre": by_centre,
                "around": page.around_materials(found),
                "by_copies": page.apart(found, "per_thousand"),
                "by_cost": page.apart(found, "cost_of_one"),
            }
    return render(request, "evaluation/campaign.html", context)
