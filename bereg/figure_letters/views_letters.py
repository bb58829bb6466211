"""One letter: written from its template, shown as it leaves, signed, sent, answered; and its files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_stubs_ext import StrOrPromise

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.fresh import fresh_second_factor
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.core.forms import version_in
from bereg.counting import months
from bereg.counting.faults import FiguresFault
from bereg.counting.months import Period
from bereg.figure_letters import drafting, errors, files, queries, sending
from bereg.figure_letters.access import is_reached_by
from bereg.figure_letters.acts import TAKEN
from bereg.figure_letters.choices import LetterState
from bereg.figure_letters.composing import LetterBasis, basis_of, composed
from bereg.figure_letters.forms import LetterForm
from bereg.figure_letters.models import FigureLetter, FiguresRecipient
from bereg.figure_letters.page import FORMS, letter_or_404, name_of, page_of, recipient_or_404
from bereg.figure_letters.periods import due_on, period_from
from bereg.publications import periods
from bereg.publications.queries import ChangedError

REFUSED = (
    errors.NotYourLetterError,
    errors.StaleLetterError,
    errors.LetterStandsError,
    errors.HinderedLetterError,
    errors.SecondPersonError,
    errors.ChangedLetterError,
)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.FIGURE_LETTER)
def new_letter(request: StaffRequest, pk: UUID, month: str) -> HttpResponse:
    """Write the letter about a period, from the template."""
    recipient = recipient_or_404(request, pk)
    period = _period_or_404(recipient, month)
    before = queries.letters_about(recipient, period)
    if request.method == "GET" and not queries.may_be_written_again(before):
        return redirect(before[0] if is_reached_by(request.user, before[0]) else recipient)
    replaces = before[0] if before else None
    basis = basis_of(recipient, period, replaces)
    indicators = queries.indicators_of(recipient)
    if request.method == "GET":
        text, problem = _composed(recipient, period, basis, replaces)
        form = LetterForm(initial={"text": text}, indicators=indicators)
        return _form_page(request, recipient, period, form, problem=problem)
    form = LetterForm(request.POST, indicators=indicators)
    if not form.is_valid():
        return _form_page(request, recipient, period, form, status=422)
    try:
        made = drafting.draft(recipient=recipient, period=period, draft=form.draft(), by=request.user)
    except REFUSED as refused:
        stands = next(iter(queries.letters_about(recipient, period)), None)
        problem = errors.why_not(refused)
        return _form_page(request, recipient, period, form, problem=problem, beside=stands, status=409)
    except FiguresFault as fault:
        return _form_page(request, recipient, period, form, problem=str(fault), status=409)
    messages.success(request, _("Drafted. Nothing has left yet."), "good")
    return redirect(made)


def _period_or_404(recipient: FiguresRecipient, month: str) -> Period:
    try:
        found = period_from(recipient, months.parse(month))
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def _composed(
    recipient: FiguresRecipient, period: Period, basis: LetterBasis, replaces: FigureLetter | None
) -> tuple[str, str]:
    """Return the text from the template, and what is wrong with the figures."""
    try:
        return composed(recipient, period, basis, replaces), basis.problem
    except FiguresFault as fault:
        return recipient.template, str(fault)
    except ChangedError:
        return recipient.template, _("The release is not what was published: nothing can be sent of it.")


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.FIGURE_LETTER)
def rewrite(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change a draft; its figures are taken anew."""
    found = letter_or_404(request, pk)
    recipient, period = found.recipient, Period(found.first_month, found.last_month)
    if not is_reached_by(request.user, recipient):  # what it gets by now is exact, and would stand in the text
        kept: dict[str, forms.Form] = {"rewrite": LetterForm(request.POST, indicators=[])} if request.POST else {}
        return _refused(request, found, errors.NotYourLetterError(), kept)
    if found.state != LetterState.DRAFTED and request.method == "GET":
        messages.warning(request, _("It is signed or gone: take the signature back first."), "soon")
        return redirect(found)
    indicators = queries.indicators_of(recipient)
    if request.method == "GET":
        by_name = {each["name"]: each["reached"] for each in found.reached if not each["figure"]}
        typed = {f"reached_{each.pk}": by_name.get(each.name) for each in indicators if not each.figure}
        form = LetterForm(initial={"text": found.text, **typed}, indicators=indicators)
        return _form_page(request, recipient, period, form, stands=found, version=found.version)
    form, version = LetterForm(request.POST, indicators=indicators), version_in(request)
    if not form.is_valid():
        return _form_page(request, recipient, period, form, stands=found, version=version, status=422)
    try:
        drafting.rewrite(letter=found, version=version, draft=form.draft(), by=request.user)
    except (*REFUSED, FiguresFault) as refused:
        problem = str(refused) if isinstance(refused, FiguresFault) else errors.why_not(refused)
        now = letter_or_404(request, pk)
        more: dict[str, Any] = {"stands": now, "version": now.version, "problem": problem, "beside": now}
        return _form_page(request, recipient, period, form, status=409, **more)
    messages.success(request, _("The draft is changed. Nothing has left yet."), "good")
    return redirect(found)


def _form_page(
    request: StaffRequest,
    recipient: FiguresRecipient,
    period: Period,
    form: LetterForm,
    *,
    stands: FigureLetter | None = None,
    beside: FigureLetter | None = None,
    version: int = 0,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "recipient": recipient,
        "to": name_of(recipient),
        "period": periods.named(period.first, period.last),
        "due_on": due_on(recipient, period),
        "stands": stands,
        "beside": beside,
        "version": version,
        "problem": problem,
        "is_refused": status == 409,
        "back": stands.get_absolute_url() if stands else recipient.get_absolute_url(),
    }
    return render(request, "figure_letters/write_letter.html", context, status=status)


@never_cache
@require_GET
@requires(Permission.FIGURE_LETTER)
def letter(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a letter exactly as it leaves, and how it stands."""
    return render(request, "figure_letters/letter.html", page_of(letter_or_404(request, pk), request.user, {}))


@never_cache
@require_GET
@requires(Permission.FIGURE_LETTER)
def file(request: StaffRequest, pk: UUID, name: str) -> HttpResponse:
    """Hand out the letter as a PDF, or what goes along; what is exact once a second person has agreed."""
    found = letter_or_404(request, pk)
    if name not in files.names_of(found) or not is_reached_by(request.user, found):
        raise Http404
    if not queries.may_leave(found):
        return _refused(request, found, errors.SecondPersonError())
    hand_out: Callable[..., HttpResponse] = _hand_out_exact if found.is_exact else _hand_out
    return hand_out(request, found, name)


def _hand_out(request: StaffRequest, found: FigureLetter, name: str) -> HttpResponse:
    try:
        made = files.file_of(found, name)
    except (errors.ChangedLetterError, ChangedError):
        return _refused(request, found, errors.ChangedLetterError())
    audit.record(TAKEN, target=found, by=request.user, because=name)
    return made


_hand_out_exact = fresh_second_factor(_hand_out)


@dataclass(frozen=True)
class LetterAct:
    """One act: what is done with what was typed, and what the person is told then."""

    do: Callable[..., None]
    read: Callable[[Any], dict[str, Any]]  # the form, once it is valid, as arguments
    told: StrOrPromise


def _nothing(_form: Any) -> dict[str, Any]:
    return {}


ACTS: dict[str, LetterAct] = {
    "sign": LetterAct(drafting.sign, _nothing, gettext_lazy("Signed. What leaves is frozen.")),
    "unsign": LetterAct(
        drafting.unsign, _nothing, gettext_lazy("The signature is taken back: it can be changed again.")
    ),
    "stop": LetterAct(drafting.stop, _nothing, gettext_lazy("Nothing is sent about this period.")),
    "send": LetterAct(sending.send, lambda form: {"sending": form.sending()}, gettext_lazy("Sent.")),
    "answer": LetterAct(
        sending.note_answer,
        lambda form: {"answered_on": form.cleaned_data["answered_on"], "answer": form.cleaned_data["answer"]},
        gettext_lazy("The answer is noted."),
    ),
}


@require_POST
@requires(Permission.FIGURE_LETTER)
def act(request: StaffRequest, pk: UUID, name: str) -> HttpResponse:
    """Do one of the acts; where it cannot be done, say why on the same page, with what was typed."""
    found, wanted = letter_or_404(request, pk), ACTS[name]
    form = FORMS[name](request.POST, letter=found) if name in FORMS else None
    if form is not None and not form.is_valid():
        return render(request, "figure_letters/letter.html", page_of(found, request.user, {name: form}), status=422)
    try:
        wanted.do(letter=found, version=version_in(request), by=request.user, **wanted.read(form))
    except REFUSED as refused:
        return _refused(request, found, refused, {name: form} if form else {})
    except FiguresFault as fault:
        return _refused(request, found, errors.HinderedLetterError(str(fault)))
    messages.success(request, str(wanted.told), "good")
    return redirect(found)


def _refused(
    request: StaffRequest, found: FigureLetter, refused: Exception, typed: Mapping[str, forms.Form] | None = None
) -> HttpResponse:
    context = page_of(letter_or_404(request, found.pk), request.user, typed or {})
    return render(request, "figure_letters/letter.html", {**context, "problem": errors.why_not(refused)}, status=409)
