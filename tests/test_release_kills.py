"""Who is killed while preparing or publishing figures leaves nothing half published, and the next one goes on."""

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from uuid import UUID

import pytest

from bereg.core.tests.torture import say, share
from tests.writers import ON_POSTGRES, Writer, database, writing

# After which word a life goes on for how long at most: amid the attack, the asking, the publishing, the next one.
LIVES = (("writing", 0.8), ("prepared", 0.05), ("agreed", 0.03), ("stored", 0.3))


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    name = f"bereg_release_kills_{os.environ.get('BEREG_TEST_DB_SUFFIX', 'main')}"
    with database(name) if ON_POSTGRES else nullcontext("") as address, writing(tmp_path, address) as made:
        made.obey("prepare_figures")
        yield made


def killed(writer: Writer, times: int, progress: Callable[[int], object] = id) -> int:
    """Kill who prepares and publishes so many times, and look each time; return how many they published."""
    drawn, published = random.Random(2026), 0  # noqa: S311 - the same moments each time
    for number in range(1, times + 1):
        before, (word, longest_s) = len(writer.acknowledged), LIVES[number % len(LIVES)]
        writer.kill_after(drawn.uniform(0, longest_s), first=word, doing="release")
        published += len(writer.acknowledged) - before
        found = writer.check(by="check_releases")
        assert (found["lost"], found["half"]) == ([], []), f"after {number} kills"
        if found["anew"]:
            writer.acknowledged.clear()
        progress(number)
    assert published >= times // len(LIVES), "they hardly published, so the kills show nothing"
    return published


def test_some_kills_leave_nothing_half_published(writer: Writer) -> None:
    killed(writer, times=4)
    if not ON_POSTGRES:  # what is half there would be seen
        writer.kill_after(0, doing="release")
        with closing(sqlite3.connect(writer.folder / "db.sqlite3")) as file:
            file.execute("UPDATE publications_release SET published_at = NULL")
            file.commit()
        found = writer.check(by="check_releases")
        assert writer.acknowledged & {UUID(each) for each in found["lost"]}
        assert found["half"]


@pytest.mark.torture
def test_a_hundred_kills_leave_nothing_half_published(writer: Writer) -> None:
    times, begun = share(100), time.monotonic()
    published = killed(writer, times)
    say(
        "Killed releases",
        f"{times} kills while preparing or publishing, {published} published, none half, none lost, each went on, "
        f"{time.monotonic() - begun:.0f} s",
    )
