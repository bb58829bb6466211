"""Public keys of age, to which files for others are encrypted. Knows no database. Source: age-encryption.org/v1."""

import re

import pyrage
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

PREFIX = "age1"
_SIGNS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"  # of Bech32, each five bits
_CHECKSUM = 6  # signs at the end
_PRIVATE = re.compile(r"age-secret-key-", re.IGNORECASE)


class NoPublicKeyError(ValueError):
    """A text is no public key to which a file can be encrypted. It is not repeated: it may be anything."""


class PrivateKeyError(NoPublicKeyError):
    """A text holds a private key: whoever sees it opens what was meant for its owner alone."""


def holds_private_key(text: str) -> bool:
    """Tell whether a text has a private key in it, alone or within a whole key file."""
    return bool(_PRIVATE.search(text))


def public_key(text: str) -> str:
    """Return a public key as age writes it. Raise PrivateKeyError, NoPublicKeyError."""
    if holds_private_key(text):
        raise PrivateKeyError("This is a private key.")
    key = text.strip().lower() if text.strip().isupper() else text.strip()
    try:
        pyrage.x25519.Recipient.from_str(key)
        # A key of low order is well formed, and whoever reads the file could open it without any other.
        X25519PrivateKey.generate().exchange(_point(key))
    except (pyrage.RecipientError, ValueError):
        raise NoPublicKeyError("This is no public key of age.") from None
    return key


def encrypt_to(plain: bytes, key: str) -> bytes:
    """Return an age file that the owner of a public key alone can open. Raise NoPublicKeyError."""
    return bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(public_key(key))]))


def _point(key: str) -> X25519PublicKey:
    """Return the 32 bytes that a well-formed key stands for, as a point."""
    number = 0
    for sign in key[len(PREFIX) : -_CHECKSUM]:
        number = number << 5 | _SIGNS.index(sign)
    return X25519PublicKey.from_public_bytes((number >> 4).to_bytes(32, "big"))
