"""How fast figures are made, as ratios to a bare scan of the same columns in the same run.

The bare scan reads every column that the tables need, of the same files, and adds each up: `sum` of all of them in one
statement a universe. It is not satisfied by what the files say of themselves, as `max` or `count` would be. It and the
tables begin with an engine that knows no file; a new month is counted as the program does it, by one that stands.
polars, pandas and the statistical office's package do the same work on the same files in the same turns.
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks import peers, statistical_office, synthetic
from bereg.counting import cubes, duckdb_query, figures, store
from bereg.counting.cubes import Cube
from bereg.counting.figures import Cells

Files = Mapping[str, Sequence[Path]]
Best = Mapping[str, tuple[float | None, float | None]]  # work to its seconds and its processor seconds
NOTHING = (None, None)
TIMES = 5
TABLES_BOUND, MONTH_BOUND = 2.5, 0.15
SCAN, TABLES, NEW_MONTH = "statistics_scan", "statistics_tables", "statistics_new_month"
POLARS, PANDAS = "statistics_polars", "statistics_pandas"
PROTECTION, OFFICE = "statistics_protection", "of the office"
PACKAGES = {POLARS: "polars", PANDAS: "pandas", OFFICE: "cell_key_perturbation"}
PEERS_UP_TO = 10_000_000  # rows; pandas and the office's package hold them all in memory


@dataclass(frozen=True)
class Timed:
    """Seconds, the best of several times, and what they are compared with; None with the reason if not measured.

    processor_ratio: of the processor seconds of both, which say more where others use the machine.
    """

    name: str
    seconds: float | None
    bound: float | None = None
    processor_ratio: float | None = None
    reach: str = ""
    why_not: str = ""


def wanted_cubes() -> tuple[Cube, ...]:
    """Return the cubes of every table of the catalogue, over the synthetic facts."""
    return cubes.wanted(synthetic.TOPICS, synthetic.TOPIC_GROUPS)


def measure(files: Files, rows: int, folder: Path) -> Iterator[Timed]:
    """Measure over synthetic facts, of so many enquiries and as many contacts. folder: for what is made meanwhile."""
    wanted = wanted_cubes()
    stored = _store(files, wanted, folder)
    missing = {name: why for name, package in PACKAGES.items() if (why := why_not(package, rows))}
    works: dict[str, Callable[[], object]] = {
        SCAN: lambda: scan(files, wanted),
        TABLES: lambda: duckdb_query.count(files, wanted, engine=duckdb_query.opened()),
        NEW_MONTH: lambda: _new_month(files, stored, wanted),
        POLARS: lambda: peers.by_polars(files, wanted),
        PANDAS: lambda: peers.by_pandas(files, wanted),
        PROTECTION: lambda: statistical_office.ours(files),
    }
    if OFFICE not in missing:
        works[OFFICE] = partial(statistical_office.theirs, statistical_office.people(files), statistical_office.table())
    best = _alternate({name: work for name, work in works.items() if name not in missing})
    yield _against(best, SCAN, "")
    yield _against(best, TABLES, SCAN, reach=f"<= {TABLES_BOUND}")
    yield _against(best, NEW_MONTH, SCAN, reach=f"<= {MONTH_BOUND}")
    yield _against(best, POLARS, SCAN, why_not=missing.get(POLARS, ""))
    yield _against(best, PANDAS, SCAN, why_not=missing.get(PANDAS, ""))
    yield _against(best, PROTECTION, OFFICE, why_not=missing.get(OFFICE, ""))


def _against(best: Best, name: str, bound: str, *, reach: str = "", why_not: str = "") -> Timed:
    seconds, busy = best.get(name, NOTHING)
    bound_seconds, bound_busy = best.get(bound, NOTHING)
    ratio = round(busy / bound_busy, 3) if busy and bound_busy else None
    return Timed(name, seconds, bound_seconds, ratio, reach, why_not)


def why_not(package: str, rows: int) -> str:
    """Say why a package is not measured over so many rows; nothing where it is."""
    if not find_spec(package):
        return f"{package} is not installed here; `make test` or requirements/dev.txt brings it"
    if rows > PEERS_UP_TO:
        return f"{package} is measured up to {PEERS_UP_TO:,} rows"
    return ""


def _alternate(works: Mapping[str, Callable[[], object]]) -> Best:
    """Run the works in turn, so that a busy moment of the machine hits all alike; return the least of each."""
    least = dict.fromkeys(works, (math.inf, math.inf))
    for _round in range(TIMES):
        for name, work in works.items():
            begun, busy = time.perf_counter(), time.process_time()
            work()
            found = time.perf_counter() - begun, time.process_time() - busy
            least[name] = (min(least[name][0], found[0]), min(least[name][1], found[1]))
    return dict(least)


def scan(files: Files, wanted: Sequence[Cube]) -> list[object]:
    """Read every column that the cubes need, and do as little as possible with it."""
    found: list[object] = []
    with duckdb_query.opened() as engine:
        for universe, paths in files.items():
            columns = {"topics" if cube.is_of_topics else cube.variable for cube in wanted if cube.universe == universe}
            group = {"group"} if universe == "enquiries" else set()
            sums = ", ".join(f'sum("{name}")' for name in sorted((columns | group | {"centre"}) - {""}))
            found += engine.read_parquet([str(path) for path in paths]).aggregate(sums).fetchall()
    return found


def _store(files: Files, wanted: Sequence[Cube], folder: Path) -> list[Path]:
    """Store the cubes of every month but the last."""
    stored = []
    for at in range(len(files["enquiries"]) - 1):
        path = folder / "cubes" / f"{at}.parquet"
        path.parent.mkdir(exist_ok=True)
        pq.write_table(duckdb_query.count(_month(files, at), wanted), path, compression="zstd")
        stored.append(path)
    return stored


def _month(files: Files, at: int) -> dict[str, list[Path]]:
    return {universe: [paths[at]] for universe, paths in files.items()}


def _new_month(files: Files, stored: Sequence[Path], wanted: Sequence[Cube]) -> Mapping[str, Cells]:
    """Count the last month, store it, and sum it with the stored cubes of all others."""
    month = _month(files, -1)
    for path in chain(*month.values()):
        path.touch()  # a month is counted when its facts were just written, so nothing is known of these files
    fresh = stored[0].with_name("new.parquet")
    store.write(duckdb_query.count(month, wanted), fresh)
    return figures.summed([*stored, fresh])
