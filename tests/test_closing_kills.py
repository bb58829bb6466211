"""Who is killed while closing a month leaves it open as a whole, and whoever closes it then closes it as a whole."""

import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.writers import ON_POSTGRES, Writer, database, writing

STEPS = ("counted", "half_marked", "marked", "half_put", "put")
ASKED = 30


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    name = f"bereg_closing_kills_{os.environ.get('BEREG_TEST_DB_SUFFIX', 'main')}"
    with database(name) if ON_POSTGRES else nullcontext("") as address, writing(tmp_path, address) as made:
        made.obey("record_a_month")
        yield made


def test_a_kill_at_any_step_leaves_nothing_half_closed(writer: Writer) -> None:
    for step in STEPS:
        writer.kill_after(0, first="there", doing=f"close_month {step}")
        found = writer.check(by="check_closing")
        assert (found["acts"], found["facts"], sum(found["marked"])) == (0, [], 0), step
    writer.obey("close_month")
    found = writer.check(by="check_closing")
    assert (found["acts"], found["whole"]) == (1, True)
    assert found["facts"] == found["marked"]
    assert sorted(found["marked"])[-2:] == [ASKED, ASKED]
    assert not sum(sorted(found["marked"])[:-2])
