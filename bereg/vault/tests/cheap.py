"""What takes a second of a whole processor, at once: age files under a passphrase, keys from receipts and links."""

import os
from pathlib import Path

import pyrage
import pytest

from bereg.vault import age

WORK = 2


def encrypt(plain: bytes, passphrase: str) -> bytes:
    """Return what `pyrage.passphrase.encrypt` would, with less work."""
    return age.encrypt(plain, passphrase, work=WORK)


def root_keys(patch: pytest.MonkeyPatch) -> None:
    """Let files of the root key be written and opened at once."""
    patch.setattr("bereg.vault.root.pyrage.passphrase.encrypt", encrypt)
    patch.setattr("bereg.vault.root.LEAST_WORK", WORK)


def place(data: Path, passphrase: str) -> None:
    """Put a root key into a data folder that has none."""
    file = data / "keys" / "root.age"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        file.write_bytes(encrypt(os.urandom(32), passphrase))
        file.chmod(0o400)


def replace(data: Path, passphrase: str) -> None:
    """Write the root key of a data folder anew, so that each later command opens it at once."""
    file = data / "keys" / "root.age"
    root = bytes(pyrage.passphrase.decrypt(file.read_bytes(), passphrase))
    file.chmod(0o600)
    file.write_bytes(encrypt(root, passphrase))
    file.chmod(0o400)


def secrets(patch: pytest.MonkeyPatch) -> None:
    """Let receipts and links be tried at once."""
    patch.setattr("bereg.vault.key_pairs.MEMORY_KIB", 8)
    patch.setattr("bereg.vault.key_pairs.PASSES", 1)
