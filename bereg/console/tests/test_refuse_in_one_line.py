"""A bad setting, an unknown command, a database that is not ready: one line each, and exit code 2."""

from pathlib import Path

import pytest

from bereg.console.tests.serving import bereg
from bereg.core.demonstration import mark
from tests.demonstration import tables_on_sqlite

pytestmark = pytest.mark.once("it starts an installation of its own on SQLite")

STANDARD = Path(__file__).parents[2] / "questionnaire" / "standard.md"


def refused(*words: str, data: Path, **more: str) -> str:
    ended = bereg(*words, data=data, **more)
    assert ended.returncode == 2, ended.stderr
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1, ended.stderr
    return ended.stderr.removesuffix("\n")


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("BEREG_THREADS", "x", "write a whole number from 1 to 64"),
        ("BEREG_DATABASE", "mysql://x", "must look like postgresql://"),
        ("BEREG_DATA", "/proc/nope", "set BEREG_DATA to another"),
        ("BEREG_ENGINE", "oracle", "write duckdb, chdb, postgresql://"),
        ("BEREG_FACTS", "nowhere://facts", "which cannot be reached"),
    ],
)
@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_a_bad_setting(tmp_path: Path, command: str, name: str, value: str, remedy: str) -> None:
    said = refused(command, data=tmp_path / "data", **{name: value})
    assert said.startswith("bereg: ")
    assert remedy in said


@pytest.mark.parametrize("words", [("bogus",), ("--bogus",), ("help", "bogus")])
def test_an_unknown_command(tmp_path: Path, words: tuple[str, ...]) -> None:
    said = refused(*words, data=tmp_path)
    assert said == f"bereg: There is no command {words[-1]}; `python -m bereg help` lists them."


def test_a_database_that_is_not_migrated(tmp_path: Path) -> None:
    table, mapping = tmp_path / "old.csv", tmp_path / "old.toml"
    table.write_text("a\n1\n")
    for words in (
        ("import", str(table), "--mapping", str(mapping)),
        ("import", str(table), "--suggest"),
        ("questionnaire", "publish", str(STANDARD)),
    ):
        said = refused(*words, data=tmp_path)
        assert said == f"bereg {words[0]}: The database is not up to date: run python -m bereg migrate first."


def test_a_report_of_a_demonstration_that_is_not_migrated(tmp_path: Path) -> None:
    tables_on_sqlite(tmp_path)
    assert bereg("migrate", "statistics", "zero", "-v0", data=tmp_path).returncode == 0
    mark(tmp_path, {"ENGINE": "bereg.core.sqlite", "NAME": str(tmp_path / "db.sqlite3")})
    said = refused("report", "--from", "2007-05", "--to", "2007-05", "--exact", data=tmp_path)
    assert said == "bereg report: The database is not up to date: run python -m bereg migrate first."


@pytest.mark.parametrize("words", [("questionnaire", "publish", str(STANDARD)), ("migrate", "-v0")])
def test_a_database_that_does_not_answer(tmp_path: Path, words: tuple[str, ...]) -> None:
    said = refused(*words, data=tmp_path, BEREG_DATABASE="postgresql://nobody@127.0.0.1:1/none")
    assert ": The database cannot be used: " in said


def test_a_port_that_cannot_be(tmp_path: Path) -> None:
    said = refused("serve", "--port", "99999", data=tmp_path)
    assert said.endswith("port must be 0-65535. Choose another one with --port.")
