"""Facts at an address that fsspec knows: the same report, whole files alone, and no copy left on this machine."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import time_machine

from bereg.accounts.models import User
from bereg.counting import catalogue, store
from bereg.counting.closing import close_month
from bereg.counting.facts import FactsMissingError
from bereg.counting.faults import AddressError
from bereg.counting.months import Period
from bereg.counting.queries import counted_by_month, report_rows
from bereg.counting.tests.conftest import Call, Enquire
from bereg.counting.tests.engines import counting_by

MAY, JUNE = date(2007, 5, 1), date(2007, 6, 1)
IN_JUNE = "2007-06-15T12:00:00+00:00"
# Puts one month and another in the same place, over and over.
REPLACING = """
import sys, django
django.setup()
import pyarrow as pa
from django.test import override_settings
from bereg.counting import store
with override_settings(FACTS=sys.argv[1]):
    place = store.folder() / "enquiries" / "2007-05.parquet"
    tables = [pa.table({"centre": pa.array([n] * 50_000, pa.uint8())}) for n in (1, 2)]
    store.write(tables[0], place)
    print("begun", flush=True)
    while True:
        for table in tables:
            store.write(table, place)
"""


@pytest.fixture(params=["memory", "file"])
def address(request: pytest.FixtureRequest, settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Let the facts lie at an address; settings.FACTS names it."""
    place = f"/{uuid4().hex}" if request.param == "memory" else tmp_path_factory.mktemp("elsewhere").as_posix()
    settings.FACTS = f"{request.param}://{place}/facts"
    yield settings.FACTS
    system = fsspec.filesystem(request.param)
    if system.exists(place):
        system.rm(place, recursive=True)


def table(n: int) -> pa.Table:
    return pa.table({"centre": pa.array([n], pa.uint8())})


def test_a_report_says_the_same(address: str, settings: Any, tmp_path: Path, enquire: Enquire, call: Call) -> None:
    enquire(citizenship="UZ", gender="female", topics="registration other")
    enquire("2007-06-10T12:00:00+00:00", citizenship="RU", age="20_29")
    call()
    settings.FACTS = ""
    ages = [each for each in catalogue.tables() if each.id == "age"]
    expected, by_month = report_rows(MAY, JUNE), counted_by_month(Period(MAY, JUNE), ages)
    settings.FACTS = str(tmp_path / "another")
    assert report_rows(MAY, JUNE) == expected
    settings.FACTS = address

    assert report_rows(MAY, JUNE) == expected
    assert list(counted_by_month(Period(MAY, JUNE), ages)) == list(by_month) == [MAY, JUNE]
    names = [name.split(".")[0] for name, _place in store.files()]
    assert names == [
        f"{part}/{month}"
        for part in (
            *("agency_signs", "consultations", "contacts", "cubes", "dangers", "dispatches", "enquiries"),
            *(
                "outcomes",
                "outreach",
                "outreach_enquiries",
                "persons",
                "searches",
                "tasks",
                "threads",
                "told",
                "transfers",
                "violations",
            ),
        )
        for month in ("2007-05", "2007-06")
    ]
    assert list(tmp_path.glob("facts-*")) == []


def test_what_changed_is_counted_anew(address: str, enquire: Enquire) -> None:
    totals = []
    for _more in range(2):
        enquire(citizenship="UZ")
        rows = report_rows(MAY, MAY)
        totals.append(next(row.count for row in rows if (row.table, row.code) == ("citizenship", "UZ")))
        with counting_by("chdb"):
            store.forget()
            assert report_rows(MAY, MAY) == rows

    assert totals == [1, 2]


def test_lost_facts_of_a_closed_month_are_named(address: str, enquire: Enquire, supervisor: User) -> None:
    enquire()
    with time_machine.travel(IN_JUNE, tick=False):
        close_month(month=MAY, by=supervisor)
    store.forget()
    with pytest.raises(FactsMissingError, match=f"2007-05 are missing: restore {address} from"):
        report_rows(MAY, MAY)


def test_a_failed_writer_leaves_the_old_month(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = store.facts_path("enquiries", MAY)
    store.write(table(1), place)
    system = type(fsspec.filesystem(address.split(":", maxsplit=1)[0]))

    def cut_off(*_paths: object, **_more: object) -> None:
        raise OSError("the line is down")

    for step in ("mv", "pipe_file"):
        with monkeypatch.context() as patch:
            patch.setattr(system, step, cut_off)
            with pytest.raises(AddressError, match="which BEREG_FACTS names, cannot be reached: the line is down"):
                store.write(table(2), place)
        with store.at_hand([place]) as near:
            assert pq.read_table(near[place]).equals(table(1))
        assert [found.name for found in place.parent.iterdir()] == ["2007-05.parquet"]


def test_an_address_that_does_not_answer_is_named_without_its_password(settings: Any) -> None:
    settings.FACTS = "ftp://somebody:secret@127.0.0.1:1/facts"  # port 1 answers nobody
    with pytest.raises(AddressError, match=r"The facts at ftp://127.0.0.1:1/facts, which BEREG_FACTS names") as refused:
        list(store.files())
    assert "secret" not in str(refused.value)


@pytest.mark.once("files are the same beside any database")
@pytest.mark.parametrize("scheme", ["", "file://"])
def test_a_killed_writer_leaves_a_whole_month(scheme: str, settings: Any, tmp_path: Path) -> None:
    settings.FACTS = f"{scheme}{tmp_path / 'facts'}"
    place = store.facts_path("enquiries", MAY)
    writer = [sys.executable, "-c", REPLACING, settings.FACTS]
    seen = set()
    with subprocess.Popen(writer, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert running.stdout.readline() == "begun\n"
        for _read in range(50):
            with store.at_hand([place]) as near:
                seen |= {tuple(pq.read_table(near[place])["centre"].unique().to_pylist())}
        running.send_signal(signal.SIGKILL)
    with store.at_hand([place]) as near:
        seen |= {tuple(pq.read_table(near[place])["centre"].unique().to_pylist())}

    assert seen <= {(1,), (2,)}
