"""What is measured beside ours does the same work, and what is not there is said."""

from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from benchmarks import figures as bench
from benchmarks import memory_process, peers, synthetic
from benchmarks import statistical_office as office
from bereg.counting import cubes, duckdb_query
from bereg.disclosure import SMALL, perturb_all, table_of

pytestmark = pytest.mark.once("it uses no database")
ROWS = 3_000


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    return synthetic.write(tmp_path_factory.mktemp("facts"), ROWS, number_of_months=3)


def cells(table: pa.Table) -> list[tuple[object, ...]]:
    return sorted(tuple(row[name] for name in cubes.COLUMNS) for row in table.to_pylist())


@pytest.mark.parametrize("counted", [peers.by_polars, peers.by_pandas])
def test_others_count_every_cell_that_ours_counts(files: dict[str, list[Path]], counted: peers.Counting) -> None:
    wanted = bench.wanted_cubes()
    ours = cells(duckdb_query.count(files, wanted))

    assert len(ours) > 1_000
    assert cells(counted(files, wanted)) == ours


def test_the_office_counts_the_same_cells_and_protects_them_alike(files: dict[str, list[Path]]) -> None:
    theirs = office.theirs(office.people(files), office.table())
    held = theirs[theirs["pre_sdc_count"] > 0]
    counted = duckdb_query.count(files, [cubes.Cube("enquiries", office.VARIABLE)]).to_pylist()

    assert {(row["centre"], row["grp"], row["value"]): row["n"] for row in counted} == {
        (row.centre, row.group, getattr(row, office.VARIABLE)): row.pre_sdc_count for row in held.itertuples()
    }
    changed = perturb_all(held["pre_sdc_count"], held["ckey"] / office.RECORD_KEYS, table_of(office.RULES)).tolist()
    assert [SMALL if pd.isna(n) else n for n in held["count"]] == [office.RULES.shown(value) for value in changed]
    assert {True, False} == {pd.isna(n) for n in held["count"]}
    assert len(office.ours(files)) == len(held)


def test_what_is_not_installed_is_said_and_the_rest_is_measured(
    files: dict[str, list[Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = {"polars", "cell_key_perturbation"}
    monkeypatch.setattr(bench, "find_spec", lambda name: None if name in missing else find_spec(name))
    monkeypatch.setattr(bench, "TIMES", 1)
    found = {timed.name: timed for timed in bench.measure(files, ROWS, tmp_path)}

    assert "polars is not installed" in found["statistics_polars"].why_not
    assert "cell_key_perturbation is not installed" in found["statistics_protection"].why_not
    assert (found["statistics_polars"].seconds, found["statistics_protection"].bound) == (None, None)
    for name in ("statistics_scan", "statistics_tables", "statistics_pandas", "statistics_protection"):
        assert (found[name].seconds or 0) > 0


def test_more_rows_than_memory_holds_are_counted_by_ours_alone() -> None:
    assert bench.why_not("pandas", bench.PEERS_UP_TO) == ""
    assert bench.why_not("pandas", bench.PEERS_UP_TO + 1) == "pandas is measured up to 10,000,000 rows"


def test_the_memory_of_a_work_is_what_it_held_at_most() -> None:
    size = 200_000_000
    found = memory_process.measured(lambda: len(b"x" * size))

    assert found["peak_bytes"] >= found["peak_bytes_before"]
    assert found["peak_bytes"] > size
    assert found["seconds"] > 0
