"""`bereg retention`: says what is due, erases it, and signs a report that cannot be changed unseen."""

import datetime as dt
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from bereg.accounts import failed_tries
from bereg.accounts.models import Notice, Session
from bereg.accounts.roles import Role
from bereg.accounts.sessions import SessionStore
from bereg.audit import chain
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.console.management.commands import retention as command
from bereg.console.tasks import tell_what_waits
from bereg.retention import doctor as keeping
from bereg.retention import holds
from bereg.retention import report as retention_report
from bereg.retention import rules as retention
from bereg.retention.models import Clock, Hold, Run
from conftest import make_user

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2008, 3, 14, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _open_vault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "require_vault", lambda: None)


@pytest.fixture
def old() -> None:
    """A session that ended weeks ago."""
    with time_machine.travel(NOW - dt.timedelta(days=20)):
        SessionStore().create()


def run(*arguments: str) -> str:
    printed = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("retention", *arguments, stdout=printed)
    return printed.getvalue()


def forget_where_the_clock_was(at: dt.datetime) -> None:
    Clock.objects.create(boot="another", uptime_s=0, wall=at, seen_at=at)


@pytest.mark.parametrize("arguments", [("due",), ("run", "--dry-run")])
def test_what_is_due_is_said_and_stays(old: None, arguments: tuple[str, ...]) -> None:
    assert "sessions: due 1, overdue 1, held 0\n" in run(*arguments)
    assert (Session.objects.count(), Run.objects.count()) == (1, 0)


def test_what_is_used_today_is_not_overdue() -> None:
    """Asked two nights back, it would be of a day to come, as it is where the clock was set back."""
    with time_machine.travel(NOW - dt.timedelta(minutes=5), tick=False):
        SessionStore().create()
        failed_tries.take("sign in", "somebody")
    assert "sessions: due 0, overdue 0, held 0\n" in run("due")


def test_backups_that_should_be_gone_are_named_with_what_to_do(tmp_path: Path, settings: Any) -> None:
    folders = {"data": tmp_path / "data", "keys": tmp_path / "keys"}
    settings.BACKUPS, settings.KEYS_BACKUPS = (str(folder) for folder in folders.values())
    settings.BACKUP_KEY = settings.KEYS_BACKUP_KEY = ""  # those of before are overdue all the same
    old, kept = NOW - dt.timedelta(days=9), NOW - dt.timedelta(days=7)
    for part, folder in folders.items():
        folder.mkdir()
        for at in (old, kept):
            (folder / f"bereg-{part}-{at:%Y%m%dT%H%M%SZ}.age").touch()
    said = [line for line in run("due").splitlines() if "should be gone" in line]
    late = folders["keys"] / "bereg-keys-20080305T120000Z.age"
    assert len(said) == 1
    assert said[0].startswith(f"Backups that should be gone after 7 days, or are of a day to come: {late}. See why")
    late.unlink()
    assert "should be gone" not in run("due")


def test_it_is_erased_by_hand_as_by_night(old: None) -> None:
    assert "sessions: 1 erased\n" in run("run")
    assert not Session.objects.exists()
    assert ChainedAct.objects.filter(action="retention.run", actor="system", target="sessions").count() == 1
    assert "sessions: due 0, overdue 0, held 0\n" in run("due")


def test_a_jump_is_said_and_erases_nothing_until_it_is_confirmed(old: None) -> None:
    forget_where_the_clock_was(NOW - dt.timedelta(days=5))
    with pytest.raises(CommandError, match=r"2008-03-14.*2008-03-09.*--confirm"):
        run("run")
    assert "2008-03-09" in run("due")
    assert Session.objects.count() == 1
    assert "sessions: 1 erased" in run("run", "--confirm")
    assert ChainedAct.objects.filter(action="clock.confirmed", actor="system").count() == 1
    assert "2008-03-09" not in run("due")


def test_a_rule_that_fails_ends_with_an_error_that_quotes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_now: Any, _progress: Any) -> None:
        raise ValueError("an invented text")

    broken = retention.Rule(code="broken", label="", kept=lambda: "", count=lambda _now: 1, erase=fail)
    monkeypatch.setattr(retention, "_of_rooms", lambda: [broken])
    with pytest.raises(CommandError, match=r"broken \(ValueError\)") as refused:
        run("run")
    assert "invented" not in str(refused.value)
    with time_machine.travel(NOW, tick=False):
        assert {finding.code for finding in keeping.findings()} == {"overdue", "retention_failed"}


def test_the_report_of_a_month_counts_and_is_signed(old: None, tmp_path: Path) -> None:
    run("run")
    report = run("report", "2008-03")
    lines = report.splitlines()
    assert lines[0] == "Bereg, erased in 2008-03"
    assert "days with a run: 1" in lines
    assert "runs with a fault: 0" in lines
    assert "sessions: erased 1, overdue 0, held 0" in lines
    assert {line.split(":")[0] for line in lines} >= {rule.code for rule in retention.rules()}
    file = tmp_path / "report.txt"
    file.write_text(report.replace("\n", "\r\n"))  # as a mail leaves it
    assert "signed here" in run("verify", str(file))
    assert ChainedAct.objects.filter(action="retention.reported", target="2008-03").count() == 1


def test_no_sign_of_a_report_can_be_changed_unseen(old: None, tmp_path: Path) -> None:
    report = run("report", "2008-03")
    for place, sign in enumerate(report):
        if not sign.isspace():
            changed = f"{report[:place]}{'x' if sign != 'x' else 'y'}{report[place + 1 :]}"
            assert not retention_report.is_genuine(changed)
    file = tmp_path / "report.txt"
    file.write_text(changed)
    with pytest.raises(CommandError, match="not the report"):
        run("verify", str(file))


def test_another_key_signs_another_report(old: None, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(run("report", "2008-03"))
    chain.use_key(bytes(32))
    with pytest.raises(CommandError, match="not the report"):
        run("verify", str(file))


def test_without_a_month_it_is_the_last_one_and_none_to_come() -> None:
    assert run("report").startswith("Bereg, erased in 2008-02\n")
    for later in ("2008-04", "9999-12"):
        with pytest.raises(CommandError, match=f"{later} has not begun"):
            run("report", later)
    for none in ("2008-13", "0001-01"):
        with pytest.raises(CommandError, match="no month"):
            run("report", none)


def test_an_old_month_keeps_its_own_counts(old: None) -> None:
    run("run")
    Run.objects.update(began_at=NOW - dt.timedelta(days=20))
    assert "sessions: erased 1, " in run("report", "2008-02")
    assert "sessions: erased 0, " in run("report", "2008-03")


def test_each_monday_who_looks_after_an_old_hold_is_told(centre: Centre) -> None:
    owner = make_user(centre, Role.SUPERVISOR, "Supervisor 01")
    Hold.objects.create(
        record_kind="enquiries.enquiry",
        record=centre.pk,
        centre=centre,
        owner=owner,
        set_by=owner,
        code="court",
        until=timezone.localdate() + dt.timedelta(days=30),
        reviewed_at=timezone.now() - dt.timedelta(days=400),
    )
    told: Any = tell_what_waits.func
    told(night="2008-03-11")  # a Tuesday
    assert not Notice.objects.exists()
    for _monday in range(2):
        told(night="2008-03-10")
    assert list(Notice.objects.filter(read_at=None).values_list("kind", "person")) == [(holds.REVIEW, owner.pk)]
    assert "hold_unreviewed" in {finding.code for finding in keeping.findings()}
