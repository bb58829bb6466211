"""Correcting, closing, reopening an enquiry; withdrawing consent."""

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from bereg.accounts.models import User
from bereg.audit.tests.entries import entries_on
from bereg.enquiries.actions import (
    AlreadyClosedError,
    AlreadyOpenError,
    StaleEnquiryError,
    close_enquiry,
    correct_enquiry,
    reopen_enquiry,
)
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.drafts import save_draft
from bereg.enquiries.models import Draft, Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter
from bereg.enquiries.tests.conftest import a_matter
from bereg.vault.models import Key
from tests.opened import draft_fields_of, text_of


def acts_on(enquiry: Enquiry) -> list[tuple[str, str]]:
    return [(entry.action, entry.actor) for entry in entries_on(enquiry)]


def test_a_correction_has_its_author(enquiry: Enquiry, supervisor: User) -> None:
    corrected = correct_enquiry(
        enquiry=enquiry, version=1, matter=Matter(consent=Consent.YES, narrative="Corrected."), by=supervisor
    )
    assert (text_of(corrected), corrected.version) == ("Corrected.", 2)
    assert acts_on(enquiry)[-1] == ("enquiry.corrected", str(supervisor.pk))


def test_the_slower_of_two_corrections_overwrites_nothing(enquiry: Enquiry, operator: User) -> None:
    correct_enquiry(enquiry=enquiry, version=1, matter=Matter(consent=Consent.YES, narrative="First."), by=operator)
    with pytest.raises(StaleEnquiryError) as stale, transaction.atomic():
        correct_enquiry(enquiry=enquiry, version=1, matter=Matter(consent=Consent.YES, narrative="Late."), by=operator)
    assert text_of(stale.value.current) == "First."
    assert text_of(Enquiry._base_manager.get(pk=enquiry.pk)) == "First."


def test_a_correction_to_no_consent_clears_the_answers(enquiry: Enquiry, operator: User) -> None:
    corrected = correct_enquiry(enquiry=enquiry, version=1, matter=a_matter(Consent.NO), by=operator)
    assert (corrected.answers, corrected.narrative, corrected.topics) == ({}, b"", " work_permit unpaid_wages ")


def test_a_correction_that_takes_a_text_out_takes_colleagues_drafts_of_it_too(
    enquiry: Enquiry, operator: User, supervisor: User, draft_id: UUID
) -> None:
    save_draft(
        id=draft_id,
        centre=enquiry.centre,
        enquiry=enquiry,
        consent=Consent.YES,
        fields={"narrative": ["Asks how to get a work permit."]},
        by=supervisor,
    )
    correct_enquiry(enquiry=enquiry, version=1, matter=Matter(consent=Consent.YES), by=operator)
    assert not Draft._base_manager.exists()
    assert not Key.objects.filter(record=draft_id).exists()


def test_the_slower_of_two_operators_is_told_that_it_is_closed(enquiry: Enquiry, operator: User) -> None:
    close_enquiry(enquiry=enquiry, by=operator)
    with pytest.raises(AlreadyClosedError), transaction.atomic():
        close_enquiry(enquiry=enquiry, by=operator)
    assert acts_on(enquiry)[-1] == ("enquiry.closed", str(operator.pk))


def test_a_closed_enquiry_opens_again_once(enquiry: Enquiry, operator: User) -> None:
    close_enquiry(enquiry=enquiry, by=operator)
    reopen_enquiry(enquiry=enquiry, by=operator)
    with pytest.raises(AlreadyOpenError), transaction.atomic():
        reopen_enquiry(enquiry=enquiry, by=operator)
    assert Enquiry._base_manager.get(pk=enquiry.pk).closed_at is None


def test_withdrawn_consent_takes_the_answers_and_drafts_and_leaves_the_count(enquiry: Enquiry, operator: User) -> None:
    save_draft(
        id=enquiry.pk,
        centre=enquiry.centre,
        enquiry=enquiry,
        consent=Consent.YES,
        fields={"narrative": ["A draft."]},
        by=operator,
    )
    withdraw_consent(enquiry=enquiry, by=operator)
    left = Enquiry._base_manager.get(pk=enquiry.pk)
    assert (left.consent, left.answers, left.narrative, left.call_back) == ("withdrawn", {}, b"", b"")
    assert left.topics == " work_permit unpaid_wages "
    assert not Draft._base_manager.exists()


def test_the_database_itself_refuses_answers_without_consent(enquiry: Enquiry) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Enquiry._base_manager.filter(pk=enquiry.pk).update(consent=Consent.NO)


@pytest.fixture
def draft_id() -> UUID:
    return UUID("00000000-0000-4000-8000-000000000001")


def test_a_draft_without_consent_keeps_contact_language_and_topics_alone(
    enquiry: Enquiry, operator: User, draft_id: UUID
) -> None:
    typed = {"channel": ["phone"], "language": ["ru"], "topics": ["quota"], "narrative": ["x"], "a-gender": ["male"]}
    save_draft(id=draft_id, centre=enquiry.centre, enquiry=None, consent=Consent.NOT_ASKED, fields=typed, by=operator)
    assert draft_fields_of(Draft._base_manager.get(pk=draft_id)) == {
        "channel": ["phone"],
        "language": ["ru"],
        "topics": ["quota"],
    }


def test_a_draft_from_yes_to_no_clears_what_was_stored(enquiry: Enquiry, operator: User, draft_id: UUID) -> None:
    for consent in (Consent.YES, Consent.NO):
        save_draft(
            id=draft_id,
            centre=enquiry.centre,
            enquiry=None,
            consent=consent,
            fields={"narrative": ["x"], "topics": ["quota"]},
            by=operator,
        )
        kept = set(draft_fields_of(Draft._base_manager.get(pk=draft_id)))
        assert kept == ({"narrative", "topics"} if consent == Consent.YES else {"topics"})


def test_a_colleagues_draft_is_not_overwritten(
    enquiry: Enquiry, operator: User, supervisor: User, draft_id: UUID
) -> None:
    def save(by: User) -> None:
        save_draft(id=draft_id, centre=enquiry.centre, enquiry=None, consent=Consent.YES, fields={}, by=by)

    save(operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        save(supervisor)
    assert Draft._base_manager.get(pk=draft_id).operator == operator
