"""Code words are sealed and found by a blind index; no column of the records tells one."""

from typing import Any
from uuid import uuid4

import pytest

from bereg.accounts.models import User
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries import lookup, registration, retention_periods, retention_rules, texts
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.registration import Registration, register_enquiry
from bereg.enquiries.tests.conftest import NEW_YEAR_IN_MOSCOW, a_matter
from bereg.questionnaire.models import Version
from bereg.retention.rules import months_before
from bereg.vault import blind_index, ledger
from bereg.vault.because import Because
from bereg.vault.classes import SHARED, Kind
from bereg.vault.faults import NotAllowed
from bereg.vault.models import Key, LedgerLine
from tests.opened import code_word_of

YEARS_LATER = months_before(NEW_YEAR_IN_MOSCOW, -100)


def register_at(centre: Centre, by: User, questionnaire: Version) -> Enquiry:
    contact = ContactFields(id=uuid4(), centre=centre, channel=Channel.PHONE, started_at=NEW_YEAR_IN_MOSCOW)
    return register_enquiry(registration=Registration(contact, a_matter(), questionnaire, id=contact.id), by=by)


def test_no_column_of_the_record_tells_the_word(enquiry: Enquiry) -> None:
    word = "берёза-калитка-42"  # each part too long to stand among random bytes by chance
    (sealed,) = texts.seal([(enquiry, {texts.CODE_WORD: word})])
    Enquiry._base_manager.update(**sealed)
    enquiry.refresh_from_db()
    row = Enquiry._base_manager.values().get()
    held = b"|".join(
        bytes(each) if isinstance(each, bytes | memoryview) else str(each).encode() for each in row.values()
    )
    for part in word.split("-")[:2]:
        assert part.encode() not in held
    assert len(enquiry.code_word) == 1 + 12 + 64 + 16  # as long as any other
    # Of 1.5 million words a thief finds each by trying, but not without the key.
    assert bytes(enquiry.code_word_index) != blind_index.blind(b"", "code_word", word, country="RU")


@pytest.mark.parametrize("spelling", ["{0}", "{0}".upper(), " {1} ", "{2}"])
def test_it_is_found_however_it_is_spelt(enquiry: Enquiry, operator: User, spelling: str) -> None:
    (sealed,) = texts.seal([(enquiry, {texts.CODE_WORD: "берёза-ёлка-42"})])
    Enquiry._base_manager.update(**sealed)
    typed = spelling.format("берёза-ёлка-42", "БЕРЕЗА ЕЛКА 42", "Береза, ёлка - 42")
    found = lookup.by_number_or_code_word(operator, typed)
    assert found == enquiry
    assert lookup.is_code_word_of(found, typed)
    assert not lookup.is_code_word_of(found, "берёза-ёлка-43")


def test_a_word_that_another_centre_gave_is_drawn_again(
    enquiry: Enquiry,
    other_centre: Centre,
    other_operator: User,
    questionnaire: Version,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draws = iter([code_word_of(enquiry), "other"])
    monkeypatch.setattr(registration, "new_code_word", lambda _: next(draws))
    theirs = register_at(other_centre, other_operator, questionnaire)
    assert code_word_of(Enquiry._base_manager.get(pk=theirs.pk)) == "other"


def test_reading_it_is_written_down_and_for_who_may_read_the_text(
    enquiry: Enquiry, operator: User, other_operator: User
) -> None:
    assert texts.opened(enquiry, [texts.CODE_WORD], by=operator, because=Because.CASE_WORK).code_word
    assert [(each.actor, each.because) for each in entries_on(enquiry).filter(action="text.revealed")] == [
        (str(operator.pk), "case_work")
    ]
    with pytest.raises(NotAllowed):
        texts.opened(enquiry, [texts.CODE_WORD], by=other_operator, because=Because.CASE_WORK)
    assert Kind.CODE_WORD not in SHARED  # no receipt and no link opens one


def test_withdrawing_consent_leaves_the_word_to_come_back_by(enquiry: Enquiry, operator: User) -> None:
    withdraw_consent(enquiry=enquiry, by=operator)
    left = Enquiry._base_manager.get()
    assert lookup.by_number_or_code_word(operator, code_word_of(left)) == left


def test_what_time_took_does_not_come_back_with_a_backup(enquiry: Enquiry, operator: User) -> None:
    row, keys = Enquiry._base_manager.values().get(), list(Key.objects.values())
    word = code_word_of(enquiry)
    retention_rules._coarsen([enquiry.pk])
    assert lookup.by_number_or_code_word(operator, word) is None
    assert not lookup.is_code_word_of(Enquiry._base_manager.get(), word)
    lines = list(ledger.stored())
    LedgerLine.objects.all().delete()
    no_texts = dict.fromkeys(texts.TEXTS, b"")
    Enquiry._base_manager.update(**{**row, **no_texts, "changed_at": NEW_YEAR_IN_MOSCOW})
    Key.objects.all().delete()
    Key.objects.bulk_create([Key(**key) for key in keys])
    ledger.replay(lines)
    back: Any = Enquiry._base_manager.get()
    assert back.code_word == b""
    assert not Key.objects.filter(kind=Kind.CODE_WORD).exists()
    # What a replay cannot take away, its times and the index, the next night does.
    assert list(retention_periods.answers_due(YEARS_LATER)) == [enquiry]
