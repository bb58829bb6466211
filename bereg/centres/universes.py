"""Universes: kinds of records that the figures count, each declared by the room that stores it.

A room says `UNIVERSE = Universe(...)` in its module `universe.py`, where `bereg.counting` finds it by name. The record
has a way to its centre, a moment, `changed_at`, and `counted_in`: the first day of the closed month that includes it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, Count, Max, Min, Model, QuerySet
from django_stubs_ext import StrOrPromise

from bereg.centres.models import Centre
from bereg.centres.queries import all_centres
from bereg.centres.scope import beyond

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
    at: str  # the field of the moment that decides to which month a record belongs
    # Column to the codes that there are; without any, a code is numbered when it first comes.
    columns: Mapping[str, Choices]
    facts: Callable[[QuerySet[Any], Centre], Iterator[Fact]]
    words: Words
    grouped: bool = False  # whether its facts know citizens from foreigners
    questionnaire: str = ""  # the field that names the questionnaire, whose answers and topics are counted too
    titles: Mapping[str, StrOrPromise] = field(default_factory=dict)  # of the tables that no question stands behind
    state: Mapping[str, Aggregate] = field(default_factory=dict)  # what else tells one state of records from another

    def uncounted(self, *, centre: Centre, begins: datetime | None, ends: datetime) -> QuerySet[Any]:
        """Records of a centre that no closed month includes, of [begins, ends); begins None: since ever."""
        found = self._of(centre).filter(counted_in=None, **{f"{self.at}__lt": ends})
        return found.filter(**{f"{self.at}__gte": begins}) if begins else found

    def counted_in(self, *, centre: Centre, month: date) -> QuerySet[Any]:
        """Records of a centre that a closed month includes."""
        return self._of(centre).filter(counted_in=month)

    def mark(self, records: QuerySet[Any], month: date) -> None:
        """Note that a closed month includes these records. Nothing that a person sees changes, so no version does.

        Part of closing a month, which is audited as one act.
        """
        records.order_by().update(counted_in=month)

    def fingerprint(self, records: QuerySet[Any]) -> tuple[object, ...]:
        """Tell one state of these records from another without reading them."""
        state = records.order_by().aggregate(count=Count("*"), newest=Max("changed_at"), **self.state)
        return tuple(state.values())

    def first_uncounted(self) -> datetime | None:
        """When the earliest record was that no closed month includes."""
        return min(self._ends(Min, counted_in=None), default=None)

    def span(self) -> list[datetime]:
        """Return when the first record of each centre was, and the last."""
        # Apart, as an index gives one end at a time.
        return [*self._ends(Min), *self._ends(Max)]

    @beyond("figures")
    def _ends(self, end: type[Aggregate], **which: Any) -> list[datetime]:
        # By centre, as the index goes: it then reads one entry of each.
        of_each = (self._of(centre).filter(**which).aggregate(end=end(self.at)) for centre in all_centres())
        found = [each["end"] for each in of_each]
        return [at for at in found if at]

    def _of(self, centre: Centre) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model._default_manager.of_centres([centre])  # type: ignore[attr-defined]
        return found
