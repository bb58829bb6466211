"""A restore gets every erasure that a checkpoint off the machine knows, and believes none that was not signed here."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bereg.audit import chain
from bereg.console import checkpoint
from bereg.recovery import erasures
from bereg.recovery.archive import BackupError
from bereg.recovery.erasures import KnownErasures
from bereg.vault import ledger
from bereg.vault.ledger_copy import FILE
from bereg.vault.models import LedgerLine

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2030, 3, 15, 12, tzinfo=dt.UTC)
Change = Callable[[Path], object]


def erase(*numbers: int) -> None:
    for number in numbers:
        LedgerLine.objects.create(
            record_hash=bytes([number]) * 32, kind="narrative", because="request", backups_end_on=NOW
        )


def numbers(known: KnownErasures) -> list[int]:
    return [line.record_hash[0] for line in known.lines]


@pytest.fixture
def away(tmp_path: Path) -> Path:
    """A folder that knows four erasures, of which the backup has only the first two."""
    folder = tmp_path / "away"
    folder.mkdir()
    for number in (1, 2, 3, 4):
        erase(number)
        checkpoint.take(folder)
    LedgerLine.objects.order_by("-pk").filter(record_hash__in=[bytes([3]) * 32, bytes([4]) * 32]).delete()
    return folder


def of_checkpoints(folder: Path) -> Path:
    [file] = folder.glob("bereg-checkpoints-*.jsonl")
    return file


def without_line(number: int) -> Change:
    def change(folder: Path) -> None:
        lines = (folder / FILE).read_text().splitlines(keepends=True)
        (folder / FILE).write_text("".join(lines[:number] + lines[number + 1 :]))

    return change


def cut(file: Path, left: int = -20) -> None:
    file.write_bytes(file.read_bytes()[:left])


def test_the_backup_and_the_copy_together_know_all(away: Path) -> None:
    known = erasures.known(away)
    assert (numbers(known), len(known.checkpoints), known.doubted) == ([1, 2, 3, 4], 4, [])
    ledger.replay(known.lines)
    assert [bytes(line.record_hash)[0] for line in LedgerLine.objects.order_by("pk")] == [1, 2, 3, 4]
    assert list(checkpoint.ledger_damages(known.checkpoints)) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / FILE).unlink(),
        lambda folder: (folder / FILE).write_text(""),
        lambda folder: cut(folder / FILE),
        without_line(2),
        without_line(3),
    ],
)
def test_a_copy_that_lacks_an_erasure_is_refused(away: Path, change: Change) -> None:
    change(away)
    with pytest.raises(BackupError, match=r"has not all 4 erasures.*--without-checkpoints") as refused:
        erasures.known(away)
    assert str(away / FILE) in str(refused.value)


def test_what_the_backup_knows_the_copy_need_not(away: Path) -> None:
    without_line(0)(away)
    assert numbers(erasures.known(away)) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: of_checkpoints(folder).unlink(),
        lambda folder: of_checkpoints(folder).write_text("half a li"),
        lambda _folder: chain.use_key(bytes(32)),  # that of another installation
    ],
)
def test_a_folder_without_a_checkpoint_of_ours_is_refused(away: Path, change: Change) -> None:
    change(away)
    with pytest.raises(BackupError, match=r"no checkpoint of this installation.*--without-checkpoints"):
        erasures.known(away)


def test_without_a_folder_the_backup_speaks_alone(away: Path) -> None:
    assert numbers(erasures.known(None)) == [1, 2]


def test_a_line_that_somebody_added_is_named_and_not_believed(away: Path) -> None:
    genuine = json.loads((away / FILE).read_text().splitlines()[0])
    added = [genuine | {"record": "09" * 32}, genuine | {"signature": "é"}, {**genuine, "signature": None}, [], 5]
    with (away / FILE).open("a") as file:
        file.writelines(f"{json.dumps(line)}\n" for line in added)
    known = erasures.known(away)
    assert numbers(known) == [1, 2, 3, 4]
    assert known.doubted == [f"{away / FILE}:{number}" for number in range(5, 10)]


def test_a_checkpoint_that_was_changed_or_torn_is_named_and_not_believed(away: Path) -> None:
    file = of_checkpoints(away)
    lines = file.read_text().splitlines()
    file.write_text("\n".join([*lines, lines[-1].replace('"lines": 4', '"lines": 9'), "half a li"]))
    known = erasures.known(away)
    assert (len(known.checkpoints), len(known.doubted)) == (4, 2)
    assert str(file) in known.doubted[0]


def test_a_torn_line_costs_neither_the_next_one_nor_itself(away: Path) -> None:
    erase(3, 4)
    for torn in (away / FILE, of_checkpoints(away)):
        cut(torn)
    erase(5)
    checkpoint.take(away)
    LedgerLine.objects.all().delete()
    known = erasures.known(away)
    assert (sorted(set(numbers(known))), known.checkpoints[-1].ledger.lines) == ([1, 2, 3, 4, 5], 5)


def test_another_stick_gets_the_whole_ledger(away: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    checkpoint.take(fresh)
    LedgerLine.objects.all().delete()
    assert numbers(erasures.known(fresh)) == [1, 2]


def test_a_restore_without_checkpoints_and_a_later_one_with_them(away: Path) -> None:
    """Both histories had a third line: neither erasure is forgotten."""
    erase(7)
    checkpoint.take(away)
    erase(8, 9)
    checkpoint.take(away)
    LedgerLine.objects.all().delete()
    assert set(numbers(erasures.known(away))) == {1, 2, 3, 4, 7, 8, 9}
