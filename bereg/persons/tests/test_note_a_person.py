"""A person concerned from the first note to the end: codes alone, and what ends them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.audit.tests.entries import entries_on
from bereg.enquiries import actions as enquiries
from bereg.enquiries import consent_withdrawal
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.parts import acts_on, erased_with
from bereg.persons import actions
from bereg.persons.choices import Suspicion
from bereg.persons.models import Person
from bereg.persons.tests.conftest import GIRL, WHY, noted, now, stands
from bereg.retention import clock, holds, rules
from bereg.vault import ledger
from bereg.vault.classes import HoldReason, Kind
from bereg.vault.models import Key, record_hash
from tests.opened import text_of

CLOSED_AT = timezone.now() - dt.timedelta(days=31 * settings.KEEP_TEXT_MONTHS + 3)


def judge(person: Person, by: User, reason: str = WHY, suspicion: Suspicion = Suspicion.SUSPECTED) -> Person:
    actions.judge(person=stands(person), version=stands(person).version, suspicion=suspicion, reason=reason, by=by)
    return stands(person)


def night(days: int) -> dict[str, int]:
    """Run retention some days from now; return what each rule erased."""
    moment = timezone.now() + dt.timedelta(days=days)
    with time_machine.travel(moment, tick=False), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "demand", lambda: None)
        return {run.rule: run.erased for run in rules.erase_due() if run.erased or run.fault}


def held(enquiry: Enquiry, by: User, *, days: int) -> None:
    until: Any = timezone.localdate() + dt.timedelta(days=days)
    why = "an invented order, number 16"
    holds.hold(record=enquiry, code=HoldReason.COURT, reason=why, until=until, owner=by, by=by)


def test_what_is_noted_stands_and_is_told_in_the_history(girl: Person, enquiry: Enquiry, operator: User) -> None:
    assert actions.Described.of(stands(girl)) == GIRL
    actions.change(person=girl, version=1, described=replace(GIRL, occupation="at_school"), by=operator)
    assert (stands(girl).occupation, stands(girl).version) == ("at_school", 2)
    told = [act.action for act in acts_on(enquiry)]
    assert told[-2:] == ["person.noted", "person.changed"]


def test_means_of_a_child_are_not_kept_whoever_sends_them(girl: Person, enquiry: Enquiry, operator: User) -> None:
    assert noted(enquiry, operator, means=("fraud",)).means == []
    assert noted(enquiry, operator, band="18_19", means=("fraud",)).means == ["fraud"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Person._base_manager.filter(pk=girl.pk).update(means=["fraud"])


def test_the_supervisors_are_told_of_a_child_once(enquiry: Enquiry, operator: User, supervisor: User) -> None:
    made = noted(enquiry, operator, band="20_29")
    assert not Notice.objects.exists()
    actions.change(person=made, version=1, described=GIRL, by=operator)
    actions.change(person=made, version=2, described=replace(GIRL, band="under_14"), by=operator)
    told = Notice.objects.get()
    assert (told.person, told.kind, told.target) == (supervisor, "person.under_18", str(made.pk))


def test_who_may_not_correct_the_enquiry_notes_nobody(
    girl: Person, enquiry: Enquiry, other_operator: User, supervisor: User
) -> None:
    for attempt in (
        lambda: noted(enquiry, other_operator),
        lambda: actions.change(person=girl, version=1, described=GIRL, by=other_operator),
        lambda: judge(girl, other_operator),
        lambda: actions.remove(person=girl, version=1, by=other_operator),
    ):
        with pytest.raises(actions.NotYourPersonError):
            attempt()
    assert noted(enquiry, supervisor).entered_by == supervisor


def test_a_form_sent_twice_is_one_person(girl: Person, enquiry: Enquiry, operator: User) -> None:
    with pytest.raises(actions.NotedBeforeError):
        actions.note(id=girl.pk, enquiry=enquiry, described=replace(GIRL, gender="male"), by=operator)
    assert Person._base_manager.get().gender == "female"


def test_who_is_slower_is_told(girl: Person, operator: User) -> None:
    actions.change(person=girl, version=1, described=replace(GIRL, gender="male"), by=operator)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: actions.change(person=girl, version=1, described=GIRL, by=operator),
        lambda: actions.remove(person=girl, version=1, by=operator),
        lambda: actions.judge(person=girl, version=1, suspicion=Suspicion.SUSPECTED, reason=WHY, by=operator),
    )
    for attempt in attempts:
        with pytest.raises(actions.StalePersonError):
            attempt()
    assert stands(girl).gender == "male"


def test_a_judgement_is_somebodys_with_a_sealed_reason(girl: Person, operator: User, other_operator: User) -> None:
    assert (girl.suspicion, girl.judged_by) == ("", None)
    judged = judge(girl, operator)
    assert (judged.suspicion, judged.judged_by, judged.version) == ("suspected", operator, 2)
    assert text_of(judged, "reason") == WHY
    assert WHY.encode() not in bytes(judged.reason)
    assert judged.opens(operator, Kind.REASON)
    assert not judged.opens(other_operator, Kind.REASON)
    assert [each.action for each in entries_on(girl)] == ["person.noted", "person.judged"]


def test_no_judgement_without_its_reason(girl: Person, operator: User) -> None:
    with pytest.raises(actions.NoReasonGivenError):
        judge(girl, operator, reason="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person._base_manager.filter(pk=girl.pk).update(suspicion="suspected")


def test_withdrawn_consent_erases_persons_whole(
    supervisor: User, girl: Person, enquiry: Enquiry, operator: User
) -> None:
    noted(enquiry, supervisor, band="20_29")
    begun, judged = stands(girl), judge(girl, operator)
    assert Notice.objects.get(read_at=None).person == supervisor
    assert sum(erased_with(now(enquiry)).values()) == 2
    withdraw_consent(enquiry=now(enquiry), by=operator)
    assert not Person._base_manager.exists()
    assert not Key.objects.filter(record=judged.pk).exists()
    assert not Notice.objects.filter(read_at=None).exists()
    with pytest.raises(actions.NoConsentLeftError):
        actions.change(person=begun, version=1, described=GIRL, by=operator)
    with pytest.raises(actions.NotYourPersonError):
        noted(now(enquiry), operator)
    with pytest.raises(actions.NoConsentLeftError):
        noted(enquiry, operator)  # whose consent went while the form was open


def test_a_restored_backup_brings_nobody_back(girl: Person, enquiry: Enquiry, operator: User) -> None:
    assert consent_withdrawal.withdraw_again({record_hash(enquiry.pk): ledger.AFTER_ALL}) == 1
    assert not Person._base_manager.exists()


def test_the_reason_has_the_time_of_the_enquirys_text_and_the_codes_that_of_its_answers(
    girl: Person, enquiry: Enquiry, operator: User
) -> None:
    judge(girl, operator)
    enquiries.close_enquiry(enquiry=now(enquiry), by=operator)
    assert "person" not in night(360)
    assert night(370)["person"] == 1
    left = stands(girl)
    assert (bytes(left.reason), left.suspicion, left.judged_by) == (b"", "suspected", operator)
    night(366 * settings.KEEP_ANSWERS_YEARS + 370)
    coarse = stands(girl)
    assert coarse.enquiry.is_coarse
    assert actions.Described.of(coarse) == GIRL
    assert (coarse.entered_by, coarse.judged_by) == (None, None)
    assert coarse.entered_at.astimezone(dt.timezone(dt.timedelta(hours=3))).day == 1


def test_a_hold_keeps_persons_and_lets_reasons_only_grow(
    girl: Person, enquiry: Enquiry, operator: User, supervisor: User
) -> None:
    held(enquiry, supervisor, days=500)
    judge(girl, operator)  # the first reason takes nothing away
    with pytest.raises(holds.HeldError):
        judge(girl, operator, reason="Another one.")
    with pytest.raises(holds.HeldError):
        actions.remove(person=stands(girl), version=2, by=operator)
    assert text_of(judge(girl, operator, reason=f"{WHY}\nUnder 18."), "reason") == f"{WHY}\nUnder 18."
    with pytest.raises(holds.HeldError), transaction.atomic():
        withdraw_consent(enquiry=now(enquiry), by=operator)
    enquiries.close_enquiry(enquiry=now(enquiry), by=operator)
    assert "person" not in night(370)
    assert bytes(stands(girl).reason)


def test_one_noted_by_mistake_is_taken_off(girl: Person, enquiry: Enquiry, operator: User) -> None:
    judged = judge(girl, operator)
    actions.remove(person=judged, version=2, by=operator)
    assert not Person._base_manager.exists()
    assert not Key.objects.filter(record=girl.pk).exists()
    assert acts_on(enquiry)[-1].action == "person.removed"


@pytest.mark.parametrize("left", [{"closed_at": CLOSED_AT}, {"code_word_index": b""}], ids=["codes", "coarse"])
def test_nobody_is_noted_on_what_has_lost_its_text(enquiry: Enquiry, operator: User, left: dict[str, Any]) -> None:
    Enquiry._base_manager.filter(pk=enquiry.pk).update(**left)
    with pytest.raises(actions.NotYourPersonError):
        actions.note(id=uuid4(), enquiry=now(enquiry), described=GIRL, by=operator)
