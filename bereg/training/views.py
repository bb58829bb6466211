"""Practice of interns: a masked copy is given, an intern writes a draft, and who has the enquiry accepts it or not."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.core.forms import version_in
from bereg.enquiries import actions as enquiries
from bereg.enquiries.text_additions import UnfinishedError, UnopenedError
from bereg.enquiries.texts import NARRATIVE
from bereg.enquiries.texts import opened as opened_enquiry
from bereg.redaction.finding import find_in_its_own, masked, pieces
from bereg.redaction.forms import open_words
from bereg.training import actions
from bereg.training.access import may_give
from bereg.training.forms import DraftForm, GiveForm, RemarkForm
from bereg.training.practice_lines import facts_of, guided_line, own_line
from bereg.training.queries import enquiries_to_give, guided_practices, interns_for, own_practices
from bereg.training.texts import Original, opened, original_of
from bereg.vault.because import Because


def theirs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer as if there were none where it ended, or went to somebody else, while the request was on its way."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except actions.NotYourPracticeError:
            raise Http404 from None

    return answered


@never_cache
@require_GET
@requires(Permission.PRACTICE_DO)
def practices(request: StaffRequest) -> HttpResponse:
    """Show an intern what was given to them."""
    context = {
        "title": _("Practice"),
        "heading": _("Cases given to you"),
        "lines": [own_line(each) for each in own_practices(request.user)],
        "none": _("None. Whoever looks after your practice gives you one."),
    }
    return render(request, "training/practices.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.PRACTICE_DO)
@theirs
def practice(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show an intern the masked text; keep or send what they write."""
    found = get_object_or_404(own_practices(request.user), pk=pk)
    if request.method == "GET":
        return _practice_page(request, found)
    sends = request.POST.get("act") == "send"
    form = DraftForm(request.POST, sends=sends)
    if not form.is_valid():
        return _practice_page(request, found, form, status=422)
    try:
        actions.write(
            practice=found, version=version_in(request), text=form.cleaned_data["text"], sends=sends, by=request.user
        )
    except actions.StalePracticeError:
        why = _("It changed meanwhile. Nothing is kept; your text stays on this page.")
        messages.warning(request, why, extra_tags="soon")
        return _practice_page(request, _again(own_practices(request.user), found), form, is_stale=True, status=409)
    messages.success(request, _("Sent.") if sends else _("Kept. It is not sent yet."), extra_tags="good")
    return redirect("training:practices") if sends else redirect("training:practice", pk)


def _practice_page(
    request: StaffRequest, found: Any, form: DraftForm | None = None, *, is_stale: bool = False, status: int = 200
) -> HttpResponse:
    texts = opened(found, by=request.user, because=Because.PRACTICE)
    context = {
        "practice": found,
        "ends_at": found.ends_at(),
        "facts": facts_of(found.enquiry),
        "texts": texts,
        "form": form or DraftForm(initial={"text": texts.draft}),
        "stands": texts.draft if is_stale else "",
    }
    return render(request, "training/practice.html", context, status=status)


@never_cache
@require_GET
@requires(Permission.PRACTICE_GUIDE)
def given_practices(request: StaffRequest) -> HttpResponse:
    """Show what interns practise on, to whoever looks after it."""
    context = {
        "title": _("Practice of interns"),
        "heading": _("Given to interns"),
        "lines": [guided_line(each) for each in guided_practices(request.user)],
        "none": _("None. Give one from the page of an enquiry."),
    }
    return render(request, "training/practices.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.PRACTICE_GUIDE)
@theirs
def give_practice(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a text beside its masked form; give it to an intern once a person has confirmed it."""
    visible = enquiries_to_give(request.user).select_related("centre", "questionnaire__centre", "assignee")
    found = get_object_or_404(visible, pk=pk)
    if not may_give(request.user, found):
        messages.warning(request, _("There is no text in this enquiry that could be masked."), extra_tags="soon")
        return redirect(found)
    interns = interns_for(found)
    if request.method == "GET":
        original = original_of(found, by=request.user)
        proposed = masked(original.narrative, find_in_its_own(original.narrative, known=original.known))
        return _give_page(request, found, GiveForm(interns=interns, initial={"masked": proposed}), original)
    form = GiveForm(request.POST, interns=interns)
    return _given(request, found, form) if form.is_valid() else _give_page(request, found, form, status=422)


def _given(request: StaffRequest, found: Any, form: GiveForm) -> HttpResponse:
    typed = form.cleaned_data["masked"]
    try:
        actions.give(
            enquiry=found,
            version=version_in(request),
            intern=form.chosen,
            masked=typed,
            by=request.user,
            decisions=form.cleaned_data["findings"],
        )
    except actions.UndecidedError as refused:
        form.add_error("findings", open_words(refused.count))
        return _give_page(request, found, form, status=422)
    except actions.UnmaskedError as refused:
        left = ", ".join(refused.left[:5])
        form.add_error("masked", _("Mask this too, it can point at somebody: %(left)s") % {"left": left})
        return _give_page(request, found, form, status=422)
    except actions.StalePracticeError:
        form.ask_again(_("A colleague changed this enquiry meanwhile. Compare the texts again."))
        return _give_page(request, _again(enquiries_to_give(request.user), found), form, status=409)
    except UnopenedError:
        return _give_page(request, found, form, status=409)
    messages.success(request, _("Given to %(name)s.") % {"name": form.chosen.name}, extra_tags="good")
    return redirect(found)


def _give_page(
    request: StaffRequest, found: Any, form: GiveForm, original: Original | None = None, *, status: int = 200
) -> HttpResponse:
    original = original or original_of(found, by=request.user)
    form.show_findings(original.known)
    context = {
        "enquiry": found,
        "form": form,
        "is_closed": original.is_closed,
        "pieces": list(pieces(original.narrative, find_in_its_own(original.narrative, known=original.known))),
        "facts": facts_of(found),
    }
    return render(request, "training/give_practice.html", context, status=status)


@never_cache
@require_GET
@requires(Permission.PRACTICE_GUIDE)
def review_practice(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a draft beside what stands in the enquiry."""
    return _review_page(request, _guided(request, pk))


@never_cache
@require_POST
@requires(Permission.PRACTICE_GUIDE)
@theirs
def accept_practice(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a draft into its enquiry, unless something changed since the page was shown."""
    found = _guided(request, pk)
    try:
        actions.accept(
            practice=found, version=version_in(request), enquiry_version=version_in(request, "enquiry"), by=request.user
        )
    except (actions.StalePracticeError, enquiries.StaleEnquiryError):
        return _stale(request, found)
    except (UnopenedError, UnfinishedError, enquiries.NotYourEnquiryError) as refused:
        return _review_page(request, found, problem=_why_not(refused), status=409)
    messages.success(request, _("Taken into the enquiry."), extra_tags="good")
    return redirect(found.enquiry)


@never_cache
@require_POST
@requires(Permission.PRACTICE_GUIDE)
@theirs
def send_practice_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give a draft back with a remark."""
    found = _guided(request, pk)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _review_page(request, found, form=form, status=422)
    try:
        actions.send_back(
            practice=found, version=version_in(request), remark=form.cleaned_data["remark"], by=request.user
        )
    except actions.StalePracticeError:
        return _stale(request, found, form=form)
    messages.success(request, _("Sent back."), extra_tags="good")
    return redirect("training:given_practices")


@require_POST
@requires(Permission.PRACTICE_GUIDE)
@theirs
def take_practice_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End a practice; its texts are erased."""
    found = _guided(request, pk)
    actions.take_back(practice=found, by=request.user)
    messages.success(request, _("Taken back. The copy and the draft are erased."), extra_tags="good")
    return redirect("training:given_practices")


def _stale(request: StaffRequest, found: Any, *, form: RemarkForm | None = None) -> HttpResponse:
    now = _again(guided_practices(request.user), found)
    problem = _("The enquiry or the draft changed meanwhile. Nothing is stored: look at what stands now.")
    return _review_page(request, now, form=form, problem=problem, status=409)


def _review_page(
    request: StaffRequest, found: Any, *, form: RemarkForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "practice": found,
        "line": guided_line(found),
        "texts": opened(found, by=request.user, because=Because.REVIEW),
        "stands": opened_enquiry(found.enquiry, [NARRATIVE], by=request.user, because=Because.REVIEW),
        "form": form or RemarkForm(),
        "problem": problem,
    }
    return render(request, "training/review_practice.html", context, status=status)


def _why_not(refused: Exception) -> str:
    if isinstance(refused, UnfinishedError):
        return _("You have begun to correct this enquiry. Save that or throw it away first, then accept the draft.")
    if isinstance(refused, UnopenedError):
        return _("A text that is needed cannot be opened, so nothing is stored.")
    return _("This enquiry is assigned to somebody else now: they decide on the draft.")


def _guided(request: StaffRequest, pk: UUID) -> Any:
    return get_object_or_404(guided_practices(request.user), pk=pk)


def _again(visible: Any, found: Any) -> Any:
    return get_object_or_404(visible, pk=found.pk)
