"""Writing of the audit log; always inside the transaction of the act itself, refusals alone after it."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import DatabaseError, models, transaction
from django.utils import timezone

from bereg.audit import chain, request_context, writing
from bereg.audit.chain import ACT
from bereg.audit.models import NOBODY, SYSTEM, Pending

logger = logging.getLogger(__name__)
CHAINED_AT_ONCE = 500


class Actor(Protocol):
    """Whoever acts; `accounts` stands above this room, so the person comes as this shape."""

    role: str

    @property
    def pk(self) -> object:
        """The person's id."""


@dataclass(frozen=True)
class Thing:
    """What an act is about where it is no record of ours, such as a period of figures."""

    kind: str
    id: str


Target = models.Model | Thing


def record(action: str, *, target: Target, by: Actor | None, because: str = "", sha256: bytes = b"") -> None:
    """Record one act on one record. `by` is None only for the program itself (demonstration, nightly work).

    sha256: the digest of the sealed bytes that the act has stored, as sealing proves no author.
    """
    writing.write([_act(action, target, by=by, because=because, sha256=sha256)])


def record_of_visitor(action: str, *, target: Target, because: str = "") -> None:
    """Record one act of somebody who signs in nowhere. No address is hashed."""
    writing.write([_act(action, target, by=None, because=because, by_nobody=True, at_desk=False)])


def record_acts(
    acts: Sequence[tuple[str, Target] | tuple[str, Target, bytes]], *, by: Actor | None, because: str = ""
) -> None:
    """Record several acts of one person, each on its record, with one statement. A third part is its digest."""
    writing.write([_act(each[0], each[1], by=by, because=because, sha256=b"".join(each[2:])) for each in acts])


def record_many(
    action: str,
    *,
    targets: Sequence[Target],
    by: Actor | None,
    because: str = "",
    digests: Sequence[bytes] | None = None,
) -> None:
    """Record the same act on many records with few statements."""
    all_digests = digests or [b""] * len(targets)
    acts = zip(targets, all_digests, strict=True)
    writing.write([_act(action, target, by=by, because=because, sha256=sha256) for target, sha256 in acts])


def refused(action: str, *, target: Target, by: Actor | None, because: str = "", at_desk: bool = True) -> None:
    """Record something refused, also where the transaction at hand rolls back: at the end of the request.

    by: None where nobody is signed in. at_desk: False for somebody who may be any visitor; no address is hashed.
    """
    act = _act(action, target, by=by, because=because, by_nobody=by is None, at_desk=at_desk)
    request = request_context.current()
    if request is None:
        writing.write([act])
    else:
        request.refusals.append(act)


def write_refusals(refusals: Sequence[tuple[Any, ...]]) -> None:
    """Store what a request was refused, when it is over. The refusal stands even where this fails."""
    if not refusals:
        return
    try:
        with transaction.atomic():
            writing.write(refusals)
    except DatabaseError as problem:
        logger.error("%s refusals could not be recorded: %s", len(refusals), type(problem).__name__)


def chain_pending() -> int:
    """Put the acts that wait into the chain, the oldest first. Return how many; 0 without the key."""
    done, key = 0, chain.held_key()
    while key is not None and Pending.objects.exists():
        with transaction.atomic():
            end = writing.lock_end()
            rows = list(Pending.objects.order_by("id").values_list("id", *ACT)[:CHAINED_AT_ONCE])
            acts = [(*row[1:-1], bytes(row[-1])) for row in rows]
            writing.append(list(chain.links(key, acts, end, was_pending=True)))
            Pending.objects.filter(id__in=[row[0] for row in rows]).delete()
        done += len(rows)
    return done


def _act(
    action: str,
    target: Target,
    *,
    by: Actor | None,
    because: str,
    sha256: bytes = b"",
    by_nobody: bool = False,
    at_desk: bool = True,
) -> tuple[Any, ...]:
    """Return the values of ACT."""
    nobody = NOBODY if by_nobody else SYSTEM
    kind, pk = (target.kind, target.id) if isinstance(target, Thing) else (target._meta.label_lower, str(target.pk))
    return (
        timezone.now(),
        time.monotonic_ns(),
        str(by.pk) if by else nobody,
        str(by.role) if by else nobody,
        _centre_of(target),
        action,
        kind,
        pk,
        str(because),
        request_context.ip_hash() if at_desk and (by or by_nobody) else "",
        sha256,
    )


def _centre_of(target: Target) -> str:
    if isinstance(target, models.Model):
        known = getattr(target, "centre_id", None)
        if known:
            return str(known)
    return request_context.centre()
