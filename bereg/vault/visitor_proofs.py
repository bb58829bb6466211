"""What a visitor has proven, kept from one page to the next: sealed under the value of their cookie alone.

Whoever copies the row has nothing without the browser, and the browser holds no key that opens anything by itself.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bereg.vault.classes import Holder
from bereg.vault.faults import WrongSecret
from bereg.vault.key_pairs import ProvenHolder

NONCE_B, KEY_B = 12, 32
PURPOSE = b"v1|carried proof"


def lock_up(proven: ProvenHolder, cookie: bytes, *, belongs: bytes) -> bytes:
    """Seal what was proven. cookie: 32 random bytes; belongs: what it is good for, such as the id of a thread."""
    nonce = os.urandom(NONCE_B)
    return nonce + _cipher(cookie).encrypt(nonce, proven.private, _beside(proven.holder, belongs))


def take_out(sealed: bytes, cookie: bytes, *, holder: Holder, belongs: bytes) -> ProvenHolder:
    """Open what `lock_up` sealed. Raise WrongSecret where cookie, holder or place is another one."""
    try:
        private = _cipher(cookie).decrypt(sealed[:NONCE_B], sealed[NONCE_B:], _beside(holder, belongs))
    except (InvalidTag, ValueError):
        raise WrongSecret("This opens nothing here.") from None
    return ProvenHolder(holder, private)


def _cipher(cookie: bytes) -> AESGCM:
    if len(cookie) < KEY_B:
        raise ValueError("A cookie has at least 32 random bytes.")
    return AESGCM(HKDF(SHA256(), KEY_B, None, PURPOSE).derive(cookie))


def _beside(holder: Holder, belongs: bytes) -> bytes:
    return str(holder.value).encode() + b"|" + belongs
