"""What is sealed of an enquiry, who opens it, and what happens where it does not open."""

import datetime as dt
import hashlib
import logging
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.audit.models import ChainedAct
from bereg.audit.tests.entries import entries_on
from bereg.enquiries import texts
from bereg.enquiries.actions import correct_enquiry
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.contact_details import way_in
from bereg.enquiries.models import Draft, Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter
from bereg.questionnaire.queries import form_of
from bereg.vault import ledger, opening
from bereg.vault.because import Because
from bereg.vault.faults import NotAllowed
from bereg.vault.models import Key, LedgerLine, record_hash
from tests.opened import answers_of, text_of
from tests.typed_material import publish_with_a_text

TYPED = {"consent": "yes", "narrative": "A canary.", "call_back": "8 916 000-00-16", "a-source": "leaflet"}


@pytest.fixture
def stored(desk: Client) -> Enquiry:
    """An enquiry with three sealed texts."""
    publish_with_a_text()
    desk.post(reverse("desk:form", args=[uuid4()]), {**TYPED, "a-material": "9010"})
    return Enquiry._base_manager.get()


def damage(enquiry: Enquiry, field: str = "narrative") -> None:
    sealed = bytearray(getattr(enquiry, field))
    sealed[-1] ^= 1
    Enquiry._base_manager.filter(pk=enquiry.pk).update(**{field: bytes(sealed)})


def page(desk: Client, name: str, enquiry: Enquiry) -> str:
    return desk.get(reverse(f"desk:{name}", args=[enquiry.pk])).content.decode()


def test_only_codes_of_closed_lists_stand_in_clear(stored: Enquiry) -> None:
    assert stored.answers == {"source": "leaflet"}
    assert answers_of(stored) == {"source": "leaflet", "material": "9010"}
    questionnaire = form_of(publish_with_a_text())
    given = {"age": "declined", "gender": "female", "material": "unknown", "citizenship": "UZ RU", "moon": "full"}
    codes, typed = texts.split(given | {"education": "a story"}, questionnaire)
    assert typed == {"moon": "full", "education": "a story"}
    assert codes == {name: given[name] for name in ("age", "gender", "material", "citizenship")}


def kinds_of_keys() -> list[str]:
    return sorted(Key.objects.values_list("kind", flat=True))


def test_the_record_of_acts_holds_the_digest_of_what_was_sealed(stored: Enquiry, operator: User) -> None:
    def digest(names: tuple[str, ...] = texts.TEXTS) -> str:
        """Of each field: the first bytes of the SHA-256 of its name, and that of what is sealed."""
        now = Enquiry._base_manager.get()
        values = [(hashlib.sha256(name.encode()).hexdigest()[:8], getattr(now, name)) for name in names]
        return "".join(name + (hashlib.sha256(value).hexdigest() if value else "00" * 32) for name, value in values)

    assert bytes(ChainedAct.objects.get(action="enquiry.registered").sha256).hex() == digest(
        (*texts.TEXTS, texts.CODE_WORD)
    )
    correct_enquiry(enquiry=stored, version=1, matter=Matter(consent=Consent.YES, narrative="Anew."), by=operator)
    assert bytes(ChainedAct.objects.get(action="enquiry.corrected").sha256).hex() == digest()


def test_a_page_is_one_reading_and_the_contact_another(desk: Client, stored: Enquiry) -> None:
    shown = page(desk, "enquiry", stored)
    assert ("A canary." in shown, "9010" in shown, "000-00-16" in shown) == (True, True, False)
    answer = desk.post(reverse("desk:show_contact", args=[stored.pk]), {"because": "call_back"})
    assert "000-00-16" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    read = entries_on(stored).filter(action="text.revealed").values_list("because", flat=True)
    assert list(read) == ["case_work", "call_back"]


@pytest.mark.parametrize("because", ["", "curious", "drill", "break_glass"])
def test_without_a_reason_of_the_list_no_contact_is_shown(desk: Client, stored: Enquiry, because: str) -> None:
    answer = desk.post(reverse("desk:show_contact", args=[stored.pk]), {"because": because})
    assert answer.status_code == 302
    assert not entries_on(stored).filter(action="text.revealed").exists()


def test_a_text_that_cannot_be_opened_says_so_and_rings(
    desk: Client, stored: Enquiry, supervisor: User, caplog: pytest.LogCaptureFixture
) -> None:
    damage(stored)
    with caplog.at_level(logging.ERROR):
        for _ in range(2):
            shown = page(desk, "enquiry", stored)
    assert "This text cannot be opened" in shown
    assert "9010" in shown  # the others still open
    assert str(stored.pk) in caplog.text
    assert Notice.objects.get(kind="text.unreadable").person == supervisor
    browser = Client()
    browser.force_login(supervisor)
    assert "A text that is stored cannot be opened." in browser.get(reverse("accounts:notices")).content.decode()


def test_a_correction_does_not_write_over_what_cannot_be_opened(desk: Client, stored: Enquiry) -> None:
    damage(stored)
    before = Enquiry._base_manager.get()
    shown = page(desk, "correct", stored)
    assert 'name="unopened" value="narrative"' in shown
    sent = {**TYPED, "narrative": "", "unopened": "narrative", "version": "1", "a-gender": "male", "a-material": "9011"}
    address = reverse("desk:correct", args=[stored.pk])
    refused = desk.post(address, {**sent, "narrative": "Written over by mistake."})
    assert refused.status_code == 422
    assert "Written over by mistake." in refused.content.decode()
    assert desk.post(address, sent).status_code == 302
    now = Enquiry._base_manager.get()
    assert (now.narrative, now.answers["gender"]) == (before.narrative, "male")
    assert answers_of(now)["material"] == "9011"
    knowingly = {**sent, "narrative": "Written anew.", "replace": "narrative", "version": "2"}
    assert desk.post(address, knowingly).status_code == 302
    assert text_of(Enquiry._base_manager.get()) == "Written anew."


def test_typed_answers_that_cannot_be_opened_stay_too(desk: Client, stored: Enquiry) -> None:
    damage(stored, "typed_answers")
    before = Enquiry._base_manager.get().typed_answers
    assert "cannot be opened" in page(desk, "enquiry", stored)
    sent = {**TYPED, "unopened": "typed_answers", "version": "1"}
    address = reverse("desk:correct", args=[stored.pk])
    assert desk.post(address, {**sent, "a-material": "1"}).status_code == 422
    assert desk.post(address, sent).status_code == 302
    assert Enquiry._base_manager.get().typed_answers == before


def test_a_text_that_went_while_somebody_opened_it_rings_no_alarm(
    stored: Enquiry, operator: User, supervisor: User, caplog: pytest.LogCaptureFixture
) -> None:
    read = Enquiry._base_manager.get()
    withdraw_consent(enquiry=stored, by=operator)
    found = texts.opened(read, texts.TEXTS, by=operator, because=Because.CASE_WORK)
    assert found == texts.Opened()
    assert "cannot be opened" not in caplog.text
    assert not Notice.objects.filter(person=supervisor).exists()


def test_what_a_crash_left_without_its_key_goes_with_the_next_correction(stored: Enquiry, operator: User) -> None:
    row = Enquiry._base_manager.values().get()
    withdraw_consent(enquiry=stored, by=operator)
    Enquiry._base_manager.update(**row)  # the keys were gone for good, and then the records were not stored
    keep = frozenset({texts.TYPED_ANSWERS, texts.CALL_BACK})
    matter = Matter(consent=Consent.YES, narrative="Told again.")
    now = correct_enquiry(enquiry=stored, version=1, matter=matter, keep=keep, by=operator)
    assert (text_of(now), now.typed_answers, now.call_back) == ("Told again.", b"", b"")
    assert opening.try_all(lambda _count: None).failed == []


def test_a_draft_that_cannot_be_opened_says_so(desk: Client, stored: Enquiry) -> None:
    pk = uuid4()
    desk.post(reverse("desk:draft", args=[pk]), TYPED)
    Key.objects.filter(record=pk).delete()
    answer = desk.get(reverse("desk:form", args=[pk]))
    assert "Your unfinished form cannot be opened" in answer.content.decode()
    assert Draft._base_manager.get().fields


def test_nobody_opens_a_colleagues_draft(desk: Client, operator: User, supervisor: User) -> None:
    publish_with_a_text()
    desk.post(reverse("desk:draft", args=[uuid4()]), TYPED)
    draft = Draft._base_manager.get()
    assert texts.fields_in(draft, by=operator)["narrative"] == ["A canary."]
    with pytest.raises(NotAllowed):
        texts.fields_in(draft, by=supervisor)


def test_withdrawn_consent_stays_withdrawn_in_a_restored_backup(stored: Enquiry, operator: User) -> None:
    row = Enquiry._base_manager.filter(pk=stored.pk).values().get()
    key = Key.objects.filter(record=stored.pk, kind="narrative").values().get()
    withdraw_consent(enquiry=stored, by=operator)
    assert set(LedgerLine.objects.values_list("kind", flat=True)) == {"narrative", "contact", "record"}
    lines = list(ledger.stored())
    LedgerLine.objects.all().delete()
    Enquiry._base_manager.filter(pk=stored.pk).update(**row)  # as an older backup has it, its key too
    Key.objects.create(**key)
    assert ledger.replay(lines)
    left = Enquiry._base_manager.get()
    assert (left.consent, left.answers, left.narrative, left.call_back_index) == ("withdrawn", {}, b"", b"")
    assert kinds_of_keys() == ["code_word"]  # by which its person may still come back
    assert ledger.replay(lines) == 0


def test_a_clock_that_was_set_back_before_the_withdrawal_brings_nothing_back(stored: Enquiry, operator: User) -> None:
    ahead = timezone.now() + dt.timedelta(hours=3)
    Enquiry._base_manager.update(changed_at=ahead)
    Key.objects.update(made_at=ahead)
    row, keys = Enquiry._base_manager.values().get(), list(Key.objects.values())
    withdraw_consent(enquiry=stored, by=operator)
    lines = list(ledger.stored())
    LedgerLine.objects.all().delete()
    Enquiry._base_manager.update(**row)
    Key.objects.bulk_create([Key(**key) for key in keys], ignore_conflicts=True)
    assert ledger.replay(lines)
    left = Enquiry._base_manager.get()
    assert (left.consent, left.answers, left.narrative, kinds_of_keys()) == ("withdrawn", {}, b"", ["code_word"])


def test_consent_that_was_withdrawn_twice_is_withdrawn_again(stored: Enquiry, operator: User) -> None:
    """The backup was made between the two, when there was consent again: it knows the first withdrawal alone."""
    withdraw_consent(enquiry=stored, by=operator)
    again = Enquiry._base_manager.get()
    matter = Matter(consent=Consent.YES, answers={"material": "1"}, narrative="Again.")
    correct_enquiry(enquiry=again, version=again.version, matter=matter, by=operator)
    row = Enquiry._base_manager.values().get()
    keys = list(Key.objects.values())
    known = list(LedgerLine.objects.values_list("pk", flat=True))
    withdraw_consent(enquiry=Enquiry._base_manager.get(), by=operator)
    lines = list(ledger.stored())
    LedgerLine.objects.exclude(pk__in=known).delete()
    Enquiry._base_manager.update(**row)
    Key.objects.bulk_create([Key(**key) for key in keys], ignore_conflicts=True)
    assert ledger.replay(lines)
    left = Enquiry._base_manager.get()
    assert (left.consent, left.answers, left.narrative, kinds_of_keys()) == ("withdrawn", {}, b"", ["code_word"])
    assert list(ledger.stored()) == lines


def test_a_key_that_was_lost_is_no_erased_one(stored: Enquiry) -> None:
    """The draft of a form had the enquiry's own id, so the ledger knows that id, but not this class of text."""
    Key.objects.filter(record=stored.pk, kind="narrative").delete()
    line = {
        "record_hash": record_hash(stored.pk),
        "because": Because.DRAFT_OVER,
        "backups_end_on": dt.date(2030, 3, 15),
    }
    LedgerLine.objects.create(**line, kind="draft")
    tried = opening.try_all(lambda _count: None)
    assert (tried.erased, len(tried.failed)) == (0, 2)
    LedgerLine.objects.create(**line, kind="narrative")
    tried = opening.try_all(lambda _count: None)
    assert (tried.erased, tried.failed) == (2, [])


def test_a_consent_that_was_given_again_outlives_a_replay(stored: Enquiry, operator: User) -> None:
    withdraw_consent(enquiry=stored, by=operator)
    again = Enquiry._base_manager.get()
    correct_enquiry(
        enquiry=again, version=again.version, matter=Matter(consent=Consent.YES, narrative="Again."), by=operator
    )
    ledger.replay(list(ledger.stored()))
    assert text_of(Enquiry._base_manager.get()) == "Again."


def test_a_clock_that_was_ahead_at_an_erasure_costs_no_text_that_was_written_since(
    stored: Enquiry, operator: User
) -> None:
    """The backup knows both, and says by its very state which of them was last."""
    emptied = Matter(consent=Consent.YES, answers={"material": "1"})
    with time_machine.travel(timezone.now() + dt.timedelta(hours=3), tick=False):
        correct_enquiry(enquiry=stored, version=1, matter=emptied, by=operator)
    again = Enquiry._base_manager.get()
    written = Matter(consent=Consent.YES, answers={"material": "1"}, narrative="Again.", call_back="a friend")
    correct_enquiry(enquiry=again, version=again.version, matter=written, by=operator)
    assert ledger.replay(list(ledger.stored())) == 0
    assert text_of(Enquiry._base_manager.get()) == "Again."


def test_a_text_taken_out_by_a_correction_loses_its_key(stored: Enquiry, operator: User) -> None:
    matter = Matter(consent=Consent.YES, answers={"material": "9010"})
    correct_enquiry(enquiry=stored, version=1, matter=matter, by=operator)
    assert kinds_of_keys() == ["code_word", "narrative"]  # of the typed answers
    assert LedgerLine.objects.get().because == Because.CORRECTED


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("8 916 000-00-16, after six", ("phone", "8 916 000-00-16")),
        ("ask for Ivan: Ivan@Example.org.", ("email", "Ivan@Example.org")),
        ("flat 12, from 10 to 18", None),
        ("", None),
        # A number as the country writes it goes before digits that are none; no operator needs to have given it out.
        ("born 12.03.1990, 8 916 000-00-16", ("phone", "8 916 000-00-16")),
        ("born 12.03.1990, 8 016 000-00-16", ("phone", "8 016 000-00-16")),
        ("８ ９１６ ０００-００-１６", ("phone", "8 916 000-00-16")),
        ("ask at the shop, number 123-45", ("phone", "123-45")),
        ("house 1 - - 2, then 12345", ("phone", "12345")),
        ("house 1 - - 2, flat 1234", None),
    ],
)
def test_the_first_number_or_address_is_found(text: str, way: tuple[str, str] | None) -> None:
    assert way_in(text) == way
