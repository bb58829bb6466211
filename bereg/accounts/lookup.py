"""Who is signed in: session, person and second factor, read with one statement."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from bereg.accounts.models import SessionKey

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class FoundSession:
    """A key with its session and its person, and whether that person has a second factor."""

    key: SessionKey
    has_second_factor: bool


def find(hash: str) -> FoundSession | None:
    """Return what belongs to the hash of a key."""
    of_person = Authenticator.objects.filter(user=OuterRef("session__user"), type__in=FACTORS)
    keys = SessionKey.objects.filter(hash=hash).select_related("session__user")
    key = keys.annotate(has_second_factor=Exists(of_person)).first()
    return FoundSession(key, key.has_second_factor) if key else None
