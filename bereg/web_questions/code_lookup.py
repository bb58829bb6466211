"""What a question is found by from its code: a keyed hash that takes as long to make as a key does.

Pepper and salt follow from the secret of the installation, so whoever has the table alone can try no code at all. A
new secret ends all codes.
"""

import hmac
import re

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from bereg.centres.models import Line
from bereg.vault import actions as vault
from bereg.vault.codes import code_of, new_code

SALT_B, PEPPER_B = 16, 32
NONCE = re.compile(r"[0-9a-f]{32}")  # 128 random bits of a form


def lookup_of(code: str) -> bytes:
    """Return 32 bytes by which the conversation of a code is found. Takes 64 MiB, and 0.2 s of a core."""
    return hmac.digest(_of_site(b"pepper", PEPPER_B), vault.stretch(code, _of_site(b"salt", SALT_B)), "sha256")


def code_of_form(nonce: str, line: Line, text: str) -> str:
    """Return the code of a question: the same one where a form is sent twice with the same words to the same centre.

    So whoever saw no answer and sends again has the code of the one question. It follows from the nonce too, which
    stands in the page alone and is stored nowhere. Without one it is random.
    """
    if not NONCE.fullmatch(nonce):
        return new_code()
    said = "|".join((nonce, str(line.pk), text)).encode()
    return code_of(hmac.digest(_of_site(b"code", PEPPER_B), said, "sha256"))


def _of_site(purpose: bytes, length_b: int) -> bytes:
    return HKDF(SHA256(), length_b, None, b"v1|code of a question|" + purpose).derive(settings.SECRET_KEY.encode())
