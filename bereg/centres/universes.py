"""Universes: kinds of records that the figures count, each declared by the room that stores it.

A room says `UNIVERSE = Universe(...)` in its module `universe.py`, where it is found by that name, or several as
`UNIVERSES`. The record has a way to its centre, a moment or a day, and `counted_in`: the first day of the closed month
that includes it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Aggregate, Count, DateTimeField, F, Max, Min, Model, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import TruncDate
from django_stubs_ext import StrOrPromise

from bereg.centres.models import Centre
from bereg.centres.queries import all_centres
from bereg.centres.scope import beyond
from bereg.core.concerns import said

Choices = Sequence[tuple[str, StrOrPromise]]
Worded = Callable[[int], str]  # the form that a number takes, with a place for it


@dataclass(frozen=True)
class Fact:
    """What the figures may know of one record: no text, no moment, no id of a person.

    codes: one a column of its universe, "" where there is none. group: citizens, foreigners or "". Answers and topics
    count by the questionnaire under which they were given.
    """

    codes: tuple[str, ...]
    group: str = ""
    questionnaire_id: UUID | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    topics: str = ""


@dataclass(frozen=True)
class Words:
    """How many records there are, in whole sentences and phrases."""

    total: Worded  # %(counter)s
    share: Worded  # what a share is a share of: %(base)s
    commonest: Worded  # the most frequent code of a column: %(label)s, %(percent)s, %(base)s


@dataclass(frozen=True)
class Universe:
    """What is counted. Its name and columns stand in files of closed months, so they never change."""

    name: str
    model: type[Model]
    at: str  # the field of the moment or the day that decides to which month a record belongs
    # Column to the codes that there are; without any, a code is numbered when it first comes.
    columns: Mapping[str, Choices]
    facts: Callable[[QuerySet[Any], Centre], Iterator[Fact]]
    words: Words
    grouped: bool = False  # whether its facts know citizens from foreigners
    questionnaire: str = ""  # the field that names the questionnaire, whose answers and topics are counted too
    titles: Mapping[str, StrOrPromise] = field(default_factory=dict)  # of the tables that no question stands behind
    # What tells one state of records from another, besides how many they are.
    state: Mapping[str, Aggregate] = field(default_factory=lambda: {"newest": Max("changed_at")})
    # From the records to all that their facts are made of, where others have a say too.
    made_of: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda records: records
    keeps: Mapping[str, F] = field(default_factory=dict)  # columns in which a record keeps what it was counted as
    cuts_moment: bool = False  # whether a record that was counted keeps no more of its moment than the month
    counts: Q = field(default_factory=Q)  # which records count; what a closed month includes stays

    def uncounted(self, *, centre: Centre, begins: date | None, ends: date) -> QuerySet[Any]:
        """Records of a centre that no closed month includes, of [begins, ends); begins None: since ever."""
        found = self._of(centre).filter(
            self.counts, counted_in=None, **{f"{self.at}__lt": self._start_of(ends, centre)}
        )
        return found.filter(**{f"{self.at}__gte": self._start_of(begins, centre)}) if begins else found

    def by_day(self, *, centre: Centre, begins: date, ends: date, answer: str) -> Iterator[tuple[date, str, int]]:
        """Yield how many records of each day of [begins, ends) have which answer to a question, by the centre's clock.

        Of the records that count, in a closed month or not; of those alone whose answers are still kept.
        """
        start, end = self._start_of(begins, centre), self._start_of(ends, centre)
        found = self._of(centre).filter(self.counts, **{f"{self.at}__gte": start, f"{self.at}__lt": end})
        day = TruncDate(self.at, tzinfo=ZoneInfo(centre.time_zone))
        found = found.annotate(day=day, answer=KeyTextTransform(answer, "answers")).exclude(answer=None)
        yield from found.order_by().values_list("day", "answer").annotate(count=Count("pk"))

    def hold(self, records: QuerySet[Any]) -> None:
        """Let nobody else change these records until the transaction ends. On SQLite one writes at a time."""
        if connection.features.has_select_for_update:
            # Always in the same order, so that nobody who does the same is met half-way.
            held = records.order_by("pk").only("pk").select_for_update(of=("self",), no_key=True)
            for _record in held.iterator():
                pass

    def mark(self, records: QuerySet[Any], month: date) -> int:
        """Note that a closed month includes these records, and return how many they are.

        Nothing that a person sees changes, so no version does. Part of closing a month, which is audited as one act.
        """
        # Noon of the first day by UTC lies in the month by every clock.
        cut = {self.at: datetime.combine(month, time(12), tzinfo=UTC)} if self.cuts_moment else {}
        return records.order_by().update(counted_in=month, **self.keeps, **cut)

    def fingerprint(self, records: QuerySet[Any]) -> tuple[object, ...]:
        """Tell one state of these records from another without reading them."""
        state = self.made_of(records.order_by()).aggregate(count=Count("*"), **self.state)
        return tuple(state.values())

    def first_uncounted(self) -> date | None:
        """Return the day of the earliest record that no closed month includes."""
        return min(self._ends(self.at, self.counts, counted_in=None), default=None)

    def span(self) -> list[date]:
        """Return the days of the first record of each centre, and of the last."""
        # Apart, as an index gives one end at a time.
        return [*self._ends(self.at), *self._ends(f"-{self.at}")]

    @beyond("figures")
    def open_months(self, begins: date | None) -> set[date]:
        """Return the first day of each month from a day on with any record that no closed month includes.

        By the clocks of the centres.
        """
        return {month for centre in all_centres() for month in self._months_of(centre, begins)}

    def _months_of(self, centre: Centre, since: date | None) -> Iterator[date]:
        """Yield the months of a centre, each by one look into the index: it leads on to the first record after them."""
        records = self._of(centre).filter(counted_in=None)
        while True:
            later = records.filter(**{f"{self.at}__gte": self._start_of(since, centre)}) if since else records
            found = later.aggregate(first=Min(self.at))["first"]
            if found is None:
                return
            month = self._day_of(found, centre).replace(day=1)
            yield month
            since = (month + timedelta(days=32)).replace(day=1)

    @beyond("figures")
    def _ends(self, order: str, *counts: Q, **which: Any) -> list[date]:
        # By centre, as the index goes: it then reads one entry of each. In order, as SQLite takes the least of a join
        # by reading all of it; and without those that have no moment yet, which the index has first.
        having = {f"{self.at}__isnull": False, **which}
        of_each = (
            (each, self._of(each).filter(*counts, **having).order_by(order).values_list(self.at, flat=True).first())
            for each in all_centres()
        )
        return [self._day_of(at, centre) for centre, at in of_each if at]

    @property
    def _has_moments(self) -> bool:
        return isinstance(self.model._meta.get_field(self.at), DateTimeField)

    def _start_of(self, day: date, centre: Centre) -> date:
        """Return a day as the records have it: the moment at which it begins at the centre, or the day itself."""
        return datetime.combine(day, time.min, tzinfo=ZoneInfo(centre.time_zone)) if self._has_moments else day

    def _day_of(self, at: date, centre: Centre) -> date:
        return at.astimezone(ZoneInfo(centre.time_zone)).date() if isinstance(at, datetime) else at

    def _of(self, centre: Centre) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model._default_manager.of_centres([centre])  # type: ignore[attr-defined]
        return found


@cache
def universes() -> dict[str, Universe]:
    """Return each universe by its name. Rooms do not come and go while the program runs."""
    several = (each for room in said("universe", "UNIVERSES") for each in room)
    return {each.name: each for each in (*said("universe", "UNIVERSE"), *several)}
