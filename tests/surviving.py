"""Files and folders as a disk holds them: what was synced, what was written since, and what of it survives a power cut.

What was synced stands. Of the later writes to a file some sectors do and others do not, in whatever order; of the later
changes of a folder's names the first few do. A name stands once its folder was synced, as POSIX says; that the file was
synced is not enough.
"""

import itertools
import os
import random
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECTOR_B = 512
NAMELESS = ".fuse_hidden"  # libfuse's own name for an open file that has none any more
_numbers = itertools.count(1)
Write = tuple[int, bytes]  # where, what; a length with b"" cuts the file there
Names = dict[str, "Node | None"]  # None: the name is taken away


@dataclass(eq=False)
class Node:
    """What files and folders share: to whom they belong, and when they changed."""

    mode: int
    owner: tuple[int, int]
    number: int = field(default_factory=lambda: next(_numbers))
    changed_ns: int = field(default_factory=time.time_ns)

    def told(self) -> dict[str, Any]:
        """Return what stat() tells."""
        moments = dict.fromkeys(("st_atime", "st_mtime", "st_ctime"), self.changed_ns)
        return {
            "st_mode": self.mode,
            "st_uid": self.owner[0],
            "st_gid": self.owner[1],
            "st_ino": self.number,
            **moments,
        }

    def place(self, path: Path) -> None:
        """Give a file or folder that was put down the owner and mode of this one."""
        os.chown(path, *self.owner)
        path.chmod(stat.S_IMODE(self.mode))


@dataclass(eq=False)
class File(Node):
    """A file: what would survive for sure, what is read, and the writes between the two."""

    kept: bytearray = field(default_factory=bytearray)
    now: bytearray = field(default_factory=bytearray)
    waiting: list[Write] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """Return what stat() tells."""
        return {**super().told(), "st_nlink": 1, "st_size": len(self.now), "st_blocks": -(-len(self.now) // SECTOR_B)}

    def write(self, write: Write) -> None:
        """Write without syncing."""
        _apply(self.now, write)
        self.waiting.append(write)
        self.changed_ns = time.time_ns()

    def sync(self) -> None:
        """Keep everything that was written."""
        for write in self.waiting:
            _apply(self.kept, write)
        self.waiting.clear()

    def survive(self, path: Path, drawn: random.Random) -> None:
        """Put down what survives a power cut."""
        left = bytearray(self.kept)
        for write in _survivors(self.waiting, drawn):
            _apply(left, write)
        path.write_bytes(left)
        self.place(path)


@dataclass(eq=False)
class Folder(Node):
    """A folder: the names that would survive for sure, those that are seen, and the changes between the two."""

    kept: dict[str, Node] = field(default_factory=dict)
    now: dict[str, Node] = field(default_factory=dict)
    waiting: list[Names] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """Return what stat() tells."""
        return {**super().told(), "st_nlink": 2}

    def change(self, names: Names) -> None:
        """Change names, all of them or none, without syncing."""
        _rename(self.now, names)
        self.waiting.append(names)
        self.changed_ns = time.time_ns()

    def sync(self) -> None:
        """Keep every name."""
        self.kept = dict(self.now)
        self.waiting.clear()

    def survive(self, path: Path, drawn: random.Random) -> None:
        """Put down what survives a power cut. Names change in their order, as a journal of a file system sees to."""
        left = dict(self.kept)
        for names in self.waiting[: drawn.randint(0, len(self.waiting))]:
            _rename(left, names)
        path.mkdir(exist_ok=True)
        for name, node in left.items():
            assert isinstance(node, File | Folder)
            if not name.startswith(NAMELESS):
                node.survive(path / name, drawn)
        self.place(path)


def _apply(content: bytearray, write: Write) -> None:
    start, data = write
    if len(content) < start:
        content.extend(bytes(start - len(content)))
    if data:
        content[start : start + len(data)] = data
    else:
        del content[start:]


def _rename(names: dict[str, Node], changes: Names) -> None:
    for name, node in changes.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _survivors(writes: list[Write], drawn: random.Random) -> Iterator[Write]:
    """Draw what reached the disk: nothing, all, what came first and a part of the next, or any sectors of any."""
    way = drawn.choice(("nothing", "all", "first", "some", "some"))
    until, share = drawn.randint(0, len(writes)), drawn.random()
    for number, write in enumerate(writes):
        if way == "all" or (way == "first" and number < until):
            yield write
        elif way == "first" and number == until and write[1]:
            start, data = write
            yield start, data[: drawn.randint(1, -(-len(data) // SECTOR_B)) * SECTOR_B]
        elif way == "some":
            yield from (part for part in _sectors(write) if drawn.random() < share)


def _sectors(write: Write) -> Iterator[Write]:
    start, data = write
    if not data:
        yield write
    while data:
        room = SECTOR_B - start % SECTOR_B
        yield start, data[:room]
        start, data = start + room, data[room:]


def waiting_in(folder: Folder) -> int:
    """Count what was not synced; SQLite's index of its log aside, which is built anew whatever it held."""
    count = len(folder.waiting)
    for name, node in folder.now.items():
        if isinstance(node, Folder):
            count += waiting_in(node)
        elif isinstance(node, File) and not (name.endswith("-shm") or name.startswith(NAMELESS)):
            count += len(node.waiting)
    return count


def read(folder: Path) -> Folder:
    """Read what is on the disk."""
    state = folder.stat()
    made = Folder(state.st_mode, (state.st_uid, state.st_gid))
    for each in folder.iterdir():
        if each.is_dir():
            made.now[each.name] = read(each)
        elif each.is_file():
            state, content = each.stat(), bytearray(each.read_bytes())
            made.now[each.name] = File(
                state.st_mode, (state.st_uid, state.st_gid), kept=content, now=bytearray(content)
            )
    made.kept = dict(made.now)
    return made
