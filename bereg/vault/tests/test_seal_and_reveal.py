"""What is sealed comes back to whoever may read it, and to nobody else."""

from uuid import uuid4

import pytest
from django.db import transaction

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.vault import actions, keyring, rules, writing
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.faults import Damaged, Erased, KeyMissing, NoPrivateKey, NotAllowed, Unwritten, VaultFault, VaultLocked
from bereg.vault.models import Kek, Key, LedgerLine
from bereg.vault.tests.samples import LABEL, Sample, let_read, nobody, sample

TEXT = "She asks for a lawyer. Она спрашивает о юристе."


@pytest.fixture
def record(db: None, readable: None) -> Sample:
    made = sample()
    made.narrative, made.telephone = actions.seal_all(
        made, {"narrative": TEXT, "telephone": "+7 900 000-00-16"}
    ).values()
    return made


def reveal(record: Sample, field: str, by: User) -> str:
    return actions.reveal(record, field, by=by, because=Because.CASE_WORK)


def test_a_sealed_text_comes_back(record: Sample, operator: User) -> None:
    assert reveal(record, "narrative", operator) == TEXT
    both = actions.reveal_all(record, ["narrative", "telephone", "remark"], by=operator, because=Because.CALL_BACK)
    assert both == {"narrative": TEXT, "telephone": "+7 900 000-00-16", "remark": ""}


def test_each_class_has_its_key_and_two_texts_of_a_class_share_one(record: Sample, operator: User) -> None:
    record.remark = actions.seal(record, "remark", "called back")
    assert sorted(Key.objects.values_list("kind", flat=True)) == ["contact", "narrative"]
    assert (reveal(record, "remark", operator), reveal(record, "narrative", operator)) == ("called back", TEXT)


def test_nothing_is_nothing(db: None) -> None:
    assert actions.seal_all(sample(), {"narrative": "", "telephone": ""}) == {"narrative": b"", "telephone": b""}
    assert not Key.objects.exists()


def test_text_is_as_long_as_the_next_whole_block(record: Sample) -> None:
    assert [len(actions.seal(record, "narrative", "x" * 2000)), len(record.telephone)] == [2077, 64 + 29]


def test_a_reading_is_written_down(record: Sample, operator: User) -> None:
    reveal(record, "narrative", operator)
    [entry] = ChainedAct.objects.filter(action="text.revealed")
    assert (entry.actor, entry.target, entry.target_kind, entry.because) == (
        str(operator.pk),
        str(record.pk),
        LABEL,
        "case_work",
    )


def test_the_parts_of_a_record_are_one_reading_of_it(record: Sample, operator: User) -> None:
    whole, gone = sample(record.centre_id), sample(record.centre_id)
    gone.narrative = actions.seal(gone, "narrative", "Erased.")
    Key.objects.filter(record=gone.pk).delete()
    parts = [(record, "narrative"), (gone, "narrative"), (record, "telephone")]
    first, fault, last = actions.reveal_parts(whole, parts, by=operator, because=Because.CASE_WORK)
    assert (first, last) == (TEXT, "+7 900 000-00-16")
    assert isinstance(fault, KeyMissing)
    read = ChainedAct.objects.filter(action="text.revealed").values_list("target", "actor", "because")
    assert list(read) == [(str(whole.pk), str(operator.pk), "case_work")]
    keyring.lock()
    shut = actions.reveal_parts(whole, parts, by=operator, because=Because.CASE_WORK)
    assert [type(each) for each in shut] == [VaultLocked] * 3
    let_read(lambda _by, asked, _kind: asked == record)
    with pytest.raises(NotAllowed):
        actions.reveal_parts(whole, parts, by=operator, because=Because.CASE_WORK)
    assert read.count() == 1


def test_of_the_parts_of_a_record_each_is_asked_for_by_its_class(record: Sample, operator: User) -> None:
    let_read(lambda _by, _record, kind: kind == Kind.NARRATIVE)
    both = [(record, "narrative"), (record, "telephone")]
    assert actions.reveal_parts(record, both[:1], by=operator, because=Because.CASE_WORK) == [TEXT]
    with pytest.raises(NotAllowed):
        actions.reveal_parts(record, both, by=operator, because=Because.CASE_WORK)


def test_without_an_entry_there_is_no_text(record: Sample, operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise OSError("The disk is full.")

    def forbidden(*_args: object) -> None:
        raise AssertionError("It was opened before it was written down.")

    monkeypatch.setattr("bereg.vault.reading.audit.record", fail)
    monkeypatch.setattr("bereg.vault.reading.datakeys.fetch", forbidden)
    with pytest.raises(OSError, match="full"):
        reveal(record, "narrative", operator)


def test_nothing_is_read_inside_a_transaction_which_could_take_the_entry_back(record: Sample, operator: User) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        reveal(record, "narrative", operator)
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        actions.reveal_parts(record, [(record, "narrative")], by=operator, because=Because.CASE_WORK)
    assert not ChainedAct.objects.filter(action="text.revealed").exists()


def test_where_nothing_was_sealed_nothing_is_read_or_written_down(readable: None, operator: User) -> None:
    """Nor is a key needed. Whoever has no right is refused nevertheless, and learns nothing."""
    empty = sample()
    keyring.lock()
    both = actions.reveal_all(empty, ["narrative", "telephone"], by=operator, because=Because.CASE_WORK)
    assert both == {"narrative": "", "telephone": ""}
    assert reveal(empty, "remark", operator) == ""
    let_read(nobody)
    with pytest.raises(NotAllowed):
        reveal(empty, "narrative", operator)
    assert not ChainedAct.objects.filter(action="text.revealed").exists()


def test_a_text_that_was_taken_away_is_not_taken_for_none(record: Sample, operator: User) -> None:
    record.narrative = b""
    with pytest.raises(Damaged):
        reveal(record, "narrative", operator)


def test_what_has_no_rule_nobody_reads(record: Sample, operator: User) -> None:
    let_read(nobody)
    with pytest.raises(NotAllowed):
        reveal(record, "narrative", operator)
    assert not ChainedAct.objects.filter(action="text.revealed").exists()


def test_the_rule_decides_by_person_and_class(record: Sample, operator: User, supervisor: User) -> None:
    let_read(lambda by, _record, kind: by == operator and kind == "narrative")
    assert reveal(record, "narrative", operator) == TEXT
    for by, field in ((operator, "telephone"), (supervisor, "narrative")):
        with pytest.raises(NotAllowed):
            reveal(record, field, by)


def test_who_has_left_reads_nothing(record: Sample, operator: User) -> None:
    operator.closed_at = operator.joined_at
    with pytest.raises(NotAllowed):
        reveal(record, "narrative", operator)


def test_the_program_reads_for_its_own_reasons_alone(record: Sample) -> None:
    assert actions.reveal(record, "narrative", by=None, because=Because.DRILL) == TEXT
    assert actions.reveal_parts(record, [(record, "narrative")], by=None, because=Because.DRILL) == [TEXT]
    with pytest.raises(NotAllowed):
        actions.reveal(record, "narrative", by=None, because=Because.CASE_WORK)


def test_a_locked_vault_seals_what_is_new_and_opens_nothing(record: Sample, operator: User) -> None:
    keyring.lock()
    fresh = sample(record.centre_id)
    fresh.narrative = actions.seal(fresh, "narrative", TEXT)
    with pytest.raises(VaultLocked):
        reveal(fresh, "narrative", operator)
    with pytest.raises(NoPrivateKey):
        actions.seal(record, "narrative", "again")
    with pytest.raises(VaultLocked):
        actions.seal(sample(uuid4()), "narrative", "for a centre without keys")


def test_a_crash_between_key_and_text_leaves_the_old_text_readable(record: Sample, operator: User) -> None:
    lost = writing.seal(record, "narrative", "never stored")
    assert lost != record.narrative
    assert reveal(record, "narrative", operator) == TEXT


@pytest.mark.parametrize("field", ["id", "centre_id", "narrative"])
def test_a_text_opens_in_its_own_place_alone(record: Sample, operator: User, field: str) -> None:
    """Also where whoever moves the text moves its key with it."""
    if field == "narrative":
        record.remark = record.narrative
        with pytest.raises(Unwritten):
            reveal(record, "remark", operator)
        return
    setattr(record, field, uuid4())
    Key.objects.update(record=record.pk)
    with pytest.raises((Damaged, Unwritten)):
        reveal(record, "narrative", operator)


def test_an_erased_text_is_told_from_one_whose_key_is_lost(record: Sample, operator: User) -> None:
    [line] = actions.erase(record, kinds=[Kind.CONTACT], by=operator, because=Because.REQUEST)
    assert (line.kind, line.because) == ("contact", "request")
    with pytest.raises(Erased):
        reveal(record, "telephone", operator)
    assert reveal(record, "narrative", operator) == TEXT
    Key.objects.all().delete()
    with pytest.raises(KeyMissing):
        reveal(record, "narrative", operator)


def test_erasing_leaves_a_line_for_each_key_and_none_that_names_anybody(record: Sample, operator: User) -> None:
    other = sample(record.centre_id)
    actions.seal(other, "narrative", TEXT)
    lines = actions.erase_many([record, other, sample()], by=operator, because=Because.RETENTION)
    assert sorted(line.kind for line in lines) == ["contact", "narrative", "narrative"]
    assert not Key.objects.exists()
    for line in LedgerLine.objects.all():
        assert record.pk.bytes not in bytes(line.record_hash)
        assert (line.backups_end_on - line.erased_at.date()).days == 7
    assert ChainedAct.objects.filter(action="text.erased").count() == 3


def test_many_records_are_sealed_at_once(record: Sample, operator: User) -> None:
    records = [sample(record.centre_id) for _ in range(3)]
    texts = actions.seal_many([(each, {"narrative": f"{place}", "remark": ""}) for place, each in enumerate(records)])
    for each, sealed in zip(records, texts, strict=True):
        each.narrative, each.remark = sealed["narrative"], sealed["remark"]
    assert [reveal(each, "narrative", operator) for each in records] == ["0", "1", "2"]


def test_a_key_is_never_stored_for_a_pair_that_was_retired_meanwhile(record: Sample, operator: User) -> None:
    """This process still believes in the old pair."""
    old = Kek.objects.get()
    Kek.objects.update(retired_at=old.made_at)
    fresh = sample(record.centre_id)
    fresh.narrative = actions.seal(fresh, "narrative", TEXT)
    assert Key.objects.get(record=fresh.pk).kek != old.pk
    assert reveal(fresh, "narrative", operator) == TEXT


def test_every_fault_is_a_fault_of_the_vault() -> None:
    assert all(issubclass(each, VaultFault) for each in (Damaged, Erased, KeyMissing, NoPrivateKey, VaultLocked))


def test_an_exception_is_added_once_and_holds_for_its_own_reason(record: Sample, operator: User) -> None:
    def exception(by: User, asked: object, kind: Kind) -> bool:
        return (by, asked, kind) == (operator, record, Kind.NARRATIVE)

    let_read(nobody)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "_exceptions", [])
        for _ in range(2):
            rules.register_exception(exception)
        assert rules._exceptions == [exception]
        assert rules.allows(operator, record, Kind.NARRATIVE, Because.BREAK_GLASS)
        assert not rules.allows(operator, record, Kind.CONTACT, Because.BREAK_GLASS)
        assert not rules.allows(operator, record, Kind.NARRATIVE, Because.CASE_WORK)


def test_a_refusal_says_the_class_and_the_role_and_nothing_of_the_record(record: Sample, operator: User) -> None:
    let_read(nobody)
    for by, who in ((operator, "role operator"), (None, "the program")):
        with pytest.raises(NotAllowed) as refused:
            rules.check(by, record, Kind.NARRATIVE, Because.CASE_WORK)
        assert str(refused.value) == f"narrative of {LABEL} is not for {who} because of case_work."
