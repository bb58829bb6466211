"""One letter: written from its template, shown as it leaves, signed, sent, answered; and its files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
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
from bereg.accounts.permissions import Permission
from bereg.accounts.reauthentication import fresh_second_factor
from bereg.audit import actions as audit
from bereg.core.forms import version_in
from bereg.counting import months
from bereg.counting.faults import FiguresFault
from bereg.counting.months import Period
from bereg.figure_letters import drafting, errors, files, queries, sending
from bereg.figure_letters.access import is_reached_by
from bereg.figure_letters.acts import TAKEN
from bereg.figure_letters.choices import LetterState
from bereg.figure_letters.composing import basis_of, composed
from bereg.figure_letters.forms import LetterForm
from bereg.figure_letters.models import FigureLetter, FiguresRecipient, FunderIndicator
from bereg.figure_letters.page import FORMS, letter_or_404, name_of, page_of, recipient_or_404
from bereg.figure_letters.periods import due_on, period_from
from bereg.figure_letters.wanted import LetterDraft
from bereg.publications import periods
from bereg.publications.queries import ChangedError

REFUSED = (
    errors.NotYourLetterError,
    errors.StaleLetterError,
    errors.LetterStandsError,
    errors.HinderedLetterError,
    errors.OtherFiguresError,
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
    now = _Composed.of(recipient, period, queries.replaced(before))
    indicators = queries.indicators_of(recipient)
    if request.method == "GET":
        form = LetterForm(initial={"text": now.text}, indicators=indicators)
        return _form_page(request, now, form, rests_on=now.rests_on, problem=now.problem)
    form = LetterForm(request.POST, indicators=indicators)
    if not form.is_valid():
        return _form_page(request, now, form, status=422)
    try:
        made = drafting.draft(recipient=recipient, period=period, draft=_draft(request, form), by=request.user)
    except (*REFUSED, FiguresFault) as refused:
        stands = queries.letters_about(recipient, period)[:1] if isinstance(refused, errors.LetterStandsError) else []
        return _form_page(request, now, form, beside=next(iter(stands), None), **now.refusal(refused))
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


def _draft(request: StaffRequest, form: LetterForm) -> LetterDraft:
    return replace(form.draft(), rests_on=request.POST.get("rests_on", ""))


@dataclass(frozen=True)
class _Composed:
    """A letter as it would begin now. problem: what is wrong with the figures."""

    recipient: FiguresRecipient
    period: Period
    text: str
    problem: str
    rests_on: str

    @classmethod
    def of(cls, recipient: FiguresRecipient, period: Period, replaces: FigureLetter | None) -> Self:
        """Compose it."""
        basis = basis_of(recipient, period, replaces)
        try:
            text, problem = composed(recipient, period, basis, replaces), basis.problem
        except FiguresFault as fault:
            text, problem = recipient.template, str(fault)
        except ChangedError:
            text = recipient.template
            problem = _("The release is not what was published: nothing can be sent of it.")
        return cls(recipient, period, text, problem, basis.rests_on)

    def refusal(self, refused: Exception) -> dict[str, Any]:
        """Return what a form shows that came back; where it rested on other figures, sent once more on those of now."""
        problem = str(refused) if isinstance(refused, FiguresFault) else errors.why_not(refused)
        is_of_before = isinstance(refused, errors.OtherFiguresError)
        other = {"other": _("The letter as it begins now"), "other_text": self.text, "rests_on": self.rests_on}
        return {"problem": problem, "status": 409, **(other if is_of_before else {})}


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
    earlier = [each for each in queries.letters_about(recipient, period) if each.again < found.again]
    now = _Composed.of(recipient, period, queries.replaced(earlier))
    indicators = queries.indicators_of(recipient)
    own = _of_before(found, now)
    if request.method == "GET":
        text = now.text if own else found.text
        form = LetterForm(initial={"text": text, **_reached(found, indicators)}, indicators=indicators)
        shown = {"rests_on": now.rests_on, "problem": now.problem, **own}
        return _form_page(request, now, form, stands=found, version=found.version, **shown)
    form, version = LetterForm(request.POST, indicators=indicators), version_in(request)
    if not form.is_valid():
        return _form_page(request, now, form, stands=found, version=version, status=422, **own)
    try:
        drafting.rewrite(letter=found, version=version, draft=_draft(request, form), by=request.user)
    except (*REFUSED, FiguresFault) as refused:
        stands = letter_or_404(request, pk)
        if not isinstance(refused, errors.OtherFiguresError):  # after which it is still to be told who was faster
            version = stands.version
        return _form_page(request, now, form, stands=stands, beside=stands, version=version, **now.refusal(refused))
    messages.success(request, _("The draft is changed. Nothing has left yet."), "good")
    return redirect(found)


def _of_before(found: FigureLetter, now: _Composed) -> dict[str, Any]:
    """Return what is shown beside the new text, where a draft says other figures than would go along now."""
    if found.rests_on == now.rests_on or now.problem:
        return {}
    told = _(
        "What goes along, or what was agreed, has changed since the draft was written: the letter stands here as it "
        "begins now, and your draft beside it."
    )
    return {"problem": told, "other": _("The draft as it was"), "other_text": found.text}


def _reached(found: FigureLetter, indicators: list[FunderIndicator]) -> dict[str, Any]:
    """Return the numbers that were typed by hand before, by their fields."""
    by_name = {each["name"]: each["reached"] for each in found.reached if not each["figure"]}
    return {f"reached_{each.pk}": by_name.get(each.name) for each in indicators if not each.figure}


def _form_page(
    request: StaffRequest,
    now: _Composed,
    form: LetterForm,
    *,
    stands: FigureLetter | None = None,
    beside: FigureLetter | None = None,
    version: int = 0,
    status: int = 200,
    **more: str,
) -> HttpResponse:
    """Show the form. more: problem, on what the text rests, and another text beside it with its heading."""
    context = {
        "form": form,
        "recipient": now.recipient,
        "to": name_of(now.recipient),
        "period": periods.named(now.period.first, now.period.last),
        "due_on": due_on(now.recipient, now.period),
        "stands": stands,
        "beside": beside,
        "version": version,
        "problem": "",
        "rests_on": request.POST.get("rests_on", ""),
        "other_text": "",
        "is_refused": status == 409,
        "back": stands.get_absolute_url() if stands else now.recipient.get_absolute_url(),
        **more,
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
