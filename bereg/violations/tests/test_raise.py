"""A violation is raised, changed and taken off; what is kept of it, and for how long."""

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.enquiries import actions as enquiries
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.parts import acts_on, erased_with
from bereg.redaction.judging import open_findings
from bereg.retention import clock, holds, rules
from bereg.vault.classes import HoldReason
from bereg.vault.models import Key
from bereg.violations import actions
from bereg.violations.identifiers import identifiers_of
from bereg.violations.models import DETAILS, INDEXES, Violation
from bereg.violations.tests.conftest import SAWMILL, noted, registered, said, stands
from bereg.violations.texts import Firm, opened


def test_who_is_named_is_sealed_and_found_by_an_index_alone(violation: Violation, operator: User) -> None:
    found = stands(violation)
    assert opened(found, by=operator) == SAWMILL
    assert all(SAWMILL.texts()[name].encode() not in bytes(getattr(found, name)) for name in DETAILS)
    assert [len(getattr(found, name)) for name in INDEXES] == [32, 32, 32]


def test_its_name_is_found_in_a_letter_however_it_was_typed(enquiry: Enquiry, operator: User) -> None:
    noted(enquiry, operator, firm=replace(SAWMILL, name="ооо «северный лес»"))
    assert open_findings("He worked at the sawmill severnyi les.", {}, known=tuple(identifiers_of(enquiry, operator)))


def test_it_is_told_in_the_history(violation: Violation, enquiry: Enquiry, operator: User) -> None:
    changed = said(enquiry.centre, told_further="refused", firm=replace(SAWMILL, address="Onega, Lesnaya 7"))
    actions.change(violation=stands(violation), version=1, said=changed, by=operator)
    found = stands(violation)
    assert (found.told_further, found.version) == ("refused", 2)
    assert opened(found, by=operator).address == "Onega, Lesnaya 7"
    assert found.address_index != violation.address_index
    assert found.name_index == violation.name_index
    told = [act.action for act in acts_on(enquiry) if act.action.startswith("violation.")]
    assert told == ["violation.raised", "violation.changed"]


def test_without_consent_kind_quarter_and_region_are_all_that_is_kept(centre: Centre, operator: User) -> None:
    made = stands(noted(registered(centre, operator, Consent.NOT_ASKED), operator))
    assert (made.kind, made.region, made.told_further) == ("wages", "RU-ARK", "agreed")
    assert (made.signs, made.named_as, made.names_somebody, bytes(made.name_index)) == ([], "", False, b"")


def test_where_the_person_said_no_nothing_is_raised(centre: Centre, operator: User) -> None:
    with pytest.raises(actions.NotYourViolationError):
        noted(registered(centre, operator, Consent.NO), operator)


def test_who_may_not_correct_the_enquiry_raises_nothing(enquiry: Enquiry, other_operator: User, lawyer: User) -> None:
    for person in (other_operator, lawyer):
        with pytest.raises(actions.NotYourViolationError):
            noted(enquiry, person)


def test_a_form_sent_twice_is_one_violation(violation: Violation, enquiry: Enquiry, operator: User) -> None:
    with pytest.raises(actions.RaisedBeforeError):
        actions.raise_violation(id=violation.pk, enquiry=enquiry, said=said(enquiry.centre), by=operator)
    assert Violation._base_manager.count() == 1


def test_who_is_slower_is_told(violation: Violation, enquiry: Enquiry, operator: User) -> None:
    actions.change(violation=stands(violation), version=1, said=said(enquiry.centre), by=operator)
    with pytest.raises(actions.StaleViolationError):
        actions.change(violation=stands(violation), version=1, said=said(enquiry.centre), by=operator)
    with pytest.raises(actions.StaleViolationError):
        actions.remove(violation=stands(violation), version=1, by=operator)


def test_withdrawn_consent_erases_it_whole(violation: Violation, enquiry: Enquiry, operator: User) -> None:
    assert erased_with(enquiry) == {"violations, and who is named": 1}
    withdraw_consent(enquiry=enquiry, by=operator)
    assert not Violation._base_manager.exists()
    assert not Key.objects.filter(record=violation.pk).exists()
    with pytest.raises(actions.NotYourViolationError):
        noted(Enquiry._base_manager.get(pk=enquiry.pk), operator)


def test_one_whose_consent_goes_meanwhile_is_not_kept(enquiry: Enquiry, operator: User) -> None:
    shown = Enquiry._base_manager.select_related("centre", "assignee").get(pk=enquiry.pk)
    withdraw_consent(enquiry=enquiry, by=operator)
    with pytest.raises(actions.NothingKeptError):
        noted(shown, operator)


def test_who_is_named_has_the_time_of_the_enquirys_text(violation: Violation, enquiry: Enquiry, operator: User) -> None:
    enquiries.close_enquiry(enquiry=enquiry, by=operator)
    moment = timezone.now() + dt.timedelta(days=31 * settings.KEEP_TEXT_MONTHS + 3)
    with time_machine.travel(moment, tick=False), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "demand", lambda: None)
        rules.erase_due()
    found = stands(violation)
    assert not found.names_somebody
    assert {bytes(getattr(found, name)) for name in INDEXES} == {b""}
    assert (found.kind, found.region) == ("wages", "RU-ARK")


def test_nothing_is_raised_on_what_is_coarse(enquiry: Enquiry, operator: User) -> None:
    Enquiry._base_manager.filter(pk=enquiry.pk).update(code_word_index=b"")
    with pytest.raises(actions.NotYourViolationError):
        noted(Enquiry._base_manager.select_related("centre").get(pk=enquiry.pk), operator)


def test_a_hold_keeps_who_is_named(violation: Violation, enquiry: Enquiry, supervisor: User, operator: User) -> None:
    until = timezone.localdate() + dt.timedelta(days=30)
    why = "an invented order, number 16"
    holds.hold(record=enquiry, code=HoldReason.COURT, reason=why, until=until, owner=supervisor, by=supervisor)
    changed = said(enquiry.centre, kind="permit", firm=replace(SAWMILL, name="Another"))
    with pytest.raises(holds.HeldError):
        actions.change(violation=stands(violation), version=1, said=changed, by=operator)
    with pytest.raises(holds.HeldError):
        actions.remove(violation=stands(violation), version=1, by=operator)
    actions.change(violation=stands(violation), version=1, said=said(enquiry.centre, kind="permit"), by=operator)
    assert stands(violation).kind == "permit"


def test_one_raised_by_mistake_is_taken_off(violation: Violation, enquiry: Enquiry, operator: User) -> None:
    actions.remove(violation=stands(violation), version=1, by=operator)
    assert not Violation._base_manager.exists()
    assert [act.action for act in acts_on(enquiry)][-1] == "violation.removed"


def test_nobody_has_to_be_named(enquiry: Enquiry, operator: User) -> None:
    made = actions.raise_violation(id=uuid4(), enquiry=enquiry, said=said(enquiry.centre, firm=Firm()), by=operator)
    assert not stands(made).names_somebody
    actions.change(violation=stands(made), version=1, said=said(enquiry.centre), by=operator)
    assert opened(stands(made), by=operator) == SAWMILL
