"""A consultation from its writing to its end: what is written down of it, and what ends it."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.audit.tests.entries import entries_on
from bereg.consultations import actions
from bereg.consultations.models import Consultation
from bereg.consultations.tests.conftest import NOTED, assign, given, stands, written
from bereg.enquiries import actions as enquiries
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.parts import acts_on
from bereg.retention import clock, holds, rules
from bereg.vault.classes import HoldReason
from bereg.vault.models import Key
from tests.opened import text_of

CLOSED_AT = timezone.now() - dt.timedelta(days=31 * settings.KEEP_TEXT_MONTHS + 3)


def now(enquiry: Enquiry) -> Enquiry:
    return Enquiry._base_manager.select_related("centre").get(pk=enquiry.pk)


def acts(consultation: Consultation) -> list[tuple[str, str]]:
    return [(each.action, each.because) for each in entries_on(consultation)]


def waiting(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person, read_at=None).values_list("target", flat=True))


def is_erased(consultation: Consultation) -> bool:
    gone = stands(consultation).note == b""
    assert gone != Key.objects.filter(record=consultation.pk).exists()
    return gone


def night(days: int) -> dict[str, int]:
    """Run retention some days from now; return what each rule erased."""
    moment = timezone.now() + dt.timedelta(days=days)
    with time_machine.travel(moment, tick=False), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "demand", lambda: None)
        return {run.rule: run.erased for run in rules.erase_due() if run.erased or run.fault}


def test_it_stands_in_the_history_of_the_enquiry(consultation: Consultation, lawyer: User) -> None:
    actions.change(consultation=consultation, version=1, given=given(note="Another one.", minutes=40), by=lawyer)
    assert [code for code, _ in acts(consultation)] == [
        "consultation.written",
        "text.revealed",  # what stood was compared with what is to be
        "consultation.changed",
    ]
    told = [act.action for act in acts_on(consultation.enquiry)]
    assert {"consultation.written", "consultation.changed"} <= set(told)
    assert (text_of(stands(consultation), "note"), stands(consultation).minutes) == ("Another one.", 40)


def test_whom_the_author_names_is_told_and_written_down(enquiry: Enquiry, lawyer: User, other_lawyer: User) -> None:
    made = written(enquiry, lawyer, readers=[other_lawyer])
    assert acts(made)[1:] == [("consultation.shared", str(other_lawyer.pk))]
    assert Notice.objects.get(person=other_lawyer).target == str(made.pk)
    actions.change(consultation=made, version=1, given=given(), by=lawyer)
    assert acts(made)[-1] == ("consultation.unshared", str(other_lawyer.pk))
    assert not stands(made).opens(other_lawyer, "note")  # type: ignore[arg-type]
    assert waiting(other_lawyer) == []  # it would lead nowhere
    actions.change(consultation=stands(made), version=2, given=given(readers=[other_lawyer]), by=lawyer)
    assert waiting(other_lawyer) == [str(made.pk)]


def test_nobody_names_a_person_of_another_profession(enquiry: Enquiry, lawyer: User, operator: User) -> None:
    with pytest.raises(actions.NotYourConsultationError):
        written(enquiry, lawyer, readers=[operator])


def test_who_may_not_consult_on_the_enquiry_writes_nothing(
    enquiry: Enquiry, other_lawyer: User, supervisor: User, other_operator: User
) -> None:
    for person in (other_lawyer, supervisor, other_operator):
        with pytest.raises(actions.NotYourConsultationError):
            written(enquiry, person)


def test_a_form_sent_twice_is_one_consultation(consultation: Consultation, enquiry: Enquiry, lawyer: User) -> None:
    with pytest.raises(actions.WrittenError):
        actions.write(id=consultation.pk, enquiry=enquiry, given=given(note="A second one."), by=lawyer)
    assert text_of(stands(consultation), "note") == NOTED


def test_who_is_slower_is_told(consultation: Consultation, lawyer: User) -> None:
    actions.change(consultation=consultation, version=1, given=given(note="First."), by=lawyer)
    with pytest.raises(actions.StaleConsultationError):
        actions.change(consultation=consultation, version=1, given=given(note="Second."), by=lawyer)
    with pytest.raises(actions.StaleConsultationError):
        actions.change(consultation=stands(consultation), version=1, given=given(note="Second."), by=lawyer)
    assert text_of(stands(consultation), "note") == "First."


def test_a_colleague_who_reads_it_changes_nothing(enquiry: Enquiry, lawyer: User, other_lawyer: User) -> None:
    made = written(enquiry, lawyer, readers=[other_lawyer])
    with pytest.raises(actions.NotYourConsultationError):
        actions.change(consultation=made, version=1, given=given(note="Theirs."), by=other_lawyer)


def test_withdrawn_consent_erases_the_note_and_leaves_that_it_was(
    consultation: Consultation, enquiry: Enquiry, lawyer: User, operator: User
) -> None:
    begun = stands(consultation)
    withdraw_consent(enquiry=now(enquiry), by=operator)
    assert is_erased(consultation)
    assert stands(consultation).minutes == 50
    with pytest.raises(actions.ConsentWithdrawnError):
        actions.change(consultation=begun, version=1, given=given(), by=lawyer)
    with pytest.raises(actions.NotYourConsultationError):
        written(now(enquiry), lawyer)
    with pytest.raises(actions.ConsentWithdrawnError):
        written(enquiry, lawyer)  # whose consent went while the form was open
    assert is_erased(consultation)


def test_its_note_has_the_time_of_the_enquirys_own_text(consultation: Consultation, enquiry: Enquiry) -> None:
    enquiries.close_enquiry(enquiry=now(enquiry), by=consultation.author)  # type: ignore[arg-type]
    assert "consultation" not in night(360)
    assert night(370)["consultation"] == 1
    assert is_erased(consultation)
    assert "consultation" not in night(371)


def test_whom_the_author_named_is_told_of_nothing_that_is_coarse(
    enquiry: Enquiry, lawyer: User, other_lawyer: User
) -> None:
    made = written(enquiry, lawyer, readers=[other_lawyer])
    enquiries.close_enquiry(enquiry=now(enquiry), by=lawyer)
    night(370)
    night(366 * settings.KEEP_ANSWERS_YEARS + 370)
    assert now(enquiry).is_coarse
    assert not stands(made).readers.exists()
    assert waiting(other_lawyer) == []


def test_a_hold_on_the_enquiry_keeps_it(consultation: Consultation, enquiry: Enquiry, supervisor: User) -> None:
    enquiries.close_enquiry(enquiry=now(enquiry), by=supervisor)
    held(enquiry, supervisor, days=500)
    assert "consultation" not in night(370)
    assert not is_erased(consultation)


def test_what_is_held_is_added_to_and_never_written_over(
    consultation: Consultation, enquiry: Enquiry, supervisor: User, lawyer: User
) -> None:
    held(enquiry, supervisor, days=30)
    with pytest.raises(holds.HeldError):
        actions.change(consultation=consultation, version=1, given=given(note="Another one."), by=lawyer)
    added = f"{NOTED}\nCame again."
    actions.change(consultation=consultation, version=1, given=given(note=added), by=lawyer)
    assert text_of(stands(consultation), "note") == added


def test_where_no_note_stood_one_is_written_though_it_is_held(
    consultation: Consultation, enquiry: Enquiry, supervisor: User, lawyer: User
) -> None:
    actions.change(consultation=consultation, version=1, given=given(note=""), by=lawyer)
    held(enquiry, supervisor, days=30)
    actions.change(consultation=stands(consultation), version=2, given=given(note=NOTED), by=lawyer)
    assert text_of(stands(consultation), "note") == NOTED


def held(enquiry: Enquiry, by: User, *, days: int) -> None:
    until: Any = timezone.localdate() + dt.timedelta(days=days)
    why = "an invented order, number 16"
    holds.hold(record=enquiry, code=HoldReason.COURT, reason=why, until=until, owner=by, by=by)


def test_an_open_enquiry_with_a_new_consultation_is_not_forgotten(enquiry: Enquiry, lawyer: User) -> None:
    long_ago = timezone.now() - dt.timedelta(days=900)
    Enquiry._base_manager.filter(pk=enquiry.pk).update(opened_at=long_ago, changed_at=long_ago)
    enquiry.contact_links.update(makes_recent=True)
    for link in enquiry.contact_links.all():
        type(link.contact)._base_manager.filter(pk=link.contact_id).update(started_at=long_ago)
    made = written(now(enquiry), lawyer)
    assert "consultation" not in night(1)
    assert not is_erased(made)


@pytest.mark.parametrize("left", [{"closed_at": CLOSED_AT}, {"code_word_index": b""}], ids=["codes", "coarse"])
def test_it_is_not_written_on_what_has_lost_its_text(enquiry: Enquiry, lawyer: User, left: dict[str, Any]) -> None:
    Enquiry._base_manager.filter(pk=enquiry.pk).update(**left)
    with pytest.raises(actions.NotYourConsultationError):
        written(now(enquiry), lawyer)


def test_its_author_goes_on_with_it_after_the_enquiry_was_handed_on(
    consultation: Consultation, enquiry: Enquiry, lawyer: User, operator: User
) -> None:
    assign(enquiry, operator)
    actions.change(consultation=stands(consultation), version=1, given=given(note="Later."), by=lawyer)
    assert text_of(stands(consultation), "note") == "Later."
