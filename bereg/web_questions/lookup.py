"""What a question is found by from its code: a keyed hash that takes as long to make as a key does.

Pepper and salt follow from the secret of the installation, so whoever has the table alone can try no code at all. A
new secret ends all codes.
"""

import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from bereg.vault import actions as vault

SALT_B, PEPPER_B = 16, 32


def lookup_of(code: str) -> bytes:
    """Return 32 bytes by which the conversation of a code is found. Takes 64 MiB, and 0.2 s of a core."""
    return hmac.digest(_of_site(b"pepper", PEPPER_B), vault.stretch(code, _of_site(b"salt", SALT_B)), "sha256")


def _of_site(purpose: bytes, length_b: int) -> bytes:
    return HKDF(SHA256(), length_b, None, b"v1|code of a question|" + purpose).derive(settings.SECRET_KEY.encode())
