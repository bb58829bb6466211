"""Keyed digests of what names a letter: who reads the database learns no address and no name of a letter from them."""

from django.utils.crypto import salted_hmac

_SALT = "bereg.mailbox"


def mac(kind: str, value: str | bytes) -> bytes:
    """Return the digest, 32 bytes. kind: what it is of, so that two of the same text differ."""
    return salted_hmac(f"{_SALT}.{kind}", value, algorithm="sha256").digest()


def mac_of_bytes(raw: bytes) -> bytes:
    """Return that of a whole letter."""
    return mac("raw", raw)


def mac_of_id(message_id: str) -> bytes:
    """Return that of a message id."""
    return mac("id", message_id)


def mac_of_sender(address: str) -> bytes:
    """Return that of an address: capital and small letters are one."""
    return mac("sender", address.lower())


def token_key() -> bytes:
    """Return the key of the tokens in our addresses."""
    return mac("token", "")
