"""Lists of enquiries. A page looks at so many rows at most, however many there are: an index gives each its order."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Concat

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope, roles_with
from bereg.centres.models import Centre, Membership
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.enquiries.outcomes import Urgency
from bereg.enquiries.queries import enquiries_for

# Of one centre, for one page, where no index knows what is looked for: topics, answers, ways in. A rare one is sought
# step by step, each about as quick as a usual page, and others are served between two of them.
LOOKED_AT = 2000
ROW = ("id", "number", "centre_id", "opened_at", "consent", "topics", "urgency", "closed_at", "assignee_id")
_NO_ID = UUID(int=0)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
_WRITTEN = re.compile(r"(-?\d{1,17})(?:-([0-9a-f]{32}))?", re.ASCII)
List = QuerySet[Enquiry]


@dataclass(frozen=True)
class Filter:
    """What a list of enquiries is narrowed to; what is empty narrows nothing. Days are those of each centre."""

    centre: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    channel: str = ""
    question: str = ""
    answer: str = ""
    topic: str = ""
    assignee: UUID | None = None
    is_open: bool = False
    is_mine: bool = False


@dataclass(frozen=True)
class EnquiryRow:
    """One enquiry in a list: no text, no answers."""

    id: UUID
    number: str
    centre_id: UUID
    opened_at: dt.datetime
    consent: str
    topics: str
    urgency: str
    closed_at: dt.datetime | None
    assignee_id: UUID | None


@dataclass(frozen=True)
class Position:
    """Where a page of a list begins: behind one enquiry, or, without an id, with what was opened before a moment."""

    opened_at: dt.datetime
    id: UUID | None = None

    def __str__(self) -> str:
        moment = str((self.opened_at - _EPOCH) // dt.timedelta(microseconds=1))
        return f"{moment}-{self.id.hex}" if self.id else moment

    @classmethod
    def read(cls, written: str) -> Self | None:
        """Return the position that an address names; None where that is none."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            return None
        try:
            opened_at = _EPOCH + dt.timedelta(microseconds=int(found[1]))
        except OverflowError:
            return None
        return cls(opened_at, UUID(found[2]) if found[2] else None) if opened_at >= _EARLIEST else None

    def behind(self) -> Q:
        """Match what comes behind it. The first part gives the index its range."""
        if self.id is None:
            return Q(opened_at__lt=self.opened_at)
        earlier = Q(opened_at__lt=self.opened_at) | Q(opened_at=self.opened_at, pk__gt=self.id)
        return Q(opened_at__lte=self.opened_at) & earlier

    def up_to(self) -> Q:
        """Match what comes before it, and the one that it names."""
        later = Q(opened_at__gt=self.opened_at) | Q(opened_at=self.opened_at, pk__lte=self.id)
        return Q(opened_at__gte=self.opened_at) & later


@dataclass(frozen=True)
class Page:
    """One page of a list."""

    rows: list[EnquiryRow]
    following: Position | None = None  # where the next page begins
    looked_back_to: dt.datetime | None = None  # what was opened before was not looked at for this page


def find(*, user: User, centres: list[Centre], wanted: Filter, after: Position | None, size: int) -> Page:
    """Return one page of enquiries, the latest first. `centres` are those that the person works at."""
    among = [centre for centre in centres if wanted.centre in {"", centre.code}]
    # One statement a centre: an index holds the order of each, and no statement knows how to merge them.
    lists = [_of_centre(centre, user, wanted, after) for centre in among]
    narrowed, back_to = _narrowing(wanted), None
    if narrowed:
        ends = [_looked_back_to(each) for each in lists]
        back_to = _first(end for end in ends if end)
        reached = back_to.up_to() if back_to else Q()
        lists = [narrowed(each.filter(reached)) for each in lists]
    found = chain.from_iterable(each.values_list(*ROW)[: size + 1] for each in lists)
    return _page(_in_order(EnquiryRow(*each) for each in found), size, back_to)


def _page(rows: list[EnquiryRow], size: int, back_to: Position | None = None) -> Page:
    shown = rows[:size]
    if len(rows) > size:
        return Page(shown, Position(shown[-1].opened_at, shown[-1].id))
    return Page(shown, back_to, back_to.opened_at if back_to else None)


def _first(positions: Iterable[Position]) -> Position | None:
    """Return the position that comes first in a list, the latest."""
    by_id = sorted(positions, key=lambda position: position.id or _NO_ID)
    return max(by_id, key=lambda position: position.opened_at, default=None)


def _in_order(rows: Iterable[EnquiryRow]) -> list[EnquiryRow]:
    by_id = sorted(rows, key=lambda row: row.id)
    return sorted(by_id, key=lambda row: row.opened_at, reverse=True)


def _of_centre(centre: Centre, user: User, wanted: Filter, after: Position | None) -> List:
    """Return what somebody sees of a centre, narrowed by what an index knows, in the order of the list."""
    found = seen_in([centre], user, is_mine=wanted.is_mine).filter(_on_days(wanted, ZoneInfo(centre.time_zone)))
    if wanted.assignee:
        found = found.filter(assignee=wanted.assignee)
    if wanted.is_open:
        found = found.filter(closed_at=None)
    if after:
        found = found.filter(after.behind())
    return found.order_by("-opened_at", "pk")


def _on_days(wanted: Filter, zone: ZoneInfo) -> Q:
    """Match the days wanted: a day begins at the centre's own midnight."""
    days = Q()
    if wanted.first:
        days &= Q(opened_at__gte=dt.datetime.combine(wanted.first, dt.time(), zone))
    if wanted.last:
        days &= Q(opened_at__lt=dt.datetime.combine(wanted.last + dt.timedelta(days=1), dt.time(), zone))
    return days


def _narrowing(wanted: Filter) -> Callable[[List], List] | None:
    """Return what narrows a list by what no index knows; None where nothing is asked for."""
    if not (wanted.channel or wanted.topic or (wanted.question and wanted.answer)):
        return None

    def narrowed(found: List) -> List:
        if wanted.channel:
            links = EnquiryContact.objects.through(enquiry=OuterRef("pk")).filter(contact__channel=wanted.channel)
            found = found.filter(Exists(links))
        if wanted.topic:
            found = found.filter(topics__contains=f" {wanted.topic} ")
        if wanted.question and wanted.answer:
            answer = KeyTextTransform(wanted.question, "answers")
            codes = Concat(Value(" "), answer, Value(" "), output_field=TextField())
            found = found.alias(codes=codes).filter(codes__contains=f" {wanted.answer} ")
        return found

    return narrowed


def _looked_back_to(found: List) -> Position | None:
    """Return the last one that is looked at; None where there are not so many."""
    last = found.values_list("opened_at", "pk")[LOOKED_AT - 1 : LOOKED_AT]
    return next((Position(*each) for each in last), None)


def rows_of(user: User, ids: list[UUID]) -> list[EnquiryRow]:
    """Return the rows of some enquiries, as far as somebody sees them, the latest first."""
    return _in_order(EnquiryRow(*each) for each in enquiries_for(user).filter(pk__in=ids).values_list(*ROW))


def open_first(*, user: User, centres: list[Centre], limit: int) -> list[EnquiryRow]:
    """Return the enquiries not closed that somebody sees: danger first, then soon, then the latest."""
    rank = Case(When(urgency=Urgency.DANGER, then=0), When(urgency=Urgency.SOON, then=1), default=2)
    waiting = seen_in(centres, user).filter(closed_at=None).order_by(rank, "-opened_at", "pk")
    # The order is found in an index alone, and then the few rows are read.
    first = list(waiting.values_list("pk", flat=True)[:limit])
    rows = seen_in(centres, user).filter(pk__in=first).values_list(*ROW)
    found = {row.id: row for row in (EnquiryRow(*each) for each in rows)}
    return [found[pk] for pk in first if pk in found]


def assignees_to_find(user: User, centres: list[Centre]) -> list[User]:
    """Return by whom somebody who gives enquiries to anybody may narrow a list: one query; of nobody else's business.

    Who works at their centres, and whoever else enquiries there are open with: closed accounts, and who moved on.
    """
    if user.scope(Permission.ENQUIRY_ASSIGN) != Scope.CENTRE:
        return []
    # Not one look for each account: one at the open ones, which an index holds.
    theirs = Enquiry.objects.of_centres(centres).filter(closed_at=None).exclude(assignee=None)
    at_work = Membership.objects.filter(centre__in=centres)
    roles = roles_with(Permission.ENQUIRY_CORRECT)
    working = Q(pk__in=at_work.values("user"), closed_at=None, role__in=roles)
    return list(User.objects.filter(working | Q(pk__in=theirs.values("assignee"))).order_by("name"))


def seen_in(centres: list[Centre], user: User, *, is_mine: bool = False) -> List:
    """Return what somebody sees of centres that they work at, without asking for these again."""
    found = Enquiry.objects.of_centres(centres)
    if user.scope(Permission.ENQUIRY_READ) is None:
        return found.none()
    return found if _sees_all_of_centres(user) and not is_mine else found.filter(assignee=user)


def _sees_all_of_centres(user: User) -> bool:
    return user.scope(Permission.ENQUIRY_READ) not in {None, Scope.ASSIGNED}
