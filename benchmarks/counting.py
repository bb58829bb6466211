"""What is measured of counting, over synthetic facts that lie beside the throw-away installation while it lasts."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.installation import BenchError, Installation
from benchmarks.measurement import Measurement
from bereg.core.progress import bar

BYTES_A_ROW = 20  # of an enquiry and a contact; 14 were measured
MEMORY_BOUND_MB = 1500
TABLES_BOUND, TABLES_BOUND_FROM, TENFOLD_BOUND = 2.5, 10_000_000, 11
Runs = dict[tuple[int, str], list[dict[str, float]]]  # rows and work to what each process told of itself


def statistics(made: Installation, rows: Sequence[int]) -> Iterator[Measurement]:
    """All catalogue tables over synthetic rows, against a bare scan of the same columns, with others beside ours."""
    from benchmarks import figures as bench
    from benchmarks import synthetic

    for each in rows:
        with _facts(made, each) as folder:
            for timed in bench.measure(synthetic.written(folder), each, folder):
                more: dict[str, object] = {"rows": each, "processor_ratio": timed.processor_ratio}
                more |= {"not_measured": timed.why_not} if timed.why_not else {}
                yield Measurement(timed.name, timed.seconds, "s", timed.bound, reach=timed.reach, more=more)


def growth(made: Installation, rows: Sequence[int], rounds: int) -> Iterator[Measurement]:
    """How time, memory and disk grow with the rows: each count in a process of its own, all sizes in turn."""
    runs: Runs = {}
    with ExitStack() as stack:
        folders = {each: stack.enter_context(_facts(made, each)) for each in sorted(set(rows))}
        sizes = {
            each: sum(file.stat().st_size for file in folder.rglob("*.parquet")) for each, folder in folders.items()
        }
        for _round in range(rounds):
            for each, folder in folders.items():
                for work in ("scan", "tables"):
                    told = made.run("-m", "benchmarks.memory_process", work, str(folder))
                    runs.setdefault((each, work), []).append(json.loads(told))
    for each, size in sizes.items():
        yield from grown(each, size, runs)


def grown(rows: int, size: int, runs: Runs) -> Iterator[Measurement]:
    """Say how long so many rows took and what they held, the best time and the worst memory. size: bytes on disk."""
    best = {key: _least(each, "seconds") for key, each in runs.items()}
    busy = {key: _least(each, "processor_seconds") for key, each in runs.items()}  # tells more on a busy machine
    tables, scan, tenth = (rows, "tables"), (rows, "scan"), (rows // 10, "tables")
    more: dict[str, object] = {
        "rows": rows,
        "facts_mb": round(size / 1e6, 1),
        "processor_ratio": _ratio(busy[tables], busy[scan]),
    }
    # A fresh process loads and plans for 0.3 s of processor time, which hides the scan of fewer rows.
    reach = f"<= {TABLES_BOUND}" if rows >= TABLES_BOUND_FROM else ""
    yield Measurement("growth_tables", best[tables], "s", best[scan], reach=reach, more=more)
    if tenth in best and rows % 10 == 0:
        more = {"rows": rows, "processor_ratio": _ratio(busy[tables], busy[tenth])}
        yield Measurement("growth_tenfold", best[tables], "s", best[tenth], reach=f"<= {TENFOLD_BOUND}", more=more)
    peak, start = (max(one[name] for one in runs[rows, "tables"]) / 1e6 for name in ("peak_bytes", "peak_bytes_before"))
    of_start: dict[str, object] = {"rows": rows, "before_counting": round(start)}
    yield Measurement("growth_memory", peak, "MB", MEMORY_BOUND_MB, reach="<= 1", more=of_start)


def _least(runs: Sequence[Mapping[str, float]], name: str) -> float:
    return min(each[name] for each in runs)


def _ratio(one: float, other: float) -> float:
    return round(one / other, 2)


@contextmanager
def _facts(made: Installation, rows: int) -> Iterator[Path]:
    """Write synthetic facts, a month at a time; remove them at last. Raise BenchError where the disk is too small."""
    from benchmarks import synthetic

    needed, free = rows * BYTES_A_ROW, shutil.disk_usage(made.folder).free
    if needed > free:
        raise BenchError(
            f"{rows:,} rows need {needed / 1e9:.1f} GB in {made.folder}, and {free / 1e9:.1f} GB are free."
        )
    with tempfile.TemporaryDirectory(prefix="facts-", dir=made.folder) as folder:
        shown = bar(f"{rows:,} enquiries, contacts, consultations and persons", synthetic.records(rows))
        synthetic.write(Path(folder), rows, progress=shown)
        yield Path(folder)
