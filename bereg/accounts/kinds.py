"""What rooms above tell this one: their kinds of acts that need a second person, and of notices.

They stand in the modules `approval_kinds` and `notice_kinds` of each room, as `APPROVAL_KINDS` and `NOTICE_KINDS`, and
are found by these names.

This room knows no centre and no case. A target is a text that only the room of the kind can read.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.core.concerns import said


def everybody(_person: User, _target: str) -> bool:
    """Let everybody with the permission decide: the kind is of no centre."""
    return True


def nobody(_person: User, _target: str) -> bool:
    """Let nobody decide."""
    return False


@dataclass(frozen=True)
class ApprovalKind:
    """One kind of act that one person asks for and another one agrees to."""

    code: str
    label: StrOrPromise
    asks: Permission
    describe: Callable[[str], str]  # the target in words, for who decides
    where: Callable[[str], str]  # the address at which the act is done once it is agreed to
    concerns: Callable[[User, str], bool] = everybody  # whether a target is somebody's to decide: of their centre
    # Who decides where nobody else could, before the act is free: whom it is done to.
    concerns_alone: Callable[[User, str], bool] = nobody
    decides: Permission = Permission.APPROVAL_DECIDE
    looks: Permission | None = None  # who decides may look at it there with this; None: the words say all
    lasts: dt.timedelta = dt.timedelta(hours=24)  # how long after the agreement it may be done
    # Acts of the command line, where nobody signs in: the program that does one, and the targets that the page of
    # approvals offers to ask for.
    command: str = ""
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice: what it says of its target, and where it leads."""

    code: str
    words: Callable[[str], str]
    where: Callable[[str], str]
    is_alarm: bool = False  # people are told by mail too that something waits for them
    is_urgent: bool = False  # by a mail of its own, however short ago another one went


class UnknownKindError(LookupError):
    """No room has such a kind."""


def kind_of(code: str) -> ApprovalKind:
    """Return a kind of act. Raise UnknownKindError."""
    try:
        return _approval_kinds()[code]
    except KeyError:
        raise UnknownKindError(code) from None


def known() -> list[str]:
    """Return the codes of all kinds of acts."""
    return list(_approval_kinds())


def decided_by(person: User) -> list[str]:
    """Return the codes of the kinds that somebody may decide on."""
    return [kind.code for kind in _approval_kinds().values() if person.may(kind.decides)]


def offered_to(person: User) -> list[tuple[ApprovalKind, str]]:
    """Return the acts of the command line that somebody may ask for."""
    return [(kind, target) for kind in _approval_kinds().values() if person.may(kind.asks) for target in kind.offers]


def alarms() -> list[str]:
    """Return the codes of the notices that people are told of by mail too."""
    return [kind.code for kind in _notice_kinds().values() if kind.is_alarm]


def urgent() -> list[str]:
    """Return the codes of the alarms that wait for no hour to pass."""
    return [kind.code for kind in _notice_kinds().values() if kind.is_alarm and kind.is_urgent]


def notice_kind_of(code: str) -> NoticeKind | None:
    """Return a kind of notice; None where no room knows it any more."""
    return _notice_kinds().get(code)


@cache
def _approval_kinds() -> dict[str, ApprovalKind]:
    return {kind.code: kind for kinds in said("approval_kinds", "APPROVAL_KINDS") for kind in kinds}


@cache
def _notice_kinds() -> dict[str, NoticeKind]:
    return {kind.code: kind for kinds in said("notice_kinds", "NOTICE_KINDS") for kind in kinds}
