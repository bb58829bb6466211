"""Who gets figures and what is due, one recipient, and the indicators of a funder."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.centres.queries import centres_of, own_centres
from bereg.core.forms import id_in, version_in
from bereg.core.pagination import FirstRows, NumberedPage
from bereg.dispatch.forms import title_of
from bereg.figure_letters import actions, errors, queries
from bereg.figure_letters.access import works_on
from bereg.figure_letters.choices import BEFORE, LetterState
from bereg.figure_letters.forms import FiguresRecipientForm, IndicatorForm
from bereg.figure_letters.models import FiguresRecipient, FunderIndicator
from bereg.figure_letters.page import (
    address_of,
    has_address,
    name_of,
    period_words,
    recipient_or_404,
    rows_of,
)
from bereg.publications import periods

MOST = 200  # in each list


@never_cache
@require_GET
@requires(Permission.FIGURE_LETTER)
def letters(request: StaffRequest) -> HttpResponse:
    """Show what is to be written, what is under way, what is over, and who gets figures."""
    person = request.user
    recipients, written = list(queries.recipients_for(person)), queries.letters_for(person)
    of_state: dict[bool, list[dict[str, object]]] = {True: [], False: []}
    for each in sorted(written, key=lambda letter: letter.drafted_at, reverse=True):
        is_waiting = each.state in {*BEFORE, LetterState.SENT}
        of_state[is_waiting].append({"letter": each, "to": name_of(each), "period": period_words(each)})
    context = {
        "owed": FirstRows(_owed(recipients), MOST),
        "waits": FirstRows(of_state[True], MOST),
        "over": NumberedPage(of_state[False], MOST, request.GET),
        "recipients": [(each, name_of(each)) for each in recipients],
        "centres": own_centres(person) if person.may(Permission.FIGURE_LETTER_SIGN) else [],
    }
    return render(request, "figure_letters/letters.html", context)


def _owed(recipients: list[FiguresRecipient]) -> list[dict[str, object]]:
    return [
        {
            "to": name_of(each.recipient),
            "period": periods.named(each.period.first, each.period.last),
            "due_on": each.due_on,
            "is_late": each.due_on < today_at(each.recipient.centre),
            "replaces": each.replaces,
            "address": address_of(each.recipient, each.period),
        }
        for each in queries.owed(recipients)
    ]


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.FIGURE_LETTER_SIGN)
def new_recipient(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Set up who gets figures from a centre."""
    centre = get_object_or_404(centres_of(request.user), pk=pk)
    if request.method == "GET":
        first = {"language": get_language(), "looked_after_by": str(request.user.pk)}
        return _recipient_form(request, centre, FiguresRecipientForm(initial=first, centre=centre))
    form = FiguresRecipientForm(request.POST, centre=centre)
    if not form.is_valid():
        return _recipient_form(request, centre, form, status=422)
    own = id_in(request)
    try:
        made = actions.set_up(id=own, centre=centre, arrangement=form.arrangement(), by=request.user)
    except errors.LetterStandsError:  # the form was sent twice
        stands = queries.recipient_for(request.user, own)
        return redirect(stands) if stands else _recipient_form(request, centre, form, own=uuid4(), status=409)
    _tell_set_up(request, made)
    return redirect(made)


def _tell_set_up(request: StaffRequest, recipient: FiguresRecipient) -> None:
    messages.success(request, _("Saved."), "good")
    if not has_address(recipient):
        told = _("The directory has neither an address nor an e-mail of it: add one before a letter is due.")
        messages.warning(request, told, "soon")


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.FIGURE_LETTER_SIGN)
def change_recipient(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change what somebody gets, how often, by when, and the letter."""
    found = recipient_or_404(request, pk)
    if request.method == "GET":
        form = FiguresRecipientForm(initial=_standing(found), centre=found.centre)
        return _recipient_form(request, found.centre, form, stands=found)
    form = FiguresRecipientForm(request.POST, centre=found.centre)
    if not form.is_valid():
        return _recipient_form(request, found.centre, form, stands=found, version=version_in(request), status=422)
    try:
        actions.change(recipient=found, version=version_in(request), arrangement=form.arrangement(), by=request.user)
    except errors.StaleLetterError as refused:
        stands = recipient_or_404(request, pk)
        return _recipient_form(request, found.centre, form, stands=stands, problem=errors.why_not(refused), status=409)
    _tell_set_up(request, recipient_or_404(request, pk))
    return redirect(found)


def _standing(found: FiguresRecipient) -> dict[str, object]:
    columns = ("gets", "covers", "rhythm", "first_month", "last_month", "due_days", "language", "template")
    return {
        **{name: getattr(found, name) for name in columns},
        "organisation": name_of(found),
        "looked_after_by": str(found.looked_after_by_id or ""),
    }


def _recipient_form(
    request: StaffRequest,
    centre: Centre,
    form: FiguresRecipientForm,
    *,
    stands: FiguresRecipient | None = None,
    own: UUID | None = None,
    version: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "centre": centre,
        "stands": stands,
        "id": own or id_in(request),
        "version": version if version is not None else stands.version if stands else 0,
        "problem": problem,
        "offered": form.offered(),
    }
    return render(request, "figure_letters/write_recipient.html", context, status=status)


@never_cache
@require_GET
@requires(Permission.FIGURE_LETTER)
def recipient(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show what one gets, its indicators and its letters."""
    return _recipient_page(request, recipient_or_404(request, pk))


def _recipient_page(request: StaffRequest, found: FiguresRecipient, problem: str = "") -> HttpResponse:
    of_it = queries.letters_for(request.user).filter(recipient=found).order_by("-first_month", "-again")
    page = NumberedPage(of_it, MOST, request.GET)
    context = {
        "recipient": found,
        "to": name_of(found),
        "problem": problem,
        "has_address": has_address(found),
        "is_published": not queries.why_not_to(found.organisation),
        "indicators": rows_of(found),
        "owed": _owed([found]),
        "written": [{"letter": each, "to": "", "period": period_words(each)} for each in page],
        "page": page,
        "may_change": works_on(request.user, found.centre_id) and found.ended_at is None,
    }
    return render(request, "figure_letters/recipient.html", context, status=409 if problem else 200)


@require_POST
@requires(Permission.FIGURE_LETTER_SIGN)
def end_recipient(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End it: nothing is due any more of the months from now on."""
    found = recipient_or_404(request, pk)
    try:
        actions.end(recipient=found, version=version_in(request), by=request.user)
    except errors.StaleLetterError as refused:
        return _recipient_page(request, recipient_or_404(request, pk), errors.why_not(refused))
    messages.success(request, _("Ended. What is due of earlier months stays due."), "good")
    return redirect(found)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.FIGURE_LETTER_SIGN)
def new_indicator(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write an indicator of a recipient."""
    found = recipient_or_404(request, pk)
    if not found.is_exact or found.ended_at:
        told = _("Whoever gets the published figures gets no exact numbers: change first what it gets.")
        messages.warning(request, told, "soon")
        return redirect(found)
    if request.method == "GET":
        return _indicator_form(request, found, IndicatorForm())
    form, own = IndicatorForm(request.POST), id_in(request)
    if not form.is_valid():
        return _indicator_form(request, found, form, status=422)
    try:
        actions.write_indicator(id=own, recipient=found, wanted=form.wanted(), by=request.user)
    except errors.LetterStandsError:  # the form was sent twice
        return redirect(found)
    messages.success(request, _("Saved."), "good")
    return redirect(found)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.FIGURE_LETTER_SIGN)
def indicator(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change an indicator."""
    found = _indicator_or_404(request, pk)
    if request.method == "GET":
        columns = ("name", "figure", "source", "target", "span")
        form = IndicatorForm(initial={name: getattr(found, name) for name in columns})
        return _indicator_form(request, found.recipient, form, stands=found)
    form = IndicatorForm(request.POST)
    if not form.is_valid():
        return _indicator_form(request, found.recipient, form, stands=found, version=version_in(request), status=422)
    try:
        actions.change_indicator(indicator=found, version=version_in(request), wanted=form.wanted(), by=request.user)
    except errors.StaleLetterError as refused:
        stands = _indicator_or_404(request, pk)
        problem = errors.why_not(refused)
        return _indicator_form(request, found.recipient, form, stands=stands, problem=problem, status=409)
    messages.success(request, _("Saved."), "good")
    return redirect(found.recipient)


@require_POST
@requires(Permission.FIGURE_LETTER_SIGN)
def remove_indicator(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Remove an indicator; letters that were written keep it."""
    found = _indicator_or_404(request, pk)
    try:
        actions.remove_indicator(indicator=found, version=version_in(request), by=request.user)
    except errors.StaleLetterError as refused:
        return _recipient_page(request, found.recipient, errors.why_not(refused))
    messages.success(request, _("Removed. Letters that were written keep it."), "good")
    return redirect(found.recipient)


def _indicator_or_404(request: StaffRequest, pk: UUID) -> FunderIndicator:
    of_person = FunderIndicator.objects.of_centres(centres_of(request.user))
    found = of_person.filter(pk=pk).select_related("recipient__centre", "recipient__organisation__published").first()
    if found is None:
        raise Http404
    return found


def _indicator_form(
    request: StaffRequest,
    recipient: FiguresRecipient,
    form: IndicatorForm,
    *,
    stands: FunderIndicator | None = None,
    version: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "recipient": recipient,
        "to": title_of(recipient.organisation, get_language() or "en"),
        "stands": stands,
        "id": id_in(request),
        "version": version if version is not None else stands.version if stands else 0,
        "problem": problem,
    }
    return render(request, "figure_letters/write_indicator.html", context, status=status)
