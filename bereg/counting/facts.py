"""Facts: what remains of a month for counting. No text, no date, no id; small numbers alone, sorted by their values."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, Min, QuerySet

from bereg.centres import queries as centres
from bereg.centres.models import Centre
from bereg.centres.scope import beyond
from bereg.centres.universes import Universe
from bereg.core.snapshot import snapshot
from bereg.counting import coding, cubes, figures, store
from bereg.counting.codes import TOPIC, Codes
from bereg.counting.engines.counting import count as count_facts
from bereg.counting.faults import FiguresFault
from bereg.counting.models import Month
from bereg.counting.months import Period, following, name, starts_at
from bereg.counting.store import Place
from bereg.counting.universes import universes

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


@dataclass(frozen=True)
class Share:
    """What one centre adds to a month: the records of each universe."""

    centre: Centre
    records: Mapping[str, QuerySet[Any]]


def shares(month: date, last_closed: date | None, of_centres: Iterable[Centre] | None = None) -> list[Share]:
    """Return what each centre adds to an open month; the first open month also takes what came late."""
    takes_late = last_closed is not None and month == following(last_closed)
    found = []
    for centre in centres.all_centres() if of_centres is None else of_centres:
        ends = starts_at(following(month), centre.time_zone)
        begins: datetime | None = None if takes_late else starts_at(month, centre.time_zone)
        records = {
            name: universe.uncounted(centre=centre, begins=begins, ends=ends) for name, universe in universes().items()
        }
        found.append(Share(centre, records))
    return found


def counted_shares(month: date) -> list[Share]:
    """Return what each centre added to a closed month."""
    return [
        Share(centre, {name: universe.counted_in(centre=centre, month=month) for name, universe in universes().items()})
        for centre in centres.all_centres()
    ]


def last_closed_month() -> date | None:
    """Return the latest closed month; all before it are closed too."""
    last: date | None = Month.objects.filter(closed_at__isnull=False).aggregate(last=Max("first_day"))["last"]
    return last


def first_closed_month() -> date | None:
    """Return the earliest closed month: before it nobody was counted."""
    first: date | None = Month.objects.filter(closed_at__isnull=False).aggregate(first=Min("first_day"))["first"]
    return first


@beyond("figures")
def bring_up_to_date(period: Period) -> None:
    """Write the facts and cubes of the months whose source has changed; closed months stay as they are."""
    last_closed, of_centres, wanted = last_closed_month(), list(centres.all_centres()), definition()
    standing = Month.objects.in_bulk(list(period))
    for month in period:
        known = standing.get(month)
        if known and known.closed_at:
            _keep_cubes(month, wanted)
        elif last_closed is None or month > last_closed:
            _bring_up_to_date(month, known, shares(month, last_closed, of_centres), wanted)
    if definition() != wanted:  # a month has brought new topics, which the cubes of those before it do not know
        bring_up_to_date(period)


def _bring_up_to_date(month: date, known: Month | None, parts: list[Share], wanted: Cubes) -> None:
    if known is None and not any(_holds_something(part) for part in parts):
        return
    # Twice: whoever was quicker may have read before we were asked. Whoever is quicker once more read after it.
    for _time in range(2):
        found = known or Month.objects.get_or_create(first_day=month)[0]
        if found.closed_at or _is_up_to_date(found, parts, wanted) or _make(found):
            return
        known = None


def _is_up_to_date(known: Month, parts: list[Share], wanted: Cubes) -> bool:
    month = known.first_day
    if known.fingerprint != _fingerprint(parts):
        return False
    return _stand(month, universes()) and store.stands(store.cubes_path(month, cubes.digest(wanted)))


def _make(known: Month) -> bool:
    """Make the facts of an open month. False: somebody else put theirs meanwhile.

    Reading and counting take long and hold nothing; what decides is one UPDATE, and the files are put while it holds
    the row. So what somebody wrote who was quicker, or who closed the month, is not overwritten.
    """
    month = known.first_day
    mark, tables = _read(lambda: shares(month, last_closed_month()))
    with _beside(month, tables) as fresh, transaction.atomic():
        as_known = Month.objects.filter(pk=month, closed_at=None, fingerprint=known.fingerprint)
        if not as_known.update(fingerprint=mark):
            return False
        _put(fresh)
    return True


def _holds_something(part: Share) -> bool:
    return any(records.exists() for records in part.records.values())


def _stand(month: date, names: Iterable[str]) -> bool:
    return all(store.stands(store.facts_path(universe, month)) for universe in names)


def _fingerprint(parts: list[Share]) -> str:
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


def write_closed(month: date) -> None:
    """Write the facts and the cubes of a month that is being closed, in the transaction that closes it."""
    _mark, tables = _read(lambda: counted_shares(month))
    with _beside(month, tables) as fresh:
        _put(fresh)


def _read(parts_of: Callable[[], list[Share]]) -> tuple[str, Tables]:
    """Read the facts, and the fingerprint of that very state.

    Nobody gives numbers while reading: codes that have none yet get theirs afterwards, and all is read once more.
    """
    codes = Codes()
    while True:
        with snapshot():
            parts = parts_of()
            mark = _fingerprint(parts)
            tables = {name: _table(universe, parts, codes) for name, universe in universes().items()}
        if not codes.give():
            return mark, tables


def _table(universe: Universe, parts: list[Share], codes: Codes) -> "pa.Table":
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


def _put(fresh: Mapping[Place, Place]) -> None:
    """Put the files of a month in their places, the cubes last, and drop cubes of an older definition."""
    for place, file in fresh.items():
        store.move(file, place)
    *_facts, of_cubes = fresh
    store.drop_others(of_cubes)


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
