"""Which tests and which files the run on PostgreSQL leaves out: two runs of a small project, without this one."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import suite

pytestmark = pytest.mark.once("it uses no database")
ROOT = Path(__file__).parents[1]
# Each file notes that it was read, and each test that it ran. The database is SQLite in both runs.
CONFTEST = """
import os
from pathlib import Path
import pytest
from django.conf import settings
from django.db import connection

DATABASE = os.environ["BEREG_DATABASE"] or "sqlite"
settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})

def note(what):
    with (Path(__file__).parent / DATABASE).open("a") as file:
        file.write(f"{what}\\n")

def send(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)

@pytest.fixture(autouse=True)
def noted(request):
    note(request.node.name)
"""
BEGIN = """
import pytest
from conftest import DATABASE, note, send
note(__name__)
"""
FILES = {
    "once": """
@pytest.mark.once("why")
def test_pages(): pass
@pytest.mark.once("why")
@pytest.mark.django_db
def test_rare(): send("SELECT 'rare'")
""",
    "quick": """
@pytest.mark.django_db
def test_one(): send("SELECT 1")
""",
    "slow": """
@pytest.mark.django_db
def test_same(): sum(range(8_000_000)); send("SELECT 1")
""",
    "half": """
@pytest.mark.once("why")
def test_parsing(): pass
@pytest.mark.django_db
@pytest.mark.skipif(DATABASE == "sqlite", reason="why")
def test_rights(): pass
""",
    "values": """
@pytest.mark.django_db(transaction=True)
def test_commits(): send("SELECT 1")
""",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose tests `suite.main` runs, instead of ours, on what it calls two databases."""
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    once\n    django_db\n")
    for name, tests in FILES.items():
        (tmp_path / f"test_{name}.py").write_text(BEGIN + tests)
    run = subprocess.run

    def run_there(command: list[str], env: dict[str, str], **_more: object) -> subprocess.CompletedProcess[str]:
        there = [*command, "-p", "no:django", "-p", "no:playwright"]
        ended = run(
            there, env={**env, "PYTHONPATH": str(ROOT)}, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        sys.stdout.write(ended.stdout)
        return ended

    monkeypatch.setenv("BEREG_TEST_POSTGRES_URL", "postgresql")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)  # what this run is asked for, it is asked for alone
    monkeypatch.setattr(suite, "bring", lambda _tool: "")
    monkeypatch.setattr(suite, "silent_postgres", lambda _address: "")
    monkeypatch.setattr("tools.suite.subprocess.run", run_there)
    return tmp_path


def read_and_run(project: Path, database: str) -> set[str]:
    file = project / database
    return set(file.read_text().splitlines()) if file.exists() else set()


def test_a_file_is_read_where_one_of_its_tests_is_repeated(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("BEREG_TEST_ALL", raising=False)
    assert suite.main(["-n", "2"]) == 0
    first = {"test_pages", "test_rare", "test_one", "test_same", "test_parsing", "test_commits"}
    assert read_and_run(project, "sqlite") == {*first, *(f"test_{name}" for name in FILES)}
    second = {"test_one", "test_rights", "test_commits"}
    assert read_and_run(project, "postgresql") == {*second, "test_quick", "test_half", "test_values"}
    said = [line for line in capsys.readouterr().out.splitlines() if "BEREG_TEST_ALL" in line]
    assert [line.split(":")[0] for line in said] == ["4 of 7 tests ran on SQLite alone"]


def test_all_of_what_is_asked_for_may_be_left_out(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert suite.main(["-n", "1", "test_once.py"]) == 0
    assert "test_rare" not in read_and_run(project, "postgresql")
    assert "2 of 2 tests ran on SQLite alone" in capsys.readouterr().out


def test_everything_is_repeated_where_that_is_asked_for(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEREG_TEST_ALL", "1")
    assert suite.main(["-n", "0"]) == 0
    first = read_and_run(project, "sqlite")
    assert read_and_run(project, "postgresql") == first | {"test_rights"}
