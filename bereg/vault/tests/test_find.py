"""A record is found by a number that it holds, or by a word of its text, as far as one may read it."""

from uuid import uuid4

import pytest

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.vault import actions, blind_index, blind_search, keyring, writing
from bereg.vault.because import Because
from bereg.vault.faults import Damaged, VaultFault, VaultLocked
from bereg.vault.models import Key
from bereg.vault.tests.samples import Sample, let_read, make_table, sample

PHONE, OTHER_PHONE = "+7 900 000-00-16", "8 (900) 000 00 17"


@pytest.fixture
def stored(db: None, readable: None, monkeypatch: pytest.MonkeyPatch) -> list[Sample]:
    """Three records of a centre and one of another."""
    make_table()
    monkeypatch.setattr(blind_search, "indexed_fields", lambda: iter([(Sample, Sample._meta.get_field("telephone"))]))
    centre, made = uuid4(), []
    for number, text, where in (
        (PHONE, "asks about a visa", centre),
        (OTHER_PHONE, "Спрашивает о ВИЗЕ", centre),
        (PHONE, "", centre),
        (PHONE, "a visa, elsewhere", uuid4()),
    ):
        each = sample(where)
        each.telephone_index = actions.index(where, "phone", number)
        for field, sealed in actions.seal_all(each, {"narrative": text, "telephone": number}).items():
            setattr(each, field, sealed)
        each.save(force_insert=True)
        made.append(each)
    return made


@pytest.mark.parametrize("spelling", [PHONE, "8 900 000 00 16", "+79000000016", "8-900-000-0016", "＋７ 900 0000016"])
def test_a_number_is_found_in_every_spelling(stored: list[Sample], operator: User, spelling: str) -> None:
    found = actions.find(stored[0].centre_id, "phone", spelling, by=operator)
    assert set(found) == {stored[0].pk, stored[2].pk}


def test_whoever_may_not_read_a_record_does_not_find_it(stored: list[Sample], operator: User) -> None:
    let_read(lambda _by, record, _kind: record.pk == stored[2].pk)
    assert actions.find(stored[0].centre_id, "phone", PHONE, by=operator) == [stored[2].pk]


def test_a_number_that_nobody_has_is_not_found(stored: list[Sample], operator: User) -> None:
    assert actions.find(stored[0].centre_id, "phone", "+7 900 000-00-99", by=operator) == []
    assert actions.find(stored[0].centre_id, "email", PHONE, by=operator) == []


def test_two_centres_have_different_indexes(db: None) -> None:
    assert actions.index(uuid4(), "phone", PHONE) != actions.index(uuid4(), "phone", PHONE)


def test_a_locked_process_makes_no_index(db: None) -> None:
    centre = uuid4()
    actions.index(centre, "phone", PHONE)
    keyring.lock()
    with pytest.raises(VaultLocked):
        actions.index(centre, "phone", PHONE)


def test_the_index_key_stays_the_same_when_the_process_starts_again(db: None) -> None:
    centre = uuid4()
    before = actions.index(centre, "phone", PHONE)
    keyring.unlock_with(bytes(range(32)))
    assert actions.index(centre, "phone", PHONE) == before


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [("email", " Somebody@Example.org ", "somebody@example.org"), ("phone", "16", "1 6"), ("phone", "112", "112")],
)
def test_spellings_of_one_address_are_one(kind: str, one: str, other: str) -> None:
    both = [blind_index.blind(bytes(32), kind, each, country="RU") for each in (one, other)]
    assert both[0] == both[1]


def test_a_word_is_found_in_either_case_and_the_search_is_written_down_once(
    stored: list[Sample], operator: User
) -> None:
    seen: list[int] = []
    records = Sample.objects.filter(centre_id=stored[0].centre_id)
    found = actions.search(records, "narrative", "виз", by=operator, because=Because.SEARCH, progress=seen.append)
    assert (found, sum(seen)) == ([stored[1].pk], 3)
    [entry] = ChainedAct.objects.filter(action="text.searched")
    told = (str(operator.pk), str(stored[0].centre_id), "search")
    assert (entry.actor, entry.target, entry.because) == told


def test_a_search_through_many_finds_all_and_is_written_down_once_for_each_centre(
    stored: list[Sample], operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bereg.vault.reading.BATCH", 1)
    seen: list[int] = []
    found = actions.search(stored, "narrative", "visa", by=operator, progress=seen.append)
    assert (found, seen) == ([stored[0].pk, stored[3].pk], [1, 1, 1, 1])
    told = ChainedAct.objects.filter(action="text.searched").values_list("target", flat=True)
    assert sorted(told) == sorted({str(each.centre_id) for each in stored})


def test_the_program_searches_for_its_own_reasons_alone(stored: list[Sample]) -> None:
    assert actions.search(stored[:1], "narrative", "visa", by=None, because=Because.DRILL) == [stored[0].pk]
    assert actions.search(stored[:1], "narrative", "visa", by=None, because=Because.SEARCH) == []


def test_what_one_may_not_read_or_what_was_erased_is_passed_over(stored: list[Sample], operator: User) -> None:
    let_read(lambda _by, record, _kind: record.pk != stored[0].pk)
    records = Sample.objects.filter(centre_id=stored[0].centre_id)
    assert actions.search(records, "narrative", "visa", by=operator) == []
    let_read(lambda *_: True)
    assert actions.search(records, "narrative", "visa", by=operator) == [stored[0].pk]
    actions.erase(stored[0], by=operator, because=Because.REQUEST)
    assert actions.search(records, "narrative", "visa", by=operator) == []
    assert actions.search(stored[:3], "narrative", "виз", by=operator) == [stored[1].pk]  # it stands behind


def test_one_damaged_text_hides_no_other(
    stored: list[Sample], operator: User, caplog: pytest.LogCaptureFixture
) -> None:
    Sample.objects.filter(pk=stored[1].pk).update(narrative=stored[0].narrative)
    records = Sample.objects.filter(centre_id=stored[0].centre_id)
    assert actions.search(records, "narrative", "visa", by=operator) == [stored[0].pk]
    assert "Damaged" in caplog.text
    assert str(stored[1].pk) in caplog.text


def test_what_no_act_has_written_is_not_found(stored: list[Sample], operator: User) -> None:
    """Whoever can write to the database can seal: the key that seals is public."""
    forged = writing.seal(stored[0], "narrative", "a forged passport")
    Sample.objects.filter(pk=stored[0].pk).update(narrative=forged)
    told: list[tuple[object, type[VaultFault]]] = []
    records = Sample.objects.filter(pk=stored[0].pk)
    found = actions.search(
        records, "narrative", "passport", by=operator, closed=lambda record, fault: told.append((record, type(fault)))
    )
    assert (found, told) == ([], [(stored[0], Damaged)])


def test_no_search_without_its_entry(stored: list[Sample], operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr("bereg.vault.blind_search.audit.record", fail)
    with pytest.raises(OSError, match="full"):
        actions.search(Sample.objects.all(), "narrative", "visa", by=operator)
    with pytest.raises(OSError, match="full"):
        actions.find(stored[0].centre_id, "phone", PHONE, by=operator)
    assert Key.objects.exists()
