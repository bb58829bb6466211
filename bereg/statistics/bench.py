"""How fast figures are made, as ratios to a bare scan of the same columns in the same run.

The bare scan reads every column that the tables need, of the same files, and adds each up: `sum` of all of them in one
statement a universe. It is not satisfied by what the files say of themselves, as `max` or `count` would be. It and the
tables begin with an engine that knows no file; a new month is counted as the program does it, by one that stands.
"""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path

import pyarrow.parquet as pq

from bereg.statistics import cubes, fast, figures, store, synthetic
from bereg.statistics.cubes import Cube
from bereg.statistics.figures import Cells

Files = Mapping[str, Sequence[Path]]
TIMES = 5
TABLES_BOUND, MONTH_BOUND = 2.5, 0.15


def measure(rows: int) -> list[dict[str, object]]:
    """Measure over so many synthetic enquiries and as many contacts. Values are seconds, the best of several times."""
    with tempfile.TemporaryDirectory(prefix="bereg-bench-") as folder:
        files = synthetic.write(Path(folder), rows)
        wanted = cubes.wanted(synthetic.TOPICS, synthetic.TOPIC_GROUPS)
        stored = _store(files, wanted, Path(folder))
        best = _alternate(
            {
                "statistics_scan": lambda: scan(files, wanted),
                "statistics_tables": lambda: fast.count(files, wanted, engine=fast.opened()),
                "statistics_new_month": lambda: _new_month(files, stored, wanted),
            }
        )
    bare = best["statistics_scan"]
    return [
        {"name": "statistics_scan", "value": bare, "bound": None, "ratio": None, "rows": rows},
        _against("statistics_tables", best, bare, TABLES_BOUND, rows),
        _against("statistics_new_month", best, bare, MONTH_BOUND, rows),
    ]


def _against(name: str, best: Mapping[str, float], bare: float, bound: float, rows: int) -> dict[str, object]:
    return {"name": name, "value": best[name], "bound": bound, "ratio": round(best[name] / bare, 3), "rows": rows}


def _alternate(works: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Run the works in turn, so that a busy moment of the machine hits all alike; return the best time of each."""
    best = dict.fromkeys(works, float("inf"))
    for _round in range(TIMES):
        for name, work in works.items():
            begun = time.perf_counter()
            work()
            best[name] = min(best[name], time.perf_counter() - begun)
    return {name: round(seconds, 4) for name, seconds in best.items()}


def scan(files: Files, wanted: Sequence[Cube]) -> list[object]:
    """Read every column that the cubes need, and do as little as possible with it."""
    found: list[object] = []
    with fast.opened() as engine:
        for universe, paths in files.items():
            columns = {"topics" if cube.is_of_topics else cube.variable for cube in wanted if cube.universe == universe}
            group = {"group"} if universe == store.ENQUIRIES else set()
            sums = ", ".join(f'sum("{name}")' for name in sorted((columns | group | {"centre"}) - {""}))
            found += engine.read_parquet([str(path) for path in paths]).aggregate(sums).fetchall()
    return found


def _store(files: Files, wanted: Sequence[Cube], folder: Path) -> list[Path]:
    """Store the cubes of every month but the last."""
    stored = []
    for at in range(len(files[store.ENQUIRIES]) - 1):
        path = folder / "cubes" / f"{at}.parquet"
        path.parent.mkdir(exist_ok=True)
        pq.write_table(fast.count(_month(files, at), wanted), path, compression="zstd")
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
    store.write(fast.count(month, wanted), fresh)
    return figures.summed([*stored, fresh])
