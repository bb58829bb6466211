"""A writer over a disk that loses power: see `tests.losing_disk`."""

import ctypes.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.writers import Writer

LONGEST_LIFE_S, PATIENCE_S = 0.3, 60
missing = "" if os.geteuid() == 0 and Path("/dev/fuse").exists() and ctypes.util.find_library("fuse3") else (
    "a disk that loses power needs root, /dev/fuse and libfuse 3 (apt-get install libfuse3-4)"
)  # fmt: skip
needs_losing_disk = pytest.mark.skipif(bool(missing), reason=missing)


class LostError(Exception):
    """Something that was called saved is not there, or not whole."""


@dataclass
class LosingDisk:
    """What lies in `folder` is seen at `mount` while the power is on."""

    folder: Path
    mount: Path
    is_deaf: bool = False
    at_risk: int = 0  # how many writes and names were not synced when the power was cut, all cuts together

    def fill(self) -> None:
        """Take what lies at the mount now, where nobody has it open."""
        shutil.copytree(self.mount, self.folder)
        for each in (self.mount, *self.mount.rglob("*")):
            state = each.stat()
            os.chown(self.folder / each.relative_to(self.mount), state.st_uid, state.st_gid)

    @contextmanager
    def powered(self, seed: object) -> Iterator[None]:
        """Switch it on; at the end cut the power. seed: for what is lost."""
        words = ("deaf",) if self.is_deaf else ()
        command = [sys.executable, "-m", "tests.losing_disk", str(self.folder), str(self.mount), str(seed), *words]
        disk = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert disk.stdout
        assert disk.stdout.readline() == b"mounted\n"
        try:
            yield
        finally:
            subprocess.run(["umount", "--lazy", str(self.mount)], check=True)  # the disk ends with its last open file
            said, _ = disk.communicate(timeout=PATIENCE_S)
        assert disk.returncode == 0
        self.at_risk += int(said)


@dataclass
class Cuts:
    """How often the power was cut, and what stood at the end: enquiries, and texts that open."""

    times: int
    stand: int = 0
    texts: int = 0


def cut(writer: Writer, disk: LosingDisk, times: int) -> Cuts:
    """Cut the power under a writer so many times, and each time look at what the disk still holds. Raise LostError.

    What the program does to bring the files up again, and to look at them, is cut off like all else: the next life
    begins with what is left of that.
    """
    drawn, found = Random(2026), Cuts(times)  # noqa: S311 - the same moments each time
    for number in range(1, times + 1):
        with disk.powered(f"life {number}"):
            writer.kill_after(drawn.uniform(0, LONGEST_LIFE_S), first="writing" if number % 4 == 0 else "stored")
        with disk.powered(f"look {number}"):
            found.stand, found.texts = _looked_at(writer, number)
    assert len(writer.acknowledged) > times / 2, "the writers hardly wrote, so the cuts show nothing"
    assert disk.at_risk, "nothing was left to lose, so the cuts show nothing"
    return found


def _looked_at(writer: Writer, number: int) -> tuple[int, int]:
    try:
        found = writer.check()
        [looked] = [json.loads(text) for word, text in writer.obey("look") if word == "looked"]
    except AssertionError as problem:
        raise LostError(f"After {number} cuts the program does not open what is there.") from problem
    wrong = {name: found[name] for name in ("lost", "half", "damage")}
    wrong |= {name: looked[name] for name in ("closed", "damages")}
    if any(wrong.values()):
        raise LostError(f"After {number} cuts: {wrong}")
    return found["count"], looked["opened"]
