"""Tasks: one is made, looked at with what it needs, taken, done, moved or dropped."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.context import places
from bereg.accounts.permissions import Permission
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.core.forms import id_in, version_in
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import enquiries_for
from bereg.tasks import actions
from bereg.tasks.choices import DropReason, MoveReason, TaskKind
from bereg.tasks.forms import AnswerForm, DropForm, GiveTaskForm, MoveForm, TaskForm
from bereg.tasks.models import Task
from bereg.tasks.queries import people_for_tasks, tasks_for, to_do
from bereg.tasks.staying_behind import taken_over
from bereg.tasks.task_page import task_page
from bereg.vault.because import Because
from bereg.vault.classes import Kind

REFUSED = (
    actions.StaleTaskError,
    actions.NotYourTaskError,
    actions.HolderLeftError,
    actions.ConsentGoneError,
)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.TASK)
def new_task(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Promise something on an enquiry."""
    enquiry = get_object_or_404(enquiries_for(request.user).select_related("centre"), pk=pk)
    if enquiry.consent != Consent.YES:
        messages.warning(request, _("Without consent nothing is promised here: nobody may be reached."), "soon")
        return redirect(enquiry.get_absolute_url())
    if enquiry.is_coarse:
        messages.warning(request, _("Only codes are left of this enquiry: nothing is promised on it any more."), "soon")
        return redirect(enquiry.get_absolute_url())
    if enquiry.mistake:
        messages.warning(request, _("It was registered by mistake, so nothing is promised on it."), "soon")
        return redirect(enquiry.get_absolute_url())
    return _new(request, enquiry.centre, enquiry)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.TASK)
def new_free_task(request: StaffRequest) -> HttpResponse:
    """Promise something that is on no enquiry, at one's first centre or the one that was chosen."""
    centres = own_centres(request.user)
    if not centres:
        messages.warning(request, _("You work at no centre, so there is nobody to promise something for."), "soon")
        return _home(request)
    wanted = request.GET.get("centre", "")
    return _new(request, next((each for each in centres if str(each.pk) == wanted), centres[0]), None)


def _new(request: StaffRequest, centre: Centre, enquiry: Enquiry | None) -> HttpResponse:
    given: dict[str, Any] = {"centre": centre, "people": people_for_tasks(centre), "has_enquiry": enquiry is not None}
    if request.method == "GET":
        form = TaskForm(initial={"whom": str(request.user.pk)}, by=request.user, **given)
        return _new_page(request, centre, enquiry, form, uuid4())
    form, own = TaskForm(request.POST, by=request.user, **given), id_in(request)
    if not form.is_valid():
        return _new_page(request, centre, enquiry, form, own, status=422)
    try:
        actions.make(id=own, centre=centre, enquiry=enquiry, promise=form.promise(), by=request.user)
    except actions.TaskMadeError:
        if not tasks_for(request.user).filter(pk=own, made_by=request.user, enquiry=enquiry).exists():
            problem = _("This form was used already. Nothing is lost: save once more.")
            return _new_page(request, centre, enquiry, form, uuid4(), problem=problem, status=409)
    except REFUSED as refused:
        return _new_page(request, centre, enquiry, form, own, problem=_why_not(refused), status=409)
    messages.success(request, _("Promised. It stands on the first page of whoever is to do it."), "good")
    return redirect(enquiry.get_absolute_url()) if enquiry else _home(request)


def _new_page(
    request: StaffRequest,
    centre: Centre,
    enquiry: Enquiry | None,
    form: TaskForm,
    own: UUID,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    back = enquiry.get_absolute_url() if enquiry else _home(request)["Location"]
    context: dict[str, Any] = {
        "enquiry": enquiry,
        "centre": centre,
        "form": form,
        "id": own,
        "problem": problem,
        "back": back,
    }
    # One form for each centre: its people and its clock are its own.
    context["others"] = [] if enquiry else [each for each in own_centres(request.user) if each != centre]
    return render(request, "tasks/new_task.html", context, status=status)


@never_cache
@require_GET
@requires(Permission.TASK)
def task(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a task with what it needs."""
    return task_page(request, _seen(request, pk))


@never_cache
@require_POST
@requires(Permission.TASK)
def show_number(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show how to reach the person, to whoever has the task. What is opened is on this one page alone."""
    found = _seen(request, pk)
    if not (found.enquiry and found.enquiry.opens(request.user, Kind.CONTACT)):
        return _back(request, found, _("Nothing is shown: take the task first."))
    return task_page(request, found, because=Because.CALL_BACK, with_number=True)


@require_POST
@requires(Permission.TASK)
def take(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make a task one's own. What a colleague off duty has may be taken without being looked at before."""
    found = tasks_for(request.user).filter(pk=pk).first() or taken_over(request.user, pk, timezone.now())
    if found is None:
        raise Http404
    try:
        actions.take(task=found, version=version_in(request), by=request.user)
    except REFUSED as refused:
        return _back(request, found, _why_not(refused))
    messages.success(request, _("It is yours."), "good")
    return redirect("tasks:task", pk)


@never_cache
@require_POST
@requires(Permission.TASK)
def give(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let a colleague do it, or whoever has a role."""
    found = _seen(request, pk)
    form = GiveTaskForm(request.POST, people=people_for_tasks(found.centre), by=request.user)
    if not form.is_valid():
        return task_page(request, found, give=form, status=422)
    try:
        to = form.chosen()
        if to is None:  # they left while this was being read
            raise actions.HolderLeftError
        actions.give(task=found, version=version_in(request), to=to, by=request.user)
    except REFUSED as refused:
        return _not_done(request, found, refused, give=form)
    messages.success(request, _("Given. It stands on the first page of whoever is to do it."), "good")
    return _home(request)


@never_cache
@require_POST
@requires(Permission.TASK)
def move(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Promise it for another time."""
    found = _seen(request, pk)
    form = MoveForm(request.POST, centre=found.centre)
    if not form.is_valid():
        return task_page(request, found, move=form, status=422)
    due_at, precision = form.due()
    why = MoveReason(form.cleaned_data["because"])
    try:
        actions.move(
            task=found,
            version=version_in(request),
            due_at=due_at,
            precision=precision,
            because=why,
            by=request.user,
        )
    except REFUSED as refused:
        return _not_done(request, found, refused, move=form)
    messages.success(request, _("Moved."), "good")
    return _home(request)


@never_cache
@require_POST
@requires(Permission.TASK)
def finish(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that it is done; a question is done by its answer."""
    found, version = _seen(request, pk), version_in(request)
    form = AnswerForm(request.POST) if found.kind == TaskKind.QUESTION else None
    if form and not form.is_valid():
        return task_page(request, found, answer=form, status=422)
    try:
        if form:
            actions.answer(task=found, version=version, said=form.cleaned_data["said"], by=request.user)
        else:
            actions.finish(task=found, version=version, by=request.user)
    except REFUSED as refused:
        return _not_done(request, found, refused, answer=form)
    messages.success(request, _("Answered: whoever asked is told.") if form else _("Done."), "good")
    return _home(request)


@never_cache
@require_POST
@requires(Permission.TASK)
def drop(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that it is not done any more."""
    found, form = _seen(request, pk), DropForm(request.POST)
    if not form.is_valid():
        return task_page(request, found, drop=form, status=422)
    why = DropReason(form.cleaned_data["because"])
    try:
        actions.drop(task=found, version=version_in(request), because=why, by=request.user)
    except REFUSED as refused:
        return _not_done(request, found, refused, drop=form)
    messages.success(request, _("Dropped."), "good")
    return _home(request)


def _seen(request: StaffRequest, pk: UUID) -> Task:
    return get_object_or_404(tasks_for(request.user), pk=pk)


def _not_done(request: StaffRequest, found: Task, refused: Exception, **typed: Any) -> HttpResponse:
    """Show a task as it stands; as they saw it where it is for others now, so that the person's words stay too."""
    now, problem = tasks_for(request.user).filter(pk=found.pk).first() or found, _why_not(refused)
    if not now.is_open and not typed.get("answer"):
        problem = _("This task ended meanwhile, so nothing is left to do.")
    return task_page(request, now, problem=problem, status=409, **typed)


def _back(request: StaffRequest, found: Task, why: str) -> HttpResponse:
    messages.warning(request, why, "soon")
    return redirect("tasks:task", found.pk) if to_do(request.user).filter(pk=found.pk).exists() else _home(request)


def _home(request: StaffRequest) -> HttpResponse:
    """Lead to the first page of the person, which begins with what is due."""
    return redirect(next((place.address for place in places(request)), "own_account"))


def _why_not(refused: Exception) -> str:
    match refused:
        case actions.StaleTaskError():
            return _("A colleague changed this task, or ended it. What stands now and what you typed are both here.")
        case actions.LendsTooMuchError():
            return _(
                "The task would open the text or the number to somebody who may not see it, and nor may you. Choose"
                " whom the enquiry is assigned to or any supervisor, or take the enquiry over first."
            )
        case actions.HolderLeftError():
            return _("The person chosen no longer works here. Choose somebody else; what you typed is still here.")
        case actions.ConsentGoneError():
            return _(
                "The consent was withdrawn meanwhile, or somebody noted that the enquiry was registered by mistake:"
                " nothing more is kept. Your text stays on this page."
            )
    return _("This task is not yours to change: take it first, or ask who has it.")
