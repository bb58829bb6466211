"""A record that moves to another centre takes its texts with it, and a crash on the way leaves them readable."""

from uuid import uuid4

import pytest

from bereg.accounts.models import User
from bereg.vault import actions, keks
from bereg.vault.because import Because
from bereg.vault.faults import Damaged
from bereg.vault.models import Key
from bereg.vault.tests.samples import Sample, make_table, sample


@pytest.fixture
def record(db: None, readable: None) -> Sample:
    make_table()
    made = sample()
    for field, sealed in actions.seal_all(made, {"narrative": "a text", "telephone": "+7 900 000-00-16"}).items():
        setattr(made, field, sealed)
    made.telephone_index = actions.index(made.centre_id, "phone", "+7 900 000-00-16")
    made.save(force_insert=True)
    return made


def both(record: Sample, by: User) -> list[str]:
    return list(actions.reveal_all(record, ["narrative", "telephone"], by=by, because=Because.CASE_WORK).values())


def test_the_texts_go_along(record: Sample, operator: User) -> None:
    before, to = Sample.objects.get(pk=record.pk), uuid4()
    actions.move(record, to, by=operator, because=Because.REWRAP)
    stored = Sample.objects.get(pk=record.pk)
    assert (stored.centre_id, bytes(stored.telephone_index), stored.remark) == (to, b"", b"")
    assert both(stored, operator) == ["a text", "+7 900 000-00-16"]
    assert set(Key.objects.values_list("centre", "kek")) == {(to, keks.newest(to).pk)}
    before.centre_id = to
    with pytest.raises(Damaged):
        both(before, operator)


def test_a_crash_after_the_keys_leaves_the_text_readable_where_it_was(
    record: Sample, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bereg.vault.moving._reseal", crash)
    to = uuid4()
    with pytest.raises(KeyboardInterrupt):
        actions.move(record, to, by=operator, because=Because.REWRAP)
    assert set(Key.objects.values_list("centre", flat=True)) == {to}
    assert both(Sample.objects.get(pk=record.pk), operator) == ["a text", "+7 900 000-00-16"]
