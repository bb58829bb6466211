"""Counting in a process of its own, so that its memory is its own: python -m benchmarks.memory_process WORK FOLDER."""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

STATUS = Path("/proc/self/status")


def measured(work: Callable[[], object]) -> dict[str, float]:
    """Return what a work took and the greatest memory that this process ever held, with that before the work."""
    before, begun, busy = _peak(), time.perf_counter(), time.process_time()
    work()
    return {
        "seconds": time.perf_counter() - begun,
        "processor_seconds": time.process_time() - busy,
        "peak_bytes": _peak(),
        "peak_bytes_before": before,
    }


def _peak() -> int:
    """Return the greatest memory so far, in bytes."""
    try:
        # Not `ru_maxrss` where it can be avoided: it remembers the process that this one was forked from.
        line = next(each for each in STATUS.read_text().splitlines() if each.startswith("VmHWM:"))
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return int(line.split()[1]) * 1024


def main(work: str, folder: str) -> None:
    """Do a work over the synthetic facts in a folder; print one line of JSON."""
    from benchmarks import figures as bench
    from benchmarks import synthetic
    from bereg.counting import duckdb_query

    files, wanted = synthetic.written(Path(folder)), bench.wanted_cubes()
    works: dict[str, Callable[[], object]] = {
        "scan": lambda: bench.scan(files, wanted),
        "tables": lambda: duckdb_query.count(files, wanted, engine=duckdb_query.opened()),
    }
    sys.stdout.write(json.dumps(measured(works[work])))


if __name__ == "__main__":
    django.setup()  # the rooms need their settings to be imported
    main(*sys.argv[1:])
