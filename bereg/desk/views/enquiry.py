"""One enquiry: read, corrected, assigned, closed, reopened; its consent withdrawn; a further contact of it."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bereg.accounts.access import StaffRequest, requires
from bereg.accounts.permissions import Permission
from bereg.accounts.queries import User
from bereg.contacts.actions import ContactDiffersError
from bereg.contacts.forms import ContactForm, usual_way
from bereg.contacts.queries import last_way_of, places_of
from bereg.core.forms import id_in, version_in
from bereg.desk.comparison import Difference, contact_differences_seen, differences
from bereg.desk.enquiry_detail import acts_of, answers_of, timeline_of
from bereg.desk.form_merge import begun_fields, stored_fields
from bereg.desk.form_page import FIELD_ID, FieldProblem, Target, draft_closed, form_page, go, no_place, person_first
from bereg.desk.form_submission import along_correction, takes_promises
from bereg.desk.registration_form import RegistrationSheet, correction_sheet, typed_in
from bereg.desk.withdrawal_preview import losses_of
from bereg.enquiries import actions, entries
from bereg.enquiries.access import assignable, may_read_contact, may_read_text, may_write, rights_of
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.drafts import correction_draft_id
from bereg.enquiries.forms import EntryForm, unopened_in
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.panels import beside_contact, panels_on
from bereg.enquiries.parts import look_at_parts
from bereg.enquiries.queries import Enquiry, draft_of, enquiries_for
from bereg.enquiries.registration import FormUsedError
from bereg.enquiries.texts import CALL_BACK, CODE_WORD, NARRATIVE, TEXTS, TYPED_ANSWERS, Opened, opened
from bereg.questionnaire.queries import form_of
from bereg.questionnaire.wording import topic_texts
from bereg.retention import holds
from bereg.retention.wording import refused as refusal
from bereg.vault.because import Because
from bereg.vault.faults import VaultFault

HIDDEN = frozenset({CALL_BACK})  # shown to who is responsible alone
# Why somebody wants to know how to reach the person: the closed list of the page, in the words of the vault's.
WHY_CONTACT = {
    str(Because.CALL_BACK): gettext_lazy("to call the person back"),
    str(Because.CASE_WORK): gettext_lazy("to work on the case"),
    str(Because.REVIEW): gettext_lazy("to check the work"),
}


@never_cache
@require_GET
@requires(Permission.ENQUIRY_READ)
def enquiry(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one enquiry with the questionnaire that it was registered under."""
    return _file_page(request, enquiry_seen(request, pk))


@never_cache
@require_POST
@requires(Permission.CALL_BACK_READ)
def show_contact(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show how to reach the person, for a reason that is written down. What is opened is on this one page alone."""
    found = enquiry_seen(request, pk)
    reason = request.POST.get("because", "")
    if reason not in WHY_CONTACT or not may_read_contact(request.user, found):
        return back(request, pk, _("Nothing is shown: choose why you need it."))
    return _file_page(request, found, because=Because(reason), with_contact=True)


def _file_page(
    request: StaffRequest, found: Enquiry, *, because: Because = Because.CASE_WORK, with_contact: bool = False
) -> HttpResponse:
    look_at_parts(found)
    rights = rights_of(request.user, found)
    names = [*((NARRATIVE, TYPED_ANSWERS, CODE_WORD) if rights.text else ()), *((CALL_BACK,) if with_contact else ())]
    texts = opened(found, names, by=request.user, because=because)
    questionnaire = form_of(found.questionnaire, home_country=found.centre.country)
    context = {
        "enquiry": found,
        "texts": texts,
        "with_contact": with_contact,
        "reasons": WHY_CONTACT.items(),
        "answers": answers_of(found, questionnaire, texts if rights.text else None),
        "topics": topic_texts(questionnaire, found.topics),
        "timeline": timeline_of(found, request.user, because=because),
        "acts": acts_of(found),
        "rights": rights,
        "panels": panels_on(found, request.user),
        "beside_contact": beside_contact(found, request.user) if rights.contact and found.call_back else [],
        "has_consent": found.consent == Consent.YES,
        "keeps_content": found.keeps_content,
        "held": holds.keeps(found) if found.consent_withdrawn_at else None,
        "draft": draft_of(request.user, correction_draft_id(found, request.user)),
    }
    return render(request, "desk/enquiry.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ENQUIRY_CORRECT)
def correct(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show the form of a stored enquiry; store what was corrected, unless somebody else was faster."""
    found = enquiry_seen(request, pk)
    if request.method == "GET":
        return _begin_correction(request, found)
    sheet = correction_sheet(found, typed_in(request), is_checked=request.POST.get("act") != "refresh")
    if answer := _not_yet(request, found, sheet):
        return answer
    try:
        now = actions.correct_enquiry(
            enquiry=found,
            version=version_in(request),
            matter=sheet.stored_matter(),
            keep=unopened_in(sheet.fields),
            by=request.user,
            along=along_correction(sheet, found, request.user),
        )
    except actions.StaleEnquiryError as stale:
        show = _stale if may_write(request.user, stale.current) else given_away
        return show(request, stale.current, sheet)
    except holds.HeldError as refused:
        return _held(request, found, sheet, refused)
    return go(request, person_first(sheet, now, reverse("desk:enquiry", args=[pk])))


def _not_yet(request: StaffRequest, found: Enquiry, sheet: RegistrationSheet) -> HttpResponse | None:
    """Show the form again where what was sent may not, or not yet, be stored."""
    if not may_write(request.user, found):
        return given_away(request, found, sheet)
    promises = not sheet.takes_call_in or sheet.promise.is_valid()
    if not (sheet.is_checked and sheet.matter.is_valid() and promises):
        return correction_page(request, found, sheet, status=422 if sheet.is_checked else 200)
    if sheet.takes_call_in and sheet.promise.is_asked and not takes_promises(found):
        problem = FieldProblem(_why_not_promised(found), FIELD_ID + "outcome")
        return correction_page(request, found, sheet, status=422, problem=problem)
    if _takes_back(found, sheet) and "takes_back" not in request.POST:
        return correction_page(request, found, sheet, status=422, takes_back=losses_of(found)["goes"])
    return None


def _why_not_promised(found: Enquiry) -> str:
    if found.mistake:
        return _("It was registered by mistake, so nothing is promised on it.")
    return _("Only codes are left of this enquiry: nothing is promised on it any more.")


def _takes_back(found: Enquiry, sheet: RegistrationSheet) -> bool:
    """Tell whether what was sent takes the consent back, and all that stands goes with it: one key may have done it."""
    return found.consent == Consent.YES and sheet.consent != Consent.YES


def _held(request: StaffRequest, found: Enquiry, sheet: RegistrationSheet, refused: holds.HeldError) -> HttpResponse:
    """Say that a hold keeps what stands, beside what was typed; a consent that is taken back is gone all the same."""
    problem = FieldProblem(gone_but_held(refused) if _takes_back(found, sheet) else _keeps(refused))
    return correction_page(request, enquiry_seen(request, found.pk), sheet, status=409, problem=problem)


def gone_but_held(refused: holds.HeldError) -> str:
    """Say that the consent is gone, and that a hold keeps what stands."""
    gone = _("Consent withdrawn. Nothing leaves on it any more; what stands is erased when the hold ends.")
    return f"{gone} {refusal(refused.hold)}"


def _keeps(refused: holds.HeldError) -> str:
    """Say why nothing is taken out of a held enquiry, and what can be done instead."""
    return f"{refusal(refused.hold)} " + _(
        "Leave the note, what was typed and how to reach the person as they stand, and write what is new at a further"
        " contact. What you typed stays on this page."
    )


def _begin_correction(request: StaffRequest, found: Enquiry) -> HttpResponse:
    if not may_write(request.user, found):
        return back(request, found.pk, _("This enquiry is assigned to somebody else: take it over to correct it."))
    draft = draft_of(request.user, correction_draft_id(found, request.user))
    problem = None
    if draft:
        try:
            fields = begun_fields(draft, found, by=request.user)
            return correction_page(request, found, correction_sheet(found, fields), draft=draft)
        except VaultFault:
            problem = FieldProblem(draft_closed())
    fields = stored_fields(found, by=request.user)
    return correction_page(request, found, correction_sheet(found, fields), draft=draft, problem=problem)


def all_texts(request: StaffRequest, found: Enquiry) -> Opened:
    return opened(found, TEXTS, by=request.user, because=Because.CORRECTION)


@require_POST
@requires(Permission.ENQUIRY_CLOSE)
def close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close one enquiry, or say that a colleague has done so."""
    found = enquiry_seen(request, pk)
    try:
        actions.close_enquiry(enquiry=found, by=request.user)
    except actions.AlreadyClosedError:
        messages.warning(request, _("A colleague closed it already."), extra_tags="soon")
    return redirect("desk:enquiry", pk)


@require_POST
@requires(Permission.ENQUIRY_CLOSE)
def reopen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open one enquiry again, or say that a colleague has done so."""
    found = enquiry_seen(request, pk)
    try:
        actions.reopen_enquiry(enquiry=found, by=request.user)
    except actions.AlreadyOpenError:
        messages.warning(request, _("A colleague reopened it already."), extra_tags="soon")
    return redirect("desk:enquiry", pk)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.CONSENT_WITHDRAW)
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask once, then forget the answers and the texts; the count stays."""
    found = enquiry_seen(request, pk)
    if request.method == "POST":
        if found.consent == Consent.YES:
            try:
                withdraw_consent(enquiry=found, by=request.user)
            except holds.HeldError as refused:
                return back(request, pk, gone_but_held(refused))
            messages.success(request, _("Consent withdrawn. The answers and texts are erased."), extra_tags="good")
        return redirect("desk:enquiry", pk)
    return render(request, "desk/withdraw.html", {"enquiry": found, **losses_of(found)})


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.ENQUIRY_REGISTER)
def further_contact(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Record a further contact of one enquiry, with what was said at it."""
    found = enquiry_seen(request, pk)
    if not may_read_text(request.user, found):
        return back(request, pk, _("Join the contact by the number or code word that the person says."))
    places = places_of(request.user)
    if not places:
        return no_place(request)
    if request.method == "GET":
        form = ContactForm(_single(usual_way(places, last_way_of(request.user))), places=places)
        return _further_page(request, found, form, EntryForm(), uuid4())
    form, note = ContactForm(request.POST, places=places), EntryForm(request.POST)
    own = id_in(request)
    if not (form.is_valid() and note.is_valid()):
        return _further_page(request, found, form, note, own, status=422, is_wrong=True)
    return _record_further(request, found, form, note, own)


def _record_further(
    request: StaffRequest, found: Enquiry, form: ContactForm, note: EntryForm, own: UUID
) -> HttpResponse:
    contact, said = form.fields_of(own), note.cleaned_data["said"]
    try:
        entries.record_further_contact(enquiry=found, contact=contact, said=said, by=request.user)
    except (ContactDiffersError, FormUsedError) as used:
        both = contact_differences_seen(request.user, used, contact)
    except entries.SaidOtherwiseError as other:
        both = [Difference(str(note.fields["said"].label), other.said, said)]
    except entries.NoConsentError:
        now = enquiry_seen(request, found.pk)
        return _further_page(request, now, form, note, own, status=409, has_no_consent=True)
    else:
        return redirect("desk:enquiry", found.pk)
    return _further_page(request, found, form, note, uuid4(), status=409, is_wrong=True, is_used=True, both=both)


def _further_page(
    request: StaffRequest,
    found: Enquiry,
    form: ContactForm,
    note: EntryForm,
    own: UUID,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"enquiry": found, "contact": form, "note": note, "id": own, **more}
    return render(request, "desk/further_contact.html", context, status=status)


@require_POST
@requires(Permission.ENQUIRY_TAKE_OVER)
def take_over(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make an enquiry of one's centre one's own."""
    return _assign(request, enquiry_seen(request, pk), request.user)


@require_POST
@requires(Permission.ENQUIRY_ASSIGN)
def assign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand an enquiry over to somebody of its centre."""
    found = enquiry_seen(request, pk)
    chosen = (each for each in assignable(request.user, found) if str(each.pk) == request.POST.get("to"))
    to = next(chosen, None)
    if to is None:
        return back(request, pk, _("Nothing is changed: choose who is to go on with it."))
    return _assign(request, found, to)


def _assign(request: StaffRequest, found: Enquiry, to: User) -> HttpResponse:
    try:
        actions.assign_enquiry(enquiry=found, version=version_in(request), to=to, by=request.user)
    except actions.StaleEnquiryError:
        return back(request, found.pk, _("A colleague changed this enquiry meanwhile. Look at it, then try again."))
    except actions.NotYourEnquiryError:
        return back(request, found.pk, _("Nothing is changed: a supervisor can assign this enquiry to you."))
    messages.success(request, _("Assigned to %(name)s.") % {"name": to.name}, extra_tags="good")
    return redirect("desk:enquiry", found.pk)


def back(request: StaffRequest, pk: UUID, why: str) -> HttpResponse:
    messages.warning(request, why, extra_tags="soon")
    return redirect("desk:enquiry", pk)


def enquiry_seen(request: StaffRequest, pk: UUID) -> Enquiry:
    visible = enquiries_for(request.user).select_related("centre", "questionnaire__centre", "entered_by", "assignee")
    return get_object_or_404(visible, pk=pk)  # 404, not 403: another centre's is as if there were none


def correction_page(request: StaffRequest, found: Enquiry, sheet: RegistrationSheet, **more: Any) -> HttpResponse:
    here = reverse("desk:correct", args=[found.pk])
    target = Target(
        save=here,
        draft=reverse("desk:correction_draft", args=[found.pk]),
        discard=reverse("desk:discard_draft", args=[correction_draft_id(found, request.user)]),
        resume=here,
    )
    return form_page(request, sheet, target=target, enquiry=found, **more)


def _stale(request: StaffRequest, current: Enquiry, sheet: RegistrationSheet) -> HttpResponse:
    """Show both texts; what was typed stays in the form, which now stands over the newer version."""
    mine = correction_sheet(current, {**dict(sheet.fields.lists()), "version": [str(current.version)]})
    both = differences(current, mine, all_texts(request, current))
    last = acts_of(current)[-1:]
    why = _("This enquiry was changed while you wrote; by whom, stands below. Nothing is overwritten.")
    problem = FieldProblem(why, "both")
    return correction_page(request, current, mine, status=409, problem=problem, both=both, last_act=last)


def given_away(request: StaffRequest, current: Enquiry, sheet: RegistrationSheet) -> HttpResponse:
    """Keep what was typed on the page of who is no longer responsible, beside what they may still read."""
    mine = correction_sheet(current, {**dict(sheet.fields.lists()), "version": [str(current.version)]})
    both = None
    if may_read_text(request.user, current):
        texts = opened(current, (NARRATIVE, TYPED_ANSWERS), by=request.user, because=Because.CORRECTION)
        both = differences(current, mine, texts, hidden=HIDDEN)
    problem = FieldProblem(
        _(
            "This enquiry is assigned to somebody else now. Nothing is saved; your text stays on this page."
            " Take it over in another tab, then save again."
        )
    )
    return correction_page(
        request, current, mine, status=409, problem=problem, both=both, last_act=acts_of(current)[-1:]
    )


def _single(fields: dict[str, list[str]]) -> dict[str, str]:
    return {name: values[0] for name, values in fields.items()}
