"""The file of the root key: 32 bytes as an age file under a passphrase, in the folder of the keys."""

import os
from contextlib import suppress
from pathlib import Path

import pyrage
from django.conf import settings
from django.utils.translation import gettext as _

from bereg.vault import age
from bereg.vault.faults import Damaged, VaultFault, VaultLocked, WrongPassphrase
from bereg.vault.passphrase import demand_strong

ROOT_B = 32
LEAST_WORK = 18  # of scrypt, as a logarithm: what age's own program takes
TRIES = 5
FILE_MODE, FOLDER_MODE = 0o400, 0o700


class Busy(VaultFault):
    """The machine is too busy to try a passphrase; the passphrase may be right."""


class RootExists(VaultFault):
    """There is a file of a root key already; it is never written over."""


def path() -> Path:
    return Path(settings.DATA) / "keys" / "root.age"


def exists() -> bool:
    return path().exists()


def make(passphrase: str) -> bytes:
    """Make a new root key and its file. Raise RootExists."""
    key = os.urandom(ROOT_B)
    write(key, passphrase)
    return key


def read(passphrase: str) -> bytes:
    """Read the root key. Raise VaultLocked where there is none, WrongPassphrase, Damaged, Busy."""
    try:
        sealed = path().read_bytes()
    except FileNotFoundError:
        raise VaultLocked(_("There is no root key yet.")) from None
    try:
        key = _opened(sealed, passphrase)
    except pyrage.DecryptError as problem:
        if "passphrase" in str(problem) or "Decryption" in str(problem):
            raise WrongPassphrase(_("The passphrase does not open the root key.")) from None
        raise Damaged(_("The file of the root key is damaged.")) from None
    if len(key) != ROOT_B:
        raise Damaged(_("The file of the root key is damaged."))
    return key


def _opened(sealed: bytes, passphrase: str) -> bytes:
    """Open the file. Raise pyrage.DecryptError, or Busy.

    The library refuses work that would take it much longer than a second, as it measures anew each time: what it wrote
    itself too, while the machine is busy. That says nothing of the passphrase.
    """
    for _try in range(TRIES):
        try:
            return bytes(pyrage.passphrase.decrypt(sealed, passphrase))
        except pyrage.DecryptError as problem:
            if "xcessive" not in str(problem):
                raise
    raise Busy(_("The machine is too busy to open the root key. Try again when it has less to do."))


def write(key: bytes, passphrase: str, *, over: bool = False) -> None:
    """Write the file, whole or not at all, readable for its owner alone.

    Raise WeakPassphrase; RootExists unless `over`.
    """
    demand_strong(passphrase)
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    fresh = target.with_name(f"{target.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        fresh.unlink()
    try:
        _store(fresh, _encrypted(key, passphrase))
        if over:
            fresh.replace(target)
            _forget_others(target)
        else:
            target.hardlink_to(fresh)
    except FileExistsError:
        raise RootExists(_("%s stands already.") % target) from None
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()
    _sync(target.parent)


def work() -> int:
    """Return the logarithm of the work that one try of a passphrase takes; 0 where there is no such file."""
    try:
        return age.work_of(path().read_bytes())
    except OSError:
        return 0


def _encrypted(key: bytes, passphrase: str) -> bytes:
    """Encrypt with the work that the library finds fit, or with the least that is: on a busy machine it finds less."""
    made = pyrage.passphrase.encrypt(key, passphrase)
    return bytes(made) if age.work_of(made) >= LEAST_WORK else age.encrypt(key, passphrase, work=LEAST_WORK)


def _store(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _forget_others(target: Path) -> None:
    """Delete what a killed process has left beside the file: it opens with the passphrase of then."""
    for left in target.parent.glob(f"{target.name}.[0-9]*"):
        left.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make a new name last over a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
