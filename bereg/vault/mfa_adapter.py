"""Seeds of second factors, sealed under the key of accounts: a copy of the database lets nobody sign in."""

import base64
import hmac

from bereg.accounts.factors import MFAAdapter
from bereg.audit import chain
from bereg.vault import keyring, sealing
from bereg.vault.classes import SecretKind
from bereg.vault.faults import Damaged

SEALED = "bereg1:"
USE = "sign-in"
BELONGS = sealing.parts("v1", "account", "second-factor")


class SealingMFAAdapter(MFAAdapter):
    """The one of accounts; it seals the seeds of one-time passwords and of recovery codes."""

    def encrypt(self, text: str) -> str:
        """Seal a seed. Raise VaultLocked."""
        sealed = sealing.seal(text, key=keyring.made(SecretKind.ACCOUNT), belongs=BELONGS, block_B=64)
        return SEALED + base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed. Raise VaultLocked, or Damaged where it is not sealed: whoever wrote that had no key."""
        if not encrypted_text.startswith(SEALED):
            raise Damaged("A seed is not sealed: migrate seals those of an earlier version.")
        sealed = base64.b64decode(encrypted_text.removeprefix(SEALED))
        return sealing.unseal(sealed, key=keyring.made(SecretKind.ACCOUNT), belongs=BELONGS)

    def can_prove(self) -> bool:
        """Tell whether this process has that key: one of the public pages alone has not."""
        return keyring.is_unlocked()

    def proof(self, message: bytes) -> bytes:
        """Return the digest of what proves a password or a factor. Raise VaultLocked."""
        return hmac.digest(chain.sub_key(keyring.made(SecretKind.ACCOUNT), USE), message, "sha256")

    def opened(self, kept: str) -> str:
        """Open a seed that a session has kept; nothing where it stands there in clear, as of an earlier version."""
        return self.decrypt(kept) if kept.startswith(SEALED) else ""
