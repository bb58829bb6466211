"""Each acknowledged enquiry was handed to the disk before it was acknowledged: the system's own calls are counted."""

import re
import shutil
from pathlib import Path

import pytest

from bereg.core.tests.torture import say
from tests.writers import ON_POSTGRES, writing

pytestmark = [
    pytest.mark.skipif(ON_POSTGRES, reason="PostgreSQL's own processes call; its settings are asserted at the start"),
    pytest.mark.skipif(not shutil.which("strace"), reason="counting the system's calls needs strace"),
]
SYNC = re.compile(r"(?:fsync|fdatasync)\(\d+<(?P<file>[^>]*)>\)\s*= 0")


def syncs_of(folder: Path, commits: int) -> int:
    """Register so many enquiries and count the syncs of the log of the records meanwhile."""
    trace = folder / "trace"
    under = ("strace", "-f", "-y", "-e", "trace=fsync,fdatasync", "-o", str(trace))
    with writing(folder, under=under) as writer:
        before = trace.read_text()
        writer.obey(f"write {commits}")
        assert len(writer.acknowledged) == commits
    after = trace.read_text()[len(before) :]
    return sum(found["file"].endswith("/db.sqlite3-wal") for found in SYNC.finditer(after))


def test_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    assert syncs_of(tmp_path, 20) >= 20


@pytest.mark.torture
def test_two_hundred_commits_reach_the_disk(tmp_path: Path) -> None:
    syncs = syncs_of(tmp_path, 200)
    say("S02", f"{syncs} syncs of the log for 200 enquiries")
    assert syncs >= 200
