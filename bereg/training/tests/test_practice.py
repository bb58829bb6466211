"""One practice from the masked copy to the enquiry: who may do what, what is written down, and what ends it."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.permissions import Permission
from bereg.accounts.roles import Role
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre
from bereg.enquiries import actions as enquiries
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter
from bereg.enquiries.text_additions import add_to_narrative
from bereg.retention import rules as retention
from bereg.tasks import safe_contact
from bereg.training.actions import (
    NotYourPracticeError,
    StalePracticeError,
    UndecidedError,
    UnmaskedError,
    accept,
    give,
    send_back,
    take_back,
    write,
)
from bereg.training.models import Practice
from bereg.training.queries import enquiries_to_give, guided_practices, interns_for, own_practices
from bereg.training.shown_codes import shown_of
from bereg.training.tests.conftest import DRAFT, MASKED, TOLD, assert_gone, now, sent, stands
from bereg.training.texts import opened, original_of
from bereg.vault import ledger
from bereg.vault.because import Because
from bereg.vault.faults import NotAllowed
from bereg.violations.tests.conftest import noted
from conftest import make_user
from tests.opened import answers_of, text_of


def acts(record: Any) -> list[tuple[str, str]]:
    """Return what was done to a record, and why, the oldest first."""
    return [(each.action, each.because) for each in entries_on(record)]


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person, read_at=None).values_list("kind", flat=True))


def test_from_the_masked_copy_to_the_enquiry(
    practice: Practice, enquiry: Enquiry, intern: User, operator: User
) -> None:
    assert [own_practices(intern).get(), guided_practices(operator).get()] == [practice, practice]
    assert told(intern) == ["practice.given"]
    assert opened(practice, by=intern, because=Because.PRACTICE).masked == MASKED
    write(practice=practice, version=1, text="Not finished", sends=False, by=intern)
    assert told(operator) == []
    first = sent(practice, "Go to the police.")
    assert (told(intern), told(operator)) == ([], ["practice.sent"])
    send_back(practice=first, version=first.version, remark="Say which office.", by=operator)
    assert (told(intern), told(operator)) == (["practice.sent_back"], [])
    second = sent(practice)
    assert opened(second, by=intern, because=Because.PRACTICE).remark == "Say which office."
    accept(practice=second, version=second.version, enquiry_version=1, by=operator)
    changed = now(enquiry)
    assert text_of(changed) == (
        f"{TOLD}\n\nWritten by Intern 05, accepted by Operator 04:\nExplain how to get it back."
    )
    assert changed.version == 2
    assert_gone(practice)
    assert (told(intern), told(operator)) == (["practice.accepted"], [])
    read = ("text.revealed", "practice")
    sending, back = ("practice.sent", ""), ("practice.sent_back", "")
    ended = [("text.revealed", "review"), ("text.erased", "draft_over")]
    masked = ("practice.masked", str(intern.pk))
    assert acts(practice) == [masked, read, ("practice.kept", ""), sending, back, sending, read, *ended]
    assert acts(enquiry) == [
        ("enquiry.registered", ""),
        read,  # to mask it
        ("text.revealed", "case_work"),  # for what it names
        ("practice.given", str(intern.pk)),
        ("text.revealed", "correction"),
        ("enquiry.corrected", ""),
        ("practice.accepted", str(intern.pk)),
    ]


def test_a_draft_changes_nothing_but_the_text(practice: Practice, enquiry: Enquiry, operator: User) -> None:
    found = sent(practice)
    before = now(enquiry)
    accept(practice=found, version=found.version, enquiry_version=1, by=operator)
    after = now(enquiry)
    for name in ("consent", "topics", "outcome", "urgency", "assignee_id", "call_back_index", "call_back"):
        assert getattr(after, name) == getattr(before, name), name
    assert answers_of(after) == answers_of(before)
    assert answers_of(after)["material"] == "leaflet 16"


@pytest.mark.parametrize("role", Role)
def test_each_role_gives_what_it_answers_for(enquiry: Enquiry, centre: Centre, intern: User, role: Role) -> None:
    person = make_user(centre, role, f"A {role}")
    for is_assigned in (False, True):
        if is_assigned:
            Enquiry._base_manager.filter(pk=enquiry.pk).update(assignee=person)
        may = role == Role.SUPERVISOR or (is_assigned and role in {Role.OPERATOR, Role.LAWYER, Role.PSYCHOLOGIST})
        assert enquiries_to_give(person).exists() == may == bool(may and person.may(Permission.PRACTICE_GUIDE))
        if not may:
            with pytest.raises(NotYourPracticeError):
                give(enquiry=now(enquiry), version=1, intern=intern, masked=MASKED, by=person)
    assert Practice._base_manager.count() == 0


def test_nobody_else_reads_or_moves_a_practice(
    practice: Practice, enquiry: Enquiry, centre: Centre, other_centre: Centre, supervisor: User
) -> None:
    found = sent(practice)
    others = [make_user(centre, role, f"Other {role}") for role in Role if role != Role.SUPERVISOR]
    others += [make_user(other_centre, role, f"Stranger {role}") for role in (Role.SUPERVISOR, Role.INTERN)]
    for person in others:
        assert not own_practices(person).exists()
        assert not guided_practices(person).exists()
        with pytest.raises(NotAllowed):
            opened(found, by=person, because=Because.PRACTICE)
        with pytest.raises(NotYourPracticeError):
            accept(practice=found, version=found.version, enquiry_version=1, by=person)
        with pytest.raises(NotYourPracticeError):
            send_back(practice=found, version=found.version, remark="No.", by=person)
        with pytest.raises(NotYourPracticeError):
            take_back(practice=found, by=person)
        with pytest.raises(NotYourPracticeError):
            write(practice=found, version=found.version, text="x", sends=False, by=person)
    assert opened(found, by=supervisor, because=Because.REVIEW).masked == MASKED


def test_an_intern_cannot_accept_their_own_draft_after_a_new_role(
    practice: Practice, intern: User, operator: User
) -> None:
    found = sent(practice)
    User.objects.filter(pk=intern.pk).update(role=Role.SUPERVISOR)
    risen = User.objects.get(pk=intern.pk)
    assert not guided_practices(risen).exists()
    with pytest.raises(NotYourPracticeError):
        accept(practice=found, version=found.version, enquiry_version=1, by=risen)


def test_an_intern_who_left_or_moved_reads_nothing(practice: Practice, intern: User, other_centre: Centre) -> None:
    assert own_practices(intern).exists()
    intern.memberships.update(centre=other_centre)
    moved = User.objects.get(pk=intern.pk)
    assert not own_practices(moved).exists()
    with pytest.raises(NotAllowed):
        opened(practice, by=moved, because=Because.PRACTICE)


def test_only_an_intern_of_the_centre_gets_it_and_once(
    practice: Practice, enquiry: Enquiry, intern: User, operator: User, other_centre: Centre
) -> None:
    assert interns_for(enquiry) == []
    stranger = make_user(other_centre, Role.INTERN, "Intern 09")
    for person in (intern, stranger, operator):
        with pytest.raises(NotYourPracticeError):
            give(enquiry=enquiry, version=1, intern=person, masked=MASKED, by=operator)


def test_what_is_not_masked_is_refused(enquiry: Enquiry, intern: User, operator: User) -> None:
    with pytest.raises(UnmaskedError) as refused:
        give(enquiry=enquiry, version=1, intern=intern, masked="Write to 00@example.org.", by=operator)
    assert refused.value.left == ["00@example.org"]
    assert Practice._base_manager.count() == 0


@pytest.mark.parametrize("masked", ["They work at «северный лес».", "Say it to zuhra alone."])
def test_what_other_records_of_the_matter_name_is_looked_for(
    enquiry: Enquiry, intern: User, operator: User, masked: str
) -> None:
    noted(enquiry, operator)  # at a sawmill of that name
    safe = safe_contact.Safe(words="Zuhra Karimova picks up, her sister")
    safe_contact.write(enquiry=enquiry, version=0, safe=safe, by=operator)
    with pytest.raises(UndecidedError):
        give(enquiry=now(enquiry), version=1, intern=intern, masked=masked, by=operator)
    assert not Practice._base_manager.exists()


def test_a_short_number_of_the_text_itself_may_be_a_wage(enquiry: Enquiry, operator: User) -> None:
    """What the text alone holds is judged as it is; what stands elsewhere is certain."""
    matter = Matter(consent=Consent.YES, narrative="She was promised 45350; call 77123.", call_back="77123")
    changed = enquiries.correct_enquiry(enquiry=enquiry, version=1, matter=matter, by=operator)
    known = original_of(changed, by=operator).known
    assert ("45350" in known, "77123" in known) == (False, True)


def test_a_text_that_changed_meanwhile_is_not_given(enquiry: Enquiry, intern: User, operator: User) -> None:
    with pytest.raises(StalePracticeError):
        give(enquiry=enquiry, version=7, intern=intern, masked=MASKED, by=operator)
    withdraw_consent(enquiry=enquiry, by=operator)
    with pytest.raises(NotYourPracticeError):
        give(enquiry=now(enquiry), version=2, intern=intern, masked=MASKED, by=operator)
    assert not Practice._base_manager.exists()


def test_what_changed_meanwhile_is_not_accepted(
    practice: Practice, enquiry: Enquiry, operator: User, supervisor: User
) -> None:
    with pytest.raises(StalePracticeError):  # it was not sent
        accept(practice=practice, version=1, enquiry_version=1, by=operator)
    seen = sent(practice)
    send_back(practice=seen, version=seen.version, remark="Once more.", by=supervisor)
    newer = sent(practice, "Something else.")
    for version in (seen.version, newer.version + 1):
        with pytest.raises(StalePracticeError):
            accept(practice=newer, version=version, enquiry_version=1, by=operator)
        with pytest.raises(StalePracticeError):
            send_back(practice=newer, version=version, remark="No.", by=operator)
    with pytest.raises(enquiries.StaleEnquiryError):
        accept(practice=newer, version=newer.version, enquiry_version=2, by=operator)
    assert (text_of(now(enquiry)), stands(practice).version) == (TOLD, newer.version)
    before = now(enquiry)
    add_to_narrative(enquiry=before, version=1, text="Something else.", by=operator)
    with pytest.raises(enquiries.StaleEnquiryError):  # two had read the same version before either stored
        add_to_narrative(enquiry=before, version=1, text="Something else.", by=supervisor)
    assert text_of(now(enquiry)).count("Something else.") == 1


def test_what_was_sent_is_the_interns_to_change_no_more(practice: Practice, intern: User) -> None:
    found = sent(practice)
    for version in (1, found.version):
        with pytest.raises(StalePracticeError):
            write(practice=found, version=version, text="Quickly", sends=True, by=intern)
    assert text_of(stands(practice), "draft") == DRAFT


def test_a_draft_is_told_to_who_has_the_enquiry_where_the_giver_has_it_no_more(
    practice: Practice, enquiry: Enquiry, operator: User, supervisor: User
) -> None:
    Enquiry._base_manager.filter(pk=enquiry.pk).update(assignee=supervisor)
    sent(practice)
    assert (told(operator), told(supervisor)) == ([], ["practice.sent"])


def test_taking_it_back_erases_it(practice: Practice, enquiry: Enquiry, intern: User, operator: User) -> None:
    take_back(practice=practice, by=operator)
    take_back(practice=practice, by=operator)  # again it does nothing
    assert_gone(practice)
    assert told(intern) == []
    assert [act for act, _ in acts(enquiry)].count("practice.taken_back") == 1
    assert text_of(now(enquiry)) == TOLD


def test_withdrawn_consent_erases_it(practice: Practice, enquiry: Enquiry, operator: User) -> None:
    sent(practice)
    withdraw_consent(enquiry=enquiry, by=operator)
    assert_gone(practice)
    assert acts(practice)[-1] == ("text.erased", "consent_withdrawn")
    assert told(operator) == []


def test_consent_corrected_away_erases_it(practice: Practice, enquiry: Enquiry, operator: User) -> None:
    enquiries.correct_enquiry(enquiry=enquiry, version=1, matter=Matter(consent=Consent.NO), by=operator)
    assert_gone(practice)


def test_it_ends_with_the_text_that_it_copies(practice: Practice, enquiry: Enquiry) -> None:
    Enquiry._base_manager.filter(pk=enquiry.pk).update(closed_at=timezone.now() - dt.timedelta(days=400))
    rule = next(each for each in retention.rules() if each.code == "narrative")
    rule.erase(timezone.now(), lambda _count: None)
    assert now(enquiry).narrative == b""
    assert_gone(practice)


def test_after_a_week_it_opens_no_more_and_is_erased(practice: Practice, intern: User, operator: User) -> None:
    rule = next(each for each in retention.rules() if each.code == "practice")
    week = dt.timedelta(days=settings.KEEP_DRAFT_DAYS)
    before, after = practice.given_at + week - dt.timedelta(minutes=1), practice.given_at + week
    assert (settings.KEEP_DRAFT_DAYS, rule.count(before), rule.count(after)) == (7, 0, 1)
    with time_machine.travel(after, tick=False):
        assert not own_practices(intern).exists()
        assert not guided_practices(operator).exists()
        with pytest.raises(NotAllowed):
            opened(practice, by=intern, because=Because.PRACTICE)
        rule.erase(before, lambda _count: None)
        assert stands(practice)
        rule.erase(timezone.now(), lambda _count: None)
    assert_gone(practice)


def test_an_intern_sees_topics_and_coarse_answers_alone(enquiry: Enquiry) -> None:
    shown = shown_of(enquiry)
    assert (shown.topics.split(), shown.answers) == (["documents"], {"enquirer": "migrant"})


def test_a_restored_backup_brings_no_ended_practice_back(
    practice: Practice, enquiry: Enquiry, intern: User, operator: User
) -> None:
    backup = sent(practice)
    take_back(practice=backup, by=operator)
    backup.save(force_insert=True)
    ledger.replay(list(ledger.stored()))
    restored = stands(practice)
    assert (restored.masked, restored.draft) == (b"", b"")
    assert not own_practices(intern).exists()
    assert not guided_practices(operator).exists()
    rule = next(each for each in retention.rules() if each.code == "practice")
    rule.erase(timezone.now(), lambda _count: None)
    assert_gone(practice)
