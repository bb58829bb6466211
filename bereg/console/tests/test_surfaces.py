"""A public process serves public pages alone, and opens nothing, even with the right passphrase in its hands."""

import json
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from uuid import UUID

import pytest

from bereg.console.tests.serving import bereg, free_port, passphrase_of, running
from bereg.vault.tests import cheap
from tests.demonstration import tables_on_sqlite

pytestmark = pytest.mark.once("it starts an installation of its own on SQLite")
CENTRE = """
from bereg.centres.actions import create_centre
from bereg.vault.unlocking import unlocked
create_centre(code="moscow", prefix="MSK", names={"": "Moscow"}, country="RU", time_zone="UTC", by=None)
unlocked()
"""
# What somebody does who has taken over the process: everything that the vault offers.
TRY = """
import json
from pathlib import Path
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.vault import actions, keks, keyring, root, unlocking
from bereg.vault.because import Because
from bereg.vault.faults import VaultFault
from bereg.emergency_access.models import BreakGlass
record = BreakGlass(centre=Centre.objects.get())
record.reason = actions.seal(record, "reason", "a text")
def stored_and_read():
    audit.record("break_glass.opened", target=record, by=None, sha256=actions.written_new(record))
    return actions.reveal(record, "reason", by=None, because=Because.DRILL)
def outcome(act):
    try:
        return repr(act())
    except VaultFault as fault:
        return type(fault).__name__
passphrase = Path({file!r}).read_text()
print(json.dumps([
    outcome(lambda: keyring.unlock(passphrase)),
    outcome(lambda: keyring.unlock_with(bytes(32))),
    outcome(unlocking.unlocked),
    outcome(stored_and_read),
    outcome(lambda: actions.index(record.centre_id, "phone", "16")),
    outcome(lambda: actions.seal(record, "reason", "again")),
    outcome(keyring.is_unlocked),
]))
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one centre, whose staff process has run once."""
    folder = tmp_path_factory.mktemp("data")
    cheap.place(folder, passphrase_of(folder).read_text())
    tables_on_sqlite(folder)
    done = bereg("shell", "--no-imports", "-c", CENTRE, data=folder)
    assert done.returncode == 0, done.stderr
    with running("serve", "--port", str(free_port()), data=folder, BEREG_SURFACE="staff"):
        pass  # it has made the centre's keys
    return folder


LINK = f"/en/p/{UUID(int=16)}/"  # for a partner


def statuses(port: int, *addresses: str) -> list[int]:
    with closing(HTTPConnection("localhost", port, timeout=20)) as client:
        found = []
        for address in addresses:
            client.request("GET", address)
            answer = client.getresponse()
            answer.read()
            found.append(answer.status)
        return found


def test_a_public_process_opens_nothing(data: Path) -> None:
    code = TRY.format(file=str(passphrase_of(data)))
    done = bereg("shell", "--no-imports", "-c", code, data=data, BEREG_SURFACE="public")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [*["VaultLocked"] * 5, "NoPrivateKey", "False"]


def test_the_same_words_open_it_in_a_staff_process(data: Path) -> None:
    """So that the test above does not pass for another reason."""
    code = TRY.format(file=str(passphrase_of(data))).replace("keyring.unlock_with(bytes(32))", "None")
    done = bereg("shell", "--no-imports", "-c", code, data=data, BEREG_SURFACE="staff")
    told = json.loads(done.stdout)
    assert [*told[:4], told[-1]] == ["None", "None", "None", "'a text'", "True"]


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("public", [302, 200, 200, 200, 404, 404, 404]),
        ("staff", [302, 404, 404, 404, 302, 302, 302]),
        ("both", [302, 200, 200, 200, 302, 302, 302]),
    ],
)
def test_each_surface_has_its_addresses(data: Path, surface: str, expected: list[int]) -> None:
    port = free_port()
    addresses = (
        "/",
        "/en/",
        LINK,
        "/en/ask/again/",
        "/account/login/",
        "/find/",
        "/figures/",
    )  # 302: to the first run, or to sign in
    with running("serve", "--port", str(port), data=data, BEREG_SURFACE=surface) as server:
        assert statuses(port, *addresses) == expected
        server.terminate()
        assert "Traceback" not in server.communicate(timeout=30)[1]


def test_a_public_process_needs_no_passphrase(data: Path) -> None:
    with running("serve", "--port", str(free_port()), data=data, BEREG_SURFACE="public", BEREG_PASSPHRASE_FILE=""):
        pass
