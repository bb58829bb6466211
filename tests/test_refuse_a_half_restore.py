"""No command and no worker uses a place whose restore is not over, or a database that is not safe."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bereg.console.management.commands import worker
from bereg.core import commands
from bereg.core.databases import RESTORING, UnsafeDatabaseError
from bereg.core.routing import KEYS, RECORDS
from bereg.recovery import copies, restore
from bereg.recovery.database_swap import standing_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        ("worker",),
        ("retention", "run"),
        ("keys", "check"),
        ("keys", "restore"),
        ("import", "a.csv", "--mapping", "a.toml"),
        ("audit", "checkpoint"),
        ("drill",),
        ("doctor",),
    ],
)
def test_a_half_restore_is_used_by_nobody(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    settings.DATA = tmp_path
    (tmp_path / RESTORING).touch()
    monkeypatch.setattr(worker, "connection", SimpleNamespace(vendor="postgresql"))
    with pytest.raises(CommandError, match="restore into this data folder is not over"):
        call_command(*words)


def test_a_worker_refuses_a_database_that_is_not_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsafe() -> None:
        raise UnsafeDatabaseError("fsync is off")

    monkeypatch.setattr(commands, "assert_safe", unsafe)
    monkeypatch.setattr(worker, "connection", SimpleNamespace(vendor="postgresql"))
    with pytest.raises(CommandError, match="fsync is off"):
        call_command("worker")


@pytest.mark.parametrize("left", ["-wal", "-shm", "-journal"])
def test_what_a_killed_server_left_beside_its_database_is_in_the_way(tmp_path: Path, left: str) -> None:
    file = tmp_path / "db.sqlite3"
    with standing_in({RECORDS: file}):
        assert copies.is_empty(RECORDS)
        Path(f"{file}{left}").touch()
        assert not copies.is_empty(RECORDS)
        copies.clear(RECORDS)
        assert list(tmp_path.iterdir()) == []


def test_keys_on_a_disk_of_their_own_are_put_back(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(*_names: object, **_more: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    settings.DATA, work = tmp_path / "data", tmp_path / "work"
    for folder in (settings.DATA, work / "data", work / "keys"):
        folder.mkdir(parents=True)
    with closing(sqlite3.connect(work / "keys" / "keys.sqlite3")) as copied:
        copied.execute("CREATE TABLE vault_key (id)")
    (work / "keys" / "root.age").write_text("sealed")
    with standing_in({KEYS: settings.DATA / "keys" / "keys.sqlite3"}):
        for name in ("rename", "replace"):
            monkeypatch.setattr(os, name, elsewhere)
        restore._put_back(work, [RECORDS])
        monkeypatch.undo()
        assert not copies.is_empty(KEYS)
    assert (settings.DATA / "keys" / "root.age").read_text() == "sealed"
