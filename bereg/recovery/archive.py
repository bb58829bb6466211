"""One backup file: a compressed tar stream, encrypted to an age public key. Nothing of it is on the disk in clear."""

import errno
import gzip
import hashlib
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pyrage
from django.utils.translation import gettext as _

from bereg.core.temporary_folders import hold, is_held
from bereg.vault import age_keys

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
Progress = Callable[[int], object]  # is told how many bytes more are done


class BackupError(Exception):
    """A backup cannot be made, read or restored; the message says why and what to do."""


@contextmanager
def on_disk(place: Path) -> Iterator[None]:
    """Raise BackupError where the disk of `place` refuses; an error for want of room names no file, or a wrong one."""
    try:
        yield
    except OSError as problem:
        if problem.errno in NO_ROOM:
            raise BackupError(_("There is no room on the disk of %s: make room, and do it again.") % place) from problem
        raise BackupError(f"{problem.filename or place}: {problem.strerror or problem}.") from problem


def write(target: Path, members: dict[str, Path], recipient: str, *, progress: Progress) -> None:
    """Write files under their names into one encrypted file: whole, read back and compared, or not at all."""
    fresh = target.with_name(f".{target.name}.partial")
    _sweep(target.parent)
    try:
        with _created(fresh) as stream:
            hashed = _Hashed(stream)
            with _piped(lambda pipe: _pack(pipe, members, progress)) as plain:
                _encrypt(plain, hashed, recipient)
        if digest(fresh) != hashed.digest:
            raise BackupError(_("%s is not on the disk as it was written: the disk is failing.") % target)
        fresh.replace(target)
        sync(target.parent)
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def read(source: Path, into: Path, identity: str) -> None:
    """Unpack a backup into a folder. Raise BackupError where the key is wrong or the file is damaged or cut.

    Raise OSError where the folder takes no more: the backup is not to blame for that.
    """
    opened = identity_of(identity)
    failed: list[Exception] = []

    def decrypt(pipe: IO[bytes]) -> None:
        try:
            with source.open("rb") as stream:
                pyrage.decrypt_io(stream, pipe, [opened])
        except Exception as problem:
            failed.append(problem)

    try:
        with _piped(decrypt) as plain, tarfile.open(fileobj=plain, mode="r|gz") as packed:
            packed.extractall(into, filter="data")
            while plain.read(65_536):  # to the end: only there is it known that nothing was cut off
                pass
    except (tarfile.TarError, EOFError, OSError) as problem:
        if isinstance(problem, OSError) and problem.errno in {*NO_ROOM, errno.EROFS}:
            raise
        failed.append(problem)
    if failed:
        raise BackupError(_why(source, failed[0])) from failed[0]


def recipient_of(text: str) -> Any:
    """Read an age public key. Raise BackupError, which does not repeat the text: it may be a private key."""
    try:
        return pyrage.x25519.Recipient.from_str(age_keys.public_key(text))
    except age_keys.PrivateKeyError:
        raise BackupError(
            _(
                "A private key of age was given where the public one belongs, and it opens every backup made for it: "
                "take it away from there, and give the public one, which begins with age1."
            )
        ) from None
    except age_keys.NoPublicKeyError:
        raise BackupError(
            _("This is no age public key: one begins with age1; `bereg backup --new-key FILE` makes a pair.")
        ) from None


def identity_of(text: str) -> Any:
    """Read an age private key out of the text of its file. Raise BackupError."""
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("AGE-SECRET-KEY-")]
    try:
        return pyrage.x25519.Identity.from_str(lines[0])
    except (IndexError, pyrage.IdentityError):
        raise BackupError(
            _("The file holds no age private key: it is a line that begins with AGE-SECRET-KEY-.")
        ) from None


def new_key(file: Path) -> str:
    """Make a pair of age keys; the private one goes into the file. Return the public one."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except OSError as problem:
        raise BackupError(f"{file}: {problem.strerror}.") from problem
    with os.fdopen(descriptor, "w") as stream:
        stream.write(f"# public key: {public}\n{identity}\n")
    return public


def digest(file: Path) -> bytes:
    """Return the SHA-256 of a file as it lies on the disk."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def sync(folder: Path) -> None:
    """Make new names in a folder last over a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Hashed:
    """A stream that remembers the SHA-256 of what was written to it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._sum = stream, hashlib.sha256()
        self.fault: OSError | None = None  # of the disk; what encrypts tells it in words alone

    def write(self, part: bytes) -> int:
        self._sum.update(part)
        try:
            return self._stream.write(part)
        except OSError as problem:
            self.fault = problem
            raise

    def flush(self) -> None:
        self._stream.flush()

    @property
    def digest(self) -> bytes:
        return self._sum.digest()


def _encrypt(plain: IO[bytes], into: _Hashed, recipient: str) -> None:
    try:
        pyrage.encrypt_io(plain, into, [recipient_of(recipient)])
    except pyrage.EncryptError:
        if into.fault is None:
            raise
    if into.fault:  # of the last piece nothing is raised at all
        raise into.fault


def _sweep(folder: Path) -> None:
    """Delete what runs that were killed have left half written."""
    for file in folder.glob(".bereg-*.age.partial"):
        with suppress(OSError), file.open("r+b") as stream:
            if not is_held(stream.fileno()):
                file.unlink()


@contextmanager
def _created(file: Path) -> Iterator[IO[bytes]]:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        hold(stream.fileno())
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def _piped(work: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """Let a thread write into a pipe, and read it here. An error of the thread is raised at the end."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(writing, "wb") as pipe:
                work(pipe)
        except BrokenPipeError:
            pass  # whoever read it has given up, and says why
        except BaseException as problem:
            failed.append(problem)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as pipe:
            yield pipe
    finally:
        thread.join()
    if failed:
        raise failed[0]


def _pack(pipe: IO[bytes], members: dict[str, Path], progress: Progress) -> None:
    with (
        gzip.GzipFile(fileobj=pipe, mode="wb", compresslevel=1) as smaller,
        tarfile.open(fileobj=smaller, mode="w|") as packed,
    ):
        for name, file in members.items():
            entry = packed.gettarinfo(str(file), name)
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            with file.open("rb") as stream:
                packed.addfile(entry, _Counted(stream, progress))


class _Counted:
    """A file that tells how much of it was read."""

    def __init__(self, stream: IO[bytes], progress: Progress) -> None:
        self._stream, self._progress = stream, progress

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(size)
        self._progress(len(part))
        return part


def _why(source: Path, problem: Exception) -> str:
    if isinstance(problem, FileNotFoundError | PermissionError):
        return f"{source}: {problem.strerror}."
    if isinstance(problem, pyrage.DecryptError) and "No matching keys" in str(problem):
        return _("%s does not open with this key: it was encrypted to another one.") % source
    return _("%s is damaged or cut: take another copy.") % source
