"""Which statements are sent in each test, and which tests a second database therefore has to repeat.

The run on SQLite loads this as a plugin (tools/suite.py) and notes which tests there are, and for each that the second
run could leave out, the statements without their values. The run on PostgreSQL repeats as many tests as it takes to
send each of these statements, and leaves out the others (tests/leaving_out.py): see
docs/decisions/0153-what-the-second-database-repeats.md.
"""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

NOTED = "TESTS_NOTED"  # a folder to note in; no setting
COLLECTED = "collected.json"
TIMES = 1
EACH_TAKES = 0.1  # seconds, whatever is in a test
VALUES = re.compile(r"(?<=SAVEPOINT )\S+|\b\d+\b")
LISTS = re.compile(r"\((?:%s|\?)(?:, (?:%s|\?))*\)(?:, \((?:%s|\?)(?:, (?:%s|\?))*\))*")
COMMITTING = {"transactional_db", "live_server"}
# Here it is the values that a database may take otherwise, or the rights of who asks, and not the statements: hostile
# and foreign text, order and likeness, numbers that are too large, the walls between centres.
OF_VALUES = {
    "hostile_text",
    "hostile_requests",
    "fuzz_every_address",
    "order_the_list",
    "search",
    "search_many",
    "find",
    "find_an_agency",
    "find_by_whole_number",
    "engines_agree",
    "scope",
    "scope_matrix",
    "row_level_security",
}


@dataclass(frozen=True)
class Sent:
    """Which statements were sent in one test, and how many seconds of the processor it took."""

    took: float
    statements: frozenset[str]


@dataclass(frozen=True)
class LeftOut:
    """Which tests the second run leaves out, in which files there are no others, and how many others there are."""

    once: list[str]  # no other database changes what they find
    same: list[str]  # others send what they send
    files: list[str]
    others: int


_now: set[str] = set()
_skipped: set[str] = set()


def may_be_left_out(item: pytest.Item) -> bool:
    """Tell whether a test could do without the second database: it commits nothing, and is not about values."""
    marked = item.get_closest_marker("django_db")
    if marked is None or marked.kwargs.get("transaction"):
        return False
    commits = not COMMITTING.isdisjoint(getattr(item, "fixturenames", ()))
    return not commits and item.path.stem.removeprefix("test_") not in OF_VALUES


def shape(statement: str) -> str:
    """Return a statement without its values, and without how many there are in a list."""
    return VALUES.sub("?", LISTS.sub("(?)", statement))


def _note(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    _now.add(str(sql))
    return execute(sql, params, many, context)


@contextmanager
def unnoted() -> Iterator[None]:
    """Leave out what is sent for more than one test: else it would be counted for whichever of them came first."""
    before = _now.copy()
    yield
    _now.clear()
    _now.update(before)


def note_databases_of_its_own() -> None:
    """Let the test that is at work be repeated: what is sent in databases that it makes is not seen here."""
    _now.add(f"in databases of its own: {uuid4().hex}")


def _note_from_now_on(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    if _note not in connection.execute_wrappers:
        connection.execute_wrappers.append(_note)


def pytest_configure() -> None:
    """Note what each connection sends, in threads too."""
    if os.environ.get(NOTED):
        connection_created.connect(_note_from_now_on, dispatch_uid="tests.statements")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Write down which tests there are, and whether each is tried once. All processes find the same: one writes."""
    process = getattr(session.config, "workerinput", {"workerid": "gw0"})["workerid"]
    if os.environ.get(NOTED) and process == "gw0":
        found = {item.nodeid: item.get_closest_marker("once") is not None for item in session.items}
        (Path(os.environ[NOTED]) / COLLECTED).write_text(json.dumps(found), encoding="utf-8")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Know what was skipped: it sent nothing, and may run on the other database."""
    if report.skipped:
        _skipped.add(report.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Write down what was sent in a test, its set-up included, and how long it was at work."""
    _now.clear()
    began = time.process_time()
    result = yield
    if os.environ.get(NOTED) and may_be_left_out(item) and item.nodeid not in _skipped:
        # The user that serves has walls before each statement, so that it is another one.
        way = "serves: " if "serve" in getattr(item, "fixturenames", ()) else ""
        took = round(time.process_time() - began, 1)
        line = [item.nodeid, took, sorted({f"{way}{shape(sql)}" for sql in _now})]
        with (Path(os.environ[NOTED]) / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    return result


def noted(folder: Path) -> dict[str, Sent]:
    """Return what all processes of the first run have noted, by test."""
    lines = (json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text().splitlines())
    return {name: Sent(took, frozenset(statements)) for name, took, statements in lines}


def repeated(sent: Mapping[str, Sent], times: int = TIMES) -> set[str]:
    """Return few tests that send every statement so often, or as often as there are tests that send it.

    Greedy: always the test that brings most for its length; then whoever the later ones made needless goes, the longest
    first. The same tests that took as long give the same choice, in whatever order they ran.
    """
    senders = Counter(statement for each in sent.values() for statement in each.statements)
    lacking = {statement: min(times, count) for statement, count in senders.items()}
    queue = [(-len(each.statements) / (each.took + EACH_TAKES), name) for name, each in sent.items()]
    heapify(queue)
    chosen = set()
    while queue:
        before, name = heappop(queue)
        statements = sent[name].statements
        brings = -sum(lacking[statement] > 0 for statement in statements) / (sent[name].took + EACH_TAKES)
        if brings > before:  # less than when it was looked at last
            heappush(queue, (brings, name))
        elif brings:
            chosen.add(name)
            lacking.update({statement: lacking[statement] - 1 for statement in statements})
    for name in sorted(chosen, key=lambda name: (-sent[name].took, name)):
        if all(lacking[statement] < 0 for statement in sent[name].statements):
            chosen.remove(name)
            lacking.update({statement: lacking[statement] + 1 for statement in sent[name].statements})
    return chosen


def choose(folder: Path) -> LeftOut:
    """Choose what the second run leaves out. What the first one did not collect, it does not know to be needless."""
    collected = folder / COLLECTED
    is_once: dict[str, bool] = json.loads(collected.read_text(encoding="utf-8")) if collected.exists() else {}
    once = {name for name in is_once if is_once[name]}
    sent = {name: each for name, each in noted(folder).items() if name not in once}  # these send nothing there
    same = is_once.keys() & (sent.keys() - repeated(sent))
    others = is_once.keys() - once - same
    files = {name.split("::")[0] for name in is_once} - {name.split("::")[0] for name in others}
    return LeftOut(once=sorted(once), same=sorted(same), files=sorted(files), others=len(others))


def write_choice(folder: Path) -> Path:
    """Write down what the second run leaves out, for all of its processes."""
    file = folder / "left_out.json"
    file.write_text(json.dumps(asdict(choose(folder))), encoding="utf-8")
    return file
