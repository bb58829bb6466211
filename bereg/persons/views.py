"""Persons concerned: one is noted on an enquiry, changed, judged to be a suspected victim or not, or taken off."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME as NEXT
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.next_address import stays_here
from bereg.accounts.permissions import Permission
from bereg.core.forms import id_in, version_in
from bereg.enquiries.models import Enquiry
from bereg.persons import actions
from bereg.persons.access import may_note, takes_persons
from bereg.persons.children import children_for
from bereg.persons.choices import Suspicion
from bereg.persons.forms import JudgementForm, PersonForm, initial_of, initial_of_caller
from bereg.persons.models import Person
from bereg.persons.queries import enquiries_to_note_on, persons_for
from bereg.persons.signs_offered import brought_to_mind, is_offered
from bereg.persons.texts import opened
from bereg.persons.wording import in_words
from bereg.retention.holds import HeldError


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ENQUIRY_CORRECT)
def new_person(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note a person on an enquiry; with `?about=caller` the caller, with what the answers say of them."""
    enquiry = get_object_or_404(enquiries_to_note_on(request.user), pk=pk)
    if request.method == "GET":
        if not takes_persons(enquiry):
            messages.warning(request, _nothing_kept(), "soon")
            return redirect(_back(request, enquiry))
        first = initial_of_caller(enquiry) if request.GET.get("about") == "caller" else {}
        return _page(request, enquiry, PersonForm(enquiry=enquiry, initial=first), id=uuid4())
    form, own = PersonForm(request.POST, enquiry=enquiry), id_in(request)
    if not form.is_valid():
        return _page(request, enquiry, form, id=own, status=422)
    try:
        actions.note(id=own, enquiry=enquiry, described=form.described(), by=request.user)
    except actions.NotedBeforeError:
        return _noted_before(request, enquiry, form, own)
    except (actions.NotYourPersonError, actions.NoConsentLeftError) as refused:
        return _page(request, enquiry, form, id=own, problem=_why_not(refused), status=409)
    back = _back(request, enquiry)
    if back == enquiry.get_absolute_url():  # what comes next says so itself
        messages.success(request, _("Saved."), "good")
    return redirect(back)


def _noted_before(request: StaffRequest, enquiry: Enquiry, form: PersonForm, own: UUID) -> HttpResponse:
    """Answer a form that comes again: where it says the same, it is done; else both stand on the page."""
    found = persons_for(request.user).filter(pk=own, enquiry=enquiry).first()
    if found is None:
        problem = _("This form was used already. Nothing is lost: save once more.")
        return _page(request, enquiry, form, id=uuid4(), problem=problem, status=409)
    if actions.Described.of(found) == form.described():
        return redirect(_back(request, enquiry))
    problem = _("This form was saved already, and what you sent now differs: both stand here.")
    return _page(request, enquiry, form, found=found, problem=problem, status=409)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ENQUIRY_CORRECT)
def person(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show what is noted of a person, and change it."""
    found = get_object_or_404(persons_for(request.user), pk=pk)
    enquiry = found.enquiry
    if request.method == "GET":
        return _page(request, enquiry, PersonForm(enquiry=enquiry, initial=initial_of(found)), found=found)
    form = PersonForm(request.POST, enquiry=enquiry)
    if not form.is_valid():
        return _page(request, enquiry, form, found=found, version=version_in(request), status=422)
    try:
        actions.change(person=found, version=version_in(request), described=form.described(), by=request.user)
    except (actions.NotYourPersonError, actions.StalePersonError) as refused:
        now = persons_for(request.user).filter(pk=pk).first()
        return _page(request, enquiry, form, found=now, id=uuid4(), problem=_why_not(refused), status=409)
    messages.success(request, _("Changed."), "good")
    return redirect(enquiry.get_absolute_url())


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ENQUIRY_CORRECT)
def judgement(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say whether somebody is a suspected victim, and why."""
    found = get_object_or_404(persons_for(request.user), pk=pk)
    if request.method == "GET":
        return _judgement_page(request, found)
    form = JudgementForm(request.POST)
    if not form.is_valid():
        return _judgement_page(request, found, form, version=version_in(request), status=422)
    try:
        actions.judge(
            person=found,
            version=version_in(request),
            suspicion=Suspicion(form.cleaned_data["suspicion"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
    except (
        actions.NotYourPersonError,
        actions.StalePersonError,
        actions.ReasonUnopenedError,
        HeldError,
    ) as refused:
        now = get_object_or_404(persons_for(request.user), pk=pk)
        return _judgement_page(request, now, form, problem=_why_not(refused), status=409)
    messages.success(request, _("Saved."), "good")
    return redirect(found.enquiry.get_absolute_url())


@require_POST
@requires(Permission.ENQUIRY_CORRECT)
def remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take off a person who was noted by mistake."""
    found = get_object_or_404(persons_for(request.user), pk=pk)
    try:
        actions.remove(person=found, version=version_in(request), by=request.user)
    except (actions.NotYourPersonError, actions.StalePersonError, HeldError) as refused:
        messages.warning(request, _why_not(refused), "soon")
        return redirect(found.get_absolute_url())
    messages.success(request, _("Taken off."), "good")
    return redirect(found.enquiry.get_absolute_url())


@require_POST
@requires(Permission.CHILD_TAKE_ON)
def take_on(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that one has what is for a supervisor: somebody under 18 is concerned."""
    found = get_object_or_404(children_for(request.user), pk=pk)
    try:
        actions.take_on(child=found, version=version_in(request), by=request.user)
    except (actions.NotYourPersonError, actions.StalePersonError):
        now = children_for(request.user).filter(pk=pk).select_related("taken_by").first()
        messages.warning(request, _not_taken_on(now), "soon")
    else:
        messages.success(request, _("It is with you now."), "good")
    return redirect(found.enquiry.get_absolute_url())


def _not_taken_on(now: Person | None) -> str:
    if now and now.taken_by:
        return _("%(name)s took it on meanwhile.") % {"name": now.taken_by}
    return _("It changed meanwhile: look at what stands now, and take it on once more.")


def _page(
    request: StaffRequest,
    enquiry: Enquiry,
    form: PersonForm,
    *,
    found: Person | None = None,
    id: UUID | None = None,
    version: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the form. version: what was typed began from; where it is left out, what stands is on the page too."""
    context: dict[str, Any] = {
        "enquiry": enquiry,
        "form": form,
        "person": found,
        "id": id,
        "version": found.version if found and version is None else version,
        "stands": in_words(found) if found and problem else None,
        "problem": problem,
        "may_note": may_note(request.user, enquiry),
        "signs_first": brought_to_mind(enquiry),
        "opens_signs": is_offered(enquiry) or any(form[name].value() for name in ("signs", "act", "means", "purpose")),
        "next": request.POST.get(NEXT) or request.GET.get(NEXT, ""),
        "back": _back(request, enquiry),
    }
    return render(request, "persons/person.html", context, status=status)


def _judgement_page(
    request: StaffRequest,
    found: Person,
    form: JudgementForm | None = None,
    *,
    version: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    stands = opened(found, by=request.user)
    form = form or JudgementForm(initial={"suspicion": found.suspicion, "reason": stands.text})
    context = {
        "enquiry": found.enquiry,
        "person": found,
        "version": found.version if version is None else version,
        "words": in_words(found),
        "stands": stands,
        "form": form,
        "problem": problem,
        "back": found.enquiry.get_absolute_url(),
    }
    return render(request, "persons/judgement.html", context, status=status)


def _back(request: StaffRequest, enquiry: Enquiry) -> str:
    """Return where to go on: where whoever led here wanted it, within this site, or to the file."""
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT, "")
    return wanted if wanted and stays_here(request, wanted) else enquiry.get_absolute_url()


def _nothing_kept() -> str:
    return _("Without consent, or so long after the closing, nothing about a person is kept.")


def _why_not(refused: Exception) -> str:
    match refused:
        case actions.NoConsentLeftError():
            return _("The consent was withdrawn meanwhile, so nothing more is kept. What you typed stays on this page.")
        case actions.StalePersonError():
            return _("It changed meanwhile. Nothing is lost: what stands and what you typed are both on this page.")
        case actions.ReasonUnopenedError():
            return _("The reason that stands cannot be opened, so nothing is written over it.")
        case HeldError():
            return _("This enquiry is held: leave what stands as it is, and write below it.")
    return _nothing_kept()
