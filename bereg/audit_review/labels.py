"""What ids in the audit log stand for: each room says it of its records in a module `audit_labels`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from bereg.accounts.models import User
from bereg.core.concerns import said


@dataclass(frozen=True)
class ActLabel:
    """What an act was done on, as people call it, and where its page is."""

    name: str
    address: str


def labels_seen_by(user: User, ids: Iterable[UUID]) -> dict[str, ActLabel]:
    """Return the labels of what a person may see, by id."""
    asked = set(ids)
    rooms: list[Callable[[User, set[UUID]], dict[str, ActLabel]]] = list(said("audit_labels", "labels_seen_by"))
    return {pk: label for labels in rooms for pk, label in labels(user, asked).items()}


def ids_of_number(user: User, typed: str) -> list[UUID] | None:
    """Return the ids under which acts on what has a number are recorded; None: nothing that the person sees has it."""
    rooms: list[Callable[[User, str], list[UUID] | None]] = list(said("audit_labels", "ids_of_number"))
    return next((ids for ids_in in rooms if (ids := ids_in(user, typed)) is not None), None)
