"""Age files under a passphrase, with a given amount of work. Knows no database. Source: age-encryption.org/v1.

The library measures the machine and chooses the work itself: on a busy one so little that guessing becomes cheap.
"""

import hmac
import os
import re
from base64 import b64encode

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

LABEL = b"age-encryption.org/v1/scrypt"
MOST_B = 65_536  # of one chunk: a file of this module has one alone
_STANZA = re.compile(rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n")


def encrypt(plain: bytes, passphrase: str, *, work: int) -> bytes:
    """Encrypt a few bytes. work: the logarithm of scrypt's N; 18 takes 256 MiB and about a second."""
    if len(plain) > MOST_B:
        raise ValueError("This takes one chunk alone.")
    key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    stretched = Scrypt(salt=LABEL + salt, length=32, n=2**work, r=8, p=1).derive(passphrase.encode())
    wrapped = ChaCha20Poly1305(stretched).encrypt(bytes(12), key, None)
    header = f"age-encryption.org/v1\n-> scrypt {_text(salt)} {work}\n{_text(wrapped)}\n---".encode()
    mac = hmac.digest(_derived(key, b"", b"header"), header, "sha256")
    payload = ChaCha20Poly1305(_derived(key, nonce, b"payload")).encrypt(bytes(11) + b"\x01", plain, None)
    return header + f" {_text(mac)}\n".encode() + nonce + payload


def work_of(encrypted: bytes) -> int:
    """Return the logarithm of scrypt's N that a file was made with; 0 where it is no file under a passphrase."""
    found = _STANZA.match(encrypted)
    return int(found[1]) if found else 0


def _text(content: bytes) -> str:
    return b64encode(content).decode().rstrip("=")


def _derived(key: bytes, salt: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, use).derive(key)
