"""Which backups are kept, and which the server makes by itself."""

import datetime as dt
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from bereg import settings as program
from bereg.recovery import scheduled
from bereg.recovery.archive import BackupError
from bereg.recovery.backup import FILES, newest
from bereg.recovery.management.commands import backup as command
from bereg.recovery.pruning import overdue, prune
from bereg.recovery.scheduled import back_up_now
from bereg.retention.models import Clock

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


@pytest.mark.parametrize(("part", "days"), [("data", 30), ("keys", 7)])
def test_the_hours_of_a_day_are_kept_and_then_one_a_day(tmp_path: Path, part: str, days: int) -> None:
    put(tmp_path, part, list(range(24 * (days + 3))))
    prune(part, tmp_path, now=NOW)
    kept = ages(tmp_path, part)
    assert kept[:26] == list(range(26))
    assert max(kept) <= 24 * days
    single = [(NOW - dt.timedelta(hours=ago)).date() for ago in kept[26:]]
    assert len(single) == len(set(single)) >= days - 2


def test_the_newest_stays_however_old(tmp_path: Path) -> None:
    put(tmp_path, "data", [24 * 400, 24 * 500])
    prune("data", tmp_path, now=NOW)
    assert ages(tmp_path, "data") == [24 * 400]


def test_what_is_no_backup_of_ours_stays(tmp_path: Path) -> None:
    put(tmp_path, "data", [0, 24 * 400])
    foreign = {"bereg-data-foo.age", "bereg-data-of-20990101T000000Z.age", "a.txt", "bereg-keys-20200101T000000Z.age"}
    for name in foreign:
        (tmp_path / name).write_bytes(b"x")
    prune("data", tmp_path, now=NOW)
    assert {file.name for file in tmp_path.iterdir()} == foreign | {f"bereg-data-{NOW:%Y%m%dT%H%M%SZ}.age"}
    assert newest("data", tmp_path, now=NOW) == NOW


def test_the_newest_stays_beside_one_of_a_day_to_come(tmp_path: Path) -> None:
    """It was made while the clock was wrong: it is no newest backup, and a person has to delete it."""
    put(tmp_path, "data", [-24 * 3650, 24 * 400, 24 * 500])
    prune("data", tmp_path, now=NOW)
    assert ages(tmp_path, "data") == [-24 * 3650, 24 * 400]
    assert newest("data", tmp_path, now=NOW) == NOW - dt.timedelta(days=400)
    assert len(overdue("data", tmp_path, now=NOW)) == 2


def test_what_stays_too_long_is_overdue(tmp_path: Path) -> None:
    put(tmp_path, "keys", [0, 24 * 7 + 23, 24 * 8 + 1])
    [late] = overdue("keys", tmp_path, now=NOW)
    assert ages(tmp_path, "keys")[-1] == 24 * 8 + 1
    assert late.name < f"bereg-keys-{NOW - dt.timedelta(days=8):%Y%m%dT%H%M%SZ}.age"


@pytest.mark.django_db
@pytest.mark.parametrize("is_doubted", [False, True])
def test_a_clock_that_jumped_deletes_no_backup(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_doubted: bool
) -> None:
    later = NOW + dt.timedelta(days=3650)
    seen = NOW if is_doubted else later
    Clock.objects.create(boot="another", uptime_s=0, wall=seen, seen_at=seen)
    settings.BACKUPS, settings.KEYS_BACKUPS, settings.BACKUP_KEY = str(tmp_path), "", "age1invented"
    for module in (scheduled, command):
        monkeypatch.setattr(module, "back_up", lambda _part, folder, *_more, **_named: SimpleNamespace(file=folder))
    left = 3 if is_doubted else 1
    with time_machine.travel(later, tick=False):
        put(tmp_path, "data", [0, 1, 2])
        back_up_now("data")
        assert len(ages(tmp_path, "data")) == left
        put(tmp_path, "data", [0, 1, 2])
        with pytest.raises(CommandError, match="clock has jumped") if is_doubted else nullcontext():
            call_command("backup", "--only", "data", "--prune")
        assert len(ages(tmp_path, "data")) == left


@pytest.mark.parametrize("part", ["data", "keys"])
def test_where_nothing_is_set_nothing_is_made(settings: Any, part: str) -> None:
    settings.BACKUPS = settings.KEYS_BACKUPS = settings.BACKUP_KEY = settings.KEYS_BACKUP_KEY = ""
    assert back_up_now(part) == ""


def test_a_stick_that_is_not_there_is_an_error_and_no_folder(settings: Any, tmp_path: Path) -> None:
    settings.BACKUPS, settings.BACKUP_KEY = str(tmp_path / "stick"), "age1invented"
    with pytest.raises(BackupError, match="not there"):
        back_up_now("data")
    assert list(tmp_path.iterdir()) == []


def test_a_stick_that_is_not_there_is_no_place_for_the_command_either(settings: Any, tmp_path: Path) -> None:
    settings.BACKUPS, settings.BACKUP_KEY = str(tmp_path / "stick"), "age1invented"
    with pytest.raises(CommandError, match="stick is not there"):
        call_command("backup", "--only", "data")
    assert not (tmp_path / "stick").exists()


def test_sealed_files_lie_where_a_backup_takes_them_from() -> None:
    assert program.MEDIA_ROOT.parent == program.DATA
    assert program.MEDIA_ROOT.name in FILES
    assert program.FILE_UPLOAD_PERMISSIONS == 0o600
