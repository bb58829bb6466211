"""Backups of a real installation, made while it is in use, and restored into an empty place."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from bereg.core.databases import RESTORING
from bereg.vault import escrow
from bereg.vault import escrow_sheets as ceremony
from tests.demonstration import TABLES, YEAR, Installation, installation

DIGEST = """
import hashlib
from django.apps import apps
from bereg.core.routing import KEYS
lines = []
for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
    if model._meta.label not in {"audit.ChainedAct", "audit.Head", "django_tasks_db.DBTaskResult"}:
        kept = [each.attname for each in model._meta.concrete_fields if each.name != "sessions_ended"]
        rows = model._base_manager.order_by("pk").values_list(*kept)
        lines += [repr([bytes(v) if isinstance(v, memoryview) else str(v) for v in row]) for row in rows]
print(len(lines), hashlib.sha256("".join(lines).encode()).hexdigest())
"""
ENDED = """
from bereg.accounts.models import User
print(*User.objects.order_by("pk").values_list("sessions_ended", flat=True))
"""
WRITE = """
import sys
from uuid import uuid4
from bereg.audit import actions as audit
from bereg.audit.actions import Thing
from bereg.vault.unlocking import unlocked
unlocked()
print("begun", flush=True)
while True:
    audit.record("test.written", target=Thing("test", uuid4().hex), by=None)
"""
SHEETS = """
from bereg.vault import escrow_sheets as ceremony
from bereg.vault import escrow, keyring
from bereg.vault.unlocking import unlocked
unlocked()
print("|".join(ceremony.text_of(sheet) for sheet in escrow.split(keyring.require())))
"""
RECORDED = """
from bereg.vault.unlocking import unlocked
unlocked()
from bereg.audit.models import ChainedAct
print(list(ChainedAct.objects.order_by("-seq").values_list("action", "because")[:5]))
"""
SPOIL = """
from bereg.enquiries.models import Enquiry
spoilt = Enquiry._base_manager.exclude(narrative=b"").order_by("pk").first()
spoilt.narrative = bytes(spoilt.narrative)[:-1] + bytes([bytes(spoilt.narrative)[-1] ^ 1])
spoilt.save(update_fields=["narrative"])
print(spoilt.pk)
"""
REPORT = ("report", "--exact", "--from", "2007-05", "--to", "2007-06")
PASSPHRASE = "an invented passphrase of a test"


@dataclass
class Backups:
    """An installation and what was backed up of it."""

    made: Installation
    folder: Path
    identity: Path

    def back_up(self, name: str = "first") -> tuple[Path, Path]:
        """Make both backups in folders of their own."""
        to, keys_to = self.folder / f"{name}-data", self.folder / f"{name}-keys"
        said = self.made.succeed("backup", "--to", str(to), "--keys-to", str(keys_to))
        data, keys = (Path(line) for line in said.split())
        assert (data.parent, keys.parent) == (to, keys_to)
        return data, keys

    def restore(self, into: Installation, data: Path, keys: Path, *more: str) -> "subprocess.CompletedProcess[str]":
        """Restore them into another place."""
        own = ("--data", str(data), "--keys", str(keys), "--identity", str(self.identity))
        return into.run("restore", *own, *(more or ("--without-checkpoints",)))


@pytest.fixture(scope="module")
def backups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backups]:
    folder = tmp_path_factory.mktemp("recovery")
    with installation(folder / "var", YEAR) as made:
        made.succeed(*REPORT)
        public = made.succeed("backup", "--new-key", str(folder / "identity")).strip()
        made.environment["BEREG_BACKUP_KEY"] = public
        yield Backups(made, folder, folder / "identity")


@pytest.fixture(scope="module")
def pair(backups: Backups) -> tuple[Path, Path]:
    return backups.back_up()


@pytest.fixture
def empty(backups: Backups, tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path / "other") as other:
        secret = backups.made.folder / "keys" / "demonstration.passphrase"
        other.environment["BEREG_PASSPHRASE_FILE"] = str(secret)
        yield other


def is_empty(place: Installation) -> bool:
    """Tell whether nothing of an installation is there, Django's own secret apart: no file, no table, no function."""
    left = [file for file in place.folder.rglob("*") if file.is_file()]
    addresses = filter(None, (place.environment["BEREG_DATABASE"], place.environment["BEREG_KEYS_DATABASE"]))
    return {file.name for file in left} <= {"django.key"} and not any(map(stands_in, addresses))


def stands_in(address: str) -> int:
    """Count what stands in a database of PostgreSQL."""
    with psycopg.connect(address) as link:
        found = link.execute(
            "SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
            " + (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)"
        ).fetchone()
    return int(found[0]) if found else 0


def test_what_is_restored_is_what_was_backed_up(backups: Backups, pair: tuple[Path, Path], empty: Installation) -> None:
    done = backups.restore(empty, *pair, "--without-checkpoints", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["texts"]["failed"], said["entries"] > 9000) == ([], True)
    assert empty.python(DIGEST) == backups.made.python(DIGEST)
    # Accounts are those of the backup, and so who was shut out since: whatever would let them in is ended.
    assert said["accounts_of"].endswith("UTC")
    ended, before = (each.python(ENDED).split() for each in (empty, backups.made))
    assert ended == [str(int(each) + 1) for each in before]
    (empty.folder / "demonstration").write_text((backups.made.folder / "demonstration").read_text())
    if not empty.environment["BEREG_DATABASE"]:  # the mark names the database, which is another one on PostgreSQL
        assert empty.succeed(*REPORT) == backups.made.succeed(*REPORT)
    assert empty.run("audit", "verify").returncode == 0
    assert not (empty.folder / RESTORING).exists()


def test_one_spoilt_text_takes_nothing_else_along(backups: Backups, empty: Installation) -> None:
    spoilt = backups.made.python(SPOIL).strip()
    spoilt_pair = backups.back_up("spoilt")
    backups.made.python(SPOIL)  # the same byte again: it is whole
    done = backups.restore(empty, *spoilt_pair, "--without-checkpoints", "--accept-closed")
    assert done.returncode == 0, done.stderr
    assert f"enquiries.enquiry.narrative {spoilt}: Damaged" in done.stdout
    assert "closed_accepted" in empty.python(RECORDED)


def test_the_files_of_a_backup_show_nothing(pair: tuple[Path, Path]) -> None:
    for file in pair:
        content = file.read_bytes()
        assert content.startswith(b"age-encryption.org/v1")
        assert file.stat().st_mode & 0o077 == 0
        assert not any(word in content for word in (b"SQLite", b"enquir", b"PGDMP", b"manifest"))


def test_another_key_is_refused_loudly_and_leaves_nothing(
    backups: Backups, pair: tuple[Path, Path], empty: Installation
) -> None:
    other = backups.folder / "another-identity"
    if not other.exists():
        backups.made.succeed("backup", "--new-key", str(other))
    stranger = Backups(backups.made, backups.folder, other)
    refused = stranger.restore(empty, *pair)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "does not open with this key" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert is_empty(empty)


def test_another_passphrase_is_refused_and_leaves_nothing(
    backups: Backups, pair: tuple[Path, Path], empty: Installation, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.touch(mode=0o600)
    wrong.write_text(PASSPHRASE)
    empty.environment["BEREG_PASSPHRASE_FILE"] = str(wrong)
    refused = backups.restore(empty, *pair)
    assert (refused.returncode, "does not open" in refused.stderr) == (1, True), refused.stderr
    assert is_empty(empty)


@pytest.mark.parametrize("how", ["data flipped", "data cut", "keys flipped", "keys cut"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    backups: Backups, pair: tuple[Path, Path], empty: Installation, how: str
) -> None:
    content = bytearray(pair["keys" in how].read_bytes())
    if "flipped" in how:
        content[len(content) // 2] ^= 1
    else:
        del content[-20:]
    damaged = empty.folder.with_name("damaged.age")
    damaged.write_bytes(content)
    given = (pair[0], damaged) if "keys" in how else (damaged, pair[1])
    refused = backups.restore(empty, *given)
    assert (refused.returncode, "damaged or cut" in refused.stderr) == (1, True), refused.stderr
    assert is_empty(empty)


def test_the_two_files_cannot_be_mistaken(backups: Backups, pair: tuple[Path, Path], empty: Installation) -> None:
    refused = backups.restore(empty, pair[1], pair[0])
    assert (refused.returncode, "not of the data" in refused.stderr) == (1, True), refused.stderr
    assert is_empty(empty)


def test_keys_that_are_older_than_the_data_are_refused(
    backups: Backups, pair: tuple[Path, Path], empty: Installation
) -> None:
    data, _keys = backups.back_up("later")
    refused = backups.restore(empty, data, pair[1])
    assert (refused.returncode, "before the data" in refused.stderr) == (1, True), refused.stderr
    assert is_empty(empty)


def test_nothing_is_written_over(backups: Backups, pair: tuple[Path, Path]) -> None:
    before = backups.made.python(DIGEST)
    refused = backups.restore(backups.made, *pair)
    assert (refused.returncode, "an installation here already" in refused.stderr) == (1, True), refused.stderr
    assert backups.made.python(DIGEST) == before


@pytest.mark.once("it is refused before a database is asked")
def test_the_checkpoints_are_asked_for(backups: Backups, pair: tuple[Path, Path], empty: Installation) -> None:
    own = ("--data", str(pair[0]), "--keys", str(pair[1]), "--identity", str(backups.identity))
    refused = empty.run("restore", *own)
    assert (refused.returncode, "--without-checkpoints" in refused.stderr) == (2, True), refused.stderr


def test_with_a_lost_passphrase_two_sheets_restore_an_empty_machine(
    backups: Backups, pair: tuple[Path, Path], empty: Installation, tmp_path: Path
) -> None:
    sheets = sheets_of(backups.made, tmp_path)
    fresh = tmp_path / "fresh"
    fresh.touch(mode=0o600)
    fresh.write_text(PASSPHRASE)
    empty.environment["BEREG_PASSPHRASE_FILE"] = str(fresh)
    words = [word for sheet in sheets[1:] for word in ("--sheet", str(sheet))]
    done = backups.restore(empty, *pair, "--without-checkpoints", "--json", *words)
    assert done.returncode == 0, done.stderr
    texts = json.loads(done.stdout)["texts"]
    every = texts["opened"] + len(texts["failed"]) + texts["erased"]
    sys.stdout.write(f"{texts['opened']} of {every} texts opened\n")
    assert (texts["opened"] >= 1000, texts["failed"], texts["erased"]) == (True, [], 0)
    assert "keys.restored" in empty.python(RECORDED)  # unlocked with the new passphrase


def test_the_sheets_of_another_installation_are_refused_and_leave_nothing(
    backups: Backups, pair: tuple[Path, Path], empty: Installation, tmp_path: Path
) -> None:
    other = [tmp_path / str(number) for number in range(3)]
    for file, sheet in zip(other, escrow.split(bytes(range(32))), strict=True):
        file.write_text(ceremony.text_of(sheet), encoding="utf-8")
    refused = backups.restore(empty, *pair, "--without-checkpoints", "--sheet", str(other[0]), "--sheet", str(other[1]))
    assert (refused.returncode, "does not belong to these keys" in refused.stderr) == (1, True), refused.stderr
    assert is_empty(empty)


def sheets_of(made: Installation, folder: Path) -> list[Path]:
    """Write the sheets of an installation, as its people would keep them."""
    written = made.python(SHEETS).split("|")
    files = [folder / f"sheet-{number}" for number in range(3)]
    for file, text in zip(files, written, strict=True):
        file.write_text(text, encoding="utf-8")
    return files


def test_nobody_is_served_from_a_restore_that_is_not_over(tmp_path: Path) -> None:
    with installation(tmp_path / "half", TABLES) as half:
        (half.folder / RESTORING).touch()
        refused = half.run("serve", "--port", "1")
    assert (refused.returncode, "restore" in refused.stderr) == (2, True), refused.stderr


@pytest.mark.once("it is refused before a database is asked")
def test_one_place_for_both_is_refused(backups: Backups, tmp_path: Path) -> None:
    refused = backups.made.run("backup", "--to", str(tmp_path), "--keys-to", str(tmp_path))
    assert (refused.returncode, "two places" in refused.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["", "age1invented"])
def test_without_a_key_nothing_is_backed_up(backups: Backups, tmp_path: Path, key: str) -> None:
    refused = backups.made.run("backup", "--to", str(tmp_path), "--only", "data", BEREG_BACKUP_KEY=key)
    assert (refused.returncode in {1, 2}, "--new-key" in refused.stderr) == (True, True), refused.stderr
    assert list(tmp_path.iterdir()) == []


def whole_while_in_use(backups: Backups, place: Path, times: int) -> int:
    """Back up `times` times beside two processes that write; return how many copies were restored whole."""
    whole = 0
    writer = [sys.executable, "-c", f"import django; django.setup()\n{WRITE}"]
    with ExitStack() as stack:
        for _each in range(2):
            running = stack.enter_context(
                subprocess.Popen(writer, env={**_environment(backups.made)}, stdout=subprocess.PIPE, text=True)
            )
            stack.callback(running.kill)
            assert running.stdout
            assert running.stdout.readline() == "begun\n"
        made = [backups.back_up(f"{place.name}-{number}") for number in range(times)]
    for number, files in enumerate(made):
        with installation(place / str(number)) as other:
            secret = backups.made.folder / "keys" / "demonstration.passphrase"
            other.environment["BEREG_PASSPHRASE_FILE"] = str(secret)
            done = backups.restore(other, *files)
            assert done.returncode == 0, done.stderr
            whole += 1
    return whole


def _environment(made: Installation) -> dict[str, str]:

    return {**os.environ, **made.environment}


def test_a_backup_beside_writers_is_whole(backups: Backups, tmp_path: Path) -> None:
    assert whole_while_in_use(backups, tmp_path, 1) == 1


@pytest.mark.torture
def test_thirty_backups_beside_writers_are_whole(backups: Backups, tmp_path: Path) -> None:
    assert whole_while_in_use(backups, tmp_path, 30) == 30


def test_the_drill_prints_times_and_counts(backups: Backups, tmp_path: Path) -> None:
    backups.made.succeed("audit", "checkpoint", "--to", str(tmp_path))
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    done = backups.made.run("drill", BEREG_CHECKPOINTS=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    said = done.stdout
    assert "Backup " in said
    assert "restore " in said
    assert "entries of the log verified" in said
    assert [file.name for file in backups.made.folder.iterdir() if file.name.startswith(("drill-", "backup-"))] == []
