"""Every engine counts the same cells: those of the fast statement on DuckDB, to the last one."""

import time
from datetime import date
from pathlib import Path

import ibis
import pyarrow.parquet as pq
import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from benchmarks import synthetic
from bereg.accounts.models import User
from bereg.core.tests.torture import say
from bereg.counting import cube_definition, cubes, store
from bereg.counting.cubes import Cube
from bereg.counting.engines import counting
from bereg.counting.faults import EngineError
from bereg.counting.models import Month
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import Call, Enquire
from bereg.counting.tests.engines import POSTGRES, Cells, cells, counting_by

MAY, JUNE = date(2007, 5, 1), date(2007, 6, 1)
WANTED = cubes.wanted(synthetic.TOPICS, synthetic.TOPIC_GROUPS)
# One of each kind: every further cube costs Spark a second.
SAMPLE = (
    Cube("enquiries"),
    Cube("enquiries", "sector"),
    Cube("enquiries", topic_word=3),
    Cube("enquiries", topic_groups=synthetic.TOPIC_GROUPS),
    Cube("contacts", "channel"),
)
# Two variables at once, which are asked for when somebody looks.
BESIDE = (Cube("enquiries", "sector", beside="age"), Cube("enquiries", topic_word=1, beside="sector"))
ON_SPARK = pytest.param("local[2]", (*SAMPLE, *BESIDE), id="spark")
ENGINES = [
    pytest.param(POSTGRES, (*WANTED, *BESIDE), id="postgresql"),
    pytest.param("chdb", (*WANTED, *BESIDE), id="chdb"),
    pytest.param("chdb", BESIDE, id="chdb-beside"),
    ON_SPARK,
]
AT_SCALE = ["duckdb", POSTGRES, "chdb", "local-cluster[2,1,1024]"]
NOBODY = "clickhouse://127.0.0.1:1/bereg"  # port 1 answers nobody
A_MILLION = 1_000_000

Many = tuple[dict[str, list[Path]], Cells]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Many:
    """A million enquiries and as many contacts, and what the one definition counts by ibis on DuckDB."""
    # One month, as the program counts: months are files of their own.
    files = synthetic.write(tmp_path_factory.mktemp("many"), A_MILLION, number_of_months=1)
    backend = ibis.duckdb.connect()
    tables = {universe: backend.read_parquet([str(path) for path in paths]) for universe, paths in files.items()}
    return files, cells(backend.to_pyarrow(cube_definition.counts(tables, WANTED)))


@pytest.mark.once("counting asks no database of the records")
@pytest.mark.parametrize(("address", "wanted"), ENGINES)
def test_the_cells_are_equal(address: str, wanted: tuple[Cube, ...], tmp_path: Path) -> None:
    files = synthetic.write(tmp_path, 3_000, seed=7, number_of_months=2)
    # The first month knew no sector yet.
    first = files["enquiries"][0]
    pq.write_table(pq.read_table(first).drop_columns(["sector"]), first)
    expected = cells(counting.count(files, wanted))
    with counting_by(address):
        found = cells(counting.count(files, wanted))

    assert {cube for cube, *_ in expected} == {cube.name for cube in wanted}
    assert found == expected


@pytest.mark.parametrize("address", [POSTGRES, "chdb"], ids=["postgresql", "chdb"])
def test_a_report_says_the_same(address: str, enquire: Enquire, call: Call) -> None:
    enquire(citizenship="UZ", gender="female", topics="registration other", source="leaflet")
    enquire(citizenship="RU", age="declined", topics="other")
    enquire("2007-06-10T12:00:00+00:00", citizenship="TJ", work_permit="no")
    call()
    expected = report_rows(MAY, JUNE)
    store.forget()
    with counting_by(address):
        found = report_rows(MAY, JUNE)

    assert sum(row.count for row in expected) > 20
    assert found == expected


def test_an_engine_that_does_not_answer_is_named(enquire: Enquire) -> None:
    enquire()
    with counting_by(NOBODY), pytest.raises(EngineError, match=r"The engine clickhouse, which BEREG_ENGINE names"):
        report_rows(MAY, MAY)
    assert report_rows(MAY, MAY)


def test_pages_say_so_and_a_month_stays_open(enquire: Enquire, client: Client, supervisor: User) -> None:
    enquire()
    closing = reverse("report:close_month", args=["2007-05"])
    with counting_by(NOBODY), time_machine.travel("2007-06-15T12:00:00+00:00", tick=False):
        client.force_login(supervisor)
        answers = [client.get(reverse("report:report")), client.get(closing), client.post(closing)]

    assert [answer.status_code for answer in answers] == [200, 409, 409]
    assert all("which BEREG_ENGINE names, has not counted" in answer.content.decode() for answer in answers)
    assert not Month.objects.filter(closed_at__isnull=False).exists()


@pytest.mark.scale
@pytest.mark.once("counting asks no database of the records")
@pytest.mark.parametrize("address", AT_SCALE, ids=["duckdb", "postgresql", "chdb", "spark"])
def test_a_million_records_count_the_same(address: str, many: Many) -> None:
    files, expected = many
    with counting_by(address):
        # The first time also loads the engine, starts it or connects to it.
        for attempt in ("first", "second"):
            begun = time.perf_counter()
            found = cells(counting.count(files, WANTED))
            seconds = time.perf_counter() - begun
            say(f"{A_MILLION} enquiries and contacts, {settings.ENGINE.kind}, the {attempt} time", f"{seconds:.2f} s")
            assert found == expected
