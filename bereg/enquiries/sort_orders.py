"""The orders in which a list of enquiries is shown, and where a page of it begins.

An order ends with what no two enquiries share, so that those of one time are neither lost nor shown twice.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Self
from uuid import UUID

from django.db.models import BooleanField, Case, ExpressionWrapper, Q, QuerySet, TextChoices, When
from django.utils.translation import gettext_lazy as _

from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Urgency

RANKS: dict[str, int] = {Urgency.DANGER: 0, Urgency.SOON: 1, Urgency.NORMAL: 2}
ROW = (
    "id",
    "number",
    "centre_id",
    "opened_at",
    "consent",
    "topics",
    "urgency",
    "closed_at",
    "assignee_id",
    "mistake",
    "version",
    "last_contact_at",
    ExpressionWrapper(Q(code_word_index=b""), BooleanField()),
)
_NO_ID = UUID(int=0)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
_WRITTEN = re.compile(r"(-?\d{1,17})(?:-([0-9a-f]{32})(?:-([0-2]))?)?", re.ASCII)
ANY = Q()
List = QuerySet[Enquiry]


class Order(TextChoices):
    """What a list of enquiries is put in order by."""

    LATEST = "latest", _("opened, the latest first")
    OLDEST = "oldest", _("opened, the oldest first")
    CLOSED = "closed", _("closed, the latest first")
    NUMBER = "number", _("number, the highest first")
    URGENT = "urgent", _("not closed, the most urgent first")
    CONTACT = "contact", _("not closed, the latest contact first")
    QUIET = "quiet", _("not closed, longest without a contact first")


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
    mistake: str
    version: int
    last_contact_at: dt.datetime
    is_coarse: bool  # its months alone are left: see Enquiry.is_coarse

    @property
    def rank(self) -> int:
        """Return its place among the urgencies: 0 comes first."""
        return RANKS[self.urgency]


@dataclass(frozen=True)
class Position:
    """Where a page of a list begins: behind one enquiry, or, without an id, with what comes behind a moment."""

    at: dt.datetime  # of what the list is in order by
    id: UUID | None = None
    rank: int | None = None  # of the urgency
    # Never written into an address: looked up by the id.
    number: str = ""
    centre_id: UUID | None = None

    def __str__(self) -> str:
        moment = str((self.at - _EPOCH) // dt.timedelta(microseconds=1))
        rank = "" if self.rank is None else f"-{self.rank}"
        return f"{moment}-{self.id.hex}{rank}" if self.id else moment

    @classmethod
    def read(cls, written: str) -> Self | None:
        """Return the position that an address names; None where that is none."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            return None
        try:
            at = _EPOCH + dt.timedelta(microseconds=int(found[1]))
        except OverflowError:
            return None
        named, rank = UUID(found[2]) if found[2] else None, int(found[3]) if found[3] else None
        return cls(at, named, rank) if at >= _EARLIEST else None


@dataclass(frozen=True)
class Sorting:
    """How an order is asked for: what it lists, by which columns, and which of them make a position."""

    columns: tuple[tuple[str, bool], ...]  # each with whether it descends
    moment: str = "opened_at"
    only: Q = ANY  # what has a place in this order
    # Of what is open there is so little that it is sorted; of everything an index holds the order.
    is_sorted: bool = False
    # Whether the index of the order knows days and what is open too, as that of the opening does.
    knows_days: bool = False
    prepare: Callable[[List], List] = lambda found: found

    @property
    def by_centre(self) -> bool:
        """Tell whether one centre comes after the other: numbers of two are compared by no database alike."""
        return self.columns[0][0] == "number"

    def position_of(self, row: EnquiryRow) -> Position:
        """Return where the page behind a row begins."""
        rank = row.rank if self.columns[0][0] == "rank" else None
        return Position(getattr(row, self.moment), row.id, rank, row.number, row.centre_id)

    def values(self, position: Position) -> tuple[Any, ...]:
        """Return what the columns of a position hold; fewer where it names no enquiry."""
        held = {"number": position.number, "rank": position.rank or 0, self.moment: position.at}
        start = tuple(held[name] for name, _descends in self.columns if name != "pk")
        return start if self.by_centre or position.id is None else (*start, position.id)

    def behind(self, position: Position) -> Q:
        """Match what comes behind a position."""
        return _beyond(self.columns, self.values(position))

    def up_to(self, position: Position) -> Q:
        """Match what comes before a position, and the one that it names."""
        turned = tuple((name, not descends) for name, descends in self.columns)
        return _beyond(turned, self.values(position), with_it=True)

    def ordered(self, found: List) -> List:
        """Put a list in this order."""
        return self.prepare(found.filter(self.only)).order_by(
            *(f"-{name}" if descends else name for name, descends in self.columns)
        )

    def merged(self, rows: Iterable[EnquiryRow]) -> list[EnquiryRow]:
        """Put the rows of several centres in this order; each centre's own are in it already."""
        found = list(rows)
        if not self.by_centre:
            for name, descends in reversed(self.columns):
                found.sort(key=attrgetter("id" if name == "pk" else name), reverse=descends)
        return found

    def first_of(self, positions: Iterable[Position], centres: list[Centre]) -> Position | None:
        """Return the position that comes first in a list."""
        found = list(positions)
        if self.by_centre:
            places: list[UUID | None] = [centre.pk for centre in centres]
            return min(found, key=lambda position: places.index(position.centre_id), default=None)
        found.sort(key=lambda position: position.id or _NO_ID, reverse=self.columns[-1][1])
        found.sort(key=attrgetter("at"), reverse=self.columns[0][1])
        return found[0] if found else None


def _beyond(columns: tuple[tuple[str, bool], ...], values: tuple[Any, ...], *, with_it: bool = False) -> Q:
    """Match what comes behind some values in the order of columns. The first part gives the index its range."""
    names = [name for name, _descends in columns]
    steps = ["lt" if descends else "gt" for _name, descends in columns]
    found, last = Q(), len(values) - 1
    for place, value in enumerate(values):
        step = f"{steps[place]}e" if with_it and place == last else steps[place]
        same = dict(zip(names[:place], values, strict=False))
        found |= Q(**same, **{f"{names[place]}__{step}": value})
    return Q(**{f"{names[0]}__{steps[0]}e": values[0]}) & found


def _ranked(found: List) -> List:
    cases = [When(urgency=urgency, then=rank) for urgency, rank in RANKS.items()]
    return found.alias(rank=Case(*cases, default=2))


_OPEN, _CLOSED = Q(closed_at=None), Q(closed_at__isnull=False)
BY_ORDER: dict[str, Sorting] = {
    Order.LATEST: Sorting((("opened_at", True), ("pk", False)), knows_days=True),
    Order.OLDEST: Sorting((("opened_at", False), ("pk", True)), knows_days=True),
    Order.CLOSED: Sorting((("closed_at", True), ("pk", False)), moment="closed_at", only=_CLOSED),
    Order.NUMBER: Sorting((("number", True),)),
    Order.URGENT: Sorting(
        (("rank", False), ("opened_at", True), ("pk", False)), only=_OPEN, is_sorted=True, prepare=_ranked
    ),
    Order.CONTACT: Sorting(
        (("last_contact_at", True), ("pk", False)), moment="last_contact_at", only=_OPEN, is_sorted=True
    ),
    Order.QUIET: Sorting(
        (("last_contact_at", False), ("pk", True)), moment="last_contact_at", only=_OPEN, is_sorted=True
    ),
}
