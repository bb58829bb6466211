"""A password that was typed on a page with a mistake elsewhere, carried by the page so that nobody types it again.

The page holds it sealed under a key that is made when the process starts and lies in its memory alone, so a saved page,
a backup or the whole data folder opens nothing. It opens for an hour, in this process; otherwise it is asked for again.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.core import signing

_KEY = ChaCha20Poly1305(ChaCha20Poly1305.generate_key())
_NONCE_B, _PADDED_B = 12, 256  # the length of what is sealed tells nothing of a password up to here
_LIVES_S = 60 * 60
_USE = "bereg.desk.kept_password"


def seal(password: str) -> str:
    """Return what a page may hold of a password."""
    nonce = secrets.token_bytes(_NONCE_B)
    sealed = _KEY.encrypt(nonce, password.encode().ljust(_PADDED_B, b"\0"), None)
    return signing.dumps((nonce + sealed).hex(), salt=_USE)


def opened(sealed: str) -> str:
    """Return the password; an empty text where it cannot be opened any more."""
    try:
        content = bytes.fromhex(signing.loads(sealed, salt=_USE, max_age=_LIVES_S))
    except signing.BadSignature:
        return ""
    try:
        return _KEY.decrypt(content[:_NONCE_B], content[_NONCE_B:], None).rstrip(b"\0").decode()
    except InvalidTag:  # the server was started anew, or another process made it
        return ""
