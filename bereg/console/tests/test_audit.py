"""`bereg audit` finds what was done to the audit log, and the timer keeps what it needs for that."""

import datetime as dt
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from bereg import environment
from bereg.audit import actions, chain, triggers
from bereg.audit.actions import Thing
from bereg.audit.models import ChainedAct, Pending, Segment
from bereg.audit.queries import verify
from bereg.console import checkpoint
from bereg.console.timer import Timer
from bereg.core.routing import KEYS
from bereg.vault import keyring
from bereg.vault.models import LedgerLine

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _key_of_the_vault(db: None) -> None:
    """The commands open the vault, which gives the log its own key."""
    keyring.hand_out()


@pytest.fixture
def away(tmp_path: Path, settings: Any) -> Path:
    settings.DATA = tmp_path / "data"
    settings.CHECKPOINTS = tmp_path / "stick"
    settings.CHECKPOINTS.mkdir()
    return settings.CHECKPOINTS  # type: ignore[no-any-return]


def act(count: int = 1) -> None:
    actions.record_many("thing.done", targets=[Thing("test.thing", str(number)) for number in range(count)], by=None)


def tamper(statement: str) -> None:
    with triggers.lifted(connection), connection.cursor() as cursor:
        cursor.execute(statement)


def run(*typed: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("audit", *typed, stdout=out, stderr=err)
    except CommandError as error:
        err.write(f"{error.returncode}: {error}")
    return out.getvalue(), err.getvalue()


def test_a_whole_record_is_said_to_be_whole(away: Path) -> None:
    act(5)
    out, err = run("verify")
    assert (out.splitlines()[0], out.splitlines()[-1], err) == ("5 entries.", "No damage was found.", "")
    assert "There is no checkpoint" in out


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE audit_entry SET actor = 'somebody' WHERE seq = 3", ["Entry 3 was changed"]),
        ("UPDATE audit_entry SET was_pending = NOT was_pending WHERE seq = 3", ["Entry 3 was changed"]),
        ("DELETE FROM audit_entry WHERE seq = 3", ["Entry 4 has no entry before it", "Entry 4 does not follow"]),
        ("UPDATE audit_entry SET seq = 9 WHERE seq = 3", ["Entry 4 has no", "Entry 9 was changed"]),
        ("DELETE FROM audit_entry WHERE seq > 3", ["Entry 4 is missing with all that came after it"]),
        ("DELETE FROM audit_entry", ["Entry 1 is missing"]),
    ],
)
def test_what_is_wrong_is_said_with_its_number(away: Path, statement: str, says: list[str]) -> None:
    act(5)
    run("checkpoint")
    tamper(statement)
    _out, err = run("verify")
    assert [words for words in says if words not in err] == []
    assert err.splitlines()[-1].startswith("1: ")
    assert "found." in err.splitlines()[-1]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps columns to their types")
@pytest.mark.parametrize(
    "change", ["at = 'yesterday'", "at = at || '+00:00'", "mono = 'x'", "was_pending = 2", "mac = 'text'", "sha256 = 5"]
)
def test_what_the_program_never_writes_is_found_without_failing(away: Path, change: str) -> None:
    act(5)
    tamper(f"UPDATE audit_entry SET {change} WHERE seq = 3")  # noqa: S608 - of this test
    assert "Entry 3 holds what this program never writes." in run("verify")[1].splitlines()


def test_a_missing_trigger_is_named(away: Path) -> None:
    act()
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER audit_entry_no_update" + ("" if connection.vendor == "sqlite" else " ON audit_entry")
        )
    assert "audit_entry_no_update" in run("verify")[1]


def test_without_the_key_the_order_is_checked_and_that_is_said(away: Path) -> None:
    act(5)
    tamper("UPDATE audit_entry SET actor = 'somebody' WHERE seq = 3")
    chain.use_key(None)
    out, err = run("verify", "--without-key")
    assert "only the order was checked" in out
    assert err == ""
    tamper("DELETE FROM audit_entry WHERE seq = 4")
    assert "Entry 5 does not follow" in run("verify", "--without-key")[1]


def test_checkpoints_are_compared_one_and_all(away: Path, tmp_path: Path) -> None:
    for _ in range(3):
        act(2)
        run("checkpoint")
    run("checkpoint", "--to", str(tmp_path / "one.jsonl"))
    assert "Compared with 3 checkpoints." in run("verify")[0]
    assert "Compared with 1 checkpoint." in run("verify", "--against", str(tmp_path / "one.jsonl"))[0]
    [file] = away.iterdir()
    lines = file.read_text().splitlines()
    for changed in (lines[0].replace('"seq": 2', '"seq": 4'), "half a li"):
        file.write_text("\n".join([changed, *lines[1:]]))
        assert "a checkpoint was changed or cannot be read" in run("verify")[1]


def test_a_log_made_anew_under_the_same_key_is_not_that_of_the_checkpoint(away: Path) -> None:
    act(3)
    run("checkpoint")
    tamper("DELETE FROM audit_entry")
    if connection.vendor != "sqlite":
        tamper("DELETE FROM audit_head")
    act(3)
    assert "Entry 3 is not the entry that a checkpoint knows." in run("verify")[1]


def test_the_ledger_of_erasures_is_compared_too(away: Path) -> None:
    for number in range(3):
        LedgerLine.objects.create(
            record_hash=bytes([number]) * 32, kind="narrative", because="request", backups_end_on=NOW
        )
    act()
    run("checkpoint")
    assert run("verify")[1] == ""
    LedgerLine.objects.order_by("-pk")[0].delete()
    assert "Line 3 of the ledger of erasures is not the line" in run("verify")[1]
    LedgerLine.objects.create(record_hash=b"\x09" * 32, kind="narrative", because="request", backups_end_on=NOW)
    assert "Line 3 of the ledger" in run("verify")[1]


def waits_for_the_ledger() -> bool:
    """Tell whether somebody waits for a lock of the whole ledger."""
    with connections[KEYS].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE relation = 'vault_ledgerline'::regclass AND NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_an_erasure_under_way_while_a_checkpoint_is_taken_is_no_damage(away: Path) -> None:
    erased = {"kind": "narrative", "because": "request", "backups_end_on": NOW}
    first_has_its_number, second_is_over, taken = threading.Event(), threading.Event(), threading.Event()

    def erase_slowly() -> None:
        with transaction.atomic(using=KEYS):
            LedgerLine.objects.create(record_hash=b"\x01" * 32, **erased)
            first_has_its_number.set()
            second_is_over.wait()
            while not taken.is_set() and not waits_for_the_ledger():
                pass
        connections.close_all()

    def take() -> None:
        try:
            run("checkpoint")
        finally:
            taken.set()
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(erase_slowly)
        first_has_its_number.wait()
        LedgerLine.objects.create(record_hash=b"\x02" * 32, **erased)
        taking = pool.submit(take)
        second_is_over.set()
        slow.result()
        taking.result()
    assert run("verify")[1] == ""


def test_a_checkpoint_stays_away_from_the_data_and_from_a_folder_that_is_not_there(away: Path, settings: Any) -> None:
    (settings.DATA / "inside").mkdir(parents=True)
    assert "among the data" in run("checkpoint", "--to", str(settings.DATA / "inside"))[1]
    away.rmdir()
    assert "is not there" in run("checkpoint")[1]
    assert not away.exists()
    settings.CHECKPOINTS = None
    assert "2: say --to PLACE" in run("checkpoint")[1]


def test_the_setting_refuses_a_folder_among_the_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for place in (tmp_path / "data" / "x", tmp_path / "data", tmp_path):
        monkeypatch.setenv("BEREG_CHECKPOINTS", str(place))
        with pytest.raises(ImproperlyConfigured, match="away from the data"):
            environment.folder_apart("BEREG_CHECKPOINTS", tmp_path / "data")
    monkeypatch.setenv("BEREG_CHECKPOINTS", str(tmp_path / "stick"))
    assert environment.folder_apart("BEREG_CHECKPOINTS", tmp_path / "data") == tmp_path / "stick"


class Clock:
    seconds = 0.0


def timer(clock: Clock) -> Timer:
    return Timer(now=lambda: NOW.replace(hour=0), clock=lambda: clock.seconds)


def test_the_timer_chains_within_ten_seconds_what_waited(settings: Any) -> None:
    settings.CHECKPOINTS = None
    clock = Clock()
    ours = timer(clock)
    ours.tick()
    key = chain.held_key()
    chain.use_key(None)
    act(3)
    clock.seconds = 9.9
    ours.tick()
    assert Pending.objects.count() == 3  # this process has no key either
    chain.use_key(key)
    clock.seconds += 9.9
    ours.tick()
    assert (Pending.objects.count(), ChainedAct.objects.count()) == (0, 3)


@pytest.mark.django_db(transaction=True)
def test_the_timer_writes_a_checkpoint_each_hour_and_tries_again_soon(
    away: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def lines() -> int:
        return sum(len(file.read_text().splitlines()) for file in away.glob("*checkpoints*"))

    act()
    clock = Clock()
    ours = timer(clock)
    ours.tick()
    clock.seconds = 3599
    ours.tick()
    assert lines() == 1
    away.rename(away.with_name("pulled-out"))
    clock.seconds = 3601
    ours.tick()
    assert "No checkpoint" in caplog.text
    assert not away.exists()
    away.with_name("pulled-out").rename(away)
    clock.seconds = 3662
    ours.tick()
    assert lines() == 2


def make_years() -> list[dt.date]:
    """Record acts from August 2023 to November 2026. Return the months."""
    months = []
    for number in range(7, 47):
        month = dt.datetime(2023 + number // 12, number % 12 + 1, 20, tzinfo=dt.UTC)
        with time_machine.travel(month, tick=False):
            act(3)
        months.append(month.date().replace(day=1))
    return months


def test_whole_months_go_after_three_years_and_the_rest_is_verified_from_there(away: Path) -> None:
    assert make_years()[:3] == [dt.date(2023, 8, 1), dt.date(2023, 9, 1), dt.date(2023, 10, 1)]
    run("checkpoint")
    with time_machine.travel(NOW, tick=False):
        assert run("prune", "--dry-run")[0].split() == ["2023-08", "2023-09", "2023-10"]
        assert ChainedAct.objects.count() == 120
        assert run("prune")[0].split() == ["2023-08", "2023-09", "2023-10"]
        assert run("prune")[0] == "Nothing is old enough.\n"
    assert ChainedAct.objects.order_by("seq").values_list("seq", flat=True).first() == 10
    assert ChainedAct.objects.filter(action="audit.pruned").count() == 3
    assert run("verify")[1] == ""
    tamper("UPDATE audit_segment SET last_seq = 8 WHERE last_seq = 9")
    assert "Entry 8 ends a deleted month whose signature does not fit." in run("verify")[1]


def test_more_than_was_pruned_is_noticed() -> None:
    make_years()
    with time_machine.travel(NOW, tick=False):
        run("prune")
    tamper("DELETE FROM audit_entry WHERE seq = 10")
    assert "Entry 11 has no entry before it" in run("verify")[1]


def test_a_damaged_month_is_not_pruned() -> None:
    make_years()
    tamper("UPDATE audit_entry SET actor = 'somebody' WHERE seq = 5")
    with time_machine.travel(NOW, tick=False):
        assert "2023-09 is damaged" in run("prune")[1]
    assert list(Segment.objects.values_list("month", flat=True)) == [dt.date(2023, 8, 1)]
    assert ChainedAct.objects.filter(seq=5).exists()


def test_the_month_of_the_newest_entry_stays_whatever_the_clock_says() -> None:
    act(3)
    with time_machine.travel(NOW + dt.timedelta(days=3660), tick=False):
        assert run("prune")[0] == "Nothing is old enough.\n"
    assert ChainedAct.objects.count() == 3


def test_a_long_log_is_verified_in_little_memory() -> None:
    act(6_000)
    tracemalloc.start()
    report = verify()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (report.entries, report.count) == (6_000, 0)
    assert peak < 8_000_000


@pytest.mark.torture
def test_a_hundred_thousand_entries_are_verified_in_as_little() -> None:
    act(100_000)
    tracemalloc.start()
    report = verify()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (report.entries, report.count) == (100_000, 0)
    assert peak < 8_000_000


def test_a_checkpoint_needs_the_key(away: Path) -> None:
    chain.use_key(None)
    with pytest.raises(checkpoint.NoCheckpointError):
        checkpoint.take(away)
