"""Measurements are honest, and the command that prints them runs over the real program."""

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from benchmarks import counting
from benchmarks.browser import UnexpectedAnswerError, read_form
from benchmarks.installation import BenchError, Installation, installed
from benchmarks.load import drive
from benchmarks.measurement import Measurement, percentile
from benchmarks.measures import Effort, enquiries, growth, signals, statistics
from benchmarks.stopping import stopping
from bereg.console.tests.serving import bereg, environment
from tests.demonstration import YEAR, installation_on_sqlite

pytestmark = pytest.mark.once("it starts an installation of its own on SQLite")

PAGE = """
<form action="/other/"><input name="no" value="1"></form>
<form method="post" action="/enquiries/new/7/">
  <input type="hidden" name="token" value="t"><input name="free" value="">
  <input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked>
  <input type="checkbox" name="c"><input type="checkbox" name="d" checked>
  <select name="s"><option value="a">A</option><option value="b" selected>B</option></select>
  <select name="first"><option value="x">X</option><option value="y">Y</option></select>
  <select name="several" multiple><option value="x">X</option></select>
  <textarea name="note">kept</textarea><button name="act" value="join">join</button>
</form>
<input name="outside" value="1">
"""


def test_a_form_is_read_as_a_browser_would_send_it() -> None:
    form = read_form(PAGE, "/enquiries/new/")
    assert form.action == "/enquiries/new/7/"
    assert form.fields == [
        ("token", "t"), ("free", ""), ("r", "2"), ("d", "on"), ("s", "b"), ("first", "x"), ("note", ""),
    ]  # fmt: skip


def test_a_page_without_the_form_is_an_error() -> None:
    with pytest.raises(UnexpectedAnswerError):
        read_form(PAGE, "/nowhere/")


def test_a_line_holds_value_bound_ratio_and_machine() -> None:
    line = json.loads(Measurement("list", 30, "pages/s", 120, reach=">= 0.2", more={"clients": 1}).line())
    assert (line["name"], line["value"], line["bound"], line["ratio"], line["clients"]) == ("list", 30, 120, 0.25, 1)
    assert line["machine"]["cores"] >= 1
    assert json.loads(Measurement("scan", 0.5, "s").line())["ratio"] is None
    missing = json.loads(Measurement("polars", None, "s", 0.5, more={"not_measured": "not installed"}).line())
    assert (missing["value"], missing["ratio"], missing["not_measured"]) == (None, None, "not installed")


def test_percentiles_are_values_that_occurred() -> None:
    values = [float(value) for value in range(100)]
    assert (percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1)) == (50, 99, 99)


def test_every_act_counts_and_an_error_of_one_client_is_told() -> None:
    done: list[int] = []
    load = drive([lambda: done.append(1), lambda: done.append(1)], 0.02)
    assert load.count == len(done) - 2  # the first of each warms up
    assert load.rate > 0

    def broken() -> None:
        raise UnexpectedAnswerError("500")

    with pytest.raises(UnexpectedAnswerError, match="500"):
        drive([broken, lambda: None], 0.02)


def test_a_measurement_that_does_not_exist_is_one_line(tmp_path: Path) -> None:
    refused = bereg("bench", "everything", data=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.startswith("bereg bench: everything is not measured. Known: enquiries, ")
    assert refused.stderr.count("\n") == 1


def test_rows_that_cannot_be_are_one_line(tmp_path: Path) -> None:
    refused = bereg("bench", "growth", "--rows", "0", data=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr == "bereg bench: --rows are whole numbers from 1 to 1,000,000,000, without commas.\n"


@pytest.mark.parametrize("enquiries", [["0"], ["100", "10"], ["10000001"]])
def test_sizes_that_cannot_be_are_one_line(tmp_path: Path, enquiries: list[str]) -> None:
    refused = bereg("bench", "scale", "--enquiries", *enquiries, data=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.startswith("bereg bench: --enquiries are whole numbers from 1 to 10,000,000")
    assert refused.stderr.count("\n") == 1


def test_growth_is_measured_in_processes_of_their_own(tmp_path: Path) -> None:
    [tables, memory] = growth(Installation(tmp_path, ""), Effort(seconds=1, rows=(100,), rounds=1))
    assert (tables.name, memory.name) == ("growth_tables", "growth_memory")
    assert 0 < (tables.value or 0) < 60
    assert float(str(memory.more["before_counting"])) < (memory.value or 0) < 1_000
    assert not list(tmp_path.glob("facts-*"))  # they go when they were measured


def test_growth_takes_the_best_time_and_the_worst_memory() -> None:
    def told(seconds: float, peak: int) -> dict[str, float]:
        return {
            "seconds": seconds,
            "processor_seconds": seconds / 2,
            "peak_bytes": peak,
            "peak_bytes_before": 50_000_000,
        }

    runs = {
        (10, "tables"): [told(3, 1), told(2, 1)],
        (100, "scan"): [told(9, 1), told(11, 1)],
        (100, "tables"): [told(18, 150_000_000), told(20, 300_000_000)],
    }
    tables, tenfold, memory = counting.grown(100, 4_000_000, runs)
    assert (tables.value, tables.ratio, tables.more) == (18, 2, {"rows": 100, "facts_mb": 4, "processor_ratio": 2})
    assert (tenfold.ratio, tenfold.reach, tenfold.more["processor_ratio"]) == (9, "<= 11", 9)
    assert (memory.value, memory.ratio, memory.more["before_counting"]) == (300, 0.2, 50)


def test_facts_that_the_disk_cannot_hold_are_not_begun(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"^1,000,000,000,000,000 rows need 20000000\.0 GB in "):
        next(statistics(Installation(tmp_path, ""), Effort(seconds=1, rows=(10**15,))))
    assert list(tmp_path.iterdir()) == []


def statement_stopped_by(by: signal.Signals) -> None:
    """As DuckDB does it: whatever stops a statement becomes an error of its own."""
    try:
        signal.raise_signal(by)
    except SystemExit as stopped:
        raise RuntimeError("Query interrupted") from stopped


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("stop", [signal.raise_signal, statement_stopped_by])
def test_a_stopped_bench_ends_without_a_trace(by: signal.Signals, stop: Callable[[signal.Signals], None]) -> None:
    before = signal.getsignal(by)
    with pytest.raises(SystemExit) as ended, stopping():
        stop(by)
    assert ended.value.code == 128 + by
    assert signal.getsignal(by) is before


def test_an_error_that_no_signal_caused_is_not_hidden() -> None:
    with pytest.raises(RuntimeError, match="broken"), stopping():
        raise RuntimeError("broken")


def test_the_real_form_is_measured_against_bare_inserts(tmp_path: Path) -> None:
    installation_on_sqlite(tmp_path, YEAR)
    made = Installation(tmp_path, "")
    made.rest()
    with closing(sqlite3.connect(made.file)) as link:
        tasks = link.execute("SELECT status FROM django_tasks_database_dbtaskresult").fetchall()
    assert set(tasks) == {("SUCCESSFUL",)}
    [measured] = enquiries(made, Effort(seconds=0.3, rows=(), rounds=1))
    assert measured.more["count"] > 0  # type: ignore[operator]
    assert (measured.ratio or 0) > 0  # below 1 where nothing else runs: so few bare inserts may meet a busy disk


def test_an_installation_of_the_bench_goes_however_the_measuring_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Its year is built as by `bereg demo`, which has tests of its own."""
    settings.DATA = tmp_path
    built: list[Path] = []

    def build(made: Installation, *_words: str) -> str:
        (made.folder / "db.sqlite3").write_text("a year")
        built.append(made.folder)
        return ""

    monkeypatch.setattr(Installation, "run", build)
    monkeypatch.setattr(Installation, "rest", lambda _made: None)
    with installed() as made:
        assert made.folder == built[0]
    with pytest.raises(UnexpectedAnswerError), installed():
        raise UnexpectedAnswerError("500")
    assert [each.parent for each in built] == [tmp_path] * 2
    assert list(tmp_path.glob("bench-*")) == []


def test_signals_are_tried_on_made_up_months() -> None:
    [false, found] = signals(Installation(Path("none"), ""), Effort(seconds=1, rows=(), rounds=1))
    assert (false.name, found.name) == ("signals_false", "signals_found")
    assert 0 < (false.ratio or 0) <= 1 <= (found.ratio or 0)
    assert (false.reach, found.reach) == ("<= 1", ">= 1")


def test_a_vault_that_seals_nothing_serves_no_folder_but_one_of_the_bench(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "benchmarks.unsealed", "serve"]
    done = subprocess.run(program, env=environment(tmp_path, {}), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "a throw-away folder of the bench alone" in done.stderr
    assert not (tmp_path / "db.sqlite3").exists()


def test_the_package_alone_says_where_the_benchmarks_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bereg.console.management.commands.bench import Command

    monkeypatch.setitem(sys.modules, "benchmarks", None)
    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(["bereg", "bench", "list"])
    assert ended.value.code == 2
    assert "come with the source of Bereg" in capsys.readouterr().err
