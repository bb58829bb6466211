"""Everything that can go wrong with sealed text. A fault never gives text; a page shows "cannot be opened"."""

from uuid import UUID


class VaultFault(Exception):  # noqa: N818 - the words of the field
    """Something sealed cannot be opened or something open not be sealed."""


class VaultLocked(VaultFault):
    """The process holds no root key: nobody has unlocked it, or it has locked itself."""


class NoPrivateKey(VaultFault):
    """The private half of a centre's keys is not here: a public process, or a secret that is gone."""


class KeyMissing(VaultFault):
    """There is sealed text, but no key for it, and no ledger line that says why."""


class Damaged(VaultFault):
    """What is stored is not what was sealed, or does not belong to this record, field or centre."""


class Unwritten(VaultFault):
    """Something sealed stands there, and no act of the audit log has written it: it is nobody's words."""


class KeysDamaged(VaultFault):
    """Keys that do not open were passed over, and all others were seen to. keys: the record and the class of each."""

    def __init__(self, keys: list[tuple[UUID, str]]) -> None:
        super().__init__(f"Keys that do not open: {len(keys)}.")
        self.keys = keys


class Erased(VaultFault):
    """The key was destroyed on purpose: the ledger says so."""


class NotAllowed(VaultFault):
    """The person may not read this."""


class WrongSecret(VaultFault):
    """The secret opens nothing here. It is never said whether it is another one, its time is over, or there is none."""


class WrongPassphrase(VaultFault):
    """The file of the root key does not open with this passphrase."""


class WrongRoot(VaultFault):
    """The root key is not the one that the stored secrets lie under."""
