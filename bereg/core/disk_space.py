"""How much room the disk of the records has left, and whether that is too little to go on without a care."""

import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

LEAST_SHARE = 0.15
LOOKED_EACH_S = 30.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Space:
    """The room of a disk, in bytes; `free` is what this program may use of it."""

    total: int
    free: int

    @property
    def percent(self) -> int:
        """The share that is free, rounded down."""
        return 100 * self.free // self.total if self.total else 100

    @property
    def is_short(self) -> bool:
        """Whether somebody must make room."""
        return self.free < LEAST_SHARE * self.total


def space_of(folder: Path) -> Space:
    """Return the room of the disk that holds a folder. Inodes count too: without one no file can begin."""
    found = os.statvfs(folder)
    if found.f_files and found.f_favail < LEAST_SHARE * found.f_files:
        return Space(found.f_files, found.f_favail)
    return Space(found.f_blocks * found.f_frsize, found.f_bavail * found.f_frsize)


class Watch:
    """Looks at the disk of the data folder now and then, since every staff page asks."""

    def __init__(self) -> None:
        self._again_at = 0.0
        self._shortage: Space | None = None

    def shortage(self) -> Space | None:
        """Return what is left where that is too little, else None."""
        if time.monotonic() >= self._again_at:
            self._again_at = time.monotonic() + LOOKED_EACH_S
            before, self._shortage = self._shortage, shortage()
            if self._shortage and not before:
                logger.warning("The disk of the data folder is nearly full: %d%% free", self._shortage.percent)
        return self._shortage


def shortage() -> Space | None:
    """Look now: return what is left where that is too little, else None."""
    try:
        found = space_of(settings.DATA)
    except OSError:  # the folder is made at the first start
        return None
    return found if found.is_short else None


watch = Watch()  # one a process: the disk is one too
