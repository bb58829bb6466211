"""Opening the vault at the start of a process; the first start makes the root key."""

import sys

from django.utils.translation import gettext as _

from bereg.core.program_name import as_called
from bereg.vault import key_locations, keyring, passphrase, root
from bereg.vault.faults import WrongPassphrase

TRIES = 3


def unlocked() -> None:
    """See to it that this process holds the keys; a command that reads sealed text begins with it. Raise VaultFault."""
    if not keyring.is_unlocked():
        key_locations.check()
        key_locations.check_complete()
        _open() if root.exists() else _begin()
        _warn()
    keyring.hand_out()


def unlocked_for_demonstration() -> None:
    """Hold the keys of the demonstration that is being built, under a passphrase that lies beside them."""
    if not keyring.is_unlocked():
        given = passphrase.make_throw_away()
        keyring.unlock(given) if root.exists() else _make(given)
    keyring.hand_out()


def _warn() -> None:
    """Say at each start that an installation of before has a passphrase that would be refused today."""
    if why := keyring.weak_passphrase():
        change = f"{as_called()} keys passphrase"
        said = _("The passphrase of the vault is too weak: %(why)s. Change it by %(command)s.")
        sys.stderr.write(said % {"why": why, "command": change} + "\n")


def _begin() -> None:
    """Make the root key."""
    _make(passphrase.known() or passphrase.chosen())


def _make(given: str) -> None:
    try:
        keyring.unlock_with(root.make(given))
    except root.RootExists:  # another process was first; its key holds, if the passphrase is the same
        keyring.unlock(given)


def _open() -> None:
    known = passphrase.known()
    if known is not None:
        keyring.unlock(known)
        return
    for left in reversed(range(TRIES)):
        try:
            keyring.unlock(passphrase.typed())
        except WrongPassphrase:
            if not left:
                raise
            sys.stderr.write(_("That is not the passphrase.") + "\n")
        else:
            return
