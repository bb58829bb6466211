"""Which backups are kept, and which the server makes by itself."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from bereg.console.recovery.archive import BackupError
from bereg.console.recovery.backup import prune
from bereg.console.recovery.scheduled import back_up_now

NOW = dt.datetime(2030, 3, 15, 12, tzinfo=dt.UTC)


def put(folder: Path, part: str, hours: list[int]) -> None:
    for ago in hours:
        at = NOW - dt.timedelta(hours=ago)
        (folder / f"bereg-{part}-{at:%Y%m%dT%H%M%SZ}.age").write_bytes(b"x")


def ages(folder: Path, part: str) -> list[int]:
    names = sorted(folder.glob(f"bereg-{part}-*.age"), reverse=True)
    made = [
        dt.datetime.strptime(each.stem.rsplit("-", 1)[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC) for each in names
    ]
    return [int((NOW - at).total_seconds() // 3600) for at in made]


def test_data_are_kept_for_thirty_days(tmp_path: Path) -> None:
    put(tmp_path, "data", [0, 24, 24 * 29, 24 * 30, 24 * 31, 24 * 90])
    assert len(prune("data", tmp_path, now=NOW)) == 2
    assert ages(tmp_path, "data") == [0, 24, 24 * 29, 24 * 30]


def test_of_the_keys_one_a_day_is_kept_for_a_week(tmp_path: Path) -> None:
    put(tmp_path, "keys", list(range(24 * 10)))
    prune("keys", tmp_path, now=NOW)
    kept = ages(tmp_path, "keys")
    assert kept[:26] == list(range(26))
    assert max(kept) <= 24 * 7
    days = [(NOW - dt.timedelta(hours=ago)).date() for ago in kept[26:]]
    assert len(days) == len(set(days)) >= 5


def test_the_newest_stays_however_old(tmp_path: Path) -> None:
    put(tmp_path, "data", [24 * 400, 24 * 500])
    prune("data", tmp_path, now=NOW)
    assert ages(tmp_path, "data") == [24 * 400]


def test_what_is_no_backup_of_ours_stays(tmp_path: Path) -> None:
    put(tmp_path, "data", [0, 24 * 400])
    for name in ("bereg-data-last-year.age", "notes.txt", "bereg-keys-20200101T000000Z.age"):
        (tmp_path / name).write_bytes(b"x")
    prune("data", tmp_path, now=NOW)
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("part", ["data", "keys"])
def test_where_nothing_is_set_nothing_is_made(settings: Any, part: str) -> None:
    settings.BACKUPS = settings.KEYS_BACKUPS = settings.BACKUP_KEY = settings.KEYS_BACKUP_KEY = ""
    assert back_up_now(part) == ""


def test_a_stick_that_is_not_there_is_an_error_and_no_folder(settings: Any, tmp_path: Path) -> None:
    settings.BACKUPS, settings.BACKUP_KEY = str(tmp_path / "stick"), "age1invented"
    with pytest.raises(BackupError, match="not there"):
        back_up_now("data")
    assert list(tmp_path.iterdir()) == []
