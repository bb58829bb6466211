"""Every record that holds something sealed, as staff bring it about: each text is WORDS, and was another before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.consultations import actions as consultations
from bereg.consultations.models import Consultation
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.conversations.models import Message
from bereg.dispatch import answering, drafting, sending, texts
from bereg.dispatch.acts import REWRITTEN
from bereg.dispatch.choices import DispatchGround, DispatchKind, RecipientAnswer, SendingWay
from bereg.dispatch.models import Dispatch
from bereg.emergency_access import break_glass
from bereg.enquiries import drafts, text_search
from bereg.enquiries.actions import correct_enquiry
from bereg.enquiries.entries import record_further_contact
from bereg.enquiries.models import Enquiry, Entry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter
from bereg.importing.models import RegisterImport
from bereg.importing.sealed_upload import put_text
from bereg.partner_links.models import PartnerLink
from bereg.persons import actions as persons
from bereg.persons.choices import Suspicion
from bereg.persons.models import Person
from bereg.retention import holds
from bereg.searches import actions as searches
from bereg.searches import asking, findables
from bereg.searches.choices import MatchState
from bereg.searches.details import Details
from bereg.searches.models import Findable, Match, SearchRequest
from bereg.shifts import actions as shifts
from bereg.shifts.models import HandOver
from bereg.tasks import actions as tasks
from bereg.tasks import safe_contact
from bereg.tasks.choices import TaskKind
from bereg.tasks.models import SafeContact, Task
from bereg.training import actions as training
from bereg.training.models import Practice
from bereg.transfers.models import Transfer
from bereg.vault import actions as vault
from bereg.vault.classes import HoldReason
from bereg.violations import actions as violations
from bereg.violations import check_requests
from bereg.violations.models import CheckRequest, Violation
from bereg.violations.texts import Firm
from conftest import make_user
from tests.outside import make_attachment, make_dispatch, make_partner_link, make_quarantined, make_search, make_thread
from tests.world import make_register, make_transfer

WORDS = "She asks whether she may keep her papers, and what a court would cost."
MATTER = Matter(Consent.YES, ("quota",), {"moon": "full"}, narrative=WORDS, call_back="8 916 000-00-16")


def stored(record: Any) -> Any:
    return type(record)._base_manager.get(pk=record.pk)


def corrected(enquiry: Enquiry, people: dict[str, User]) -> Enquiry:
    return correct_enquiry(enquiry=enquiry, version=enquiry.version, matter=MATTER, by=people["operator"])


def draft(enquiry: Enquiry, people: dict[str, User]) -> Any:
    return drafts.save_draft(
        id=drafts.correction_draft_id(enquiry, people["operator"]),
        centre=enquiry.centre,
        enquiry=enquiry,
        consent=Consent.YES,
        fields={"narrative": [WORDS]},
        by=people["operator"],
    )


def written(enquiry: Enquiry, people: dict[str, User]) -> Entry:
    contact = ContactFields(centre=enquiry.centre, channel=Channel.PHONE, started_at=timezone.now())
    record_further_contact(enquiry=enquiry, contact=contact, said=WORDS, by=people["operator"])
    return Entry._base_manager.get(enquiry=enquiry)


def held(enquiry: Enquiry, people: dict[str, User]) -> Any:
    today, by = timezone.localdate(), people["supervisor"]
    return holds.hold(record=enquiry, code=HoldReason.COURT, reason=WORDS, until=today, owner=by, by=by)


def practised(enquiry: Enquiry, people: dict[str, User]) -> Practice:
    now, operator, intern = corrected(enquiry, people), people["operator"], people["intern"]
    made = training.give(enquiry=now, version=now.version, intern=intern, masked="She asks.", by=operator)
    training.write(practice=made, version=made.version, text="First.", sends=True, by=intern)
    sent = Practice._base_manager.get(pk=made.pk)
    training.send_back(practice=sent, version=sent.version, remark="Say more.", by=operator)
    back = Practice._base_manager.get(pk=made.pk)
    training.write(practice=back, version=back.version, text="More.", sends=False, by=intern)
    return back


def consulted(enquiry: Enquiry, people: dict[str, User]) -> Consultation:
    by, today = people["operator"], timezone.localdate()
    first = consultations.Given(kind="advice", way="phone", minutes=25, given_on=today, note="First.")
    made = consultations.write(id=uuid4(), enquiry=stored(enquiry), given=first, by=by)
    consultations.change(consultation=made, version=1, given=replace(first, note=WORDS), by=by)
    return made


def promised(enquiry: Enquiry, people: dict[str, User]) -> Task:
    call = tasks.Promise(kind=TaskKind.CALL_BACK, due_at=timezone.now(), holder=people["operator"], words=WORDS)
    return tasks.make(id=uuid4(), centre=enquiry.centre, enquiry=enquiry, promise=call, by=people["operator"])


def safely(enquiry: Enquiry, people: dict[str, User]) -> SafeContact:
    for version, words in enumerate(("First.", WORDS)):
        safe = safe_contact.Safe(words=words)
        safe_contact.write(enquiry=stored(enquiry), version=version, safe=safe, by=people["operator"])
    return SafeContact._base_manager.get(enquiry=enquiry)


def left(enquiry: Enquiry, people: dict[str, User]) -> HandOver:
    note = shifts.write_note(id=uuid4(), centre=enquiry.centre, words="First.", by=people["operator"])
    shifts.correct_note(note=note, version=1, words=WORDS, by=people["operator"])
    return note


def judged(enquiry: Enquiry, people: dict[str, User]) -> Person:
    by, on = people["operator"], stored(enquiry)
    made = persons.note(id=uuid4(), enquiry=on, described=persons.Described(gender="male"), by=by)
    persons.judge(person=made, version=1, suspicion=Suspicion.SUSPECTED, reason="First.", by=by)
    persons.judge(person=stored(made), version=2, suspicion=Suspicion.SUSPECTED, reason=WORDS, by=by)
    return made


def raised(enquiry: Enquiry, people: dict[str, User]) -> Violation:
    by, on = people["operator"], stored(enquiry)
    first = violations.Raised("wages", quarter=date(2008, 1, 1), firm=Firm("First.", "First.", "First.", "First."))
    made = violations.raise_violation(id=uuid4(), enquiry=on, said=first, by=by)
    changed = replace(first, firm=Firm(WORDS, WORDS, WORDS, WORDS))
    violations.change(violation=stored(made), version=1, said=changed, by=by)
    return made


def weighed(enquiry: Enquiry, people: dict[str, User]) -> CheckRequest:
    """Ask for a check as the lawyer whom the enquiry was handed to, and answer the questions anew."""
    lawyer, by = make_user(enquiry.centre, Role.LAWYER, "Lawyer who checks"), people["operator"]
    raised = violations.Raised("wages", quarter=date(2008, 1, 1), told_further="agreed")
    made = violations.raise_violation(id=uuid4(), enquiry=stored(enquiry), said=raised, by=by)
    holder = stored(enquiry).assignee
    Enquiry._base_manager.filter(pk=enquiry.pk).update(assignee=lawyer)
    for version, words in enumerate(("First.", WORDS)):
        asked = check_requests.CheckAnswers("no", words, "unknown", words)
        check_requests.ask(violation=stored(made), version=version, asked=asked, by=lawyer)
    Enquiry._base_manager.filter(pk=enquiry.pk).update(assignee=holder)
    return CheckRequest._base_manager.get(violation=made)


def passed_on(enquiry: Enquiry, people: dict[str, User]) -> Transfer:
    """Say that it was accepted, as nobody reads it before."""
    made = make_transfer(stored(enquiry), WORDS, people["operator"])
    Transfer._base_manager.filter(pk=made.pk).update(state="accepted", answered_by=people["operator"])
    return Transfer._base_manager.get(pk=made.pk)


def leaving(enquiry: Enquiry, people: dict[str, User]) -> Dispatch:
    """Draft it, rewrite it, and note an answer, so that each of its texts stands."""
    by, made = people["operator"], make_dispatch(stored(enquiry), "First.", people["operator"])
    why = "An invented reason, long enough."
    said: dict[str, Any] = {"reason": why, "despite": why, "decisions": {"0" * 20: "agreed_to"}}
    danger = drafting.Drafting(DispatchKind.REFERRAL, made.recipient, DispatchGround.DANGER, WORDS, **said)
    drafting.rewrite(dispatch=stored(made), version=1, drafting=danger, by=by)
    alone = sending.Sending(SendingWay.TELEPHONE)
    sending.send_alone(dispatch=stored(made), version=2, sending=alone, by=by)
    for version, words in ((3, "First answer."), (4, "Second answer.")):
        reply = answering.Reply(RecipientAnswer.WAITING, words)
        answering.note_reply(dispatch=stored(made), version=version, reply=reply, by=by)
    _seal_codes_anew(stored(made), by)
    return made


def _seal_codes_anew(made: Dispatch, by: User) -> None:
    """Write codes beside a reason, which no page does: who was asked has no reason in the place of a consent."""
    texts.seal(made, codes='{"topics": ["documents"]}')
    with transaction.atomic():
        Dispatch._base_manager.filter(pk=made.pk).update(codes=made.codes)
        audit.record(REWRITTEN, target=made, by=by, sha256=vault.written_of({texts.CODES: made.codes}))


def answered(enquiry: Enquiry, people: dict[str, User]) -> PartnerLink:
    """Store what somebody outside has typed."""
    made = make_partner_link(make_dispatch(stored(enquiry), "First.", people["operator"]), people["operator"])
    PartnerLink._base_manager.filter(pk=made.pk).update(used_at=timezone.now(), words=vault.seal(made, "words", WORDS))
    return made


def replied(enquiry: Enquiry, people: dict[str, User]) -> Message:
    thread = make_thread(enquiry.centre, WORDS, people["operator"])
    return Message._base_manager.select_related("thread").get(thread=thread, direction="out")


def came_in(enquiry: Enquiry, people: dict[str, User]) -> Message:
    """Let somebody write; of the two fields of a message one stands."""
    thread = make_thread(enquiry.centre, WORDS, people["operator"])
    found = Message._base_manager.select_related("thread").filter(thread=thread, direction="in")
    return found.earliest("at")


def sought(enquiry: Enquiry, people: dict[str, User]) -> SearchRequest:
    """Begin a search, and change it."""
    first = searches.RelativesRequest("parent", "details", "agreed", Details(("First",)))
    made = searches.begin(id=uuid4(), enquiry=stored(enquiry), request=first, by=people["operator"])
    now = replace(first, details=Details((WORDS,)))
    searches.change(search=stored(made), version=1, request=now, by=people["supervisor"])
    return SearchRequest._base_manager.get(pk=made.pk)


def findable(enquiry: Enquiry, people: dict[str, User]) -> Findable:
    return findables.agree(id=uuid4(), enquiry=stored(enquiry), details=Details((WORDS,)), by=people["operator"])


def matched(enquiry: Enquiry, people: dict[str, User]) -> Match:
    """Ask, and let the person say yes."""
    canaries = {"missed": "First", "findable": "First", "asks": WORDS}
    ids = make_search(stored(enquiry), canaries, people["operator"])
    made = Match._base_manager.select_related("enquiry", "search").get(pk=ids["match"])
    asking.answer(match=made, state=MatchState.AGREED, says=WORDS, by=people["operator"])
    return Match._base_manager.select_related("enquiry", "search").get(pk=made.pk)


def uploaded(enquiry: Enquiry, people: dict[str, User]) -> RegisterImport:
    made = make_register(enquiry.centre, people["supervisor"])
    RegisterImport._base_manager.filter(pk=made.pk).update(**put_text(made, "summary", WORDS))
    return made


# Records of which one field or another stands, each from another side.
MADE_OUTSIDE: dict[str, Callable[[Enquiry, dict[str, User]], Any]] = {"conversations.message": came_in}
MADE: dict[str, Callable[[Enquiry, dict[str, User]], Any]] = {
    "consultations.consultation": consulted,
    "mailbox.quarantinedletter": lambda enquiry, _people: make_quarantined(enquiry.centre, WORDS),
    "conversations.thread": lambda enquiry, people: make_thread(enquiry.centre, WORDS, people["operator"]),
    "conversations.message": replied,
    "conversations.attachment": lambda enquiry, people: make_attachment(
        make_thread(enquiry.centre, WORDS, people["operator"]), WORDS
    ),
    "enquiries.enquiry": corrected,
    "enquiries.draft": draft,
    "enquiries.entry": written,
    "enquiries.textsearch": lambda _enquiry, people: text_search.begin(words=WORDS, by=people["operator"]),
    "tasks.safecontact": safely,
    "tasks.task": promised,
    "persons.person": judged,
    "shifts.handover": left,
    "searches.searchrequest": sought,
    "searches.findable": findable,
    "searches.match": matched,
    "transfers.transfer": passed_on,
    "violations.violation": raised,
    "violations.checkrequest": weighed,
    "dispatch.dispatch": leaving,
    "partner_links.partnerlink": answered,
    "importing.registerimport": uploaded,
    "training.practice": practised,
    "vault.breakglass": lambda enquiry, people: break_glass.break_glass(
        record=enquiry, reason=WORDS, by=people["admin"]
    ),
    "vault.hold": held,
}
