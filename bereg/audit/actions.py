"""Writing of the audit record; always inside the transaction of the act itself."""

from typing import Protocol

from django.db import IntegrityError, models

from bereg.audit.models import Entry
from bereg.core.rows import insert_new


class Actor(Protocol):
    """Whoever acts; `accounts` stands above this room, so the person comes as this shape."""

    role: str

    @property
    def pk(self) -> object:
        """The person's id."""


SYSTEM = "system"


def record(action: str, *, target: models.Model, by: Actor | None, because: str = "") -> None:
    """Record one act on one record. `by` is None only for the program itself (demonstration, nightly work)."""
    record_acts([(action, target)], by=by, because=because)


def record_acts(acts: list[tuple[str, models.Model]], *, by: Actor | None, because: str = "") -> None:
    """Record several acts of one person, each on its record, with one statement."""
    entries = [Entry(**_row(action, target=target, by=by, because=because)) for action, target in acts]
    if not insert_new(*entries):
        raise IntegrityError("The record of an act was not stored.")


def record_many(action: str, *, targets: list[models.Model], by: Actor | None, because: str = "") -> None:
    """Record the same act on many records with few statements."""
    rows = [Entry(**_row(action, target=target, by=by, because=because)) for target in targets]
    Entry.objects.bulk_create(rows, batch_size=1000)


def _row(action: str, *, target: models.Model, by: Actor | None, because: str) -> dict[str, str]:
    return {
        "action": action,
        "target_kind": target._meta.label_lower,
        "target": str(target.pk),
        "actor": str(by.pk) if by else SYSTEM,
        "role": by.role if by else SYSTEM,
        "because": because,
    }
