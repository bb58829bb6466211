"""Which tests the second database repeats: those that between them send whatever the program sends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import demonstration, statements
from tests.statements import LeftOut, Sent, repeated, shape


def sent(took: float, *each: str) -> Sent:
    return Sent(took, frozenset(each))


def test_every_statement_is_sent_twice_where_two_tests_send_it() -> None:
    tests = {
        "long": sent(90, "select", "insert", "rare"),
        "one": sent(2, "select", "insert"),
        "two": sent(2, "select", "insert"),
        "three": sent(2, "select", "insert"),
        "none": sent(0),
    }
    chosen = repeated(tests, times=2)
    assert "long" in chosen  # nobody else sends what is rare
    assert len(chosen) == 2
    for statement in ("select", "insert"):
        assert sum(statement in tests[name].statements for name in chosen) == 2


def test_the_choice_is_the_same_each_time() -> None:
    tests = {f"test {at}": sent(at % 7, f"a{at % 5}", f"b{at % 3}") for at in range(60)}
    backwards = dict(reversed(tests.items()))
    assert repeated(tests) == repeated(backwards)
    lacking = {each for test in tests.values() for each in test.statements}
    assert lacking == {each for name in repeated(tests, times=1) for each in tests[name].statements}


def test_of_two_that_send_the_same_the_quicker_one_is_chosen() -> None:
    assert repeated({"slow": sent(9.5, "select", "insert"), "quick": sent(0.1, "insert", "select")}) == {"quick"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT 1 WHERE a IN (%s, %s)", "SELECT 1 WHERE a IN (%s, %s, %s)"),
        ("INSERT INTO a VALUES (%s, %s), (%s, %s)", "INSERT INTO a VALUES (%s, %s)"),
        ("SELECT a LIMIT 25 OFFSET 50", "SELECT a LIMIT 5 OFFSET 10"),
        ("SAVEPOINT s1_x1", "SAVEPOINT s2_x7"),
    ],
)
def test_values_and_how_many_there_are_make_no_other_statement(one: str, other: str) -> None:
    assert shape(one) == shape(other)
    assert shape(one) != shape(one.replace(" a ", " b ").replace("SAVEPOINT", "RELEASE SAVEPOINT")) or " a " not in one


def test_what_was_noted_by_several_processes_is_chosen_from(tmp_path: Path) -> None:
    for process, test in (("1", "a.py::one"), ("2", "b.py::two"), ("3", "c.py::three")):
        (tmp_path / f"{process}.jsonl").write_text(f'["{test}", 3, ["SELECT 1"]]\n')
    assert statements.choose(tmp_path) == LeftOut(once=[], same=[], files=[], others=0)  # who knows what else there is
    found = {"a.py::one": False, "b.py::two": False, "c.py::three": False, "c.py::four": False, "d.py::five": True}
    (tmp_path / statements.COLLECTED).write_text(json.dumps(found))
    chosen = statements.choose(tmp_path)
    assert (chosen.once, len(chosen.same), chosen.others) == (
        ["d.py::five"],
        3 - statements.TIMES,
        1 + statements.TIMES,
    )
    needless = {name.split("::")[0] for name in chosen.same} - {"c.py"}
    assert set(chosen.files) == {"d.py", *needless}


def test_what_makes_databases_of_its_own_is_repeated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: set[str] = set()
    monkeypatch.setattr(statements, "_now", seen)
    tests = {"other": Sent(0, frozenset({"SELECT 1"}))}
    for name in ("one", "two"):
        seen.clear()
        with demonstration.installation(tmp_path / name):
            tests[name] = Sent(30, frozenset({"SELECT 1", *map(shape, seen)}))
    assert repeated(tests) == {"one", "two"}


def test_what_is_tried_once_sends_nothing_for_others(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl").write_text('["a.py::once", 0, ["SELECT 1"]]\n["b.py::twice", 3, ["SELECT 1"]]\n')
    (tmp_path / statements.COLLECTED).write_text('{"a.py::once": true, "b.py::twice": false}')
    assert statements.choose(tmp_path) == LeftOut(once=["a.py::once"], same=[], files=["a.py"], others=1)


def test_what_is_skipped_on_sqlite_is_repeated(tmp_path: Path) -> None:
    """It is skipped before it begins or half-way, and has sent less than it will."""
    tests = """
import pytest
pytestmark = pytest.mark.django_db
@pytest.mark.skip
def test_of_postgresql(): pass
def test_of_a_program_that_is_not_here(): pytest.skip()
def test_of_both(): pass
"""
    (tmp_path / "test_three.py").write_text(tests)
    words = [sys.executable, "-m", "pytest", "-p", "tests.statements", "-p", "no:django"]
    own = {statements.NOTED: str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[1]), "PYTEST_ADDOPTS": ""}
    environment = {**os.environ, **own}
    subprocess.run(words, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert list(statements.noted(tmp_path)) == ["test_three.py::test_of_both"]


def test_files_about_values_are_there() -> None:
    """A file that was renamed would be left out without a word."""
    root = Path(__file__).parents[1]
    there = {
        file.stem.removeprefix("test_") for file in [*root.glob("tests/test_*.py"), *root.glob("bereg/**/test_*.py")]
    }
    assert there >= statements.OF_VALUES
