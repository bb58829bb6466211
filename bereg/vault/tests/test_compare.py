"""The program compares texts of many records and shows none; each opening is written down, but as no reading."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.vault import actions, keyring, rules
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.faults import Damaged, VaultLocked
from bereg.vault.models import Key
from bereg.vault.tests.samples import LABEL, Sample, let_read, make_table, nobody, sample

TEXTS = ["Anna", "Boris", "Clara"]
Taken = list[tuple[Sample, str]]


@pytest.fixture
def stored(db: None, readable: None) -> list[Sample]:
    """Three records of a centre, each with a text."""
    make_table()
    centre, made = uuid4(), []
    for text in TEXTS:
        each = sample(centre)
        each.narrative = actions.seal(each, "narrative", text)
        each.save(force_insert=True)
        made.append(each)
    return made


def compared(records: list[Sample], by: User, taken: Taken | None = None, **more: Any) -> Taken:
    """Return what the comparison was handed."""
    handed: Taken = [] if taken is None else taken
    actions.compare(records, "narrative", lambda record, text: handed.append((record, text)), by=by, **more)
    return handed


def openings() -> list[tuple[str, str, str, str]]:
    entries = ChainedAct.objects.filter(action="text.compared").order_by("pk")
    return list(entries.values_list("target_kind", "target", "actor", "because"))


def test_each_text_is_handed_over_and_its_opening_written_down(stored: list[Sample], operator: User) -> None:
    assert compared(stored, operator) == list(zip(stored, TEXTS, strict=True))
    assert openings() == [(LABEL, str(each.pk), str(operator.pk), "search") for each in stored]
    assert not ChainedAct.objects.filter(action="text.revealed").exists()


def test_of_many_none_is_left_out(stored: list[Sample], operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bereg.vault.reading.BATCH", 2)
    assert [record for record, _text in compared(stored, operator)] == stored
    assert len(openings()) == 3


def test_what_one_may_not_read_is_neither_opened_nor_written_down(stored: list[Sample], operator: User) -> None:
    let_read(lambda by, record, kind: (by, kind) == (operator, Kind.NARRATIVE) and record != stored[0])
    assert [text for _record, text in compared(stored, operator)] == TEXTS[1:]
    assert [target for _kind, target, *_more in openings()] == [str(each.pk) for each in stored[1:]]


def test_an_exception_counts_for_its_own_reason_alone(
    stored: list[Sample], operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_read(nobody)
    monkeypatch.setattr(rules, "_exceptions", [lambda *_asked: True])
    assert not compared(stored, operator)
    assert len(compared(stored, operator, because=Because.BREAK_GLASS)) == 3
    assert {because for *_more, because in openings()} == {"break_glass"}


def test_one_that_was_erased_or_cannot_be_opened_hides_no_other(stored: list[Sample], operator: User) -> None:
    actions.erase(stored[0], by=operator, because=Because.REQUEST)
    Sample.objects.filter(pk=stored[1].pk).update(narrative=stored[2].narrative)
    stored[1].refresh_from_db()
    told: list[tuple[Sample, object]] = []
    handed = compared(stored, operator, closed=lambda record, fault: told.append((record, type(fault))))
    assert handed == [(stored[2], "Clara")]
    assert told == [(stored[1], Damaged)]


def test_without_an_entry_nothing_is_opened(
    stored: list[Sample], operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise OSError("The disk is full.")

    taken: Taken = []
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        compared(stored, operator, taken)
    keyring.lock()
    with pytest.raises(VaultLocked):
        compared(stored, operator, taken)
    assert openings() == []
    keyring.unlock_with(bytes(range(32)))
    monkeypatch.setattr("bereg.vault.reading.audit.record_many", fail)
    with pytest.raises(OSError, match="full"):
        compared(stored, operator, taken)
    assert taken == []
    assert Key.objects.count() == 3
