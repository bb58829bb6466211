"""Check requests: asked for by the lawyer who has the enquiry, judged, and drafted."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_stubs_ext import StrOrPromise

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.forms import version_in
from bereg.dispatch import errors
from bereg.enquiries.part_texts import PartText
from bereg.enquiries.part_texts import opened as part_opened
from bereg.retention.holds import HeldError
from bereg.violations import check_requests
from bereg.violations.forms import CheckDraftForm, CheckForm, SecondForm
from bereg.violations.grounds import candidates, ground_of
from bereg.violations.models import REASONS, CheckRequest, Violation
from bereg.violations.queries import check_of, violations_to_check
from bereg.violations.texts import opened as firm_opened
from bereg.violations.wording import violation_words

STALE = gettext_lazy("It changed meanwhile: look at it as it stands now. What you typed stays on this page.")
WHY_NOT: dict[type[Exception], StrOrPromise] = {
    check_requests.StaleCheckError: STALE,
    check_requests.NotYourCheckError: gettext_lazy(
        "The person said no, or the enquiry is not yours any more: no check is asked for."
    ),
    check_requests.NotJudgeableError: gettext_lazy("That enquiry cannot stand beside this one any more."),
    check_requests.NoGroundError: gettext_lazy(
        "It waits: the person does not agree, or no second enquiry from somebody else stands behind it."
    ),
    check_requests.NoAddressError: gettext_lazy(
        "Nobody can look where no address is known: note the address of the place first."
    ),
    check_requests.UndecidedCheckError: gettext_lazy(
        "Something in what is done there may tell who somebody is: look at it again, and decide."
    ),
    errors.DraftedError: STALE,
    errors.StaleDispatchError: STALE,
    errors.WordsUnopenedError: gettext_lazy("What stands there cannot be opened: stop it, and draft it anew."),
    errors.NotAgreedToError: gettext_lazy("The person does not agree, or no longer does."),
    errors.NotYourDispatchError: gettext_lazy("Nothing may leave about this enquiry any more."),
    HeldError: gettext_lazy("This enquiry is held: leave the answers as they stand."),
}
REFUSED = tuple(WHY_NOT)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.VIOLATION_CHECK)
def check(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show what a check is asked for on, and answer the two questions. pk: of the violation."""
    found = get_object_or_404(violations_to_check(request.user), pk=pk)
    if request.method == "GET":
        return _page(request, found)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, found, asked=form, version=version_in(request), status=422)
    try:
        check_requests.ask(violation=found, version=version_in(request), asked=form.asked(), by=request.user)
    except REFUSED as refused:
        return _page(request, found, asked=form, problem=_why_not(refused), status=409)
    messages.success(request, _("Saved."), "good")
    return redirect("violations:check", pk)


@require_POST
@requires(Permission.VIOLATION_CHECK)
def judge(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Judge that a second enquiry comes from somebody else."""
    found = get_object_or_404(violations_to_check(request.user), pk=pk)
    standing = _standing(found)
    form = SecondForm(request.POST, offered=candidates(standing, request.user))
    if not form.is_valid():
        return _page(request, found, second=form, version=version_in(request), status=422)
    try:
        check_requests.judge_different(
            check=standing, version=version_in(request), second=form.chosen(), by=request.user
        )
    except REFUSED as refused:
        return _page(request, found, problem=_why_not(refused), status=409)
    messages.success(request, _("Your judgement is noted, with your name."), "good")
    return redirect("violations:check", pk)


@require_POST
@requires(Permission.VIOLATION_CHECK)
def draft_check(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Draft what leaves, or write the draft anew; it is signed and agreed to on its own page."""
    found = get_object_or_404(violations_to_check(request.user), pk=pk)
    standing, form = _standing(found), _posted(request, found)
    if not form.is_valid():
        return _page(request, found, to=form, version=version_in(request), status=422)
    given: dict[str, Any] = {"check": standing, "version": version_in(request), "letter": form.letter()}
    try:
        if check_requests.may_be_redrafted(standing):
            made = check_requests.redraft_check(**given, by=request.user)
        else:
            made = check_requests.draft_check(id=uuid4(), **given, by=request.user)
    except REFUSED as refused:
        return _page(request, found, to=form, problem=_why_not(refused), status=409)
    messages.success(request, _("Drafted. Nothing has left yet."), "good")
    return redirect(made)


def _standing(found: Violation) -> CheckRequest:
    return get_object_or_404(check_of(found))


def _page(
    request: StaffRequest,
    found: Violation,
    *,
    asked: CheckForm | None = None,
    second: SecondForm | None = None,
    to: CheckDraftForm | None = None,
    version: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the page. version: what a form that comes back began from; where it is left out, what stands is shown."""
    standing = check_of(found).first()
    ground = ground_of(standing) if standing else None
    drafted = bool(standing and check_requests.is_drafted(standing))
    is_open = not drafted or (standing is not None and check_requests.may_be_redrafted(standing))
    offered = candidates(standing, request.user) if standing and not (ground or drafted) else []
    context: dict[str, Any] = {
        "violation": found,
        "enquiry": found.enquiry,
        "words": violation_words(found, found.enquiry.centre.country),
        "check": standing,
        "began": (standing.version if standing else 0) if version is None else version,
        "stands": _answers(request, standing) if standing and asked and problem else [],
        "is_drafted": drafted,
        "ground": ground,
        "asked": None if drafted else asked or _asked_form(request, standing),
        "second": (second or SecondForm(offered=offered)) if offered else None,
        "to": to or (_draft_form(request, found, standing) if standing and ground and is_open else None),
        "problem": problem,
        "has_errors": any(form is not None and form.errors for form in (asked, second, to)),
    }
    return render(request, "violations/check.html", context, status=status)


def _posted(request: StaffRequest, found: Violation) -> CheckDraftForm:
    firm = firm_opened(found, by=request.user)
    return CheckDraftForm(request.POST, violation=found, firm=firm, person=request.user)


def _draft_form(request: StaffRequest, found: Violation, standing: CheckRequest) -> CheckDraftForm:
    """Return the form with what is done there as it is noted, for a draft that stands to its recipient."""
    firm = firm_opened(found, by=request.user)
    stands = standing.dispatch if check_requests.may_be_redrafted(standing) else None
    first = {"doing": firm.doing, "recipient": str(stands.recipient_id) if stands else ""}
    return CheckDraftForm(initial=first, violation=found, firm=firm, person=request.user)


def _asked_form(request: StaffRequest, standing: CheckRequest | None) -> CheckForm:
    if standing is None:
        return CheckForm()
    reasons = {name: _reason(request, standing, name).text for name in REASONS}
    names = ("guess", "people_there", "not_before")
    return CheckForm(initial={**{name: getattr(standing, name) for name in names}, **reasons})


def _answers(request: StaffRequest, standing: CheckRequest) -> list[tuple[StrOrPromise, str, PartText]]:
    """Return the two questions as they are answered, each with its answer and why."""
    given = {"guess": standing.get_guess_display(), "people_there": standing.get_people_there_display()}
    asked = CheckForm.base_fields
    return [
        (asked[name].label or "", answer, _reason(request, standing, reason))
        for (name, answer), reason in zip(given.items(), REASONS, strict=True)
    ]


def _reason(request: StaffRequest, standing: CheckRequest, name: str) -> PartText:
    return part_opened(standing, name, by=request.user) if getattr(standing, name) else PartText()


def _why_not(refused: Exception) -> str:
    """Say in a sentence why something was not done."""
    return str(WHY_NOT[type(refused)])
