"""What takes a second of a whole processor, at once: age files under a passphrase, keys from receipts and links."""

import hashlib
import hmac
import os
from base64 import b64encode
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LOG_N = 2


def encrypt(plain: bytes, passphrase: str) -> bytes:
    """Return what `pyrage.passphrase.encrypt` would, with less work. Source: age-encryption.org/v1."""
    key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapping = hashlib.scrypt(
        passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=2**LOG_N, r=8, p=1, dklen=32
    )
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), key, None)
    header = f"age-encryption.org/v1\n-> scrypt {_text(salt)} {LOG_N}\n{_text(wrapped)}\n---".encode()
    mac = hmac.digest(_derived(key, b"", b"header"), header, "sha256")
    payload = ChaCha20Poly1305(_derived(key, nonce, b"payload")).encrypt(bytes(11) + b"\x01", plain, None)
    return header + f" {_text(mac)}\n".encode() + nonce + payload


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
    patch.setattr("bereg.vault.pairs.MEMORY_KIB", 8)
    patch.setattr("bereg.vault.pairs.PASSES", 1)


def _text(content: bytes) -> str:
    return b64encode(content).decode().rstrip("=")


def _derived(key: bytes, salt: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, use).derive(key)
