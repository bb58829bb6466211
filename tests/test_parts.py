"""Whatever hangs on an enquiry goes, stays, grows coarse, is told of and is found with it, whoever wrote the room.

The part of these tests is in no room: what is true of it is true of any.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import models, transaction
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import Notice, User
from bereg.audit import actions as audit
from bereg.audit_review.labels import ActLabel
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries import actions as enquiries
from bereg.enquiries import consent_withdrawal, text_search
from bereg.enquiries.audit_labels import ids_of, labels_seen_by
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry, Part, TextSearch
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.parts import acts_on, parts
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.enquiries.retention_periods import answers_due, released_due
from bereg.questionnaire.publishing import publish_standard
from bereg.retention import holds
from bereg.retention import rules as retention
from bereg.retention.models import Hold
from bereg.vault import actions as vault
from bereg.vault import ledger
from bereg.vault.because import Because
from bereg.vault.classes import HoldReason, Kind
from bereg.vault.fields import sealed_fields
from bereg.vault.kept import Kept
from bereg.vault.models import Key, LedgerLine, record_hash
from tests.memos import Memo, Silent, known, memo_of, silent

LONG_AGO = dt.datetime(2009, 6, 17, 9, 30, tzinfo=dt.UTC)
SAID = "Was told on the telephone to bring the contract."


@pytest.fixture(autouse=True)
def _known(db: None) -> Iterator[None]:
    with known():
        yield


@pytest.fixture
def enquiry(centre: Centre, operator: User) -> Enquiry:
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC))
    matter = Matter(consent=Consent.YES, topics=("documents",), narrative="Asks about a passport.")
    registration = Registration(contact=contact, matter=matter, questionnaire=publish_standard())
    return register_enquiry(registration=registration, by=operator)


@pytest.fixture
def memo(enquiry: Enquiry, operator: User) -> Memo:
    return memo_of(enquiry, SAID, by=operator)


def stands(record: Any) -> Any:
    return type(record)._base_manager.filter(pk=record.pk).first()


def is_open(memo: Memo) -> bool:
    """Tell whether anybody could read it still: its key and its text are there."""
    return Key.objects.filter(record=memo.pk).exists() and stands(memo).text != b""


def hold(record: Any, by: User) -> Hold:
    until = timezone.localdate() + dt.timedelta(days=30)
    return holds.hold(
        record=record, code=HoldReason.COURT, reason="an invented order, number 16", until=until, owner=by, by=by
    )


def without_text(enquiry: Enquiry) -> None:
    """Make an enquiry one of long ago whose own texts had their time."""
    long_ago = {"opened_at": LONG_AGO, "entered_at": LONG_AGO, "changed_at": LONG_AGO, "closed_at": LONG_AGO}
    vault.erase(enquiry, by=None, because=Because.RETENTION, kinds={Kind.NARRATIVE, Kind.CONTACT})
    Enquiry._base_manager.filter(pk=enquiry.pk).update(narrative=b"", typed_answers=b"", call_back=b"", **long_ago)


def too_old(memo: Memo) -> None:
    Memo._base_manager.filter(pk=memo.pk).update(written_at=LONG_AGO)


def runs() -> dict[str, int]:
    return {run.rule: run.erased for run in retention.erase_due() if run.erased or run.fault}


# The first trap: consent.


def test_withdrawn_consent_erases_what_hangs_on_the_enquiry(memo: Memo, enquiry: Enquiry, operator: User) -> None:
    withdraw_consent(enquiry=enquiry, by=operator)
    assert not is_open(memo)
    assert (stands(memo).minutes, stands(memo).version) == (memo.minutes, 2)
    assert LedgerLine.objects.filter(record_hash=record_hash(memo.pk), kind=Kind.NOTE).exists()


def test_consent_corrected_away_erases_it(memo: Memo, enquiry: Enquiry, operator: User) -> None:
    matter = Matter(consent=Consent.NO, topics=("documents",))
    enquiries.correct_enquiry(enquiry=enquiry, version=1, matter=matter, by=operator)
    assert not is_open(memo)


def test_a_restored_backup_brings_it_back_for_nobody(memo: Memo, enquiry: Enquiry, operator: User) -> None:
    text = stands(memo).text
    withdraw_consent(enquiry=enquiry, by=operator)
    lines = list(ledger.stored())
    Enquiry._base_manager.filter(pk=enquiry.pk).update(consent=Consent.YES, changed_at=enquiry.changed_at)
    Memo._base_manager.filter(pk=memo.pk).update(text=text)
    assert ledger.replay(lines)
    assert not is_open(memo)


def test_what_copies_nothing_stays_when_the_enquirys_text_goes(memo: Memo, enquiry: Enquiry, operator: User) -> None:
    """It has a time of its own, and what a correction takes out of the enquiry says nothing of it."""
    matter = Matter(consent=Consent.YES, topics=("documents",))
    corrected = enquiries.correct_enquiry(enquiry=enquiry, version=1, matter=matter, by=operator)
    assert corrected.narrative == b""
    assert is_open(memo)


# The second trap: holds.


def test_a_hold_on_the_enquiry_keeps_what_hangs_on_it(memo: Memo, enquiry: Enquiry, supervisor: User) -> None:
    too_old(memo)
    made = hold(enquiry, supervisor)
    with pytest.raises(holds.HeldError):
        holds.refuse_held(memo)
    [state] = [each for each in retention.states() if each.rule.code == "memo"]
    assert (state.due, state.held) == (0, 1)
    assert "memo" not in runs()
    assert is_open(memo)
    Hold._base_manager.filter(pk=made.pk).update(lifted_at=timezone.now())
    assert runs()["memo"] == 1
    assert not is_open(memo)


def test_a_hold_that_is_set_after_the_look_is_obeyed(
    memo: Memo, enquiry: Enquiry, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    too_old(memo)
    lock = retention._lock_above
    monkeypatch.setattr(retention, "_lock_above", lambda *given: (hold(enquiry, supervisor), lock(*given)))
    assert "memo" not in runs()
    assert is_open(memo)


def test_a_hold_of_another_enquiry_keeps_nothing_of_this_one(memo: Memo, enquiry: Enquiry, supervisor: User) -> None:
    too_old(memo)
    hold(memo_of(enquiry, SAID, by=supervisor), supervisor)
    holds.refuse_held(memo)
    assert runs()["memo"] == 1


def test_a_hold_on_the_part_alone_keeps_it_when_consent_is_to_be_withdrawn(
    memo: Memo, enquiry: Enquiry, operator: User, supervisor: User
) -> None:
    made = hold(memo, supervisor)
    with pytest.raises(holds.HeldError):
        withdraw_consent(enquiry=enquiry, by=operator)
    assert runs() == {}
    assert is_open(memo)
    assert (stands(enquiry).consent, bool(stands(enquiry).narrative)) == (Consent.WITHDRAWN, True)
    Hold._base_manager.filter(pk=made.pk).update(lifted_at=timezone.now())
    assert runs() == {"released": 1}
    assert not is_open(memo)
    assert not stands(enquiry).keeps_content


def test_a_hold_on_a_part_that_is_set_after_the_look_is_obeyed(
    memo: Memo, enquiry: Enquiry, operator: User, supervisor: User
) -> None:
    made = hold(enquiry, supervisor)
    with pytest.raises(holds.HeldError):
        withdraw_consent(enquiry=enquiry, by=operator)
    Hold._base_manager.filter(pk=made.pk).update(lifted_at=timezone.now())
    assert released_due(timezone.now()).get() == enquiry
    hold(memo, supervisor)
    with transaction.atomic():
        consent_withdrawal.forget_released([enquiry.pk])
    assert is_open(memo)
    assert stands(enquiry).keeps_content


# The third trap: coarsening.


def test_an_enquiry_stays_as_it_is_while_something_on_it_has_text(memo: Memo, enquiry: Enquiry) -> None:
    without_text(enquiry)
    assert not answers_due(timezone.now()).exists()
    vault.forget([memo], by=None, because=Because.RETENTION)
    assert answers_due(timezone.now()).get() == enquiry


def test_it_grows_coarse_with_its_enquiry(memo: Memo, enquiry: Enquiry, operator: User) -> None:
    memo.heard_by.add(operator)
    without_text(enquiry)
    too_old(memo)
    assert {"memo", "answers"} <= runs().keys()
    now = stands(memo)
    assert stands(enquiry).is_coarse
    assert (now.written_at, now.day) == (dt.datetime(2009, 5, 31, 20, tzinfo=dt.UTC), dt.date(2026, 11, 1))
    assert (now.by, list(now.heard_by.all()), now.minutes) == (None, [], memo.minutes)


# The fourth trap: the history and the search.


def test_the_history_of_the_enquiry_tells_of_it(memo: Memo, enquiry: Enquiry, operator: User) -> None:
    audit.record("memo.read", target=memo_of(enquiry, SAID, by=operator), by=operator)
    told = [act.action for act in acts_on(enquiry) if not act.action.startswith("contact.")]
    assert told == ["enquiry.registered", "memo.written", "memo.written", "memo.read"]


def test_the_record_of_acts_knows_it_by_the_number_of_the_enquiry(
    memo: Memo, enquiry: Enquiry, operator: User, other_operator: User
) -> None:
    assert memo.pk in ids_of(enquiry)
    assert labels_seen_by(operator, {memo.pk}) == {str(memo.pk): ActLabel(enquiry.number, enquiry.get_absolute_url())}
    assert labels_seen_by(other_operator, {memo.pk}) == {}


def test_a_search_in_texts_finds_the_enquiry_by_it(memo: Memo, enquiry: Enquiry, operator: User) -> None:
    memo_of(enquiry, SAID, by=operator)
    assert searched("the contract", operator) == ([str(enquiry.pk)], 3)


def test_a_search_opens_of_it_what_the_person_may_read_alone(memo: Memo, operator: User, supervisor: User) -> None:
    assert not memo.opens(supervisor, Kind.NOTE)
    assert searched("the contract", supervisor)[0] == []


def searched(words: str, by: User) -> tuple[list[str], int]:
    asked = text_search.begin(words=words, by=by)
    text_search.search_texts.call(search=str(asked.pk), person=str(by.pk))
    done = TextSearch._base_manager.get(pk=asked.pk)
    assert not done.has_failed
    assert done.looked_at == done.total
    return done.found, done.total


# What the rest of the house does with any record that has sealed text.


def test_a_row_that_does_not_stay_goes_with_its_notices(memo: Memo, operator: User) -> None:
    notices.give(kind="memo.written", target=str(memo.pk), to=[operator])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Memo, "stays", False)
        vault.forget([memo], by=operator, because=Because.REQUEST)
    assert stands(memo) is None
    assert not Key.objects.filter(record=memo.pk).exists()
    assert not Notice.objects.filter(read_at=None).exists()


def test_consent_that_is_withdrawn_again_after_a_restore_reaches_it(memo: Memo, enquiry: Enquiry) -> None:
    again = {record_hash(enquiry.pk): ledger.AFTER_ALL}
    assert consent_withdrawal.withdraw_again(again) == 1
    assert not is_open(memo)


# What a record must say of itself.


def test_what_goes_with_the_consent_is_named_in_the_readers_language() -> None:
    named = [part for part in parts() if part not in {Memo, Silent}]
    assert [part._meta.label for part in named if "verbose_name_plural" not in part._meta.original_attrs] == []


def test_a_part_that_leaves_something_out_stops_the_start() -> None:
    assert [str(each.msg) for each in run_checks(tags=["models"]) if each.obj is Memo] == []
    with silent():
        said = [str(each.msg) for each in run_checks(tags=["models"]) if each.obj is Silent]
    label = "training.Silent"
    assert said == [
        f"{label}: write `def opens(self, person, kind)`, which says who may open its texts.",
        f"{label}: write `def due(cls, now)`, a class method that returns the records whose time is over.",
        f"{label}: write `def kept_for(cls)`, a class method that says in words how long it is kept.",
        f"{label}: set `goes_with_consent`, which says whether its codes go when the person takes the consent back.",
        f"{label}: let `by` be null, as coarsening takes out whom a record names.",
    ]


EXCUSED = {
    "conversations.Attachment": "it came with a letter, and goes with it",
    "conversations.Message": "who wrote it was not asked for consent; it goes with its thread",
    "conversations.Thread": "it is no enquiry, and goes a month after its last message",
    "enquiries.Enquiry": "it is what the parts hang on",
    "enquiries.EnquiryContact": "it says to which enquiry a contact belongs, and nothing else; contacts coarsen alone",
    "enquiries.TextSearch": "it belongs to who searches, and is gone within minutes",
    "importing.RegisterImport": "it is a file of many people, of who uploaded it, and is gone after a day",
    "mailbox.QuarantinedLetter": "it is read by nobody here, and gone after 30 days",
    "shifts.HandOver": "it is about no enquiry, and is gone after seven days",
    "violations.TrendNotice": "it is about many matters and nobody, in codes; what it drafted is a part of none",
    "vault.BreakGlass": "it belongs to who opened a record in an emergency; its reason has the time of the acts",
    "vault.Hold": "it is what keeps a record, and has its own end; its reason has the time of the acts",
}


def reaches_an_enquiry(model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()) -> bool:
    """Tell whether a model's relations lead to an enquiry, over however many others."""
    fields = (*model._meta.fields, *model._meta.many_to_many)
    related = {field.related_model for field in fields if field.related_model} - seen - {model}
    return any(each is Enquiry or reaches_an_enquiry(each, seen | {model}) for each in related)


def test_whatever_reaches_an_enquiry_or_has_sealed_text_is_a_part_or_excused() -> None:
    known = {model._meta.label: model for model in apps.get_models()}
    concerned = {label for label, model in known.items() if sealed_fields(model) or reaches_an_enquiry(model)}
    neither = [label for label in concerned if not issubclass(known[label], Part) and label not in EXCUSED]
    assert neither == [], "Let it be a Part (bereg/enquiries/models.py), or say in EXCUSED why it is none."
    assert [label for label in concerned if sealed_fields(known[label]) and not issubclass(known[label], Kept)] == []
    assert EXCUSED.keys() <= concerned - {part._meta.label for part in parts()}


def test_the_walk_finds_one_that_hangs_on_a_part() -> None:
    class Page(models.Model):
        memo = models.ForeignKey(Memo, on_delete=models.CASCADE)

        class Meta:
            app_label = "walked"
            apps = type(apps)()

        def __str__(self) -> str:
            return "a page"

    assert reaches_an_enquiry(Page)
    assert not reaches_an_enquiry(User)
