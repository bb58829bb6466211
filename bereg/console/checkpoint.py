"""Checkpoints of the audit log and of the ledger of erasures, in a folder away from this machine."""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.audit import chain, checkpoints
from bereg.audit.checkpoints import Checkpoint, Ledger
from bereg.audit.queries import end_of_chain
from bereg.audit.verifying import Damage, DamageKind
from bereg.vault import ledger, ledger_copy

logger = logging.getLogger(__name__)


class NoCheckpointError(Exception):
    """No checkpoint was written; the message says why."""


def take(place: Path, *, is_folder: bool = True) -> Path:
    """Write a checkpoint into a folder, with a copy of the ledger, or to the end of a file. Return the file."""
    key = chain.held_key()
    if key is None:
        raise NoCheckpointError(_("The vault is locked."))
    if place.resolve().is_relative_to(settings.DATA):
        raise NoCheckpointError(_("%s lies among the data, where a thief of these would change both.") % place)
    # A folder that is missing is a stick that was pulled out: making one would keep the checkpoints on this disk.
    if not (place if is_folder else place.parent).is_dir():
        raise NoCheckpointError(_("%s is not there.") % place)
    try:
        # In a folder the checkpoint knows what the copy beside it has, and no line more: a restore demands them all.
        lines = ledger_copy.copy_to(place, key=key) if place.is_dir() else map(ledger.line_of, ledger.settled())
        made = checkpoints.make(end_of_chain(), _end_of(lines), at=timezone.now(), key=key)
        return checkpoints.append(made, place)
    except OSError as problem:
        raise NoCheckpointError(f"{place}: {problem.strerror}") from problem


def take_hourly() -> bool:
    """Write a checkpoint where a folder for them is set. Return False where it has to be tried again soon."""
    if settings.CHECKPOINTS is None or chain.held_key() is None:
        return True
    try:
        take(settings.CHECKPOINTS)
    except (NoCheckpointError, DatabaseError) as problem:
        logger.error("No checkpoint of the audit log was written: %s", problem)
        return False
    return True


def ledger_damages(kept: Iterable[Checkpoint | str]) -> Iterator[Damage]:
    """Yield where the ledger is not the one that checkpoints know."""
    known = {each.ledger.lines: each.ledger.sha256 for each in kept if isinstance(each, Checkpoint)}
    lines = 0
    for lines, digest in ledger.digests(ledger.stored()):
        if known.get(lines, digest) != digest:
            yield Damage(DamageKind.LEDGER, lines)
    if max(known, default=0) > lines:
        yield Damage(DamageKind.LEDGER, lines + 1)


def _end_of(lines: Iterable[ledger.LedgerEntry]) -> Ledger:
    end = Ledger()
    for number, digest in ledger.digests(lines):
        end = Ledger(number, digest)
    return end
