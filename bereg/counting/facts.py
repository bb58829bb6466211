"""Facts: what remains of a month for counting. No text, no date, no id; small numbers alone, sorted by their values."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, Min, QuerySet

from bereg.centres import queries as centres
from bereg.centres.models import Centre
from bereg.centres.scope import beyond
from bereg.centres.universes import Universe, universes
from bereg.core.snapshot import snapshot
from bereg.counting import coding, cubes, figures, store
from bereg.counting.codes import TOPIC, Codes
from bereg.counting.engines.counting import count as count_facts
from bereg.counting.faults import FiguresFault
from bereg.counting.late_records import counted_in, takes_late
from bereg.counting.models import Month
from bereg.counting.months import Period, following, name
from bereg.counting.store import Place

if TYPE_CHECKING:
    import pyarrow as pa  # slow to load, and most commands count nothing

FORMAT = "3"

Cubes = tuple[cubes.Cube, ...]
Tables = dict[str, "pa.Table"]


class FactsMissingError(FiguresFault):
    """The facts of a closed month are gone, and nothing can make them again."""

    def __init__(self, month: date) -> None:
        super().__init__(f"The facts of {name(month)} are missing: restore {store.shown()} from a backup.")
        self.month = month


class CountedOtherwiseError(Exception):
    """What facts were made of changed before they were put in their place."""


@dataclass(frozen=True)
class CentreRecords:
    """What one centre adds to a month: the records of each universe."""

    centre: Centre
    records: Mapping[str, QuerySet[Any]]


@dataclass(frozen=True)
class MonthsFacts:
    """The facts and the cubes of a month as they were at one moment, written beside their places."""

    month: date
    fingerprint: str  # of that moment
    numbers: Mapping[str, int]  # how many records of each universe
    files: Mapping[Place, Place]  # which file belongs in which place, the cubes last

    def digest(self) -> str:
        """Return what the facts will be known by."""
        *of_facts, _cubes = self.files.values()
        return store.digest_of(of_facts)

    def put(self) -> None:
        """Put the files in their places, and drop cubes of an older definition."""
        for place, file in self.files.items():
            store.move(file, place)
        *_facts, of_cubes = self.files
        store.drop_others(of_cubes)


def shares(month: date, last_closed: date | None, of_centres: Iterable[Centre] | None = None) -> list[CentreRecords]:
    """Return what each centre adds to an open month; the first open month also takes what came late."""
    found = []
    for centre in centres.all_centres() if of_centres is None else of_centres:
        begins = None if takes_late(month, last_closed) else month
        records = {
            name: universe.uncounted(centre=centre, begins=begins, ends=following(month))
            for name, universe in universes().items()
        }
        found.append(CentreRecords(centre, records))
    return found


def last_closed_month() -> date | None:
    """Return the latest closed month; all before it are closed too."""
    last: date | None = Month.objects.filter(closed_at__isnull=False).aggregate(last=Max("first_day"))["last"]
    return last


def first_closed_month() -> date | None:
    """Return the earliest closed month: before it nobody was counted."""
    first: date | None = Month.objects.filter(closed_at__isnull=False).aggregate(first=Min("first_day"))["first"]
    return first


def months_that_exist() -> list[date]:
    """Return the closed months, and the open ones in which anything was recorded or for which something came late."""
    closed = set(Month.objects.filter(closed_at__isnull=False).values_list("first_day", flat=True))
    first_open = counted_in(max(closed, default=None))
    found = closed.union(*(universe.open_months(first_open) for universe in universes().values()))
    if first_open and any(
        late < first_open for universe in universes().values() if (late := universe.first_uncounted())
    ):
        found.add(first_open)
    return sorted(found)


@beyond("figures")
def bring_up_to_date(period: Period) -> Cubes:
    """Write the facts and cubes of the months whose source has changed; closed months stay as they are.

    Return the cubes that they have now.
    """
    last_closed, of_centres, wanted = last_closed_month(), list(centres.all_centres()), definition()
    standing = Month.objects.in_bulk(list(period))
    unknown = set(period) - standing.keys()
    nothing = unknown.difference(months_that_exist()) if unknown else unknown
    for month in period:
        known = standing.get(month)
        if month in nothing:
            continue
        if known and known.closed_at:
            _keep_cubes(month, wanted)
        elif last_closed is None or month > last_closed:
            _bring_up_to_date(month, known, shares(month, last_closed, of_centres), wanted)
    if definition() != wanted:  # a month has brought new topics, which the cubes of those before it do not know
        return bring_up_to_date(period)
    return wanted


def _bring_up_to_date(month: date, known: Month | None, parts: list[CentreRecords], wanted: Cubes) -> None:
    if known is None and not any(_holds_something(part) for part in parts):
        return
    # Twice: whoever was quicker may have read before we were asked. Whoever is quicker once more read after it.
    for _time in range(2):
        found = known or Month.objects.get_or_create(first_day=month)[0]
        if found.closed_at or _is_up_to_date(found, parts, wanted) or _make(found):
            return
        known = None


def _is_up_to_date(known: Month, parts: list[CentreRecords], wanted: Cubes) -> bool:
    month = known.first_day
    if not known.fingerprint or known.fingerprint != _fingerprint(parts):  # never counted: nothing to compare
        return False
    return _stand(month, universes()) and store.stands(store.cubes_path(month, cubes.digest(wanted)))


def _make(known: Month) -> bool:
    """Make the facts of an open month. False: somebody else put theirs meanwhile.

    Reading and counting take long and hold nothing; what decides is one UPDATE, and the files are put while it holds
    the row. So what somebody wrote who was quicker, or who closed the month, is not overwritten.
    """
    with made_beside(known.first_day) as fresh, transaction.atomic():
        as_known = Month.objects.filter(pk=known.pk, closed_at=None, fingerprint=known.fingerprint)
        if not as_known.update(fingerprint=fresh.fingerprint):
            return False
        fresh.put()
    return True


def _holds_something(part: CentreRecords) -> bool:
    return any(records.exists() for records in part.records.values())


def _stand(month: date, names: Iterable[str]) -> bool:
    return all(store.stands(store.facts_path(universe, month)) for universe in names)


def _fingerprint(parts: list[CentreRecords]) -> str:
    state = [
        (
            part.centre.code,
            part.centre.country,
            part.centre.time_zone,
            *(universe.fingerprint(part.records[name]) for name, universe in universes().items()),
        )
        for part in parts
    ]
    return hashlib.sha256(repr((FORMAT, state)).encode()).hexdigest()


@contextmanager
def made_beside(month: date) -> Iterator[MonthsFacts]:
    """Make the facts and the cubes of an open month, which takes long and holds nothing; drop what nobody put."""
    fingerprint, tables = _read(month)
    with _beside(month, tables) as files:
        yield MonthsFacts(month, fingerprint, {universe: table.num_rows for universe, table in tables.items()}, files)


def mark(parts: list[CentreRecords], made: MonthsFacts) -> None:
    """Note that a month which is being closed includes these records, in the transaction that closes it.

    Raise CountedOtherwiseError where they are not exactly those of which its facts were made, as they were then.
    """
    # Held first, so that none changes between the look and the mark. Nothing holds back one that is new: it is looked
    # at, or it is one too many.
    for universe in universes().values():
        for part in parts:
            universe.hold(part.records[universe.name])
    if _fingerprint(parts) != made.fingerprint:
        raise CountedOtherwiseError
    for universe in universes().values():
        marked = sum(universe.mark(part.records[universe.name], made.month) for part in parts)
        if marked != made.numbers[universe.name]:
            raise CountedOtherwiseError


def _read(month: date) -> tuple[str, Tables]:
    """Read the facts, and the fingerprint of that very state.

    Nobody gives numbers while reading: codes that have none yet get theirs afterwards, and all is read once more.
    """
    codes = Codes()
    while True:
        with snapshot():
            parts = shares(month, last_closed_month())
            fingerprint = _fingerprint(parts)
            tables = {name: _table(universe, parts, codes) for name, universe in universes().items()}
        if not codes.give():
            return fingerprint, tables


def _table(universe: Universe, parts: list[CentreRecords], codes: Codes) -> "pa.Table":
    return coding.table(universe, [(part.centre, part.records[universe.name]) for part in parts], codes)


@contextmanager
def _beside(month: date, tables: Tables) -> Iterator[dict[Place, Place]]:
    """Write the facts and the cubes of a month beside their places; yield which file belongs in which place."""
    wanted, fresh = definition(), {}
    with ExitStack() as stack:

        def add(table: "pa.Table", place: Place) -> Place:
            fresh[place] = stack.enter_context(store.beside(store.content_of(table), place))
            return fresh[place]

        files = {
            universe: [add(store.to_count_quickly(table), store.facts_path(universe, month))]
            for universe, table in tables.items()
        }
        add(count_facts(files, wanted), store.cubes_path(month, cubes.digest(wanted)))
        yield fresh


def _keep_cubes(month: date, wanted: Cubes) -> None:
    if not store.stands(store.cubes_path(month, cubes.digest(wanted))):
        count(month)


def count(month: date) -> None:
    """Count the facts of a month into its cubes, and drop cubes of an older definition."""
    found, wanted = files([month]), definition()
    if not found:
        raise FactsMissingError(month)
    path = store.cubes_path(month, cubes.digest(wanted))
    store.write(count_facts(found, wanted), path)
    store.drop_others(path)


def files(months: Iterable[date]) -> dict[str, list[Place]]:
    """Return the files of the facts of some months that have all of theirs, by universe."""
    months = list(months)
    known, found = Month.objects.in_bulk(months), dict[str, list[Place]]()
    for month in months:
        names = universes_of(known.get(month))
        if _stand(month, names):
            for name in names:
                found.setdefault(name, []).append(store.facts_path(name, month))
    return found


def universes_of(month: Month | None) -> list[str]:
    """Return what a month counts: a closed one only what was counted when it was closed."""
    return month.universes.split() if month and month.closed_at else list(universes())


def counted(months: Iterable[date], wanted: Cubes) -> Mapping[str, figures.Cells]:
    """Count cubes of some months that are stored nowhere."""
    found = files(months)
    return figures.cells_in(count_facts(found, wanted)) if any(found.values()) else {}


def definition() -> Cubes:
    """Return the cubes wanted now."""
    numbers = Codes().numbers(TOPIC)
    return cubes.wanted(len(numbers), cubes.published_groups(numbers))
