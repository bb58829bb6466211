"""The fast statement gives what the one definition gives; counts are additive."""

import re
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks import synthetic
from bereg.counting import cube_definition, cubes, duckdb_query, store
from bereg.counting.joint_columns import PLACE

ROWS, MONTHS = 3_000, 3

Files = dict[str, list[Path]]
Cells = set[tuple[str, int, int, int, int]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    written = synthetic.write(tmp_path_factory.mktemp("facts"), ROWS, seed=7, number_of_months=MONTHS)
    # The first month knew no sector yet.
    first = written["enquiries"][0]
    pq.write_table(pq.read_table(first).drop_columns(["sector"]), first)
    return written


@pytest.fixture(scope="module")
def wanted() -> tuple[cubes.Cube, ...]:
    return cubes.wanted(synthetic.TOPICS, synthetic.TOPIC_GROUPS)


def cells(table: pa.Table) -> Cells:
    rows = [tuple(row[name] for name in cubes.COLUMNS) for row in table.to_pylist()]
    assert len(rows) == len(set(rows))
    return {row for row in rows if row[-1]}


def fast_cells(files: Files, wanted: tuple[cubes.Cube, ...]) -> Cells:
    return cells(duckdb_query.count(files, wanted))


def test_equal_on_duckdb(files: Files, wanted: tuple[cubes.Cube, ...]) -> None:
    engine = ibis.duckdb.connect()
    tables = {
        universe: engine.read_parquet([str(path) for path in paths], union_by_name=True)
        for universe, paths in files.items()
    }
    tables = {universe: table.fill_null(0) for universe, table in tables.items()}
    defined = cells(cube_definition.counts(tables, wanted).to_pyarrow())

    assert len(defined) > 500
    assert fast_cells(files, wanted) == defined


def test_a_period_is_the_sum_of_its_months(files: Files, wanted: tuple[cubes.Cube, ...]) -> None:
    months = [
        duckdb_query.count({universe: [paths[at]] for universe, paths in files.items()}, wanted) for at in range(MONTHS)
    ]
    with duckdb.connect() as engine:
        together = engine.from_arrow(pa.concat_tables(months))
        summed = together.aggregate("cube, centre, grp, value, sum(n)::BIGINT AS n").to_arrow_table()

    assert cells(summed) == fast_cells(files, wanted)


def test_every_cube_counts_every_record_once(files: Files, wanted: tuple[cubes.Cube, ...]) -> None:
    totals: dict[str, int] = {}
    for cube, *_, n in fast_cells(files, wanted):
        totals[cube] = totals.get(cube, 0) + n

    assert totals == {cube.name: ROWS // synthetic.UNIVERSES[cube.universe][1] for cube in wanted}


def test_facts_without_joints_count_the_same(tmp_path: Path, wanted: tuple[cubes.Cube, ...]) -> None:
    """As they were written before; of contacts without a place too, and beside months that have both."""
    written = synthetic.write(tmp_path, ROWS, seed=7, number_of_months=MONTHS)
    counted = fast_cells(written, wanted)
    for universe, paths in written.items():
        facts = pq.read_table(paths[0])
        later = [name for name in facts.column_names if ":" in name] + [PLACE] * (universe == "contacts")
        assert later
        pq.write_table(facts.drop_columns(later), paths[0])

    assert fast_cells(written, wanted) == counted


def test_many_centres_need_more_bits(tmp_path: Path, wanted: tuple[cubes.Cube, ...]) -> None:
    """A place and a variable that no 16 bits hold stand in a longer number."""
    few = pa.table({name: pa.array([0, 20_000], pa.uint16()) for name in ("centre", "group", "citizenship")})
    store.write(
        store.to_count_quickly(few.set_column(1, "group", pa.array([0, 2], pa.uint8()))), tmp_path / "facts.parquet"
    )
    found = fast_cells({"enquiries": [tmp_path / "facts.parquet"]}, wanted)

    assert {each[1:] for each in found if each[0] == "enquiries/citizenship"} == {(0, 0, 0, 1), (20_000, 2, 20_000, 1)}


def test_nobody_in_a_month_is_no_cell(tmp_path: Path, wanted: tuple[cubes.Cube, ...]) -> None:
    empty = synthetic.write(tmp_path, 0, number_of_months=1)
    assert fast_cells(empty, wanted) == set()


def test_the_definition_has_a_name_that_changes_with_it(wanted: tuple[cubes.Cube, ...]) -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", cubes.digest(wanted))
    assert cubes.digest(wanted) != cubes.digest(cubes.wanted(synthetic.TOPICS + 8))
