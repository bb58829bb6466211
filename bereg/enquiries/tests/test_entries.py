"""What is said at a further contact: stored once, read by whoever may read the text, kept and gone with it."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit.tests.entries import entries_on
from bereg.contacts.actions import ContactFields
from bereg.contacts.models import Contact
from bereg.enquiries import entries, text_search
from bereg.enquiries.actions import NotYourEnquiryError, close_enquiry
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.entries import record_further_contact, write_down
from bereg.enquiries.models import Enquiry, EnquiryContact, Entry, TextSearch
from bereg.enquiries.parts import acts_on
from bereg.enquiries.registration import FormUsedError
from bereg.retention import holds
from bereg.retention import rules as retention
from bereg.retention.models import Clock
from bereg.vault.because import Because
from bereg.vault.classes import HoldReason, Kind
from bereg.vault.models import Key
from tests.opened import text_of

SAID = "She has got her passport back from the heron."
LATER = dt.datetime(2008, 1, 9, 9, tzinfo=dt.UTC)


@pytest.fixture
def further(contact: ContactFields) -> ContactFields:
    return replace(contact, id=uuid4(), started_at=LATER)


@pytest.fixture
def entry(enquiry: Enquiry, further: ContactFields, operator: User) -> Entry:
    record_further_contact(enquiry=enquiry, contact=further, said=SAID, by=operator)
    return Entry._base_manager.get()


def stands(entry: Entry) -> Entry:
    return Entry._base_manager.get(pk=entry.pk)


def test_it_is_dated_signed_and_sealed(entry: Entry, enquiry: Enquiry, further: ContactFields, operator: User) -> None:
    assert (entry.enquiry, entry.contact_id, entry.author) == (enquiry, further.id, operator)
    assert SAID.encode() not in bytes(entry.text)
    assert text_of(entry, "text") == SAID
    assert [each.action for each in acts_on(enquiry)][-2:] == ["enquiry.contact_joined", "entry.written"]


def test_the_one_old_text_stays_as_it_stands(entry: Entry, enquiry: Enquiry) -> None:
    now = Enquiry._base_manager.get(pk=enquiry.pk)
    assert (now.narrative, now.version) == (enquiry.narrative, enquiry.version)


def test_a_contact_without_words_has_no_entry(enquiry: Enquiry, further: ContactFields, operator: User) -> None:
    record_further_contact(enquiry=enquiry, contact=further, said=" ", by=operator)
    assert EnquiryContact._base_manager.filter(enquiry=enquiry).count() == 2
    assert not Entry._base_manager.exists()


def test_the_same_again_is_one_entry_and_another_text_is_told(
    entry: Entry, enquiry: Enquiry, further: ContactFields, operator: User
) -> None:
    record_further_contact(enquiry=enquiry, contact=further, said=SAID, by=operator)
    with pytest.raises(entries.SaidOtherwiseError) as told:
        record_further_contact(enquiry=enquiry, contact=further, said="Something else.", by=operator)
    assert told.value.said == SAID
    assert (Entry._base_manager.count(), text_of(stands(entry), "text")) == (1, SAID)


def test_words_are_added_to_a_contact_that_has_none(enquiry: Enquiry, further: ContactFields, operator: User) -> None:
    record_further_contact(enquiry=enquiry, contact=further, said="", by=operator)
    for _ in range(2):
        write_down(enquiry=enquiry, contact=further.id, said=SAID, by=operator)
    assert text_of(Entry._base_manager.get(), "text") == SAID


def test_nothing_is_written_down_at_a_contact_of_another_enquiry(enquiry: Enquiry, operator: User) -> None:
    with pytest.raises(FormUsedError):
        write_down(enquiry=enquiry, contact=uuid4(), said=SAID, by=operator)
    assert not Entry._base_manager.exists()


def test_without_consent_nothing_is_recorded(enquiry: Enquiry, further: ContactFields, operator: User) -> None:
    withdraw_consent(enquiry=enquiry, by=operator)
    with pytest.raises(entries.NoConsentError):
        record_further_contact(enquiry=enquiry, contact=further, said=SAID, by=operator)
    assert Contact._base_manager.count() == 1
    assert not Entry._base_manager.exists()


def test_who_may_not_read_the_text_adds_nothing_to_it(
    enquiry: Enquiry, further: ContactFields, other_operator: User
) -> None:
    with pytest.raises(NotYourEnquiryError):
        record_further_contact(enquiry=enquiry, contact=further, said=SAID, by=other_operator)


def test_it_opens_to_whom_the_enquirys_own_text_opens(
    entry: Entry, enquiry: Enquiry, operator: User, supervisor: User, other_operator: User
) -> None:
    Enquiry._base_manager.update(assignee=None)  # and not recent: it is closed to operators
    assert stands(entry).opens(supervisor, Kind.NARRATIVE)
    for person in (operator, supervisor, other_operator):
        said = entries.opened(stands(entry), by=person, because=Because.CASE_WORK).text
        assert said == (SAID if person == supervisor else None)
    Enquiry._base_manager.update(assignee=operator)
    assert entries.opened(stands(entry), by=operator, because=Because.CASE_WORK).text == SAID
    assert entries_on(entry).filter(action="text.revealed").count() == 2


def test_a_damaged_one_is_told_and_never_empty(entry: Entry, supervisor: User) -> None:
    Entry._base_manager.update(text=bytes([*entry.text[:-1], entry.text[-1] ^ 1]))
    found = entries.opened(stands(entry), by=supervisor, because=Because.CASE_WORK)
    assert (found.text, found.is_closed) == (None, True)


def test_a_search_in_texts_finds_the_enquiry_by_it(entry: Entry, enquiry: Enquiry, operator: User) -> None:
    asked = text_search.begin(words="the heron", by=operator)
    text_search.search_texts.call(search=str(asked.pk), person=str(operator.pk))
    assert TextSearch._base_manager.get().found == [str(enquiry.pk)]


# How long.


def test_withdrawn_consent_erases_it(entry: Entry, enquiry: Enquiry, operator: User) -> None:
    withdraw_consent(enquiry=enquiry, by=operator)
    assert stands(entry).text == b""
    assert not Key.objects.filter(record=entry.pk).exists()
    assert entries.entries_of(enquiry) == []


@pytest.mark.parametrize("has_text", [True, False])
def test_it_goes_when_the_time_of_the_enquirys_text_is_over(
    entry: Entry, enquiry: Enquiry, operator: User, settings: Any, has_text: bool
) -> None:
    settings.KEEP_TEXT_MONTHS = 6
    if not has_text:
        Enquiry._base_manager.update(narrative=b"", typed_answers=b"")
    with time_machine.travel(LATER, tick=False):
        close_enquiry(enquiry=enquiry, by=operator)
    assert night(LATER + dt.timedelta(days=180)) == 0
    assert stands(entry).text
    assert night(LATER + dt.timedelta(days=184)) == 1
    assert (stands(entry).text, stands(entry).version, night(LATER + dt.timedelta(days=185))) == (b"", 2, 0)


def test_on_what_is_coarse_its_author_and_its_day_go_with_its_text(
    enquiry: Enquiry, further: ContactFields, operator: User, settings: Any
) -> None:
    settings.KEEP_TEXT_MONTHS = 6
    Enquiry._base_manager.update(code_word_index=b"", closed_at=LATER)
    with time_machine.travel(LATER, tick=False):
        record_further_contact(enquiry=enquiry, contact=further, said=SAID, by=operator)
    assert night(LATER + dt.timedelta(days=184)) == 1
    left = Entry._base_manager.get()
    assert (left.text, left.author, left.written_at) == (b"", None, dt.datetime(2007, 12, 31, 21, tzinfo=dt.UTC))


def test_a_hold_keeps_it_and_lets_the_next_one_be_written(
    entry: Entry, enquiry: Enquiry, further: ContactFields, operator: User, supervisor: User
) -> None:
    until = timezone.localdate() + dt.timedelta(days=30)
    why = "an invented order, number 16"
    holds.hold(record=enquiry, code=HoldReason.COURT, reason=why, until=until, owner=supervisor, by=supervisor)
    record_further_contact(enquiry=enquiry, contact=replace(further, id=uuid4()), said="Called again.", by=operator)
    assert Entry._base_manager.count() == 2
    with pytest.raises(holds.HeldError), transaction.atomic():
        withdraw_consent(enquiry=enquiry, by=operator)
    assert text_of(stands(entry), "text") == SAID


def night(at: dt.datetime) -> int:
    """Erase what is due at a moment, with a clock that is believed. Return how many entries went."""
    Clock.objects.all().delete()
    Clock.objects.create(boot="test", uptime_s=0, wall=at, seen_at=at)
    with time_machine.travel(at, tick=False):
        runs = {run.rule: run for run in retention.erase_due()}
    assert {run.fault for run in runs.values()} == {""}
    return runs["entry"].erased
