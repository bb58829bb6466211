"""What a killed backup, drill or restore has left in clear is deleted by the next one, and no living one's copy."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bereg.core.databases import RESTORING
from bereg.core.temporary_folders import sweep, temporary_folder
from bereg.recovery import archive, copies, restore
from bereg.recovery.archive import BackupError
from bereg.recovery.management.commands.restore import lines_of
from bereg.recovery.restore import RestoreSource
from bereg.vault.opening import Tried

BEGIN = """
import sys, threading
from pathlib import Path
from django.conf import settings
settings.configure(DATA=Path(sys.argv[1]), USE_I18N=False)
from bereg.recovery import archive
from bereg.core.temporary_folders import temporary_folder
def wait(_done=0):
    print("begun", flush=True)
    threading.Event().wait()
"""
COPY = """
with temporary_folder("backup") as work:
    (work / "keys.sqlite3").write_bytes(b"x")
    wait()
"""
PACK = """
archive.write(Path(sys.argv[1]) / "bereg-keys-x.age", {"a": Path(archive.__file__)}, sys.argv[2], progress=wait)
"""


@pytest.fixture
def data(tmp_path: Path, settings: Any) -> Path:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    return tmp_path / "data"


@contextmanager
def killed(code: str, *words: str) -> Iterator[None]:
    """Run code until it says that it has begun; kill it at the end."""
    with subprocess.Popen([sys.executable, "-c", BEGIN + code, *words], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert running.stdout.readline() == "begun\n"
        yield
        running.kill()


def test_the_copies_of_a_killed_process_are_swept(data: Path) -> None:
    with killed(COPY, str(data)):
        assert sweep() == 0
        [left] = data.glob("backup-*/keys.sqlite3")
    assert left.exists()
    with temporary_folder("drill") as work:
        assert [folder.name for folder in data.iterdir()] == [work.name]
    assert list(data.iterdir()) == []


def test_what_is_not_ours_is_not_swept(data: Path) -> None:
    for name in ("backup-of-mine", "drill-12345678.txt", "files"):
        (data / name).mkdir()
    (data / "restore-12345678").write_text("a file")
    assert sweep() == 0


def test_a_half_written_backup_of_a_killed_process_is_swept(data: Path) -> None:
    public = archive.new_key(data / "identity")
    member = data / "member"
    member.write_bytes(b"x")

    def write(name: str) -> None:
        archive.write(data / name, {"member": member}, public, progress=lambda _done: None)

    with killed(PACK, str(data), public):
        write("bereg-keys-1.age")
        assert len(list(data.glob(".*.partial"))) == 1
    write("bereg-keys-2.age")
    assert list(data.glob(".*.partial")) == []


def wanted(folder: Path) -> RestoreSource:
    archive.new_key(folder / "identity")
    identity = (folder / "identity").read_text()
    return RestoreSource(folder / "nowhere", folder / "nowhere", identity, identity)


@pytest.mark.parametrize("fails", [False, True])
def test_a_place_that_cannot_be_emptied_stays_marked(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    def clear(_alias: str) -> None:
        if fails:
            raise OSError("the disk is gone")

    monkeypatch.setattr(copies, "is_empty", lambda _alias: True)
    monkeypatch.setattr(copies, "clear", clear)
    expected = "nowhere.*could not be emptied.*disk is gone" if fails else "nowhere"
    with pytest.raises(BackupError, match=expected):
        restore.restore(wanted(tmp_path), count=lambda _what, _all: lambda _done: None)
    assert [file.name for file in data.iterdir()] == [RESTORING] * fails
    if fails:
        with pytest.raises(BackupError, match="cut off"):
            restore.refuse_unless_empty()


def test_an_erased_text_that_stands_again_is_no_success() -> None:
    restore.demand_all_open(Tried(opened=3))
    with pytest.raises(BackupError, match=r"Erased texts.*: 2"):
        restore.demand_all_open(Tried(opened=3, erased=2))


def test_an_erased_text_that_is_accepted_as_it_stands_is_said() -> None:
    said = "\n".join(lines_of(restore.Restored(texts=Tried(opened=3, erased=2))))
    assert "without their keys: 2." in said
    assert "without their keys" not in "\n".join(lines_of(restore.Restored(texts=Tried(opened=3))))
