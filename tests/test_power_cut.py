"""What was called saved survives a power cut.

The power of a disk that loses what was not synced, in pieces and out of order, is cut among the savings. Beside that
the system's own calls are counted.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bereg.core.tests.torture import say, share
from tests.clusters import BINARIES, Cluster, cluster
from tests.power import Cuts, LosingDisk, LostError, cut, needs_losing_disk
from tests.writers import ON_POSTGRES, Writer, writing

on_sqlite = pytest.mark.skipif(ON_POSTGRES, reason="power cuts on PostgreSQL are a test of their own")
counts_calls = pytest.mark.skipif(
    ON_POSTGRES or not shutil.which("strace"),
    reason="counting the system's calls needs strace; PostgreSQL's own processes call for it",
)
SYNC = re.compile(r"(?:fsync|fdatasync)\(\d+<(?P<file>[^>]*)>\)\s*= 0")


@contextmanager
def over_a_losing_disk(folder: Path, *, is_deaf: bool = False) -> Iterator[tuple[Writer, LosingDisk]]:
    """Start a writer whose data folder is on a disk that loses power, which is off yet."""
    disk = LosingDisk(folder / "disk", folder / "seen", is_deaf=is_deaf)
    with writing(disk.mount) as writer:
        disk.fill()
        yield writer, disk


class LosingCluster(LosingDisk):
    """The disk of a PostgreSQL server, which starts and dies with it."""

    server: Cluster

    @contextmanager
    def powered(self, seed: object) -> Iterator[None]:
        with super().powered(seed):
            # After a real cut nothing has this number any more; here whoever reaps the dead may be late.
            (self.server.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
            self.server.control("start")
            try:
                yield
            finally:
                self.server.control("stop", "immediate")


@on_sqlite
@needs_losing_disk
def test_some_power_cuts_lose_nothing(tmp_path: Path) -> None:
    with over_a_losing_disk(tmp_path) as (writer, disk):
        found = cut(writer, disk, times=2)
    assert len(writer.acknowledged) <= found.stand <= len(writer.acknowledged) + 2
    assert found.texts == 3 * found.stand  # notes, how to reach the person, the code word


@on_sqlite
@needs_losing_disk
def test_a_disk_that_only_says_that_it_synced_loses_what_was_saved(tmp_path: Path) -> None:
    """The same cuts notice it: so they would notice a program that does not sync."""
    with over_a_losing_disk(tmp_path, is_deaf=True) as (writer, disk), pytest.raises(LostError):
        cut(writer, disk, times=20)


def figure(writer: Writer, disk: LosingDisk, found: Cuts, whole: str) -> str:
    return (
        f"{found.times} power cuts among the savings and as many after looking, {disk.at_risk} writes and names not "
        f"synced at that moment; {len(writer.acknowledged)} acknowledged, {found.stand} stand, 0 lost, 0 half saved, "
        f"{found.texts} texts open, {whole}"
    )


@pytest.mark.torture
@on_sqlite
@needs_losing_disk
def test_two_hundred_power_cuts_on_sqlite(tmp_path: Path) -> None:
    with over_a_losing_disk(tmp_path) as (writer, disk):
        found = cut(writer, disk, share(200))
    say("S02 SQLite", figure(writer, disk, found, "integrity_check ok each time"))


@pytest.mark.torture
@pytest.mark.skipif(not ON_POSTGRES or not BINARIES, reason="power cuts of a PostgreSQL server of its own")
@needs_losing_disk
def test_twenty_power_cuts_on_postgresql(tmp_path: Path) -> None:
    with cluster() as server, writing(tmp_path / "data", server.address, is_bare=True) as writer:
        server.control("stop")
        disk = LosingCluster(server.folder / "disk", server.folder / "data")
        disk.server = server
        disk.fill()
        found = cut(writer, disk, share(20))
        server.control("start")
    say("S02 PostgreSQL", figure(writer, disk, found, "amcheck finds nothing"))


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


@counts_calls
def test_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    assert syncs_of(tmp_path, 20) >= 20


@pytest.mark.torture
@counts_calls
def test_two_hundred_commits_reach_the_disk(tmp_path: Path) -> None:
    syncs = syncs_of(tmp_path, 200)
    say("S02", f"{syncs} syncs of the log for 200 enquiries")
    assert syncs >= 200
