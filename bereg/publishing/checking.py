"""Whether what is counted of closed months still adds up, before anything is made of it.

The facts of a month are held against what they were known by when it was closed, its stored cubes against the facts
counted anew, the cubes of a month against each other, and the months against the period. Nothing is repaired here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bereg.counting import cubes, facts, figures, months, store
from bereg.counting.cubes import TOPIC_WORD, Cube
from bereg.counting.engines.counting import count as count_facts
from bereg.counting.facts import Cubes
from bereg.counting.figures import Cells
from bereg.counting.models import Month
from bereg.counting.months import Period
from bereg.counting.store import Place
from bereg.publishing.refusals import Reason, RefusedError

Counts = Mapping[str, Cells]  # the name of a cube to its cells
Places = Mapping[tuple[int, int], int]  # centre and group to a number of records


def check(periods: Iterable[Period]) -> dict[date, str]:
    """Check all closed months of some periods. Raise RefusedError.

    Return the digests of those that were closed before digests were kept, to be kept from now on.
    """
    wanted, counted, news = facts.definition(), {}, {}
    every = list(periods)
    for month in _closed_months(every):
        digest = _facts_as_closed(month)
        counted[month] = _cubes_as_counted(month, wanted)
        if not month.digest:
            news[month.first_day] = digest
    by_day = {month.first_day: cells for month, cells in counted.items()}
    for period in every:
        _months_add_up(period, [by_day[day] for day in period if day in by_day], wanted)
    return news


def remember(digests: Mapping[date, str]) -> None:
    """Keep what the facts of closed months are known by, where it is not known yet."""
    for day, digest in digests.items():
        Month.objects.filter(pk=day, digest="").update(digest=digest)


def recount(period: Period) -> None:
    """Count the facts of closed months anew, and check them. Raise RefusedError where the facts are at fault."""
    for month in _closed_months([period]):
        _facts_as_closed(month)
        _counted(month, facts.definition())  # before anything is replaced
        facts.count(month.first_day)
    check([period])


def _closed_months(periods: Iterable[Period]) -> list[Month]:
    """Return the closed months, in order. Between the first and the last one none can be missing."""
    standing = {month.first_day: month for month in Month.objects.exclude(closed_at=None)}
    days = sorted({day for period in periods for day in period})
    inside = [day for day in days if standing and min(standing) <= day <= max(standing)]
    for day in inside:
        if day not in standing:
            raise RefusedError(Reason.FACTS_MISSING, month=months.name(day))
    return [standing[day] for day in inside]


def _facts_as_closed(month: Month) -> str:
    try:
        digest = store.facts_digest(month.first_day, facts.universes_of(month))
    except FileNotFoundError as problem:
        raise RefusedError(Reason.FACTS_MISSING, month=str(month)) from problem
    if month.digest not in {"", digest}:
        raise RefusedError(Reason.FACTS_CHANGED, month=str(month))
    return digest


def _cubes_as_counted(month: Month, wanted: Cubes) -> Counts:
    """Return the cells of a month, which are the same stored as counted anew."""
    counted = _counted(month, wanted)
    path = store.cubes_path(month.first_day, cubes.digest(wanted))
    if store.stands(path):  # else they are counted before they are used
        stored = _stored(month, path)
        for cube in sorted(stored.keys() | counted.keys()):
            if stored.get(cube, {}) != counted.get(cube, {}):
                raise RefusedError(Reason.CUBES, month=str(month), cube=cube)
    return counted


def _counted(month: Month, wanted: Cubes) -> Counts:
    import duckdb
    import pyarrow as pa

    try:
        counted = figures.cells_in(count_facts(facts.files([month.first_day]), wanted))
    except (duckdb.Error, pa.ArrowException, OSError) as problem:
        raise RefusedError(Reason.FACTS_CHANGED, month=str(month)) from problem
    for cube in apart(counted, wanted):
        raise RefusedError(Reason.FACTS_APART, month=str(month), cube=cube)
    return counted


def _stored(month: Month, path: Place) -> Counts:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with store.at_hand([path]) as near:
            return figures.cells_in(pq.read_table(near[path]))
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as problem:
        raise RefusedError(Reason.CUBES, month=str(month), cube=path.name) from problem


def apart(counted: Counts, wanted: Cubes) -> Iterator[str]:
    """Yield the names of the cubes that contradict others: each record stands once in every cube of its universe.

    A class of topics holds at least as many as each topic in it, and at most as many as all of them together.
    """
    for cube in wanted:
        is_whole = _totals(counted, cube) == _totals(counted, Cube(cube.universe))
        if not is_whole or (cube.topic_groups and not _classes_fit(counted, cube)):
            yield cube.name


def _totals(counted: Counts, cube: Cube) -> Places:
    found: Counter[tuple[int, int]] = Counter()
    for (centre, group, _value), n in counted.get(cube.name, {}).items():
        found[centre, group] += n
    return found


def _classes_fit(counted: Counts, cube: Cube) -> bool:
    classes = _by_bit(counted, cube)
    topics: dict[int, Places] = {}
    for word in range(max(cube.topic_groups).bit_length() // TOPIC_WORD + 1):
        of_word = _by_bit(counted, Cube(cube.universe, topic_word=word))
        topics |= {word * TOPIC_WORD + bit: places for bit, places in of_word.items()}
    for bit, mask in enumerate(cube.topic_groups):
        within = [topics.get(each, {}) for each in range(mask.bit_length()) if mask >> each & 1]
        found = classes.get(bit, {})
        for place in set(found).union(*within):
            counts = [each.get(place, 0) for each in within]
            if not max(counts, default=0) <= found.get(place, 0) <= sum(counts):
                return False
    return True


def _by_bit(counted: Counts, cube: Cube) -> dict[int, Places]:
    """Return for each bit of a cube's values how many records have it, by place."""
    found: defaultdict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
    for (centre, group, value), n in counted.get(cube.name, {}).items():
        for bit in range(value.bit_length()):
            if value >> bit & 1:
                found[bit][centre, group] += n
    return dict(found)


def _months_add_up(period: Period, of_months: list[Counts], wanted: Cubes) -> None:
    facts.bring_up_to_date(period)
    whole = figures.read(period, cubes.digest(wanted)).cells
    for cube in wanted:
        summed: Counter[tuple[int, int, int]] = Counter()
        for cells in of_months:
            summed.update(cells.get(cube.name, {}))
        if summed != Counter(whole.get(cube.name, {})):
            raise RefusedError(Reason.MONTHS, period=str(period), cube=cube.name)
