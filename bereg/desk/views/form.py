"""The one-page form of a new enquiry."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.contacts.actions import ContactDiffersError
from bereg.desk.code_word_limit import too_many_words
from bereg.desk.form_merge import carried, carry_over
from bereg.desk.form_page import FIELD_ID, FieldProblem, draft_closed, form_page, go, no_place, person_first
from bereg.desk.form_submission import join_with_promise, register_with_promise
from bereg.desk.registration_form import NoPlaceError, RegistrationSheet, new_sheet, sheet_with, typed_in
from bereg.desk.views.resubmitted import joined_twice, sent_twice
from bereg.enquiries.access import assignable, is_passed_on, is_taken_up, may_read_text, may_write
from bereg.enquiries.drafts import ChangedMeanwhileError, discard_draft
from bereg.enquiries.entries import NoConsentError, SaidOtherwiseError
from bereg.enquiries.lookup import TooManyTriesError, by_number_or_code_word, is_code_word_of
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import Enquiry, draft_of, enquiries_for
from bereg.enquiries.registration import FormDiffersError, FormUsedError
from bereg.enquiries.texts import CODE_WORD, fields_in, opened
from bereg.tasks.due import promised_on
from bereg.vault.because import Because
from bereg.vault.faults import VaultFault


@never_cache
@require_GET
@requires(Permission.ENQUIRY_REGISTER)
def new_enquiry(request: StaffRequest) -> HttpResponse:
    """Show an empty form. Its id is that of the enquiry to be."""
    try:
        return form_page(request, new_sheet(request, uuid4()))
    except NoPlaceError:
        return no_place(request)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ENQUIRY_REGISTER)
def form(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show the form as its draft stands; take it, whole or in part."""
    try:
        if request.method == "GET":
            return _show(request, pk)
        sheet = sheet_with(request, pk, typed_in(request))
    except NoPlaceError:
        return no_place(request)
    match request.POST.get("act"):
        case "refresh":
            return form_page(request, sheet)
        case "join" | "join_without":
            return _join(request, sheet)
        case _:
            return _save(request, sheet)


@require_POST
@requires(Permission.ENQUIRY_REGISTER)
def relevance(request: StaffRequest) -> HttpResponse:
    """Answer with the questions that the answers so far show or hide. Nothing is stored."""
    try:
        sheet = sheet_with(request, uuid4(), typed_in(request))
    except NoPlaceError:
        return HttpResponse(status=204)
    before = set(request.POST.getlist("shown"))
    changed = [question for question in sheet.questions if question.is_shown != (question.name in before)]
    if not changed:
        return HttpResponse(status=204)
    return render(request, "desk/changed_questions.html", {"questions": changed})


@require_POST
@requires(Permission.ENQUIRY_READ)
def called_before(request: StaffRequest) -> HttpResponse:
    """Look an enquiry up by the number or the code word that a caller says. A code word stays out of addresses."""
    typed = request.POST.get("joins", "").strip()
    try:
        found = by_number_or_code_word(request.user, typed)
    except TooManyTriesError as refused:
        context = {"typed": typed, "problem": too_many_words(request, refused)}
        return render(request, "desk/called_before.html", context, status=429)
    is_own = found is not None and _goes_on_with(request, found, typed)
    return render(request, "desk/called_before.html", {"typed": typed, "found": found, "is_own": is_own})


@never_cache
@require_GET
@requires(Permission.ENQUIRY_READ)
def saved(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show the number and the code word, large, to be told to the caller. The word is for who may read the text."""
    enquiry = get_object_or_404(enquiries_for(request.user).select_related("centre"), pk=pk)
    if not may_read_text(request.user, enquiry):
        return redirect("desk:enquiry", pk)
    texts = opened(enquiry, [CODE_WORD], by=request.user, because=Because.CASE_WORK)
    people = assignable(request.user, enquiry) if is_passed_on(enquiry) else []
    context = {"enquiry": enquiry, "texts": texts, "people": people, "promised": promised_on(enquiry)}
    return render(request, "desk/saved.html", context)


@never_cache
@require_GET
@requires(Permission.OWN_ACCOUNT)
def token(request: StaffRequest) -> HttpResponse:
    """Give a page that outlived its session a fresh token, after its person has signed in again."""
    return JsonResponse({"token": get_token(request)})


def _show(request: StaffRequest, pk: UUID) -> HttpResponse:
    if enquiries_for(request.user).filter(pk=pk).exists():
        return redirect("desk:saved", pk)
    draft = draft_of(request.user, pk)
    if draft is None or draft.enquiry_id:
        return form_page(request, new_sheet(request, pk))
    try:
        return form_page(request, sheet_with(request, pk, fields_in(draft, by=request.user)), draft=draft)
    except VaultFault:
        return form_page(request, new_sheet(request, pk), draft=draft, problem=FieldProblem(draft_closed()))


def _save(request: StaffRequest, sheet: RegistrationSheet) -> HttpResponse:
    checked = RegistrationSheet(sheet.id, sheet.fields, sheet.places, is_checked=True)
    if sheet.fields.get("joins", "").strip():
        # Only the button beside the field joins; saving would make a second enquiry of the same matter.
        problem = FieldProblem(
            _("Called before: join this contact to that enquiry, or clear the field."), FIELD_ID + "joins"
        )
        return form_page(request, checked, status=422, problem=problem)
    if not checked.is_valid:
        return form_page(request, checked, status=422)
    unasked = checked.matter.forgets_something() and "without" not in request.POST
    untouched = checked.is_untouched and "untouched" not in request.POST
    if unasked or untouched:
        return form_page(request, checked, status=422, unasked=unasked, untouched=untouched)
    try:
        enquiry = register_with_promise(checked, request.user)
    except FormDiffersError as sent_before:
        return sent_twice(request, checked, sent_before.current.pk)
    except FormUsedError:
        # The same page already joined its contact to another enquiry, in another tab or before going back.
        return _used(request, checked)
    return go(request, person_first(checked, enquiry, reverse("desk:saved", args=[enquiry.pk])))


def _join(request: StaffRequest, sheet: RegistrationSheet) -> HttpResponse:
    checked = RegistrationSheet(sheet.id, sheet.fields, sheet.places, is_checked=True)
    typed = sheet.fields.get("joins", "")
    try:
        enquiry = by_number_or_code_word(request.user, typed)
    except TooManyTriesError as refused:
        problem = FieldProblem(too_many_words(request, refused), FIELD_ID + "joins")
        return form_page(request, sheet, status=429, problem=problem)
    if enquiry is None:
        problem = FieldProblem(_("No enquiry of your centre has this number or code word."), FIELD_ID + "joins")
        return form_page(request, sheet, status=422, problem=problem)
    leaves_rest = request.POST.get("act") == "join_without"
    promises = leaves_rest or checked.promise.is_valid()
    if not (checked.contact.is_valid() and promises) or "narrative" in checked.matter.errors:
        return form_page(request, checked, status=422)
    if _forgets(checked) and not leaves_rest:
        return form_page(request, checked, status=422, unasked=True, joins=True)
    if not leaves_rest and (why := _why_alone(request, checked, enquiry)):
        return form_page(request, checked, status=422, problem=FieldProblem(why, FIELD_ID + "joins"), alone=True)
    leaves_out = not leaves_rest and bool(carried(checked, enquiry))
    return _joined_once(request, checked, enquiry, leaves_out=leaves_out)


def _joined_once(
    request: StaffRequest, checked: RegistrationSheet, enquiry: Enquiry, *, leaves_out: bool
) -> HttpResponse:
    """Join, or show what was typed since. Asked before and after: two may be on their way at once."""
    try:
        again = joined_twice(request, checked, enquiry.pk)
        return again or _joined(request, checked, enquiry, leaves_out=leaves_out)
    except (ContactDiffersError, FormUsedError, SaidOtherwiseError, NoConsentError):
        return joined_twice(request, checked, enquiry.pk) or _used(request, checked)
    except ChangedMeanwhileError:  # the contact has joined; a colleague was faster than what was carried over
        again = joined_twice(request, checked, enquiry.pk)
        return again or _joined(request, checked, enquiry, leaves_out=leaves_out)


def _joined(request: StaffRequest, checked: RegistrationSheet, enquiry: Enquiry, *, leaves_out: bool) -> HttpResponse:
    # Texts are opened outside of transactions, so the contact is joined first; sent again, all this happens once.
    said_word = is_code_word_of(enquiry, checked.fields.get("joins", ""))
    enquiry = join_with_promise(checked, enquiry, said_word=said_word, by=request.user)
    is_own = may_write(request.user, enquiry)
    has_text = is_own and carry_over(request, checked, enquiry)
    if is_own or not leaves_out:  # else somebody assigned it to a lawyer in this very moment
        discard_draft(id=checked.id, by=request.user)
    if not is_own:
        messages.warning(request, _joined_alone(enquiry), extra_tags="soon")
    if checked.matter.is_declined and enquiry.consent == Consent.YES:
        messages.warning(request, _declined_now(enquiry))
    then = reverse("desk:correct" if has_text else "desk:enquiry", args=[enquiry.pk])
    return go(request, person_first(checked, enquiry, then) if is_own else then)


def _used(request: StaffRequest, sheet: RegistrationSheet) -> HttpResponse:
    """Keep what was typed under an id of its own, so that it can be sent on."""
    problem = FieldProblem(
        _(
            "This form was used already, with another content. What was recorded stays as it is, and what you typed"
            " stays on this page: sent again, it is recorded as something new."
        )
    )
    fresh = RegistrationSheet(uuid4(), sheet.fields, sheet.places, is_checked=True)
    return form_page(request, fresh, status=409, problem=problem)


def _why_alone(request: StaffRequest, sheet: RegistrationSheet, enquiry: Enquiry) -> str:
    """Say why the contact alone can be recorded with an enquiry; "" where what else was typed can be, too."""
    if enquiry.is_coarse and (sheet.promise.is_asked or (sheet.answers and sheet.consent == Consent.YES)):
        return _coarse(enquiry)
    if enquiry.mistake and sheet.promise.is_asked:
        return _mistaken(enquiry)
    goes_on = not carried(sheet, enquiry) or _goes_on_with(request, enquiry, sheet.fields.get("joins", ""))
    return "" if goes_on else _not_for_you(enquiry)


def _goes_on_with(request: StaffRequest, enquiry: Enquiry, typed: str) -> bool:
    """Tell whether joining lets the person go on with the enquiry: it is theirs to correct, or becomes so."""
    said_word = is_code_word_of(enquiry, typed)
    return may_write(request.user, enquiry) or is_taken_up(request.user, enquiry, said_word=said_word)


def _whom_to_ask(enquiry: Enquiry) -> str:
    return str(enquiry.assignee) if enquiry.assignee and enquiry.assignee.is_active else _("a supervisor")


def _not_for_you(enquiry: Enquiry) -> str:
    return _(
        "This enquiry is not yours to go on with, so what you typed cannot be added to it. Ask the caller for the code"
        " word, or tell %(name)s what was said and record the contact alone. Your text stays on this page until then."
    ) % {"name": _whom_to_ask(enquiry)}


def _mistaken(enquiry: Enquiry) -> str:
    return _(
        "%(number)s was registered by mistake, so nothing is promised on it. Say first on its page that it was no"
        " mistake, or record the contact alone. Your text stays on this page until then."
    ) % {"number": enquiry.number}


def _coarse(enquiry: Enquiry) -> str:
    return _(
        "Only codes are left of %(number)s, so nothing is promised on it any more, nor noted of what was told. Save"
        " this as a new enquiry, or record the contact alone. Your text stays on this page until then."
    ) % {"number": enquiry.number}


def _joined_alone(enquiry: Enquiry) -> str:
    return _(
        "The contact is recorded. The enquiry is not assigned to you; who is to go on with it has been told: %(name)s."
    ) % {"name": _whom_to_ask(enquiry)}


def _declined_now(enquiry: Enquiry) -> str:
    return _(
        "This time the caller said no, so of the call nothing but the contact is kept. What %(number)s holds from"
        " before stays: if they take that back too, choose “Withdraw consent” there."
    ) % {"number": enquiry.number}


def _forgets(sheet: RegistrationSheet) -> bool:
    """Tell whether joining would lose what was typed, as nobody has said yes to keeping it."""
    return sheet.matter.is_valid() and sheet.matter.forgets_something()
