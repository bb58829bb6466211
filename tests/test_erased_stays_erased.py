"""What was erased does not come back with the oldest backup, and no file of the installation holds a word of it."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.demonstration import YEAR, Installation, installation

MARKER = b"herons-by-the-invented-weir"
TORTURE = float(os.environ.get("BEREG_TEST_TORTURE", "1"))
BEGIN = """
import json
from bereg.vault.unlocking import unlocked
unlocked()
from bereg.enquiries.models import Enquiry
every = Enquiry._base_manager
"""
# A thousand ids are too long for a command line.
IDS = """
from pathlib import Path
ids = json.loads(Path({file!r}).read_text())
"""
WRITE = """
from bereg.audit import actions as audit
from bereg.vault import actions as vault
found = list(every.filter(consent="yes").exclude(answers={{}}).order_by("pk")[:{count}])
texts = [dict(narrative=f"{marker} {{n}}", call_back=f"{marker} {{n}}") for n in range(len(found))]
for each, sealed in zip(found, vault.seal_many(list(zip(found, texts)))):
    every.filter(pk=each.pk).update(**sealed)
    audit.record("enquiry.corrected", target=each, by=None, sha256=vault.written_of(sealed))
print(json.dumps([str(each.pk) for each in found]))
"""
ERASE = """
from datetime import timedelta
from django.utils import timezone
from bereg.accounts.models import User
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.retention import rules as retention
half = {half}
supervisor = User.objects.filter(role="supervisor").first()
for each in every.filter(pk__in=ids[:half]):
    withdraw_consent(enquiry=each, by=supervisor)
long_ago = timezone.now() - timedelta(days=800)
every.exclude(pk__in=ids).update(closed_at=None, changed_at=timezone.now())  # their time is not over
every.filter(pk__in=ids[half:]).update(closed_at=long_ago)
erased = 0
for rule in retention.rules():
    if rule.code in ("narrative", "call_back"):
        counted = []
        rule.erase(timezone.now(), counted.append)
        erased += sum(counted)
print(json.dumps(erased))
"""
LOOK = """
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.faults import VaultFault
from bereg.vault.models import Key
readable = left = 0
for each in every.filter(pk__in=ids):
    for field in ("narrative", "call_back"):
        left += bool(getattr(each, field))
        try:
            readable += "{marker}" in vault.reveal(each, field, by=None, because=Because.DRILL)
        except VaultFault:
            pass
withdrawn = every.filter(pk__in=ids[:{half}])
print(json.dumps(dict(
    readable=readable,
    left=left,
    keys=Key.objects.filter(record__in=ids, kind__in=["narrative", "contact"]).count(),
    answers=withdrawn.exclude(answers={{}}).count(),
    agreed=withdrawn.filter(consent="yes").count(),
    there=every.filter(pk__in=ids).count(),
)))
"""


@dataclass
class Erased:
    """An installation whose backups still hold what it has erased."""

    made: Installation
    ids: list[str]
    file: Path  # with the ids
    data: Path
    keys: Path
    identity: Path
    checkpoints: Path
    printed: str

    @property
    def half(self) -> int:
        """How many of them were erased since consent was withdrawn."""
        return len(self.ids) // 2

    def look(self, place: Installation) -> dict[str, int]:
        """Tell what of the erased can be found in a place."""
        code = IDS.format(file=str(self.file)) + LOOK.format(marker=MARKER.decode(), half=self.half)
        found: dict[str, int] = json.loads(place.python(BEGIN + code).splitlines()[-1])
        return found

    def restore(self, into: Installation, *more: str) -> "subprocess.CompletedProcess[str]":
        """Try to restore the oldest backup into another place."""
        secret = self.made.folder / "keys" / "demonstration.passphrase"
        into.environment["BEREG_PASSPHRASE_FILE"] = str(secret)
        own = ("--data", str(self.data), "--keys", str(self.keys), "--identity", str(self.identity))
        return into.run("restore", *own, *more)


def erase_after_backup(folder: Path, made: Installation, count: int) -> Erased:
    """Back up an installation, and erase `count` of its enquiries afterwards, half of them by the persons' wish."""
    made.environment["BEREG_BACKUP_KEY"] = made.succeed("backup", "--new-key", str(folder / "identity")).strip()
    ids: list[str] = json.loads(made.python(BEGIN + WRITE.format(count=count, marker=MARKER.decode())).splitlines()[-1])
    assert len(ids) == count
    file = folder / "ids.json"
    file.write_text(json.dumps(ids))
    said = made.succeed("backup", "--to", str(folder / "data"), "--keys-to", str(folder / "keys"))
    data, keys = (Path(line) for line in said.split())
    checkpoints = folder / "checkpoints"
    checkpoints.mkdir()
    printed = made.python(BEGIN + IDS.format(file=str(file)) + ERASE.format(half=count // 2))
    assert json.loads(printed.splitlines()[-1]) >= 2 * (count - count // 2)  # and ways to reach others, of long ago
    printed += made.succeed("audit", "checkpoint", "--to", str(checkpoints))
    return Erased(made, ids, file, data, keys, folder / "identity", checkpoints, printed)


def files_with_a_marker(*folders: Path) -> list[str]:
    """Return the files that hold a word of what was erased: databases, their logs, ledgers, backups."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    assert files
    return [file.name for file in files if MARKER in file.read_bytes()]


def check(erased: Erased, place: Path) -> None:
    """Check the installation itself and what is restored from its oldest backup."""
    gone = {"readable": 0, "left": 0, "keys": 0, "answers": 0, "agreed": 0, "there": len(erased.ids)}
    assert erased.look(erased.made) == gone
    with installation(place) as other:
        done = erased.restore(other, "--checkpoints", str(erased.checkpoints))
        assert done.returncode == 0, done.stderr
        assert erased.look(other) == gone
        assert other.run("audit", "verify").returncode == 0
        assert files_with_a_marker(erased.made.folder, other.folder, erased.checkpoints, erased.data.parent) == []
    assert MARKER.decode() not in erased.printed


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Erased]:
    folder = tmp_path_factory.mktemp("erased")
    with installation(folder / "var", YEAR) as made:
        yield erase_after_backup(folder, made, 20)


def test_the_oldest_backup_brings_nothing_back(twenty: Erased, tmp_path: Path) -> None:
    check(twenty, tmp_path / "other")


def test_without_the_copied_ledger_it_would(twenty: Erased, tmp_path: Path) -> None:
    """The backup does hold what was erased since: only the ledger, copied off the machine, keeps it away.

    So without it a restore is refused and leaves nothing, unless somebody says that there is none.
    """
    (tmp_path / "away").mkdir()
    for file in twenty.checkpoints.rglob("bereg-checkpoints-*.jsonl"):
        shutil.copy(file, tmp_path / "away")
    with installation(tmp_path / "other") as other:
        refused = twenty.restore(other, "--checkpoints", str(tmp_path / "away"))
        assert (refused.returncode, "bereg-erasures.jsonl has not all" in refused.stderr) == (1, True), refused.stderr
        assert twenty.restore(other, "--without-checkpoints").returncode == 0
        found = twenty.look(other)
    assert (found["readable"], found["agreed"]) == (40, twenty.half)


@pytest.mark.torture
def test_a_thousand_erased_stay_erased(tmp_path: Path) -> None:
    with installation(tmp_path / "var", YEAR) as made:
        check(erase_after_backup(tmp_path, made, max(int(1000 * TORTURE), 20)), tmp_path / "other")
