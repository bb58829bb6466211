"""Staff are told in time that the disk is nearly full, and what to do."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bereg.core import disk_space
from bereg.core.disk_space import Space, space_of

TOLD = "The disk is nearly full"


def small_disk(total: int, free: int, inodes: int = 1000, inodes_free: int = 900) -> Any:
    def statvfs(_folder: object) -> os.statvfs_result:
        return os.statvfs_result((4096, 4096, total, free, free, inodes, inodes_free, inodes_free, 0, 255))

    return statvfs


@pytest.mark.parametrize(("free", "short"), [(149, True), (150, False), (0, True), (1000, False)])
def test_less_than_15_percent_is_short(monkeypatch: pytest.MonkeyPatch, free: int, short: bool) -> None:
    monkeypatch.setattr(os, "statvfs", small_disk(1000, free))
    assert space_of(Path()).is_short is short
    assert space_of(Path()).percent == free // 10


def test_a_disk_without_inodes_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "statvfs", small_disk(1000, 900, inodes=1000, inodes_free=20))
    assert space_of(Path()) == Space(1000, 20)


@pytest.fixture
def fresh_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_space, "watch", disk_space.Watch())


def test_every_staff_page_says_so_and_no_public_one(
    fresh_watch: None, desk: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(os, "statvfs", small_disk(1000, 120))
    page = desk.get(reverse("desk:today")).content.decode()
    assert TOLD in page
    assert "12" in page.partition(TOLD)[2][:40]
    assert TOLD not in Client().get("/en/").content.decode()
    assert TOLD not in Client().get(reverse("account_login")).content.decode()


def test_a_disk_with_room_is_not_mentioned(
    fresh_watch: None, desk: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(os, "statvfs", small_disk(1000, 500))
    assert TOLD not in desk.get(reverse("desk:today")).content.decode()


def test_the_disk_is_looked_at_now_and_then(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    watch, looked = disk_space.Watch(), []
    monkeypatch.setattr(disk_space, "shortage", lambda: looked.append(1))
    for _ in range(5):
        watch.shortage()
    assert len(looked) == 1


def test_a_folder_that_is_not_there_yet_is_no_shortage(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "later"
    assert disk_space.shortage() is None


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=False)
    if mounted.returncode:
        pytest.skip("mounting a small disk needs the rights of root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_real_disk_is_measured(tiny_disk: Path) -> None:
    assert not space_of(tiny_disk).is_short
    (tiny_disk / "filling").write_bytes(bytes(900_000))
    assert space_of(tiny_disk).is_short
