"""Notes to the next shift: one is written, read, corrected by whoever wrote it, taken back."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.context import places
from bereg.accounts.permissions import Permission
from bereg.centres.hand_over import handed_over
from bereg.centres.queries import own_centres
from bereg.core.forms import id_in, version_in
from bereg.shifts import actions
from bereg.shifts.forms import HandOverForm
from bereg.shifts.models import HandOver
from bereg.shifts.queries import may_take_back, notes_for
from bereg.shifts.texts import WORDS, opened

MOST_EARLIER = 20


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ENQUIRY_TAKE_OVER)
def new_note(request: StaffRequest) -> HttpResponse:
    """Leave a note to the next shift, at one's first centre."""
    centre = next(iter(own_centres(request.user)), None)
    if centre is None:
        messages.warning(request, _("You work at no centre, so there is no next shift to write to."), "soon")
        return redirect(_home(request))
    behind = handed_over(request.user, centre, timezone.now(), with_own=True)
    context: dict[str, Any] = {"centre": centre, "back": _home(request), "handed_over": behind}
    if request.method == "GET":
        return render(request, "shifts/new_note.html", {**context, "form": HandOverForm(), "id": uuid4()})
    form, own = HandOverForm(request.POST), id_in(request)
    if not form.is_valid():
        return render(request, "shifts/new_note.html", {**context, "form": form, "id": own}, status=422)
    try:
        actions.write_note(id=own, centre=centre, words=form.cleaned_data[WORDS], by=request.user)
    except actions.NoteWrittenError:
        if not notes_for(request.user).filter(pk=own, written_by=request.user).exists():
            problem = _("This form was used already. Nothing is lost: save once more.")
            context |= {"form": form, "id": uuid4(), "problem": problem}
            return render(request, "shifts/new_note.html", context, status=409)
    messages.success(request, _("Saved. Your colleagues find it on their first page."), "good")
    return redirect(_home(request))


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ENQUIRY_TAKE_OVER)
def note(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read a note; whoever wrote it corrects it here."""
    if request.method == "GET":
        return _page(request, get_object_or_404(notes_for(request.user), pk=pk))
    shown, form = notes_for(request.user).filter(pk=pk).first(), HandOverForm(request.POST)
    if shown is None:
        return _gone(request, form)
    if not form.is_valid():
        return _page(request, shown, form=form, version=version_in(request), status=422)
    try:
        actions.correct_note(note=shown, version=version_in(request), words=form.cleaned_data[WORDS], by=request.user)
    except actions.NotYourNoteError:
        problem = _("A colleague wrote this note. Leave one of your own; what you typed is still here.")
        return _page(request, shown, form=form, problem=problem, status=409)
    except actions.StaleHandOverError:
        again = notes_for(request.user).filter(pk=pk).first()
        problem = _("It changed meanwhile. What you typed is still here: save again to replace what stands now.")
        return _page(request, again, form=form, problem=problem, status=409) if again else _gone(request, form)
    messages.success(request, _("Saved."), "good")
    return redirect("shifts:note", pk)


@require_POST
@requires(Permission.ENQUIRY_TAKE_OVER)
def take_back_note(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Erase a note before its time."""
    shown = get_object_or_404(notes_for(request.user), pk=pk)
    try:
        actions.take_back_note(note=shown, version=version_in(request), by=request.user)
    except actions.NotYourNoteError:
        messages.warning(request, _("A colleague wrote this note, so it is theirs or a supervisor's to erase."), "soon")
        return redirect("shifts:note", pk)
    except actions.StaleHandOverError:
        messages.warning(request, _("It changed meanwhile: look at it before you erase it."), "soon")
        return redirect("shifts:note", pk)
    messages.success(request, _("The note is erased."), "good")
    return redirect(_home(request))


def _page(
    request: StaffRequest,
    shown: HandOver,
    *,
    form: HandOverForm | None = None,
    version: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    earlier = list(notes_for(request.user).exclude(pk=shown.pk).defer("words")[: MOST_EARLIER + 1])
    words, is_own = opened(shown, by=request.user), shown.written_by_id == request.user.pk
    context = {
        "note": shown,
        "words": words,
        "form": form or (HandOverForm(initial={WORDS: words}) if is_own and words is not None else None),
        "is_sent": form is not None,
        "is_own": is_own,
        "version": shown.version if version is None else version,
        "may_take_back": may_take_back(shown, request.user),
        "earlier": earlier[:MOST_EARLIER],
        "is_cut": len(earlier) > MOST_EARLIER,
        "problem": problem,
        "back": _home(request),
    }
    return render(request, "shifts/note.html", context, status=status)


def _gone(request: StaffRequest, form: HandOverForm) -> HttpResponse:
    """Keep what was typed over a note that is gone: it becomes a new one, if the person wants that."""
    centre = next(iter(own_centres(request.user)), None)
    problem = _("The note was erased meanwhile. What you typed is still here: save it as a new one.")
    context = {"centre": centre, "form": form, "id": uuid4(), "problem": problem, "back": _home(request)}
    return render(request, "shifts/new_note.html", context, status=404)


def _home(request: StaffRequest) -> str:
    return next((place.address for place in places(request)), "/")
