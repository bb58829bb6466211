"""The vault as the commands and the server use it: opened at the start, with keys for every centre."""

from collections.abc import Iterator
from contextlib import contextmanager

from bereg.centres.queries import all_centres
from bereg.core.commands import wrong_use
from bereg.vault import keks, ring
from bereg.vault.faults import VaultFault
from bereg.vault.unlocking import unlocked


def require_vault() -> None:
    """Open the vault for a command that seals or reads. Raise the error for wrong use."""
    try:
        unlocked()
    except VaultFault as problem:
        raise wrong_use(str(problem)) from problem


@contextmanager
def on_demand() -> Iterator[None]:
    """Open the vault when something inside first needs it: a passphrase is asked for only then."""
    with ring.opened_by(unlocked):
        try:
            yield
        except VaultFault as problem:
            raise wrong_use(str(problem)) from problem


def prepare_centres() -> None:
    """See to it that every centre can be written to by processes that hold no private key."""
    if ring.is_unlocked():
        ready = keks.prepared()
        for centre in all_centres().values_list("pk", flat=True):
            if centre not in ready:
                keks.prepare(centre)
