"""One-time links: a secret that is shown once, kept as a hash, and works once for a while.

Each has a proof, so that whoever writes to the database makes none: docs/decisions/0152-planted-second-factors.md.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator
from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from bereg.accounts import proofs
from bereg.accounts.acts import PLANTED
from bereg.audit import actions as audit

LINK = "link_planted"  # why it is in the audit log


class LinkSpentError(Exception):
    """The link was used, was withdrawn or has expired."""


class OneTimeLink(models.Model):
    """What is kept of a link; what it opens is for the records built on this one to say."""

    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=proofs.LONGEST, default="", editable=False)  # that we have made it; "": used

    class Meta:
        abstract = True

    def save(self, **more: Any) -> None:
        """Store this link; a new one gets its proof. Raise VaultLocked."""
        if self._state.adding:
            self.proof = self.proven()
        super().save(**more)

    def lets_in(self) -> list[object]:
        """Return what decides who is let in as what."""
        raise NotImplementedError

    def concerned(self) -> models.Model:
        """Return the record under which the audit log has it that somebody was refused."""
        return self

    def proven(self) -> str:
        """Return the proof of this link as it stands here. Raise VaultLocked."""
        return proofs.of_link(self._meta.label_lower, self._bound())

    @property
    def is_genuine(self) -> bool:
        """Whether this program has made this link as it stands. Raise VaultLocked."""
        return proofs.holds_for_link(self.proof, self._meta.label_lower, self._bound())

    def _bound(self) -> list[object]:
        until = self.expires_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
        return [str(self.pk), self.secret_hash, until, *self.lets_in()]


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
    """Return the link of a secret, if it still works and was not planted. Raise VaultLocked."""
    found = still_good(links).filter(secret_hash=secret_hash(secret)).first()
    if found is None or found.is_genuine:
        return found
    audit.refused(PLANTED, target=found.concerned(), by=None, because=LINK)
    return None


def spend(links: QuerySet[Link], secret: str) -> Link:
    """Use a link up, and return it as it was proven. Raise LinkSpentError, VaultLocked."""
    found = find(links, secret)
    # One UPDATE decides: two browsers may have the same link open.
    if found is None or not end(links.model._default_manager.filter(pk=found.pk, proof=found.proof)):
        raise LinkSpentError
    return found


def end(links: QuerySet[Link]) -> int:
    """Let links work no more, nor if somebody takes from them that they were used. Return how many still did."""
    return still_good(links).update(used_at=timezone.now(), proof="")


def planted(links: QuerySet[Link]) -> Iterator[Link]:
    """Yield the links that would work, had this program made them. Raise VaultLocked."""
    return (each for each in still_good(links).order_by("pk") if not each.is_genuine)
