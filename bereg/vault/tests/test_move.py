"""A record that moves to another centre takes its texts with it, and a crash on the way leaves them readable."""

from uuid import uuid4

import pytest

from bereg.accounts.models import User
from bereg.audit.models import Entry
from bereg.vault import actions, keks, moving
from bereg.vault.because import Because
from bereg.vault.faults import Damaged
from bereg.vault.models import Key
from bereg.vault.moving import FilesStay
from bereg.vault.tests.samples import KEPT, Recording, Sample, make_table, sample


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
    older = before.narrative
    actions.move(record, to, by=operator, because=Because.REWRAP)
    stored = Sample.objects.get(pk=record.pk)
    assert (stored.centre_id, bytes(stored.telephone_index), stored.remark) == (to, b"", b"")
    assert both(stored, operator) == ["a text", "+7 900 000-00-16"]
    assert set(Key.objects.values_list("centre", "kek")) == {(to, keks.newest(to).pk)}
    assert both(before, operator) == ["a text", "+7 900 000-00-16"]  # whoever has read the record before looks again
    Sample.objects.filter(pk=record.pk).update(narrative=older)
    with pytest.raises(Damaged):
        both(Sample.objects.get(pk=record.pk), operator)


def test_what_a_colleague_wrote_meanwhile_goes_along(record: Sample, operator: User) -> None:
    before = Sample.objects.get(pk=record.pk)
    Sample.objects.filter(pk=record.pk).update(narrative=actions.seal(record, "narrative", "a newer text"))
    to = uuid4()
    actions.move(before, to, by=operator, because=Because.REWRAP)
    assert both(Sample.objects.get(pk=record.pk), operator) == ["a newer text", "+7 900 000-00-16"]
    assert both(before, operator) == ["a newer text", "+7 900 000-00-16"]  # the caller's own object too
    entries = list(Entry.objects.filter(target=str(record.pk)).exclude(action=KEPT).order_by("pk"))
    assert [each.action for each in entries[:2]] == ["text.revealed", "text.moved"]
    sealed = Sample.objects.get(pk=record.pk)
    digests = [actions.digest(getattr(sealed, name)) for name in ("narrative", "telephone")]
    assert all(each in bytes(entries[1].sha256) for each in digests)


def test_nothing_is_opened_without_an_entry(record: Sample, operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise OSError("The disk is full.")

    opened: list[object] = []
    monkeypatch.setattr("bereg.vault.moving.audit.record", fail)
    monkeypatch.setattr("bereg.vault.moving.open_texts", lambda *given: opened.append(given))
    with pytest.raises(OSError, match="full"):
        actions.move(record, uuid4(), by=operator, because=Because.REWRAP)
    assert opened == []


def test_a_record_with_sealed_files_is_refused(db: None) -> None:
    """Its files would be damaged ever after."""
    made = Recording(centre_id=uuid4(), voice="a-file")
    with pytest.raises(FilesStay):
        moving._moved(made, uuid4(), None, Because.REWRAP)


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
