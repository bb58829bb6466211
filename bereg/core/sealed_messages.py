"""What one page says on the next one, such as "Saved.": kept in a cookie that nobody reads on the disk of a computer.

A session would put it into the database, where nothing of a case lies unsealed.
"""

import os
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage, MessagePartGatherSerializer, MessageSerializer
from django.utils.crypto import salted_hmac

NONCE_B = 12


class SealedCookieStorage(CookieStorage):
    """Django's, encrypted where its own is signed: it holds names of colleagues, and why an enquiry is held."""

    cookie_name = "__Host-messages" if settings.SECURE else "messages"

    def _encode_parts(self, messages: Sequence[str], encode_empty: bool = False) -> str | None:
        if not messages and not encode_empty:
            return None
        nonce, plain = os.urandom(NONCE_B), zlib.compress(MessagePartGatherSerializer().dumps(messages))
        return urlsafe_b64encode(nonce + _cipher().encrypt(nonce, plain, None)).decode()

    def _decode(self, data: str | None) -> Any:
        if not data:
            return None
        try:
            sealed = urlsafe_b64decode(data)
            plain = _cipher().decrypt(sealed[:NONCE_B], sealed[NONCE_B:], None)
        except (InvalidTag, ValueError):
            self.used = True  # not ours: so that it goes
            return None
        return MessageSerializer().loads(zlib.decompress(plain))


def _cipher() -> AESGCM:
    return AESGCM(salted_hmac("bereg.core.sealed_messages", "", algorithm="sha256").digest())
