"""Requests for a second person, and notices, in words."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts import approvals, kinds
from bereg.accounts.access import StaffRequest
from bereg.accounts.decisions import Decision
from bereg.accounts.models import Notice, User
from bereg.accounts.who_invited_whom import tied_to
from bereg.core.pagination import NumberedPage, page_number
from bereg.core.program_name import as_typed

TO_DO = {"agreed", "free"}
MOST_NOTICES, MOST_PAST = 50, 25
KIND_OF_STATE = {"waiting": "soon", "agreed": "good", "free": "good", "used": "good", "refused": "late"}


@dataclass(frozen=True)
class Request:
    """One request: what it is about, how far it is, and what the reader may do with it."""

    id: UUID
    kind: str
    what: str
    asked_by: str
    asked_at: dt.datetime
    decided_by: str
    until: dt.datetime
    state: str  # a code: waiting, agreed, free, used, refused, withdrawn, expired, alone
    note: str
    is_own: bool
    address: str  # where it is done
    command: str  # what is typed on the machine, where it is done there
    look: str  # where the reader may look at it before deciding; empty: nowhere
    is_tied: bool  # one of the two let the other in lately

    @property
    def state_name(self) -> str:
        return _STATES[self.state]()

    @property
    def is_to_do(self) -> bool:
        """Tell whether the reader may do it now."""
        return self.is_own and self.state in TO_DO

    @property
    def may_be_withdrawn(self) -> bool:
        return self.is_own and self.state in {"waiting", *TO_DO}

    @property
    def state_kind(self) -> str:
        """Return the colour that stands beside the word."""
        return KIND_OF_STATE.get(self.state, "off")


_STATES = {
    "waiting": lambda: _("waiting for a second person"),
    "agreed": lambda: _("agreed, not done yet"),
    "free": lambda: _("nobody else could decide, not done yet"),
    "used": lambda: _("agreed and done"),
    "refused": lambda: _("refused"),
    "withdrawn": lambda: _("withdrawn"),
    "expired": lambda: _("expired"),
    "alone": lambda: _("done alone: nobody else could decide"),
}


def shown(approval: Any, reader: Any, ties: approvals.Ties = tied_to) -> Request:
    """Say in words what a request is about."""
    kind, state = kinds.kind_of(approval.kind), state_of(approval)
    return Request(
        id=approval.pk,
        kind=str(kind.label),
        what=kind.describe(approval.target),
        asked_by=str(approval.asked_by),
        asked_at=approval.asked_at,
        decided_by=str(approval.decided_by or ""),
        until=approval.expires_at,
        state=state,
        note=approval.get_note_display(),
        is_own=approval.asked_by_id == reader.pk,
        address=reverse("accounts:approval", args=[approval.pk]) if kind.command else kind.where(approval.target),
        command=as_typed(f"{kind.command} {approval.target} --approval {approval.pk}") if kind.command else "",
        look=kind.where(approval.target) if kind.looks and reader.may(kind.looks) else "",
        is_tied=approval.is_tied or (state == "waiting" and approvals.is_tied(reader, approval, ties)),
    )


def state_of(approval: Any) -> str:
    """Return the code of how far a request is."""
    if approval.withdrawn_at:
        return "withdrawn"
    if approval.decision == Decision.NO:
        return "refused"
    is_alone = approval.decision == Decision.ALONE
    if approval.used_at:
        return "alone" if is_alone else "used"
    if approval.expires_at <= timezone.now():
        return "expired"
    if is_alone:
        return "free"
    return "agreed" if approval.decision else "waiting"


def page_of(request: StaffRequest) -> dict[str, Any]:
    """Return the requests that somebody sees, in the order in which they want something."""
    person, ties = request.user, cache(tied_to)  # once for each who asked
    alive = [shown(each, person, ties) for each in approvals.seen_by(person, ties=ties)]
    over = approvals.seen_by(person, is_over=True, ties=ties)
    # Only as many are looked at as this page needs: each may cost some statements.
    page = NumberedPage(list(islice(over, page_number(request.GET) * MOST_PAST + 1)), MOST_PAST, request.GET)
    return {
        "waiting": [each for each in alive if not each.is_own],
        "own": [each for each in alive if each.is_own],
        "past": [shown(each, person, ties) for each in page],
        "page": page,
        "offered": [
            {"kind": kind.code, "target": target, "what": kind.describe(target)}
            for kind, target in kinds.offered_to(person)
        ],
    }


def _label(target: str) -> str:
    approval = approvals.of(UUID(target))
    kind = approvals.known_kind(approval) if approval else None
    return str(kind.label) if kind else "–"


def _tied(target: str) -> str:
    found = approvals.of(UUID(target))
    return _(
        "%(second)s agreed to what %(asked)s asked for (%(what)s). One of them let the other in lately, and nobody"
        " else could decide. Ask what it was."
    ) % {"second": found and found.decided_by, "asked": found and found.asked_by, "what": _label(target)}


def _decided(target: str) -> str:
    approval = approvals.of(UUID(target))
    what = {"what": _label(target), "why": approval.get_note_display() if approval else ""}
    if approval is None or approval.decision != Decision.NO:
        return _("A second person agreed to what you asked for: %(what)s") % what
    if approval.note:
        return _("What you asked for was refused: %(what)s (%(why)s)") % what
    return _("What you asked for was refused: %(what)s") % what


def _address(target: str) -> str:
    return reverse("accounts:approval", args=[target])


NOTICES = (
    kinds.NoticeKind(
        code=approvals.ASKED,
        words=lambda target: _("A second person is needed: %(what)s") % {"what": _label(target)},
        where=_address,
    ),
    kinds.NoticeKind(code=approvals.DECIDED, words=_decided, where=_address),
    # Whoever is told may have no right to see the request itself.
    kinds.NoticeKind(
        code=approvals.TIED, words=_tied, where=lambda _target: reverse("accounts:approvals"), is_alarm=True
    ),
)


@dataclass(frozen=True)
class ShownNotice:
    """One notice in words."""

    id: UUID
    at: dt.datetime
    words: str
    address: str


def waiting_for(person: User) -> list[ShownNotice]:
    """Return somebody's notices in words, the newest first. It reads the database only where there are any."""
    if not person.notices_waiting:
        return []
    found = Notice.objects.filter(person=person, read_at=None).order_by("-at")[:MOST_NOTICES]
    return [_noticed(notice) for notice in found]


def _noticed(notice: Notice) -> ShownNotice:
    kind = kinds.notice_kind_of(notice.kind)
    words = kind.words(notice.target) if kind else notice.kind
    return ShownNotice(notice.pk, notice.at, words, kind.where(notice.target) if kind else "")
