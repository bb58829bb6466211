"""A process that is killed while it stores loses nothing that it called stored, and leaves nothing half stored."""

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from bereg.core.tests.torture import say, share
from tests.writers import ON_POSTGRES, Writer, database, writing

LONGEST_LIFE_S = 0.15


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    name = f"bereg_kills_{os.environ.get('BEREG_TEST_DB_SUFFIX', 'main')}"
    with database(name) if ON_POSTGRES else nullcontext("") as address, writing(tmp_path, address) as made:
        yield made


def killed(writer: Writer, times: int, check_each: int, progress: Callable[[int], object] = id) -> int:
    """Kill a writer so many times and look each time or now and then; return how many enquiries stand."""
    drawn, found = random.Random(2026), {}  # noqa: S311 - the same moments each time
    for number in range(1, times + 1):
        # Most are killed among their savings, some before or in their first one.
        writer.kill_after(drawn.uniform(0, LONGEST_LIFE_S), first="writing" if number % 4 == 0 else "stored")
        if number % check_each == 0 or number == times:
            found = writer.check()
            assert (found["lost"], found["half"], found["damage"]) == ([], [], []), f"after {number} kills"
        progress(number)
    assert len(writer.acknowledged) > times / 2, "the writers hardly wrote, so the kills show nothing"
    return int(found["count"])


def test_some_kills_lose_nothing_and_leave_nothing_half(writer: Writer) -> None:
    stand = killed(writer, times=8, check_each=4)
    # At most the one that each kill cut off between its storing and its saying so.
    assert len(writer.acknowledged) <= stand <= len(writer.acknowledged) + 8


def test_what_is_lost_or_half_would_be_seen(writer: Writer) -> None:
    writer.kill_after(LONGEST_LIFE_S)
    never = uuid4()
    assert writer.check({never})["lost"] == [str(never)]
    if not ON_POSTGRES:
        with closing(sqlite3.connect(writer.folder / "db.sqlite3")) as file:
            (victim,) = file.execute("SELECT enquiry_id FROM enquiries_enquirycontact").fetchone()
            file.execute("DELETE FROM enquiries_enquirycontact WHERE enquiry_id = ?", [victim])
            file.commit()
        assert str(UUID(victim)) in writer.check()["half"]


@pytest.mark.torture
@pytest.mark.skipif(ON_POSTGRES, reason="kills on PostgreSQL are a test of their own")
def test_five_hundred_kills_on_sqlite(writer: Writer) -> None:
    times, begun = share(500), time.monotonic()
    stand = killed(writer, times, check_each=1)
    say(
        "S01 SQLite",
        f"{times} kills, {len(writer.acknowledged)} acknowledged, {stand} stand, 0 lost, 0 half saved, "
        f"integrity_check ok each time, {time.monotonic() - begun:.0f} s",
    )


@pytest.mark.torture
@pytest.mark.skipif(not ON_POSTGRES, reason="kills on SQLite are a test of their own")
def test_a_hundred_kills_on_postgresql(writer: Writer) -> None:
    times, begun = share(100), time.monotonic()
    stand = killed(writer, times, check_each=5)
    say(
        "S01 PostgreSQL",
        f"{times} kills, {len(writer.acknowledged)} acknowledged, {stand} stand, 0 lost, 0 half saved, "
        f"amcheck finds nothing, {time.monotonic() - begun:.0f} s",
    )
