"""A draft of an intern comes into its enquiry whole and once, or not at all."""

import datetime as dt
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import DatabaseError
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.enquiries import actions as enquiries
from bereg.enquiries import texts
from bereg.enquiries.drafts import correction_draft_id, save_draft
from bereg.enquiries.models import Draft, Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.text_additions import UnfinishedError
from bereg.retention import holds
from bereg.training.actions import StalePracticeError, accept, send_back
from bereg.training.acts import ACCEPTED
from bereg.training.models import Practice
from bereg.training.tests.conftest import DRAFT, TOLD, assert_gone, now, sent, stands
from bereg.vault import actions as vault
from bereg.vault.classes import HoldReason
from tests.opened import text_of


def test_a_draft_that_does_not_come_in_can_still_be_opened(
    practice: Practice, enquiry: Enquiry, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, record = sent(practice), audit.record

    def full(action: str, **of: Any) -> None:
        if action == ACCEPTED:
            raise DatabaseError
        record(action, **of)

    with monkeypatch.context() as broken:
        broken.setattr(audit, "record", full)
        with pytest.raises(DatabaseError):
            accept(practice=found, version=found.version, enquiry_version=1, by=operator)
    assert (text_of(now(enquiry)), now(enquiry).version) == (TOLD, 1)
    accept(practice=found, version=found.version, enquiry_version=1, by=operator)
    assert text_of(now(enquiry)).count(DRAFT) == 1


def test_a_practice_that_could_not_be_ended_brings_its_draft_in_once(
    practice: Practice, enquiry: Enquiry, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = sent(practice)
    with monkeypatch.context() as broken:
        broken.setattr(vault, "forget", Mock(side_effect=DatabaseError))
        with pytest.raises(DatabaseError):
            accept(practice=found, version=found.version, enquiry_version=1, by=operator)
    assert text_of(now(enquiry)).count(DRAFT) == 1
    for again in (found, stands(practice)):
        with pytest.raises((StalePracticeError, enquiries.StaleEnquiryError)):
            accept(practice=again, version=again.version, enquiry_version=now(enquiry).version, by=operator)
    assert text_of(now(enquiry)).count(DRAFT) == 1


def test_a_draft_that_is_sent_back_meanwhile_is_not_taken_in(
    practice: Practice, enquiry: Enquiry, operator: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, seal = sent(practice), texts.seal

    def late(*args: Any) -> Any:
        send_back(practice=found, version=found.version, remark="Say which office.", by=supervisor)
        return seal(*args)

    monkeypatch.setattr(texts, "seal", late)
    with pytest.raises(StalePracticeError):
        accept(practice=found, version=found.version, enquiry_version=1, by=operator)
    assert text_of(now(enquiry)) == TOLD


def test_accepting_throws_no_begun_correction_away(practice: Practice, enquiry: Enquiry, operator: User) -> None:
    own, fields = correction_draft_id(enquiry, operator), {"narrative": ["Half a sentence"]}
    centre, agreed = enquiry.centre, Consent.YES
    save_draft(id=own, centre=centre, enquiry=enquiry, consent=agreed, fields=fields, by=operator, version=1)
    found = sent(practice)
    with pytest.raises(UnfinishedError):
        accept(practice=found, version=found.version, enquiry_version=1, by=operator)
    assert Draft._base_manager.filter(pk=own).exists()


def test_a_held_enquiry_takes_a_draft_in_and_its_copy_goes_all_the_same(
    practice: Practice, enquiry: Enquiry, operator: User, supervisor: User
) -> None:
    until, order = timezone.localdate() + dt.timedelta(days=90), "an invented order, number 16"
    holds.hold(record=enquiry, code=HoldReason.COURT, reason=order, until=until, owner=supervisor, by=supervisor)
    found = sent(practice)
    accept(practice=found, version=found.version, enquiry_version=1, by=operator)
    assert text_of(now(enquiry)).startswith(f"{TOLD}\n")
    assert_gone(practice)


def test_a_hold_set_while_a_draft_is_taken_in_stores_nothing(
    practice: Practice, enquiry: Enquiry, operator: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    until, order = timezone.localdate() + dt.timedelta(days=90), "an invented order, number 16"
    found, seal = sent(practice), texts.seal

    def late(*args: Any) -> Any:
        holds.hold(record=enquiry, code=HoldReason.COURT, reason=order, until=until, owner=supervisor, by=supervisor)
        return seal(*args)

    monkeypatch.setattr(texts, "seal", late)
    with pytest.raises(enquiries.StaleEnquiryError):
        accept(practice=found, version=found.version, enquiry_version=1, by=operator)
    assert text_of(now(enquiry)) == TOLD
    assert stands(practice).sent_at
