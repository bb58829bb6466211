"""The engine that a process keeps open never shows what a file held before, and stays behind in a fork."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from benchmarks import synthetic
from bereg.counting import cubes, duckdb_query, figures, store

AN_HOUR_S = 3600
FORKING = """
import os, sys, django
django.setup()
from bereg.counting import duckdb_query

def show():
    with duckdb_query.connect() as engine:
        print(engine.read_parquet({path!r}).fetchall()[0][-1], flush=True)

show()
child = os.fork()
if not child:
    show()
    sys.exit()
print(os.waitpid(child, 0)[1])
"""


def cell(n: int) -> pa.Table:
    return pa.table([["enquiries"], [3], [1], [0], [n]], schema=duckdb_query.column_types())


@pytest.mark.parametrize("age_s", [0, AN_HOUR_S])
def test_a_replaced_file_is_read_again(tmp_path: Path, age_s: int) -> None:
    path = tmp_path / "2007-05.parquet"
    shown = []
    for n in (5, 7):
        store.write(cell(n), path)
        written_at = path.stat().st_mtime - age_s * (2 if n == 5 else 1)
        os.utime(path, (written_at, written_at))
        shown += [figures.summed([path])["enquiries"][3, 1, 0] for _ in range(2)]

    assert shown == [5, 5, 7, 7]


def test_a_month_that_is_written_again_is_counted_again(tmp_path: Path) -> None:
    wanted = cubes.wanted(synthetic.TOPICS)
    totals = []
    for rows in (100, 200):
        files = synthetic.write(tmp_path, rows, number_of_months=1)
        counted = duckdb_query.count(files, wanted)
        totals.append(sum(row["n"] for row in counted.to_pylist() if row["cube"] == "contacts"))

    assert totals == [100, 200]


def test_a_forked_child_opens_its_own(tmp_path: Path) -> None:
    path = tmp_path / "2007-05.parquet"
    store.write(cell(5), path)
    script = FORKING.format(path=str(path))
    # In a process of its own, since the child ends as a program does.
    ended = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60)

    assert ended.stdout.split() == ["5", "5", "0"]
