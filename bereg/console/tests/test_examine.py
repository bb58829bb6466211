"""The doctor: each weakness is found where it is, and not where it is not."""

import datetime as dt
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from bereg.accounts import approvals
from bereg.accounts import doctor_mail as mail
from bereg.accounts import doctor_people as people
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.audit.actions import Thing
from bereg.centres import doctor as centres
from bereg.centres import staffing
from bereg.centres.models import Centre
from bereg.console.examination import examine
from bereg.core import doctor as service
from bereg.core import doctor_machine as machine
from bereg.core.findings import Weight
from bereg.core.tasks.worker import Worker
from bereg.emergency_access import break_glass
from bereg.emergency_access import doctor as glass
from bereg.emergency_access.models import BreakGlass
from bereg.recovery import doctor as recovery
from bereg.retention import doctor as keeping
from bereg.retention.models import Hold
from bereg.vault import age, passphrase, root
from bereg.vault import doctor as keys
from bereg.vault.because import Because
from bereg.vault.classes import HoldReason, Verdict
from bereg.vault.models import LedgerLine
from conftest import make_user
from tests.mailbox import free_port, server_at, serving

pytestmark = pytest.mark.django_db
SAFETY = Path(__file__).parents[3] / "docs" / "safety"


def codes(part: Any) -> set[str]:
    return {finding.code for finding in part.findings()}


@pytest.fixture
def data(tmp_path: Path, settings: Any) -> Path:
    folder = tmp_path / "data"
    (folder / "keys").mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    settings.DATA, settings.PASSPHRASE_FILE, settings.DEMONSTRATION = folder, "", False
    return folder


def test_a_folder_that_others_may_enter(data: Path) -> None:
    assert "folder_open" not in codes(machine)
    (data / "keys").chmod(0o750)
    assert "folder_open" in codes(machine)


def test_a_disk_that_is_encrypted_below_another_layer(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upper, lower = tmp_path / "dm-1", tmp_path / "dm-0"
    for device in (upper, lower):
        (device / "slaves").mkdir(parents=True)
        (device / "dm").mkdir()
        (device / "dm" / "uuid").write_text("LVM-invented")
    (upper / "slaves" / "dm-0").symlink_to(lower)
    number = data.stat().st_dev
    blocks = tmp_path / "block"
    blocks.mkdir()
    (blocks / f"{number >> 8 & 0xFFF}:{number & 0xFF | number >> 12 & 0xFFF00}").symlink_to(upper)
    monkeypatch.setattr(machine, "MAPPED", blocks)
    assert "disk_plain" in codes(machine)
    (lower / "dm" / "uuid").write_text("CRYPT-LUKS2-invented")
    assert codes(machine).isdisjoint({"disk_plain", "disk_unknown"})
    monkeypatch.setattr(machine, "MAPPED", tmp_path / "nothing")
    assert "disk_unknown" in codes(machine)


@pytest.mark.parametrize(
    ("swap", "is_weak"),
    [
        ("/dev/sda2", True),
        ("/dev/zram0", False),
        ("/dev/dm-0", False),
        ("/dev/dm-1", False),
        ("/dev/dm-2", True),
        ("/dev/dm-3", True),
    ],
    ids=["partition", "memory", "LUKS", "LVM on LUKS", "LVM", "unknown"],
)
def test_swap_that_is_not_encrypted(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swap: str, is_weak: bool
) -> None:
    for name, kind in (("dm-0", "CRYPT-LUKS2-invented"), ("dm-1", "LVM-invented"), ("dm-2", "LVM-invented")):
        (tmp_path / "block" / name / "slaves").mkdir(parents=True)
        (tmp_path / "block" / name / "dm").mkdir()
        (tmp_path / "block" / name / "dm" / "uuid").write_text(kind)
    (tmp_path / "block" / "dm-1" / "slaves" / "dm-0").symlink_to(tmp_path / "block" / "dm-0")
    monkeypatch.setattr(machine, "BLOCKS", tmp_path / "block")
    monkeypatch.setattr(machine, "SWAPS", tmp_path / "swaps")
    (tmp_path / "swaps").write_text(f"Filename Type Size Used Priority\n{swap} partition 1 0 -2\n")
    assert ("swap_plain" in codes(machine)) is is_weak


def test_no_backup_an_old_one_and_a_fresh_one(data: Path, tmp_path: Path, settings: Any) -> None:
    settings.BACKUPS = settings.KEYS_BACKUPS = settings.BACKUP_KEY = settings.KEYS_BACKUP_KEY = ""
    assert {"no_data_backup", "no_keys_backup"} <= codes(recovery)
    settings.BACKUPS, settings.KEYS_BACKUPS, settings.BACKUP_KEY = (
        str(tmp_path / "a"),
        str(tmp_path / "b"),
        "age1invented",
    )
    assert {"old_data_backup", "old_keys_backup"} <= codes(recovery)
    for part, folder in (("data", "a"), ("keys", "b")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"bereg-{part}-{timezone.now():%Y%m%dT%H%M%SZ}.age").write_bytes(b"x")
    found = codes(recovery)
    assert {"data_backup_here", "backups_together"} <= found
    assert found.isdisjoint({"no_data_backup", "no_keys_backup", "old_data_backup", "old_keys_backup"})
    with time_machine.travel(timezone.now() + dt.timedelta(hours=3), tick=False):
        assert {"old_data_backup", "old_keys_backup"} <= codes(recovery)
    with time_machine.travel(timezone.now() + dt.timedelta(days=9), tick=False):
        assert codes(recovery) & {"overdue_data_backup", "overdue_keys_backup"} == {"overdue_keys_backup"}


def test_a_drill_is_due_each_quarter(data: Path) -> None:
    assert "no_drill" in codes(recovery)
    audit.record("backup.drilled", target=Thing("installation", "-"), by=None)
    assert "no_drill" not in codes(recovery)
    with time_machine.travel(timezone.now() + dt.timedelta(days=93), tick=False):
        assert "no_drill" in codes(recovery)


def test_erasures_that_nobody_copied(data: Path, tmp_path: Path, settings: Any) -> None:
    settings.CHECKPOINTS = tmp_path
    assert codes(recovery).isdisjoint({"no_checkpoints", "ledger_pending"})
    at = timezone.now() - dt.timedelta(hours=3)
    ends = at.date()
    LedgerLine.objects.create(
        record_hash=bytes(32), kind="narrative", because=Because.REQUEST, erased_at=at, backups_end_on=ends
    )
    assert "ledger_pending" in codes(recovery)
    settings.CHECKPOINTS = None
    assert "no_checkpoints" in codes(recovery)


def test_keys_without_escrow_and_a_passphrase_beside_them(data: Path, settings: Any) -> None:
    assert codes(keys) == {"no_root"}
    root.make("an invented passphrase")
    assert "no_escrow" in codes(keys)
    audit.record("keys.escrowed", target=Thing("vault", "root"), by=None)
    assert codes(keys).isdisjoint({"no_escrow", "passphrase_here", "keys_misplaced"})
    beside = data.parent / "passphrase"
    beside.touch(mode=0o600)
    beside.write_text("an invented passphrase")
    settings.PASSPHRASE_FILE = str(beside)
    assert passphrase.source() == beside
    assert "passphrase_here" in codes(keys)
    root.path().chmod(0o644)
    assert "keys_misplaced" in codes(keys)


def test_a_passphrase_that_is_soon_guessed_and_a_file_that_is_cheap_to_try(data: Path, settings: Any) -> None:
    root.make("an invented passphrase")
    given = data.parent / "passphrase"
    given.touch(mode=0o600)
    given.write_text("an invented passphrase")
    settings.PASSPHRASE_FILE = str(given)
    assert codes(keys).isdisjoint({"passphrase_weak", "root_cheap"})
    root.path().chmod(0o600)
    root.path().write_bytes(age.encrypt(bytes(32), "x", work=17))
    given.write_text("x")
    grave = {each.code for each in keys.findings() if each.weight is Weight.GRAVE}
    assert {"passphrase_weak", "root_cheap"} <= grave


def test_the_public_process_has_nothing_that_opens(data: Path, settings: Any) -> None:
    settings.SURFACE = "public"
    assert codes(keys) == set()
    root.make("an invented passphrase")
    settings.PASSPHRASE_FILE = str(data.parent / "passphrase")
    assert codes(keys) == {"public_root", "public_passphrase"}


def test_a_centre_that_has_no_supervisor(data: Path, centre: Centre, other_centre: Centre) -> None:
    for number in "12":
        make_user(centre, Role.SUPERVISOR, f"Supervisor {number}")
    gone = make_user(other_centre, Role.SUPERVISOR, "Supervisor 3")
    assert "centre_without_supervisor" not in codes(centres)
    User.objects.filter(pk=gone.pk).update(closed_at=timezone.now())
    [found] = [each for each in centres.findings() if each.code == "centre_without_supervisor"]
    assert "astrakhan" in found.fault
    assert "moscow" not in found.fault
    other_centre.closed_at = timezone.now()
    other_centre.save()
    assert "centre_without_supervisor" not in codes(centres)


@pytest.mark.parametrize("lower", ["closed_at", "role"])
def test_what_was_done_alone_after_the_others_were_closed_or_demoted(data: Path, centre: Centre, lower: str) -> None:
    admin, other = make_user(centre, Role.ADMIN, "Admin 1"), make_user(centre, Role.SUPERVISOR, "Supervisor 1")
    with pytest.raises(approvals.NeededError):
        staffing.invite(centre=centre, role=Role.ADMIN, by=admin)
    if lower == "role":
        staffing.change_role(user=other, role=Role.OPERATOR, by=admin)
    else:
        staffing.close_person(user=other, by=admin)
    assert "done_alone" not in codes(people)
    staffing.invite(centre=centre, role=Role.ADMIN, by=admin)
    assert "done_alone" in codes(people)
    with time_machine.travel(timezone.now() + dt.timedelta(days=31), tick=False):
        assert "done_alone" not in codes(people)


def test_broken_glass_that_nobody_reviewed_in_time(data: Path, centre: Centre, supervisor: User) -> None:
    now = timezone.now()
    opening = BreakGlass.objects.create(
        by=make_user(None, Role.ADMIN, "Admin 1"),
        centre=centre,
        record_kind="invented",
        record=uuid4(),
        reason=b"",
        ends_at=now,
        review_by=now + dt.timedelta(hours=72),
    )
    assert "glass_unreviewed" not in codes(glass)
    with time_machine.travel(now + dt.timedelta(hours=73), tick=False):
        assert "glass_unreviewed" in codes(glass)
        break_glass.review(opening=opening, verdict=Verdict.JUSTIFIED, by=supervisor)
        assert "glass_unreviewed" not in codes(glass)


@pytest.mark.parametrize(
    "lost", [{"closed_at": "2026-01-07T12:00Z"}, {"role": Role.LAWYER}, {}], ids=["left", "role", "centre"]
)
def test_a_hold_whose_owner_has_left(data: Path, centre: Centre, supervisor: User, lost: dict[str, Any]) -> None:
    Hold.objects.create(
        record_kind="invented",
        record=uuid4(),
        centre=centre,
        owner=supervisor,
        set_by=supervisor,
        code=HoldReason.COURT,
        reason=b"",
        until=timezone.localdate() + dt.timedelta(days=30),
    )
    assert "hold_without_owner" not in codes(keeping)
    if lost:
        User.objects.filter(pk=supervisor.pk).update(**lost)
    else:
        supervisor.memberships.all().delete()
    assert "hold_without_owner" in codes(keeping)


def test_people_without_a_second_factor_and_roles_that_one_person_holds(data: Path) -> None:
    make_user(None, Role.ADMIN, "Admin 1", second_factor=False)
    make_user(None, Role.ADMIN, "Admin 2")
    make_user(None, Role.SUPERVISOR, "Supervisor 1")
    assert codes(people) == {"no_second_factor", "one_supervisor"}


def test_what_others_can_reach_without_tls(settings: Any) -> None:
    settings.DEMONSTRATION, settings.ALLOWED_HOSTS, settings.SECURE = False, ["localhost", "desk.example.org"], False
    assert "no_tls" in codes(service)
    settings.SECURE = True
    assert "no_tls" not in codes(service)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="on SQLite the server is the worker")
def test_nobody_does_the_nightly_tasks(data: Path) -> None:
    assert "no_worker" in codes(service)
    Worker().rescue()
    assert "no_worker" not in codes(service)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


def test_alarms_that_reach_nobody(data: Path, settings: Any) -> None:
    assert codes(mail) == {"no_mail"}
    settings.MAIL_SERVER, settings.MAIL_SENDER = server_at(free_port()), "bereg@example.org"
    assert codes(mail) == {"mail_fails", "nobody_mailed"}
    admin = make_user(None, Role.ADMIN, "Admin 01")
    User.objects.filter(pk=admin.pk).update(email="admin@example.org")
    with serving(settings.MAIL_SERVER.port):
        assert codes(mail) == set()


def test_debug_is_grave(settings: Any) -> None:
    settings.DEBUG = False
    assert "debug" not in codes(service)
    settings.DEBUG = True
    assert "debug" in codes(service)


def test_the_command_says_all_and_fails_where_one_is_grave(
    data: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEBUG = True
    with pytest.raises(CommandError, match="grave"):
        call_command("doctor", "--json")
    found = json.loads(capsys.readouterr().out)
    assert [each["weight"] for each in found] == sorted(
        (each["weight"] for each in found), key=["grave", "weak", "note"].index
    )
    assert all(each["remedy"] for each in found)


def test_every_page_that_a_finding_names_is_there(data: Path, settings: Any) -> None:
    settings.DEBUG, settings.CHECKPOINTS = True, None
    pages = {finding.page for finding in examine() if finding.page}
    assert pages
    assert [page for page in pages if not (SAFETY / page).exists()] == []


def test_each_room_tells_what_it_is_about(data: Path, settings: Any) -> None:
    settings.DEBUG, settings.CHECKPOINTS = True, None
    found = {finding.code for finding in examine()}
    assert {"debug", "no_root", "no_data_backup", "no_checkpoints", "one_admin", "no_mail"} <= found
