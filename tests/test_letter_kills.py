"""Who is killed while something leaves the house, or an answer comes in, has done it as a whole or not at all.

A referral is signed, sent, stopped as its person takes the consent back; a partner reads and answers by a link; what
came of it is noted, and who referred somebody to us; what goes to a ministry is frozen; a notice takes its matters, a
check request is judged and drafted, the person found is asked, answers, and the relative is told. `make test` kills
each in its midst and before it would be over, `make torture` before each of its writes and commits.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bereg.core.tests.torture import say
from tests.writers import ON_POSTGRES, Writer, database, writing

ACTS = ("sign", "send", "withdraw", "read", "answer", "note", "came", "freeze")
OF_CHECKS = ("notice", "judge", "draft", "redraft", "ask", "answer_for", "decide", "tell")
# What a kill between a draft and what it rests on leaves: a draft that nobody can sign. Doing it again begins anew.
ORPHAN = {"dispatch.Dispatch": 1, "Dispatch drafted": 1, "act dispatch.drafted": 1}
LEAVE_ORPHANS = {"notice", "draft"}
BY_CODE = {"read", "answer"}  # each try of a code counts, so none is tried twice


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    name = f"bereg_letter_kills_{os.environ.get('BEREG_TEST_DB_SUFFIX', 'main')}"
    with database(name) if ON_POSTGRES else nullcontext("") as address, writing(tmp_path, address) as made:
        made.obey("prepare_letters")
        yield made


@dataclass(frozen=True)
class Standing:
    """What stands: how many of what, which texts are closed, and what breaks the chain of acts."""

    counts: Counter[str]
    closed: list[str]
    damages: list[str]

    def since(self, before: "Standing") -> dict[str, int]:
        """Return what is more or less than before."""
        names = self.counts.keys() | before.counts.keys()
        return {name: more for name in names if (more := self.counts[name] - before.counts[name])}


def standing(writer: Writer) -> Standing:
    found: dict[str, Any] = writer.check(by="check_letters")
    return Standing(Counter(found["counts"]), found["closed"], found["damages"])


def begun(writer: Writer, act: str) -> str:
    return dict(writer.obey(f"begin_letter {act}"))["begun"]


def done(writer: Writer, act: str, subject: str) -> int:
    """Do it; return how many writes and commits that took."""
    return int(dict(writer.obey(f"do_letter {act} {subject} 0"))["writes"])


def killed(writer: Writer, act: str, subject: str, write: int) -> None:
    """Kill who does it before one of its writes."""
    victim = writer.tell(f"do_letter {act} {subject} {write}")
    assert writer.hear()[0] == "there"
    os.kill(victim, signal.SIGKILL)
    assert writer.hear() == ("over", str(-signal.SIGKILL))


def whole(writer: Writer, act: str) -> tuple[dict[str, int], int]:
    """Do it once without a kill, and once more; return what that changes, and how many writes it took."""
    subject, before = begun(writer, act), standing(writer)
    writes = done(writer, act, subject)
    after = standing(writer)
    done(writer, act, subject)
    again = standing(writer).since(after)
    assert not {name for name in again if not name.startswith("act ")}, f"{act} done twice is doubled: {again}"
    return after.since(before), writes


def kill_each(writer: Writer, act: str, *, is_sample: bool = False) -> int:
    """Kill it before each of its writes, or in its midst and before the last; return how many kills there were."""
    changes, writes = whole(writer, act)
    allowed = [{}, changes]
    if act == "withdraw":
        allowed.append(whole(writer, "stop")[0])
    if act in LEAVE_ORPHANS:
        allowed.append(ORPHAN)
    chosen = sorted({(writes + 1) // 2, writes}) if is_sample else [*range(1, writes + 1)]
    subject = ""
    for number in chosen:
        if not subject:
            subject, before = begun(writer, act), standing(writer)
        killed(writer, act, subject, number)
        left = standing(writer)
        assert left.since(before) in allowed, f"{act} before write {number} of {writes}"
        assert left.damages == [], f"{act} before write {number}"
        if act in BY_CODE or left.since(before) or number == chosen[-1]:
            repeat(writer, act, subject, before, changes, has_orphans=left.since(before) == ORPHAN)
            subject = ""
    return len(chosen)


def repeat(
    writer: Writer, act: str, subject: str, before: Standing, changes: dict[str, int], *, has_orphans: bool
) -> None:
    """Do again what was cut off: then it is done, once.

    What a link opens goes before it counts as used, so that none opens twice. Cut off between the two it opens nothing,
    and the staff makes another one.
    """
    done(writer, act, subject)
    over = standing(writer)
    if act in BY_CODE and not over.since(before):
        done(writer, "renew", subject)
        over = standing(writer)
        assert over.since(before)["Dispatch answered"] == 1
    else:
        wanted = Counter(changes) + Counter(ORPHAN) if has_orphans else changes
        assert without_acts(over.since(before)) == without_acts(wanted)
    assert (over.closed, over.damages) == ([], [])


def without_acts(changes: dict[str, int]) -> dict[str, int]:
    """Leave out how often somebody wanted it."""
    return {name: more for name, more in changes.items() if not name.startswith("act ")}


def test_some_kills_leave_nothing_half(writer: Writer) -> None:
    for act in ACTS:
        assert kill_each(writer, act, is_sample=True) == 2


def test_some_kills_leave_no_check_and_no_search_half(writer: Writer) -> None:
    for act in OF_CHECKS:
        assert kill_each(writer, act, is_sample=True) == 2


@pytest.mark.torture
def test_a_kill_before_any_write_leaves_nothing_half(writer: Writer) -> None:
    begun_at = time.monotonic()
    kills = {act: kill_each(writer, act) for act in (*ACTS, *OF_CHECKS)}
    told = ", ".join(f"{act} {many}" for act, many in kills.items())
    say("S01 letters", f"kills before each write and commit: {told}; 0 half, {time.monotonic() - begun_at:.0f} s")
