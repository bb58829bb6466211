"""Records that may be opened in an emergency. Each room says in its module `emergency_texts` which, and how."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.core.concerns import said
from bereg.emergency_access.models import BreakGlass
from bereg.vault.kept import Kept


@dataclass(frozen=True)
class EmergencyText:
    """One text of an opened record, under the heading that it stands below."""

    heading: StrOrPromise
    text: str
    is_closed: bool  # it is there, and cannot be opened


@dataclass(frozen=True)
class EmergencyRecords:
    """How records of one kind are found and read. What a record is called, its `str` says."""

    kind: str  # `enquiries.enquiry`
    find: Callable[[str, User], Kept | None]  # by the whole number; who tried one that there is not is written down
    get: Callable[[UUID], Kept | None]
    read: Callable[[Any, User], list[EmergencyText]]  # takes what the two above return


def find(typed: str, by: User) -> Kept | None:
    """Return the record of a number, as somebody typed it."""
    return next((record for kind in _kinds() if (record := kind.find(typed, by))), None)


def record_of(opening: BreakGlass) -> Kept | None:
    """Return the record whose glass was broken."""
    return next((kind.get(opening.record) for kind in _kinds() if kind.kind == opening.record_kind), None)


def texts_of(record: Kept, by: User) -> list[EmergencyText]:
    """Open what can be opened; written down as read for this reason. Raise NotAllowed."""
    return next((kind.read(record, by) for kind in _kinds() if kind.kind == record._meta.label_lower), [])


def _kinds() -> Iterator[EmergencyRecords]:
    return said("emergency_texts", "EMERGENCY_RECORDS")
