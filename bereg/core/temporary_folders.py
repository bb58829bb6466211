"""Folders for copies in clear: on the disk of the data, for the owner alone, gone with whoever has made them."""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

OURS = re.compile(r"(backup|drill|facts|restore)-[a-z0-9_]{8}")


@contextmanager
def temporary_folder(purpose: str) -> Iterator[Path]:
    """Make a folder for a while. What killed processes have left in theirs is deleted first."""
    data = Path(settings.DATA)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _locked(data):  # else a sweep may come between making the folder and holding it
        _sweep(data)
        folder = Path(tempfile.mkdtemp(prefix=f"{purpose}-", dir=data))
        held = _opened(folder)
        hold(held)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def sweep() -> int:
    """Delete the folders that no living process holds. Return their number."""
    data = Path(settings.DATA)
    if not data.is_dir():
        return 0
    with _locked(data):
        return _sweep(data)


def hold(descriptor: int) -> None:
    """Hold a file or folder as long as this process lives. Where the disk knows no locks, nobody sweeps it either."""
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def is_held(descriptor: int) -> bool:
    """Tell whether a living process may hold a file or folder."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    return False


def _sweep(data: Path) -> int:
    left = [folder for folder in data.iterdir() if OURS.fullmatch(folder.name) and folder.is_dir() and _is_left(folder)]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _is_left(folder: Path) -> bool:
    descriptor = _opened(folder)
    try:
        return not is_held(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = _opened(folder)
    try:
        hold(descriptor)
        yield
    finally:
        os.close(descriptor)


def _opened(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
