"""Where a disk is full, a backup, a restore and a drill say so in one line, and blame no backup for it."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from bereg.audit import actions as audit
from bereg.audit import chain
from bereg.audit.actions import Thing
from bereg.recovery import archive, copies, restore
from bereg.recovery.archive import BackupError
from bereg.recovery.management.commands import backup as backup_command
from bereg.recovery.management.commands import drill as drill_command
from bereg.recovery.manifest import Manifest

pytestmark = pytest.mark.django_db
NO_ROOM = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def data(tmp_path: Path, settings: Any) -> Path:
    settings.DATA, settings.FACTS = tmp_path / "data", ""
    settings.DATA.mkdir()
    return tmp_path / "data"


@contextmanager
def full(_file: Path) -> Iterator[IO[bytes]]:
    with Path("/dev/full").open("wb", buffering=0) as stream:
        yield stream


def fail(*_args: object, **_more: object) -> None:
    raise NO_ROOM


@pytest.mark.parametrize("size", [10, 1_000_000])  # what encrypts raises nothing for the last piece
def test_a_stick_that_is_full_is_named(
    data: Path, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    settings.BACKUP_KEY = archive.new_key(tmp_path / "identity")
    monkeypatch.setattr(backup_command, "require_database", lambda: None)
    monkeypatch.setattr(copies, "copy", lambda _alias, target: target.write_bytes(os.urandom(size)) and {})
    monkeypatch.setattr(archive, "_created", full)
    with pytest.raises(CommandError, match=f"no room on the disk of {tmp_path / 'stick'}:"):
        call_command("backup", "--only", "data", "--to", str(tmp_path / "stick"))
    assert list((tmp_path / "stick").iterdir()) == []


@pytest.mark.parametrize(
    ("code", "said"), [(sqlite3.SQLITE_FULL, "no room on the disk of data"), (sqlite3.SQLITE_IOERR, "db: the words")]
)
def test_a_copy_that_the_database_cannot_make_is_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    fault = sqlite3.OperationalError("the words")
    fault.sqlite_errorcode = code

    def execute(*_args: object) -> None:
        raise fault

    link = SimpleNamespace(
        vendor="sqlite",
        ensure_connection=lambda: None,
        connection=SimpleNamespace(execute=execute),
        settings_dict={"NAME": "db"},
    )
    monkeypatch.setattr(copies, "connections", {"default": link})
    with pytest.raises(BackupError, match=said), archive.on_disk(Path("data")):
        copies.copy("default", tmp_path / "copy")


def test_a_drill_without_room_says_so(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drill_command, "require_database", lambda: None)
    monkeypatch.setattr(drill_command, "drill", fail)
    with pytest.raises(CommandError, match=f"no room on the disk of {data}:"):
        call_command("drill")


def words_of_a_restore(folder: Path) -> list[str]:
    """Make a backup that is whole; return the words that restore it."""
    public = archive.new_key(folder / "identity")
    (folder / "member").write_text("whole")
    archive.write(folder / "whole.age", {"member": folder / "member"}, public, progress=lambda _done: None)
    files = ("--data", str(folder / "whole.age"), "--keys", str(folder / "whole.age"))
    return ["restore", *files, "--identity", str(folder / "identity"), "--without-checkpoints"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (NO_ROOM, "no room on the disk of {data}:"),
        (OSError(errno.EROFS, "Read-only"), "{data}: Read-only"),
        (OperationalError("database or disk is full"), "disk is full"),
    ],
)
def test_a_place_without_room_is_no_damaged_backup(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, said: str
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise fault

    monkeypatch.setattr(copies, "is_empty", lambda _alias: True)
    monkeypatch.setattr(copies, "clear", lambda _alias: None)
    words = words_of_a_restore(tmp_path)
    monkeypatch.setattr("tarfile.copyfileobj", refuse)
    with pytest.raises(CommandError, match=said.format(data=data)) as refused:
        call_command(*words)
    assert "damaged" not in str(refused.value)
    assert list(data.iterdir()) == []


def test_the_keys_of_another_installation_are_told_from_a_damaged_log() -> None:
    for _entry in range(3):
        audit.record("test.written", target=Thing("test", uuid4().hex), by=None)
    made = Manifest(part="data", made_at=timezone.now(), version="", engine="sqlite", rows={}, digests={}, chain=3)
    chain.use_key(bytes(32))
    with pytest.raises(BackupError, match="of two installations"):
        restore._verify([], made, restore.Restored(), lambda _what, _all: lambda _done: None)
