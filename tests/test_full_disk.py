"""On a real disk that is full nothing is called saved falsely, staff were warned before, and room mends everything."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bereg.core.disk_space import LEAST_SHARE
from bereg.core.tests.torture import say, share
from tests.writers import ON_POSTGRES, writing

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="a fault of SQLite files; PostgreSQL has disks of its own")
MOUNT = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run([*MOUNT, str(folder)], check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs the rights of root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def filled(disk: Path) -> tuple[int, int]:
    """Fill the disk by real forms; return how many were saved and refused, having looked at everything."""
    with writing(disk) as writer:
        said = writer.obey("fill")
        words = [word for word, _ in said]
        assert "wrong" not in words, said
        assert words.index("warned") < words.index("refused")  # staff knew before
        assert 0 < int(dict(said)["warned"]) < 100 * LEAST_SHARE
        found = writer.check()
        assert (found["lost"], found["half"], found["damage"]) == ([], [], [])
        subprocess.run(["mount", "-o", "remount,size=32m", str(disk)], check=True)
        saved = len(writer.acknowledged)
        writer.obey("write 5")
        found = writer.check()
        assert (found["lost"], found["half"], found["damage"]) == ([], [], [])
        assert found["count"] == len(writer.acknowledged) == saved + 5
        return saved, words.count("refused")


def test_a_full_disk_is_never_called_saved(small_disk: Path) -> None:
    saved, refused = filled(small_disk)
    assert saved
    assert refused == 20


@pytest.mark.torture
def test_many_full_disks_are_never_called_saved(small_disk: Path) -> None:
    times, saved, refused = share(10), 0, 0
    for _ in range(times):
        counts = filled(small_disk)
        saved, refused = saved + counts[0], refused + counts[1]
        for each in small_disk.iterdir():
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    say("S04 full disk", f"{times} disks of 8 MB filled, {saved} saved, {refused} refused, 0 called saved falsely")
