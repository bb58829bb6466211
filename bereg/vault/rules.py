"""Who may read what: the record says so itself (`Kept.opens`). What says nothing, nobody reads."""

from collections.abc import Callable
from typing import Any

from bereg.accounts.models import User
from bereg.vault.because import PROGRAM, Because
from bereg.vault.classes import Kind
from bereg.vault.faults import NotAllowed
from bereg.vault.kept import Kept

Rule = Callable[[User, Any, Kind], bool]  # who, the record, the class of its text

_exceptions: list[Rule] = []


def register_exception(rule: Rule) -> None:
    """Add a rule that lets somebody read what the record itself does not."""
    if rule not in _exceptions:
        _exceptions.append(rule)


def check(by: User | None, record: Any, kind: Kind, because: Because) -> None:
    """Raise NotAllowed where `by` may not read this class of text of a record. None: the program itself."""
    if not allows(by, record, kind, because):
        who = f"role {by.role}" if by else "the program"
        raise NotAllowed(f"{kind} of {record._meta.label_lower} is not for {who} because of {because}.")


def allows(by: User | None, record: Any, kind: Kind, because: Because) -> bool:
    """Tell whether `by` may read this class of text of a record."""
    if by is None:
        return because in PROGRAM
    if not by.is_active:
        return False
    if isinstance(record, Kept) and record.opens(by, kind):
        return True
    # An exception is read for its own reason alone, so that the audit log tells the two apart.
    return because is Because.BREAK_GLASS and any(exception(by, record, kind) for exception in _exceptions)
