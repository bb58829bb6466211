"""From the first release to this program, and back by the backup that was made before: as docs/install.md says."""

import io
import json
import os
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.test_older_databases import unpacked
from tools.keep_database import COUNT, FOLDER, PASSPHRASE, TOLD

ROOT = Path(__file__).parents[1]
KEPT = FOLDER / "8-release-0.1.0.tar.xz"
pytestmark = pytest.mark.once("the first release is kept as a database of SQLite")
REGISTER = """
from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.enquiries.outcomes import Consent
from bereg.questionnaire.models import Version
from bereg.vault.commands import require_vault
from django.utils import timezone

require_vault()
contact = ContactFields(centre=Centre.objects.get(), channel=Channel.PHONE, started_at=timezone.now())
matter = Matter(Consent.YES, ("quota",), {}, narrative="Told after the upgrade.")
register_enquiry(registration=Registration(contact, matter, Version.objects.get()), by=User.objects.get())
"""
LOOK = """
import json
from bereg.enquiries.models import Enquiry
from bereg.vault.commands import require_vault
from bereg.vault.reading import open_texts

require_vault()
print(json.dumps([open_texts(each, ["narrative"])["narrative"] for each in Enquiry._base_manager.order_by("number")]))
"""


@dataclass(frozen=True)
class Program:
    """A version of the program, run from its source."""

    source: Path

    def run(self, *words: str, data: Path, **more: str) -> str:
        """Run a command, which has to succeed; return what it printed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEREG_", "DJANGO_"))}
        ran = subprocess.run(
            [sys.executable, "-m", "bereg", *words],
            cwd=self.source,
            env=kept | {"BEREG_DATA": str(data), "BEREG_LANGUAGE": "en", "BEREG_DATABASE": ""} | more,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def python(self, code: str, *, data: Path, **more: str) -> str:
        """Run some lines in the shell of the program."""
        return self.run("shell", "--no-imports", "-c", code, data=data, **more)


def _git(*words: str) -> bytes:
    ran = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)
    return ran.stdout if ran.returncode == 0 else b""


@pytest.fixture
def first(tmp_path: Path) -> Program:
    """The program that made the kept database: that of the commit which put it here."""
    made_by = _git("log", "-1", "--format=%H", "--", str(KEPT)).decode().strip()
    if not made_by or _git("rev-parse", "--is-shallow-repository") != b"false\n":
        pytest.skip("the program of the first release is not here, only its database: git fetch --unshallow")
    with tarfile.open(fileobj=io.BytesIO(_git("archive", made_by, "bereg"))) as packed:
        packed.extractall(tmp_path / "first", filter="data")
    return Program(tmp_path / "first")


def test_an_upgrade_is_taken_back_by_the_backup_before_it(first: Program, tmp_path: Path) -> None:
    data, back = tmp_path / "data", tmp_path / "back"
    unpacked(KEPT, data)
    (data / "published.toml").write_bytes((ROOT / "bereg" / "counting" / "published.toml").read_bytes())
    (tmp_path / "passphrase").touch(mode=0o600)
    (tmp_path / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    own = {"BEREG_PASSPHRASE_FILE": str(tmp_path / "passphrase")}
    public = first.run("backup", "--new-key", str(tmp_path / "identity"), data=data).split()[-1]
    for part in ("records", "keys"):
        (tmp_path / part).mkdir()
    folders = ("--to", str(tmp_path / "records"), "--keys-to", str(tmp_path / "keys"))
    first.run("backup", *folders, data=data, **own, BEREG_BACKUP_KEY=public)

    now = Program(ROOT)
    now.run("migrate", "--verbosity", "0", data=data, **own)
    now.python(REGISTER, data=data, **own)
    told = [f"{TOLD} {number}." for number in range(COUNT)]
    assert json.loads(now.python(LOOK, data=data, **own)) == [*told, "Told after the upgrade."]

    files = [next((tmp_path / part).glob("*.age")) for part in ("records", "keys")]
    words = ("--data", str(files[0]), "--keys", str(files[1]), "--identity", str(tmp_path / "identity"))
    first.run("restore", *words, "--without-checkpoints", data=back, **own)
    assert json.loads(first.python(LOOK, data=back, **own)) == told
    assert (back / "published.toml").read_bytes() == (data / "published.toml").read_bytes()
