"""One-time links: a secret that is shown once, kept as a hash, and works once for a while."""

import hashlib
import secrets
from typing import TypeVar

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone


class LinkSpentError(Exception):
    """The link was used, was withdrawn or has expired."""


class OneTimeLink(models.Model):
    """What is kept of a link; what it opens is for the records built on this one to say."""

    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


Link = TypeVar("Link", bound=OneTimeLink)


def new_secret() -> str:
    """Make 256 random bits that fit into an address."""
    return secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """Hash a secret of 256 random bits; such a one needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def still_good(links: QuerySet[Link]) -> QuerySet[Link]:
    """Narrow links down to those that work now."""
    return links.filter(used_at=None, expires_at__gt=timezone.now())


def find(links: QuerySet[Link], secret: str) -> Link | None:
    """Return the link of a secret, if it still works."""
    return still_good(links).filter(secret_hash=secret_hash(secret)).first()


def spend(links: QuerySet[Link], secret: str) -> Link:
    """Use a link up. Raise LinkSpentError."""
    found = links.filter(secret_hash=secret_hash(secret))
    # One UPDATE decides: two browsers may have the same link open.
    if not still_good(found).update(used_at=timezone.now()):
        raise LinkSpentError
    return found.get()
