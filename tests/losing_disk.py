"""A disk whose power can be cut: `python -m tests.losing_disk FOLDER MOUNT SEED [deaf]`, on libfuse 3.

It shows what is in FOLDER at MOUNT and keeps what is not synced in memory alone. Unmounting it is the power cut: then
it puts into FOLDER what a real disk might still hold (`tests.surviving`). Deaf, it calls everything synced and keeps
nothing, as a disk that lies.
"""

import errno
import itertools
import os
import random
import shutil
import stat
import sys
import time
from pathlib import Path
from typing import Any, TypeVar

import mfusepy

from tests.surviving import File, Folder, Node, read, waiting_in

Kind = TypeVar("Kind", File, Folder)


class Disk(mfusepy.Operations):  # type: ignore[misc]
    """What the system asks of a file system, answered from memory."""

    use_ns = True

    def __init__(self, folder: Path, seed: str, *, is_deaf: bool) -> None:
        self.folder, self.seed, self.is_deaf = folder, seed, is_deaf
        self.root = read(folder)
        self.opened: dict[int, Node] = {}
        self.handles = itertools.count(1)

    def init(self, path: str) -> None:
        """Say that it is mounted."""
        os.write(1, b"mounted\n")

    def destroy(self, path: str) -> None:
        """Put down what survives, as the power is cut now; say how many writes and changes of names waited."""
        os.write(1, b"%d\n" % waiting_in(self.root))
        for each in self.folder.iterdir():
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        self.root.survive(self.folder, random.Random(self.seed))  # noqa: S311 - the same losses for the same writes

    def _node(self, path: str) -> Node:
        node: Node = self.root
        for name in filter(None, path.split("/")):
            found = node.now.get(name) if isinstance(node, Folder) else None
            if found is None:
                raise mfusepy.FuseOSError(errno.ENOENT)
            node = found
        return node

    def _parent(self, path: str) -> tuple[Folder, str]:
        above, _, name = path.rpartition("/")
        folder = self._node(above)
        assert isinstance(folder, Folder)
        return folder, name

    def _open(self, node: Node) -> int:
        handle = next(self.handles)
        self.opened[handle] = node
        return handle

    def _file(self, fh: int) -> File:
        file = self.opened[fh]
        assert isinstance(file, File)
        return file

    def _folder(self, fh: int) -> Folder:
        folder = self.opened[fh]
        assert isinstance(folder, Folder)
        return folder

    def _make(self, path: str, kind: type[Kind], mode: int) -> Kind:
        folder, name = self._parent(path)
        uid, gid, _ = mfusepy.fuse_get_context()
        made = kind(mode, (uid, gid))
        folder.change({name: made})
        return made

    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        return (self.opened[fh] if fh else self._node(path)).told()

    def readdir(self, path: str, fh: int) -> list[str]:
        return [".", "..", *self._folder(fh).now]

    def create(self, path: str, mode: int, fi: Any = None) -> int:
        return self._open(self._make(path, File, stat.S_IFREG | stat.S_IMODE(mode)))

    def open(self, path: str, flags: int) -> int:
        return self._open(self._node(path))

    def opendir(self, path: str) -> int:
        return self._open(self._node(path))

    def release(self, path: str, fh: int) -> int:
        del self.opened[fh]
        return 0

    releasedir = release

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return bytes(memoryview(self._file(fh).now)[offset : offset + size])

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        self._file(fh).write((offset, data))
        return len(data)

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        file = self.opened[fh] if fh else self._node(path)
        assert isinstance(file, File)
        file.write((length, b""))
        return 0

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        if not self.is_deaf:
            self._file(fh).sync()
        return 0

    def fsyncdir(self, path: str, datasync: int, fh: int) -> int:
        if not self.is_deaf:
            self._folder(fh).sync()
        return 0

    def mkdir(self, path: str, mode: int) -> int:
        self._make(path, Folder, stat.S_IFDIR | stat.S_IMODE(mode))
        return 0

    def unlink(self, path: str) -> int:
        folder, name = self._parent(path)
        folder.change({name: None})
        return 0

    rmdir = unlink

    def rename(self, old: str, new: str) -> int:
        node = self._node(old)
        (before, old_name), (after, new_name) = self._parent(old), self._parent(new)
        if before is after:
            before.change({old_name: None, new_name: node})
        else:  # into another folder: on a real disk too it may stand in both, or in neither
            after.change({new_name: node})
            before.change({old_name: None})
        return 0

    def chmod(self, path: str, mode: int) -> int:
        node = self._node(path)
        node.mode = stat.S_IFMT(node.mode) | stat.S_IMODE(mode)
        return 0

    def chown(self, path: str, uid: int, gid: int) -> int:
        node = self._node(path)
        node.owner = (node.owner[0] if uid == -1 else uid, node.owner[1] if gid == -1 else gid)
        return 0

    def utimens(self, path: str, times: tuple[int, int] | None = None) -> int:
        self._node(path).changed_ns = times[1] if times else time.time_ns()
        return 0

    def statfs(self, path: str) -> dict[str, int]:
        return {"f_bsize": 4096, "f_frsize": 4096, "f_blocks": 1 << 20, "f_bfree": 1 << 20, "f_bavail": 1 << 20}


def main(folder: str, mount: str, seed: str, *deaf: str) -> None:
    """Serve until it is unmounted."""
    disk = Disk(Path(folder), seed, is_deaf=bool(deaf))
    own = {"foreground": True, "nothreads": True, "use_ino": True, "kernel_cache": True}
    mfusepy.FUSE(disk, mount, fsname="losing_disk", default_permissions=True, allow_other=True, **own)


if __name__ == "__main__":
    main(*sys.argv[1:])
