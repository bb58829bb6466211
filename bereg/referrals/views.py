"""What came of referrals, who referred somebody to us, and what each body did with what it got."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.clock import today_at
from bereg.centres.queries import own_centres
from bereg.core.forms import id_in
from bereg.core.quarters import quarter_words
from bereg.directory.choices import Sort
from bereg.dispatch.choices import DispatchKind
from bereg.dispatch.forms import title_of
from bereg.dispatch.models import Dispatch
from bereg.dispatch.universe import BANDS
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import reached_by
from bereg.referrals import actions
from bereg.referrals.bodies import OF_SORT, Accounts, BodyGroup, TrendOf, accounts
from bereg.referrals.choices import OutcomeKind
from bereg.referrals.forms import BodiesForm, NewOutcomeForm, PartnerForm
from bereg.referrals.queries import outcome_for, outputs, referable
from bereg.tasks.actions import ConsentGoneError, NotYourTaskError

YEAR = dt.timedelta(days=365)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.DISPATCH_DRAFT)
def new_outcome(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note one thing that came of a referral."""
    found = _referral(request, pk)
    if request.method == "GET":
        return _outcome_page(request, found, NewOutcomeForm(centre=found.centre), uuid4())
    form, own = NewOutcomeForm(request.POST, centre=found.centre), id_in(request)
    if not form.is_valid():
        return _outcome_page(request, found, form, own, status=422)
    try:
        actions.note_outcome(id=own, dispatch=found, outcome=form.outcome(), by=request.user)
    except actions.NotYourReferralError:
        problem = _("This is for others to do: the enquiry is not yours for this any more.")
        return _outcome_page(request, found, form, own, problem=problem, status=409)
    except actions.ConsentIsGoneError:
        problem = _("The person took the consent back meanwhile, so nothing more is noted.")
        return _outcome_page(request, found, form, own, problem=problem, status=409)
    messages.success(request, _("Noted."), "good")
    return redirect(found)


def _outcome_page(
    request: StaffRequest, found: Dispatch, form: NewOutcomeForm, own: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "id": own,
        "problem": problem,
        "back": found.get_absolute_url(),
        "heading": _heading(found),
    }
    return render(request, "referrals/note.html", context, status=status)


def _heading(found: Dispatch) -> str:
    words = {"kind": found.get_kind_display(), "to": title_of(found.recipient, translation.get_language())}
    return _("What came of it: %(kind)s, %(to)s") % words


@require_POST
@requires(Permission.DISPATCH_DRAFT)
def remove_outcome(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Remove what was noted by mistake."""
    found = outcome_for(request.user, pk)
    if found is None:
        raise Http404
    try:
        actions.remove_outcome(outcome=found, by=request.user)
    except actions.OutcomeCountedError:
        messages.warning(request, _("A closed month includes it, so it stays."), "soon")
    except actions.NotYourReferralError:
        messages.warning(request, _("This is for others to do: the enquiry is not yours for this any more."), "soon")
    else:
        messages.success(request, _("Removed."), "good")
    return redirect(found.dispatch)


@require_POST
@requires(Permission.DISPATCH_DRAFT)
def follow_up(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Promise to ask how the person is, in one, three and six months."""
    found = _referral(request, pk)
    try:
        made = actions.follow_up(dispatch=found, today=today_at(found.centre), by=request.user)
    except (actions.NotYourReferralError, NotYourTaskError):
        messages.warning(request, _("This is for others to do: the enquiry is not yours for this any more."), "soon")
    except ConsentGoneError:
        problem = _("Nothing is promised here: the consent is gone, or the enquiry was registered by mistake.")
        messages.warning(request, problem, "soon")
    else:
        if not made:
            messages.warning(request, _("It is promised already: see the tasks. Nothing was added."), "soon")
            return redirect(found)
        messages.success(request, _("Promised for one, three and six months from now: see the tasks."), "good")
    return redirect(found)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ENQUIRY_CORRECT)
def new_partner(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note which partner referred the person to us."""
    reached = reached_by(request.user, Permission.ENQUIRY_CORRECT).select_related("centre", "assignee")
    enquiry = get_object_or_404(reached, pk=pk)
    if enquiry.consent == Consent.WITHDRAWN:
        messages.warning(request, _("The person took the consent back, so nothing more is noted."), "soon")
        return redirect(enquiry.get_absolute_url())
    if request.method == "GET":
        return _partner_page(request, enquiry, PartnerForm(centre=enquiry.centre))
    form = PartnerForm(request.POST, centre=enquiry.centre)
    if not form.is_valid():
        return _partner_page(request, enquiry, form, status=422)
    try:
        actions.note_partner(enquiry=enquiry, by=request.user, **form.cleaned_data)
    except actions.KnownPartnerError:
        problem = _("Somebody noted already who referred the person. It stands on the file.")
        return _partner_page(request, enquiry, form, problem=problem, status=409)
    except (actions.ConsentIsGoneError, actions.NotYourReferralError):
        problem = _("The person took the consent back, or the enquiry is not yours any more: nothing is noted.")
        return _partner_page(request, enquiry, form, problem=problem, status=409)
    messages.success(request, _("Noted."), "good")
    return redirect(enquiry.get_absolute_url())


def _partner_page(
    request: StaffRequest, enquiry: Enquiry, form: PartnerForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    heading = _("Referred to us: %(number)s") % {"number": enquiry.number}
    context = {"form": form, "problem": problem, "back": enquiry.get_absolute_url(), "heading": heading}
    return render(request, "referrals/note.html", {**context, "offered": form.offered()}, status=status)


@never_cache
@require_GET
@requires(Permission.DISPATCH_AGREE)
def bodies(request: StaffRequest) -> HttpResponse:
    """Show what went to each body and what it did with it, who refers to us, and what came of it all."""
    centres = own_centres(request.user)
    today = today_at(centres[0]) if centres else dt.date.today()  # noqa: DTZ011 - nothing is shown then
    first: dict[str, Any] = {"begins": today - YEAR, "ends": today}
    form = BodiesForm(request.GET or first)
    given = form.cleaned_data if form.is_valid() else first
    period = (given["begins"], given["ends"] + dt.timedelta(days=1))
    of = TrendOf(given.get("whom", ""), given.get("kind", ""))
    counted, language = accounts(request.user, *period, today, of), translation.get_language()
    shown = form if request.GET else BodiesForm(initial=first)
    offered = _offered(counted, language)
    shown.offer(**offered)
    named = {**dict(offered["whom"][0][1]), **dict(offered["whom"][1][1]), **dict(offered["kind"])}
    context = {
        "form": shown,
        "total": counted.total,
        "trend_of": [named[each] for each in (of.whom, of.kind) if each in named],
        "by_sort": [_group(each, _sort_words(each.about)) for each in counted.by_sort],
        "by_body": [
            _group(each, title_of(each.about, language), f"{reverse('dispatch:outgoing')}?to={each.about.pk}")
            for each in counted.by_body
        ],
        "by_quarter": [(quarter_words(quarter), done) for quarter, done in counted.by_quarter],
        "partners": [(title_of(each.partner, language), each) for each in counted.partners],
        "outputs": [(OutcomeKind(kind).label, many, of) for kind, many, of in outputs(request.user, *period)],
        "bands": [label for _code, label in BANDS],
    }
    return render(request, "referrals/bodies.html", context)


def _offered(counted: Accounts, language: str) -> dict[str, list[Any]]:
    """Return of what the quarters can be shown: what went out in this time."""
    sorts = [(f"{OF_SORT}{each.about}", _sort_words(each.about)) for each in counted.by_sort]
    bodies = [(str(each.about.pk), title_of(each.about, language)) for each in counted.by_body]
    went = {kind for each in counted.by_sort for kind in each.kinds}
    kinds = [(each.value, each.label) for each in DispatchKind if each in went]
    return {"whom": [(_("Kind of body"), sorts), (_("Organisation"), bodies)], "kind": kinds}


def _group(group: BodyGroup, title: str, address: str = "") -> dict[str, Any]:
    """Return a group as the table shows it: by kind of dispatch, in the order of their list."""
    kinds = [(kind.label, group.kinds[kind]) for kind in DispatchKind if kind in group.kinds]
    return {"title": title, "address": address, "group": group, "kinds": kinds}


def _sort_words(code: str) -> str:
    """Say what kind of body it was; a service has none, and an old code its own."""
    return str(dict(Sort.choices).get(code, code) or _("not an organisation, or of no kind"))


def _referral(request: StaffRequest, pk: UUID) -> Dispatch:
    found = referable(request.user, pk)
    if found is None:
        raise Http404
    return found
