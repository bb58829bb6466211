"""A backup holds each sealed file that its copy of the database names, also one that is deleted meanwhile."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bereg.recovery import archive, copies
from bereg.recovery.backup import back_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(tmp_path: Path, settings: Any) -> Path:
    """A folder of sealed files, as an upload leaves them."""
    settings.DATA, settings.FACTS = tmp_path / "data", ""
    folder = settings.DATA / "files" / "imports"
    folder.mkdir(parents=True)
    for name in ("imported", "stays"):
        (folder / name).write_text(name)
    return folder  # type: ignore[no-any-return]


def held_after(meanwhile: Callable[[], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Make a backup; `meanwhile` comes once the database is copied. Return its sealed files by name."""

    def copy(_alias: str, target: Path) -> dict[str, int]:
        target.write_text("a copy")
        meanwhile()
        return {}

    monkeypatch.setattr(copies, "copy", copy)
    public = archive.new_key(tmp_path / "identity")
    made = back_up("data", tmp_path / "stick", public, begin=lambda _part, _size: lambda _done: None)
    archive.read(made.file, tmp_path / "unpacked", (tmp_path / "identity").read_text())
    assert set(made.manifest.digests) >= {"files/imports/imported", "files/imports/stays"}
    return {file.name: file.read_text() for file in (tmp_path / "unpacked" / "files").rglob("*") if file.is_file()}


def no_second_names(*_args: object) -> None:
    raise PermissionError("no second names on this disk")


@pytest.mark.parametrize("link", [os.link, no_second_names])
def test_what_is_deleted_once_the_database_is_copied_comes_along(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: Any
) -> None:
    def end_an_import() -> None:
        (sealed / "imported").unlink()
        (sealed / "later").write_text("later")

    monkeypatch.setattr("os.link", link)
    found = held_after(end_an_import, tmp_path, monkeypatch)
    assert found == {name: name for name in ("imported", "stays", "later")}
    assert sorted(file.name for file in sealed.iterdir()) == ["later", "stays"]
    assert list(sealed.parent.parent.glob("backup-*")) == []


def test_what_was_held_half_written_comes_along_whole(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.link", no_second_names)
    found = held_after(lambda: (sealed / "stays").write_text("stays whole"), tmp_path, monkeypatch)
    assert found["stays"] == "stays whole"
