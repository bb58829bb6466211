"""A plugin of the run on a second database: it leaves out the tests that find there what they found on the first.

A file without any other test is not even read: to read all of them takes each process of a run twenty seconds. All
processes go by the same file, which was written before they began. One line at the end says how many there were.
"""

import functools
import json
import os
from pathlib import Path

import pytest

from tests.statements import LeftOut

LEFT_OUT = "TESTS_LEFT_OUT"  # the file of what was chosen (tests/statements.py); no setting


@functools.cache
def left_out() -> LeftOut:
    """Return what this run leaves out."""
    return LeftOut(**json.loads(Path(os.environ[LEFT_OUT]).read_text(encoding="utf-8")))


@functools.cache
def _files(root: Path) -> frozenset[Path]:
    return frozenset(root / each for each in left_out().files)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Read no file of which no test is repeated. Of one that is asked for by name the tests are deselected."""
    return True if collection_path in _files(config.rootpath) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what is left out of the files that are read."""
    needless = {*left_out().once, *left_out().same}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in needless])
    items[:] = [item for item in items if item.nodeid not in needless]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Call it no failure that no test was found where all are left out."""
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and not left_out().others:
        session.exitstatus = pytest.ExitCode.OK


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests are left out, and why."""
    once, same = len(left_out().once), len(left_out().same)
    terminalreporter.write_line(
        f"{once + same} of {once + same + left_out().others} tests ran on SQLite alone: {once} find the same on any "
        f"database, and what {same} send is sent by tests that run here. BEREG_TEST_ALL=1 repeats all."
    )
