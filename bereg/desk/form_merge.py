"""What was typed in a new form before the caller turned out to have called before."""

from bereg.accounts.access import StaffRequest
from bereg.accounts.queries import User
from bereg.answers import actions as answers
from bereg.answers.call_answers import FIELDS as TOLD
from bereg.desk.registration_form import ABOUT, TAKES_CALL_IN, RegistrationSheet, consent_in
from bereg.enquiries.drafts import correction_draft_id, save_draft
from bereg.enquiries.entries import NoConsentError, SaidOtherwiseError, write_down
from bereg.enquiries.forms import ANSWER, STATE, UNOPENED, fields_of
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.enquiries.queries import Draft, Enquiry, draft_of
from bereg.enquiries.texts import TEXTS, Opened, fields_in, opened
from bereg.questionnaire.queries import form_of
from bereg.vault.because import Because
from bereg.vault.faults import VaultFault

ADDED_TO = frozenset({"topics", "call_back", "question"})  # what is typed stands behind what is known
PROMISE = ("promise", "promise_on", "promise_time", "question")  # what an outcome promises: the fields of OutcomeForm


def carried(sheet: RegistrationSheet, enquiry: Enquiry) -> dict[str, list[str]]:
    """Return what was typed and belongs into the enquiry: topics, and with consent whatever else is not the contact's.

    What the outcome promises is a task at once (form_submission.py); it is carried where there is no consent yet.
    """
    typed = {name: [value for value in values if value.strip()] for name, values in sheet.fields.lists()}
    typed["topics"] = [topic for topic in typed.get("topics", []) if topic not in enquiry.topics.split()]
    if sheet.consent != Consent.YES:
        return {"topics": typed["topics"]} if typed["topics"] else {}
    known = fields_of(enquiry, form_of(enquiry.questionnaire), Opened())
    names = [name for name in (*known, *TOLD, ABOUT) if _is_carried(name, typed.get(name, []))]
    if enquiry.consent != Consent.YES:
        typed[TAKES_CALL_IN] = ["yes"]
        names += [TAKES_CALL_IN, *(PROMISE if sheet.promise.is_asked else ())]
    return {name: typed[name] for name in names if typed.get(name)}


def carry_over(request: StaffRequest, sheet: RegistrationSheet, enquiry: Enquiry) -> bool:
    """Write the note down as what was said at the contact that has joined, and make the rest a draft correction.

    Where the enquiry has no consent yet, the note is part of the correction that says that it has. Nothing stored is
    replaced, nor what the person has begun to correct: empty answers are filled, and another way to reach somebody
    stands behind the one that is known. Return whether there is something to correct. Not inside a transaction: what is
    stored has to be opened. Raise what `write_down` raises, and ChangedMeanwhileError.
    """
    new = carried(sheet, enquiry)
    if "narrative" in new and enquiry.consent == Consent.YES:
        del new["narrative"]
        said = sheet.matter.cleaned_data["narrative"]
        write_down(enquiry=enquiry, contact=sheet.id, said=said, by=request.user)
    if not new.keys().isdisjoint(TOLD) and enquiry.consent == Consent.YES:
        answers.note(enquiry=enquiry, said=sheet.answers, by=request.user)
        new = {name: values for name, values in new.items() if name not in TOLD}
    if enquiry.consent == Consent.YES:
        new.pop(ABOUT, None)  # the page of that person comes next
    if not new:
        return False
    stands = _begun(request, enquiry) or stored_fields(enquiry, by=request.user)
    fields = {**stands, "consent": [Consent.YES.value]} if sheet.consent == Consent.YES else dict(stands)
    for name, values in new.items():
        fields[name] = _merged(name, stands.get(name, []), values)
    save_draft(
        id=correction_draft_id(enquiry, request.user),
        centre=enquiry.centre,
        enquiry=enquiry,
        consent=consent_in(fields),
        fields=fields,
        by=request.user,
        version=enquiry.version,
    )
    return True


def typed_since(
    request: StaffRequest, sheet: RegistrationSheet, enquiry: Enquiry, texts: Opened, *, promises: bool
) -> tuple[dict[str, list[str]], bool]:
    """Return a correction with what was typed in a form after its contact had joined, and whether anything was.

    What the form carried over as it joined stands in the person's draft, and is what they typed last. A note that goes
    on follows the text of the enquiry: what was said at the contact is written down already. Not inside a transaction.
    """
    stored = fields_of(enquiry, form_of(enquiry.questionnaire), texts)
    begun, new = _begun(request, enquiry) or stored, carried(sheet, enquiry)
    if enquiry.consent == Consent.YES:
        answers.note(enquiry=enquiry, said=sheet.answers, by=request.user)
        new = {name: values for name, values in new.items() if name not in {*TOLD, ABOUT}}
        rest = _unwritten(request, sheet, enquiry) if "narrative" in new else ""
        new["narrative"] = [_followed((begun.get("narrative") or [""])[-1], rest)]
    fields = dict(begun)
    for name, values in new.items():
        stands = begun.get(name, [])
        is_last = name == "narrative" or (stands != stored.get(name, []) and name not in ADDED_TO)
        fields[name] = values if is_last else _merged(name, stands, values)
    if sheet.consent == Consent.YES:
        fields["consent"] = [Consent.WITHDRAWN.value if enquiry.consent == Consent.WITHDRAWN else sheet.consent.value]
    if promises:
        typed = sheet.fields
        fields |= {TAKES_CALL_IN: ["yes"], **{name: typed.getlist(name) for name in ("outcome", ABOUT, *PROMISE)}}
    return fields, any(values != begun.get(name, []) and any(values) for name, values in fields.items())


def _unwritten(request: StaffRequest, sheet: RegistrationSheet, enquiry: Enquiry) -> str:
    """Write the note down at its contact, if nothing is yet; else return what is not in it, in whole words."""
    said: str = sheet.matter.cleaned_data["narrative"]
    try:
        write_down(enquiry=enquiry, contact=sheet.id, said=said, by=request.user)
    except SaidOtherwiseError as other:
        rest = said.removeprefix(other.said)
        is_mid_word = other.said[-1:].isalnum() and rest[:1].isalnum()
        return said if is_mid_word else rest.strip()
    except NoConsentError:
        return said
    return ""


def _followed(text: str, rest: str) -> str:
    """Return a text with what follows it as a paragraph of its own, unless it stands there already."""
    before, more = (each.replace("\r\n", "\n").strip() for each in (text, rest))
    stands = not more or f"\n\n{more}\n\n" in f"\n\n{before}\n\n"
    return text if stands else f"{before}\n\n{more}".strip()


def begun_fields(draft: Draft, enquiry: Enquiry, *, by: User) -> dict[str, list[str]]:
    """Return a correction that was begun as the fields of its form. Raise VaultFault where it does not open.

    Before a yes it is kept without answers and texts. It is laid over those that stand: a yes that is given later would
    else write over them with nothing.
    """
    begun = fields_in(draft, by=by)
    if draft.consent == Consent.YES or not enquiry.keeps_content:
        return begun
    stored = stored_fields(enquiry, by=by)
    return {**stored, "topics": [], **begun, UNOPENED: stored[UNOPENED]}


def stored_fields(enquiry: Enquiry, *, by: User) -> dict[str, list[str]]:
    """Return what stands as the fields of its correction, its texts opened. Not inside a transaction."""
    texts = opened(enquiry, TEXTS, by=by, because=Because.CORRECTION)
    return fields_of(enquiry, form_of(enquiry.questionnaire), texts)


def _begun(request: StaffRequest, enquiry: Enquiry) -> dict[str, list[str]] | None:
    """Return the correction that the person has begun already; None where there is none, or none that opens."""
    draft = draft_of(request.user, correction_draft_id(enquiry, request.user))
    try:
        return begun_fields(draft, enquiry, by=request.user) if draft else None
    except VaultFault:
        return None


def _merged(name: str, stands: list[str], typed: list[str]) -> list[str]:
    if name == "topics":
        return list(dict.fromkeys([*stands, *typed]))
    if name in ADDED_TO and any(stands) and typed[0] not in stands[0]:
        return [f"{stands[0]}; {typed[0]}"]
    if not any(stands) or (name == "urgency" and stands == [Urgency.NORMAL.value]):
        return typed
    return stands


def _is_carried(name: str, values: list[str]) -> bool:
    if name == "urgency":
        return values != [Urgency.NORMAL.value]
    return name in {"narrative", "call_back", "topics", "outcome", ABOUT, *TOLD} or name.startswith((ANSWER, STATE))
