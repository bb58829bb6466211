"""What `make test` and `make quick` let the tests see, and which they choose (tools/suite.py, tools/quick.py)."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import MAKING_DATABASES
from tests import demonstration, in_time, writers
from tools import quick, suite

pytestmark = pytest.mark.once("it uses no database")


def test_the_settings_of_who_runs_the_tests_are_not_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BEREG_DATA", "BEREG_TEST_POSTGRES_URL", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.setenv(name, "1")
    seen = suite.environment()
    assert "BEREG_TEST_POSTGRES_URL" in seen
    assert seen.keys().isdisjoint({"BEREG_DATA", "PYTHONDONTWRITEBYTECODE"})


@pytest.mark.parametrize(("options", "databases"), [(["-q"], ["", "postgresql://one"]), (["--sqlite", "-q"], [""])])
def test_both_databases_unless_sqlite_is_asked_for_alone(
    monkeypatch: pytest.MonkeyPatch, options: list[str], databases: list[str]
) -> None:
    asked: list[tuple[bool, str]] = []

    def run(command: list[str], env: dict[str, str], **_more: object) -> subprocess.CompletedProcess[str]:
        asked.append(("-q" in command, env["BEREG_DATABASE"]))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setenv("BEREG_TEST_POSTGRES_URL", "postgresql://one")
    monkeypatch.setattr(suite, "bring", lambda _tool: "")
    monkeypatch.setattr(suite, "silent_postgres", lambda _address: "")
    monkeypatch.setattr("tools.suite.subprocess.run", run)
    assert suite.main(options) == 0
    assert asked == [(True, database) for database in databases]


def test_what_failed_on_either_is_named_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """By pytest's own memory: here it runs a file of its own, without this project."""
    (tmp_path / "test_two.py").write_text("def test_right(): pass\n\ndef test_wrong(): raise SystemError\n")
    run = subprocess.run

    def run_there(command: list[str], **_more: object) -> subprocess.CompletedProcess[str]:
        memory = command[command.index("-o") :]
        there = [sys.executable, "-m", "pytest", "-p", "no:django", "test_two.py", *memory]
        return run(there, cwd=tmp_path, capture_output=True, text=True, check=False)

    monkeypatch.setenv("BEREG_TEST_POSTGRES_URL", "postgresql://one")
    monkeypatch.setattr(suite, "bring", lambda _tool: "")
    monkeypatch.setattr(suite, "silent_postgres", lambda _address: "")
    monkeypatch.setattr("tools.suite.subprocess.run", run_there)
    assert suite.main([]) == 1
    last = capsys.readouterr().err.splitlines()[-2:]
    assert last == [f"failed on {name}: test_two.py::test_wrong" for name in ("SQLite", "PostgreSQL")]


def test_what_makes_a_database_of_its_own_is_known_by_name() -> None:
    assert set(vars(demonstration)) | set(vars(writers)) >= MAKING_DATABASES


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A branch one commit ahead of main, with a change that is not committed and a new file."""

    def git(*words: str) -> None:
        own = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *own, *words], cwd=tmp_path, check=True, capture_output=True)

    files = {
        "bereg/desk/forms.py": "FIELDS = 1",
        "bereg/desk/views.py": "PAGES = 1",
        "bereg/desk/tests/test_type.py": "from bereg.desk.forms import FIELDS",
        "bereg/desk/tests/test_look.py": "from bereg.desk.views import PAGES",
        "tests/world.py": "WORLD = 1",
        "tests/test_everything.py": "from bereg.desk import forms\nfrom tests.world import WORLD",
        "README.md": "Read.",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    git("init", "--initial-branch", "main")
    git("add", ".")
    git("commit", "-m", "First")
    git("switch", "-c", "other")
    (tmp_path / "bereg/desk/forms.py").write_text("FIELDS = 2")
    git("commit", "-a", "-m", "Second")
    return tmp_path


def test_what_changed_is_what_was_committed_since_main_what_was_not_and_what_is_new(checkout: Path) -> None:
    (checkout / "README.md").write_text("Read this.")
    (checkout / "tests/world.py").unlink()
    (checkout / "новое.md").write_text("New.")
    assert set(quick.changed(checkout)) == {"bereg/desk/forms.py", "README.md", "новое.md"}


def test_the_closest_tests_come_first(checkout: Path) -> None:
    assert quick.concerning(["bereg/desk/forms.py"], checkout) == [
        "bereg/desk/tests/test_type.py",
        "tests/test_architecture.py",
        "bereg/desk",
        "tests/test_everything.py",
    ]
    assert quick.concerning(["README.md"], checkout) == ["tests/test_documentation.py", "tests/test_architecture.py"]
    assert "tests/test_everything.py" in quick.concerning(["tests/world.py"], checkout)
    assert quick.concerning(["bereg/desk/tests/test_look.py"], checkout)[0] == "bereg/desk/tests/test_look.py"
    assert quick.concerning([], checkout) == []


def test_no_test_begins_when_there_is_no_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(in_time.UNTIL, str(time.monotonic() + 60))
    in_time.pytest_runtest_setup()
    monkeypatch.setenv(in_time.UNTIL, str(time.monotonic() - 1))
    with pytest.raises(pytest.skip.Exception, match="make test"):
        in_time.pytest_runtest_setup()
