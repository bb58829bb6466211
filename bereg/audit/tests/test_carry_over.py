"""What an earlier version recorded waits for the key like any other act, and is chained in its order."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

LATER = """
from bereg.audit import chain
from bereg.audit.actions import chain_pending
from bereg.audit.models import ChainedAct
from bereg.audit.queries import verify
print(verify().waiting)
chain.use_key(bytes(32))
print(chain_pending(), list(ChainedAct.objects.order_by("seq").values_list("seq", "action", "was_pending")))
print(verify().count)
"""


def bereg(data: Path, *words: str) -> list[str]:
    """Run a command on a data folder of its own, on SQLite."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEREG_", "DJANGO_"))}
    environment = {**kept, "BEREG_DATA": str(data)}
    done = subprocess.run(
        [sys.executable, "-m", "bereg", *words], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_entries_of_an_earlier_version_are_chained_by_the_first_process_with_the_key(tmp_path: Path) -> None:
    bereg(tmp_path, "migrate", "audit", "0001", "--verbosity", "0", "--database", "default")
    with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as link:
        for number in (1, 2, 5):
            row = (number, f"2026-11-2{number} 09:00:00", "system", "system", f"thing.{number}", "test.thing", "1", "")
            columns = "id, at, actor, role, action, target_kind, target, because"
            link.execute(f"INSERT INTO audit_entry ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
        link.commit()
    bereg(tmp_path, "migrate", "audit", "--verbosity", "0", "--database", "default")
    chained = "[(1, 'thing.1', True), (2, 'thing.2', True), (3, 'thing.5', True)]"
    assert bereg(tmp_path, "shell", "-v0", "-c", LATER) == ["3", f"3 {chained}", "0"]
