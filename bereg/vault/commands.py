"""The vault as the commands and the server use it: opened at the start, with keys for every centre."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.utils.translation import gettext as _

from bereg.centres.queries import all_centres
from bereg.core.commands import wrong_use
from bereg.core.program_name import as_called
from bereg.vault import comparing_all, keks, keyring
from bereg.vault.faults import VaultFault
from bereg.vault.unlocking import unlocked


def require_vault(*, says_damage: bool = False) -> None:
    """Open the vault for a command that seals or reads. Raise the error for wrong use.

    says_damage: whether the command itself says what of the audit log is damaged.
    """
    try:
        unlocked()
        with suppress(*([comparing_all.NotAdopted] if says_damage else [])):
            adopt_older()
    except VaultFault as problem:
        raise wrong_use(str(problem)) from problem


def adopt_older(*, despite: bool = False) -> int:
    """Take over, once, what was sealed before the audit log held a digest of each text. Raise VaultFault.

    Return of how many records. despite: although the audit log is damaged, as an administrator has decided.
    """
    try:
        return comparing_all.adopt(despite=despite)
    except comparing_all.NotAdopted:
        raise comparing_all.NotAdopted(
            _(
                "The audit log is damaged, so the texts of the version before are not taken over: `%(program)s "
                "audit verify` says where. Restore a backup, or run `%(program)s audit adopt` to take "
                "them over as they stand."
            )
            % {"program": as_called()}
        ) from None


@contextmanager
def on_demand() -> Iterator[None]:
    """Open the vault when something inside first needs it: a passphrase is asked for only then."""
    with keyring.opened_by(unlocked):
        try:
            yield
        except VaultFault as problem:
            raise wrong_use(str(problem)) from problem


def prepare_centres() -> None:
    """See to it that every centre can be written to by processes that hold no private key."""
    if keyring.is_unlocked():
        ready = keks.prepared()
        for centre in all_centres().values_list("pk", flat=True):
            if centre not in ready:
                keks.prepare(centre)
