"""Who is signed in: session, person and second factor, read with one statement."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from bereg.accounts.models import SessionKey

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class FoundSession:
    """A key with its session and its person, and whether that person has a second factor."""

    key: SessionKey
    has_second_factor: bool


def find(hash: str) -> FoundSession | None:
    """Return what belongs to the hash of a key, of which there is one."""
    key = next(iter(_keys().filter(hash=hash)), None)
    return FoundSession(key, key.has_second_factor) if key else None


@cache
def _keys() -> QuerySet[Any]:
    """Return the keys with all that belongs to them. Each page asks: put together anew, it takes twice as long."""
    of_person = Authenticator.objects.filter(user=OuterRef("session__user"), type__in=FACTORS)
    keys = SessionKey.objects.order_by().select_related("session__user")
    return keys.annotate(has_second_factor=Exists(of_person))
