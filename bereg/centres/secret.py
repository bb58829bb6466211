"""What is kept of the secret in a one-time link."""

import hashlib


def secret_hash(secret: str) -> str:
    """Hash a secret of 256 random bits; such a one needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
