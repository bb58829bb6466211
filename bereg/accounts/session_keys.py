"""Keys of sessions, and what a session holds: each bound to its session, under a key that is in no database.

Whoever can write to the records could else put a key of their own beside the session of somebody who is signed in, or
what that session holds into one of theirs. See docs/decisions/0152-planted-second-factors.md.
"""

import datetime as dt
import re
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.core import signing
from django.utils.crypto import get_random_string

from bereg.accounts import proofs
from bereg.accounts.models import Session

_KEY = re.compile(r"([0-9a-f]{32})[0-9a-z]{32}")  # the id of its session, and 165 random bits
SALT = "bereg.accounts.session"


def new_key(session: UUID) -> str:
    """Make a key of a session, for a browser alone."""
    return session.hex + get_random_string(32, VALID_KEY_CHARS)


def is_key(key: object) -> bool:
    """Tell whether something has the form of a key: a cookie can hold anything."""
    return isinstance(key, str) and bool(_KEY.fullmatch(key))


def session_of(key: str) -> UUID:
    """Return the id of the session that a key was made for."""
    return UUID(key[:32])


def hash_of(key: str) -> str:
    """Return what is kept of a key. It is made with the id of its session, so beside another one it fits no key."""
    return proofs.keyed("session key", key)


def sign(session: Session, data: dict[str, Any]) -> str:
    """Return what a session holds, as it is kept of this one: with its person, until it ends. Raise VaultLocked."""
    return signing.dumps(data, key=proofs.keyed("session", ""), salt=_bound(session), compress=True)


def read(session: Session) -> dict[str, Any]:
    """Return what a session holds. Raise VaultLocked; BadSignature where the program has not put it there."""
    found: dict[str, Any] = signing.loads(
        session.data, key=proofs.keyed("session", ""), salt=_bound(session), fallback_keys=[]
    )
    return found


def is_genuine(session: Session) -> bool:
    """Tell whether this program has opened a session as it stands. Raise VaultLocked."""
    try:
        read(session)
    except signing.BadSignature:
        return False
    return True


def _bound(session: Session) -> str:
    until = session.expires_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return f"{SALT} {session.pk} {session.user_id or ''} {until}"
