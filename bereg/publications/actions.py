"""Keeping, publishing and withdrawing releases."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.publications import content, queries
from bereg.publications.approving import KIND
from bereg.publications.content import Content
from bereg.publications.models import Release, WithdrawalReason


class TooLateError(Exception):
    """Somebody else was faster: it is published, withdrawn or prepared anew already."""


class GateBrokenError(Exception):
    """The attacker found somebody: such a release is never published."""


class StaleAttackError(Exception):
    """Something else was published since this was attacked, so that both together were never tried."""


@dataclass(frozen=True)
class AttackGate:
    """What the attacker achieved in one respect, and the most (or least) that is allowed."""

    name: str
    value: float
    limit: float
    holds: bool


@dataclass(frozen=True)
class Prepared:
    """What a release says, how it was attacked, what held then, and beside which editions (`queries.written`).

    fingerprint: of the secret of the noise. verified: the frame of each release beside it, all of which came out again
    under this secret.
    """

    said: Content
    gates: Sequence[AttackGate]
    frame: dict[str, Any]
    beside: list[str]
    fingerprint: str
    verified: Mapping[UUID, dict[str, Any]] = field(default_factory=dict)


@transaction.atomic
def keep(*, first: date, last: date, prepared: Prepared, by: User | None) -> Release:
    """Keep what was prepared, in place of what was prepared of this period and vintage and is not published.

    Raise StaleAttackError where something was published since it was attacked.
    """
    _held_public()
    if prepared.beside != queries.written(queries.editions()):
        raise StaleAttackError
    for release, frame in prepared.verified.items():
        # Published before fingerprints and tables were kept; what was verified is kept from now on.
        Release.objects.filter(pk=release, fingerprint="").update(fingerprint=prepared.fingerprint, frame=frame)
    text, vintage = content.write(prepared.said), prepared.said["vintage"]
    Release.objects.filter(first_month=first, last_month=last, vintage=vintage, published_at=None).delete()
    made = Release.objects.create(
        first_month=first,
        last_month=last,
        vintage=vintage,
        content=text,
        digest=content.digest(text),
        gates=[asdict(gate) for gate in prepared.gates],
        holds=all(gate.holds for gate in prepared.gates),
        frame=prepared.frame,
        beside=prepared.beside,
        fingerprint=prepared.fingerprint,
        prepared_at=timezone.now(),
        prepared_by=by,
    )
    audit.record("release.prepared", target=made, by=by)
    return made


@transaction.atomic
def publish(*, release: Release, by: User) -> None:
    """Publish what a second person agreed to.

    Raise GateBrokenError, StaleAttackError, approvals.NeededError, TooLateError.
    """
    if not release.holds:
        raise GateBrokenError
    _held_public()
    waits = Release.objects.filter(pk=release.pk, digest=release.digest, published_at=None)
    # Asked first: what is published stands beside itself, and would be said to be in need of preparing anew.
    if not waits.exists():
        raise TooLateError
    if release.beside != queries.written(queries.editions()):
        raise StaleAttackError
    approvals.use(kind=KIND, target=str(release.pk), by=by)
    # One UPDATE decides, and only of the very content that was agreed to.
    if not waits.update(published_at=timezone.now(), published_by=by):
        raise TooLateError
    audit.record("release.published", target=release, by=by)


@transaction.atomic
def withdraw(*, release: Release, because: WithdrawalReason, by: User) -> None:
    """Take a release from the public pages; that it was there stays known. One person is enough. Raise TooLateError."""
    out = Release.objects.filter(pk=release.pk, withdrawn_at=None).exclude(published_at=None)
    if not out.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_because=because):
        raise TooLateError
    audit.record("release.withdrawn", target=release, by=by, because=because)


def _held_public() -> None:
    """Hold all rows, in one order: of two who publish or keep at once the second waits, and sees what the first did."""
    list(Release.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
