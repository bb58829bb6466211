"""How keys are wrapped: data keys for a centre's pair of keys, secrets under the root key. Knows no database."""

from dataclasses import dataclass
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from bereg.vault import sealing
from bereg.vault.faults import Damaged

PUBLIC_B, WRAPPED_B, WRAPPED_SECRET_B = 32, 80, 61


@dataclass(frozen=True)
class Pair:
    """A new pair of X25519 keys, as bytes."""

    private: bytes
    public: bytes


def new_pair() -> Pair:
    return pair_of(bytes(PrivateKey.generate()))


def pair_of(private: bytes) -> Pair:
    """Return the pair of a private half."""
    return Pair(private, bytes(PrivateKey(private).public_key))


def wrap(key: bytes, public: bytes) -> bytes:
    """Wrap a data key for whoever has the private half: 80 bytes."""
    return bytes(SealedBox(PublicKey(public)).encrypt(key))


def unwrap(wrapped: bytes, private: bytes) -> bytes:
    """Unwrap a data key. Raise Damaged where it is another pair's, or changed."""
    try:
        return bytes(SealedBox(PrivateKey(private)).decrypt(wrapped))
    except (CryptoError, TypeError, ValueError):
        raise Damaged("A data key does not open.") from None


def wrap_secret(secret: bytes, root: bytes, *, kind: str, id: str, centre: UUID | None) -> bytes:
    """Wrap a secret under the root key: 61 bytes."""
    return sealing.seal_bytes(secret, key=root, belongs=_belongs(kind, id, centre))


def unwrap_secret(wrapped: bytes, root: bytes, *, kind: str, id: str, centre: UUID | None) -> bytes:
    """Unwrap a secret. Raise Damaged where the root key is another one, or the row changed."""
    return sealing.unseal_bytes(wrapped, key=root, belongs=_belongs(kind, id, centre))


def _belongs(kind: str, id: str, centre: UUID | None) -> bytes:
    return sealing.parts("v1", "root", kind, id, str(centre or "-"))
