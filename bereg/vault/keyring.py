"""The keys that this process holds while it is unlocked. Web workers inherit them over the fork.

The root key unwraps what the database of the keys holds, when it is first needed. Public halves need no unlocking.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.audit import chain
from bereg.core.routing import KEYS
from bereg.vault import root, wrapping
from bereg.vault.classes import SecretKind
from bereg.vault.faults import Damaged, NoPrivateKey, VaultLocked, WrongRoot
from bereg.vault.models import Secret
from bereg.vault.passphrase import weakness


class _Ring:
    """What is unlocked; one thread at a time changes it."""

    def __init__(self) -> None:
        self.guard = threading.RLock()
        self.root: bytes | None = None
        self.opened: dict[str, bytes] = {}  # by the id of the secret
        self.opener: Callable[[], None] | None = None
        self.weakness = ""  # of the passphrase that it was unlocked with


_ring = _Ring()


def unlock(passphrase: str) -> None:
    """Open the file of the root key. Raise WrongPassphrase, or WrongRoot where it opens none of what is stored."""
    _refuse_in_public()
    unlock_with(root.read(passphrase))
    _ring.weakness = weakness(passphrase)
    try:
        check_root()
    except WrongRoot:
        lock()
        raise


def unlock_with(key: bytes) -> None:
    """Hold a root key. Never in the public process: it raises VaultLocked there."""
    _refuse_in_public()
    if len(key) != root.ROOT_B:
        raise ValueError("A root key has 32 bytes.")
    with _ring.guard:
        _ring.root, _ring.opened = key, {}


def weak_passphrase() -> str:
    """Say why the passphrase that this process was unlocked with is soon guessed; "" where it is not."""
    return _ring.weakness


def lock() -> None:
    """Forget every key."""
    with _ring.guard:
        _ring.root, _ring.opened, _ring.weakness = None, {}, ""
    chain.use_key(None)


def hand_out() -> None:
    """Give the log its key: from now on this process chains what it records."""
    chain.use_key(made(SecretKind.AUDIT))


def is_unlocked() -> bool:
    """Tell whether this process holds a root key."""
    return _ring.root is not None


def require() -> bytes:
    """Return the root key. Raise VaultLocked where this process holds none."""
    if _ring.root is None and _ring.opener is not None:
        _ring.opener()
    held = _ring.root
    if held is None:
        raise VaultLocked("The vault is locked in this process.")
    return held


@contextmanager
def opened_by(opener: Callable[[], None]) -> Iterator[None]:
    """Let `opener` unlock the vault when something inside first needs a key."""
    _ring.opener = opener
    try:
        yield
    finally:
        _ring.opener = None


def check_root() -> None:
    """Check that the root key is the one of the stored secrets. Raise WrongRoot."""
    first = Secret.objects.using(KEYS).order_by("id").first()
    if first is not None:
        try:
            _unwrap(first)
        except Damaged:
            raise WrongRoot(_("This root key does not belong to these keys.")) from None


def private(kek: UUID) -> bytes:
    """Return the private half of a pair. Raise VaultLocked, or NoPrivateKey where it is gone."""
    return secret(str(kek))


def secret(id: str) -> bytes:
    """Return one secret by its id. Raise VaultLocked, NoPrivateKey."""
    require()
    held = _ring.opened.get(id)
    if held is not None:
        return held
    row = Secret.objects.using(KEYS).filter(pk=id).first()
    if row is None:
        raise NoPrivateKey("A private key is not here.")
    try:
        return _hold(id, _unwrap(row))
    except Damaged:
        raise NoPrivateKey("A private key does not open under this root key.") from None


def made(kind: SecretKind, centre: UUID | None = None) -> bytes:
    """Return the one secret of a kind (of a centre), made at first use."""
    name = _name(kind, centre)
    try:
        return secret(name)
    except NoPrivateKey:
        pass
    # Whoever inserts first decides; a row that stands already stays as it is, one that does not open too.
    Secret.objects.using(KEYS).bulk_create([new_secret(kind, name, centre, os.urandom(32))], ignore_conflicts=True)
    return secret(name)


def has(kind: SecretKind, centre: UUID | None = None) -> bool:
    """Tell whether the one secret of a kind (of a centre) was made."""
    return Secret.objects.using(KEYS).filter(pk=_name(kind, centre)).exists()


def new_secret(kind: SecretKind, id: str, centre: UUID | None, plain: bytes) -> Secret:
    """Return the row of a new secret, wrapped under the root key."""
    wrapped = wrapping.wrap_secret(plain, require(), kind=kind, id=id, centre=centre)
    return Secret(id=id, kind=kind, centre=centre, wrapped=wrapped)


def _name(kind: SecretKind, centre: UUID | None) -> str:
    return f"{kind}:{centre or '-'}"


def forget(id: str) -> None:
    """Forget one secret that was deleted."""
    with _ring.guard:
        _ring.opened.pop(id, None)


def _hold(id: str, plain: bytes) -> bytes:
    with _ring.guard:
        if _ring.root is not None:
            _ring.opened[id] = plain
    return plain


def _unwrap(row: Secret) -> bytes:
    return wrapping.unwrap_secret(bytes(row.wrapped), require(), kind=row.kind, id=row.id, centre=row.centre)


def _refuse_in_public() -> None:
    if settings.SURFACE == "public":
        raise VaultLocked(_("The public process never unlocks the vault."))
