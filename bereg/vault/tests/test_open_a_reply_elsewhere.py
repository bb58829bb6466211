"""A public process of its own, without a root key, opens a reply; backups carry what that takes, and no more."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bereg.vault.tests import cheap
from tests.demonstration import TABLES, Installation, installation

GIVEN = "an invented passphrase"
SECRET = "48213 90557 11306 72984 66021"
BEGIN = """
import json
from uuid import UUID
from bereg.vault import actions, keyring
from bereg.vault import key_pairs
from bereg.vault.because import Because
from bereg.vault.classes import Holder, Kind
from bereg.vault.faults import VaultFault
from bereg.vault.models import Key, Recipient
from bereg.vault.tests.samples import Sample, make_table
key_pairs.MEMORY_KIB, key_pairs.PASSES = 8, 1  # a secret is tried at once
def outcome(act):
    try:
        return repr(act())
    except VaultFault as fault:
        return type(fault).__name__
"""
WRITE = """
from bereg.centres.actions import create_centre
from bereg.centres.models import Centre
from bereg.vault.unlocking import unlocked
unlocked()
create_centre(code="moscow", prefix="MSK", names={"": "Moscow"}, country="RU", time_zone="UTC", by=None)
make_table()
for number in (1, 2):
    record = Sample(id=UUID(int=number), centre_id=Centre.objects.get().pk)
    actions.admit(record, Holder.RECEIPT, SECRET)
    record.reply = actions.seal(record, "reply", "a reply")
    record.save(force_insert=True)
"""
OPEN = """
first, second = Sample.objects.order_by("id")
fresh = Sample(centre_id=first.centre_id)
actions.admit(fresh, Holder.RECEIPT, "another")
fresh.reply = actions.seal(fresh, "reply", "sealed here")
print(json.dumps([
    outcome(lambda: actions.open_reply(first, SECRET)),
    outcome(lambda: actions.open_reply(second, SECRET)),
    outcome(lambda: actions.open_reply(fresh, "another")),
    outcome(lambda: actions.open_reply(first, "another")),
    outcome(lambda: actions.reveal(first, "reply", by=None, because=Because.DRILL)),
    outcome(lambda: actions.seal(first, "reply", "again")),
    outcome(lambda: actions.admit(first, Holder.LINK, SECRET)),
    outcome(keyring.is_unlocked),
]))
"""
LATER = """
from bereg.vault.unlocking import unlocked
unlocked()
actions.erase(Sample.objects.get(pk=UUID(int=2)), by=None, because=Because.REQUEST)
"""
IN_PUBLIC = ["'sealed here'", "WrongSecret", "VaultLocked", "NoPrivateKey", "NoPrivateKey", "False"]
WITHOUT = {"BEREG_SURFACE": "public", "BEREG_PASSPHRASE_FILE": ""}


@pytest.fixture
def made(tmp_path: Path, db: None) -> Iterator[Installation]:
    """An installation whose staff process has written two replies."""
    (tmp_path / "passphrase").touch(mode=0o600)
    (tmp_path / "passphrase").write_text(GIVEN)
    cheap.place(tmp_path / "data", GIVEN)
    with installation(tmp_path / "data", TABLES) as place:
        place.environment["BEREG_PASSPHRASE_FILE"] = str(tmp_path / "passphrase")
        place.python(BEGIN + WRITE.replace("SECRET", repr(SECRET)))
        yield place


def told(place: Installation) -> list[str]:
    """Return what a public process can do there, which has no root key to open."""
    root = place.folder / "keys" / "root.age"
    away = root.rename(root.with_name("elsewhere"))
    try:
        ran = place.run("shell", "--no-imports", "-c", BEGIN + OPEN.replace("SECRET", repr(SECRET)), **WITHOUT)
    finally:
        away.rename(root)
    assert ran.returncode == 0, ran.stderr
    found: list[str] = json.loads(ran.stdout)
    return found


def test_a_public_process_opens_a_reply_and_nothing_else(made: Installation) -> None:
    assert told(made) == ["'a reply'", "'a reply'", *IN_PUBLIC]
    assert made.run("keys", "check").returncode == 0


def test_backups_carry_it_and_the_ledger_takes_out_again_what_was_erased(made: Installation, tmp_path: Path) -> None:
    made.environment["BEREG_BACKUP_KEY"] = made.succeed("backup", "--new-key", str(tmp_path / "identity")).strip()
    said = made.succeed("backup", "--to", str(tmp_path / "to"), "--keys-to", str(tmp_path / "keys-to"))
    data, keys = said.split()
    made.python(BEGIN + LATER)
    checkpoints = tmp_path / "checkpoints"
    checkpoints.mkdir()
    made.succeed("audit", "checkpoint", "--to", str(checkpoints))
    with installation(tmp_path / "other") as other:
        other.environment["BEREG_PASSPHRASE_FILE"] = str(tmp_path / "passphrase")
        own = ("--data", data, "--keys", keys, "--identity", str(tmp_path / "identity"))
        other.succeed("restore", *own, "--checkpoints", str(checkpoints))
        assert told(other) == ["'a reply'", "WrongSecret", *IN_PUBLIC]
