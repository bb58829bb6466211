"""Storing an enquiry with its contact."""

from dataclasses import replace
from uuid import uuid4

import pytest

from bereg.accounts.models import User
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.dispositions import Disposition
from bereg.contacts.models import Contact
from bereg.enquiries import registration as registering
from bereg.enquiries.joining import join_contact
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.enquiries.registering_many import register_many
from bereg.enquiries.registration import FormUsedError, Matter, Registration, register_enquiry
from bereg.enquiries.tests.conftest import a_matter
from bereg.questionnaire.models import Version
from tests.opened import code_word_of


def test_the_number_takes_the_year_of_the_centres_own_clock(enquiry: Enquiry) -> None:
    assert enquiry.number == "MSK-2008-00001"


def test_numbers_follow_each_other_within_a_centre_and_year(
    enquiry: Enquiry, contact: ContactFields, questionnaire: Version, operator: User, other_centre: Centre
) -> None:
    def register(where: ContactFields) -> str:
        registration = Registration(contact=replace(where, id=uuid4()), matter=a_matter(), questionnaire=questionnaire)
        return register_enquiry(registration=registration, by=operator).number

    assert register(contact) == "MSK-2008-00002"
    assert register(replace(contact, centre=other_centre)) == "AST-2008-00001"


def test_a_form_sent_twice_is_one_enquiry_and_one_contact(
    contact: ContactFields, questionnaire: Version, operator: User
) -> None:
    registration = Registration(contact=contact, matter=a_matter(), questionnaire=questionnaire)
    first, second = (register_enquiry(registration=registration, by=operator) for _ in range(2))
    assert first == second
    assert (Enquiry._base_manager.count(), Contact._base_manager.count()) == (1, 1)
    assert [entry.action for entry in entries_on(first)] == ["enquiry.registered"]


@pytest.mark.parametrize("consent", [Consent.NO, Consent.NOT_ASKED])
def test_without_consent_only_the_topics_of_the_matter_are_kept(
    consent: Consent, contact: ContactFields, questionnaire: Version, operator: User
) -> None:
    registration = Registration(contact=contact, matter=a_matter(consent), questionnaire=questionnaire)
    kept = Enquiry._base_manager.get(pk=register_enquiry(registration=registration, by=operator).pk)
    assert kept.topics == " work_permit unpaid_wages "
    assert (kept.answers, kept.outcome, kept.urgency) == ({}, "", "normal")
    assert {kept.narrative, kept.typed_answers, kept.call_back, kept.call_back_index} == {b""}


def test_many_are_stored_as_one_by_one(contact: ContactFields, questionnaire: Version, operator: User) -> None:
    registrations = [
        Registration(contact=replace(contact, id=uuid4()), matter=a_matter(consent), questionnaire=questionnaire)
        for consent in (Consent.YES, Consent.NO)
    ]
    silent = replace(contact, id=uuid4(), disposition=Disposition.SILENT)
    register_many(registrations=registrations, contacts=[silent], by=None)
    assert list(Enquiry._base_manager.order_by("number").values_list("number", "consent", "urgency")) == [
        ("MSK-2008-00001", Consent.YES, Urgency.SOON),
        ("MSK-2008-00002", Consent.NO, Urgency.NORMAL),
    ]
    assert Contact._base_manager.filter(of_enquiry=None).values_list("disposition", flat=True).get() == "silent"


def test_a_further_contact_joins_its_enquiry_once(enquiry: Enquiry, contact: ContactFields, operator: User) -> None:
    again = replace(contact, id=uuid4())
    for _ in range(2):
        join_contact(enquiry=enquiry, contact=again, by=operator)
    assert EnquiryContact._base_manager.filter(enquiry=enquiry).count() == 2
    assert entries_on(enquiry).filter(action="enquiry.contact_joined").count() == 1


def test_a_code_word_that_is_taken_is_drawn_again(
    enquiry: Enquiry,
    contact: ContactFields,
    questionnaire: Version,
    operator: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken = code_word_of(enquiry)
    draws = iter([taken, taken, "other"])
    monkeypatch.setattr(registering, "new_code_word", lambda _: next(draws))
    registration = Registration(contact=replace(contact, id=uuid4()), matter=a_matter(), questionnaire=questionnaire)
    second = register_enquiry(registration=registration, by=operator)
    assert (code_word_of(second), second.number) == ("other", "MSK-2008-00002")


def test_an_id_of_an_enquiry_with_another_contact_stores_nothing(
    enquiry: Enquiry, contact: ContactFields, questionnaire: Version, operator: User
) -> None:
    forged = Registration(
        contact=replace(contact, id=uuid4()), matter=a_matter(), questionnaire=questionnaire, id=enquiry.pk
    )
    with pytest.raises(FormUsedError):
        register_enquiry(registration=forged, by=operator)
    assert Contact._base_manager.count() == 1
    assert not entries_on(enquiry).exclude(action="enquiry.registered").exists()


def test_an_empty_matter_is_enough(contact: ContactFields, questionnaire: Version, operator: User) -> None:
    empty = Registration(contact=contact, matter=Matter(consent=Consent.NOT_ASKED), questionnaire=questionnaire)
    assert register_enquiry(registration=empty, by=operator).topics == ""
