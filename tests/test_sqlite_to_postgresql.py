"""A backup made on SQLite is restored into empty databases of PostgreSQL, with all that a restore promises."""

import json
import random
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bereg.core.databases import RESTORING
from bereg.core.tests.torture import say, share
from tests.carrying import TABLES_AND_DIGESTS, Backups, backed_up, backed_up_by_its_time, empty_on_postgresql, made_anew
from tests.demonstration import YEAR, Installation, installation_on_sqlite
from tests.test_older_databases import KEPT, LOOK, in_clear, unpacked
from tests.test_recovery import PASSPHRASE, REPORT, SHEETS, is_empty
from tools.keep_database import COUNT, FOLDER, TOLD
from tools.keep_database import PASSPHRASE as KEPT_PASSPHRASE

pytestmark = pytest.mark.once("it goes from the one to the other")
WITH_KEYS = [kept for kept in KEPT if kept.name[0] not in "12"]  # those before had no vault, and no backup
NEWEST = max(FOLDER.glob("*.tar.xz"))
WITHDRAW = """
from bereg.accounts.models import User
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.vault.unlocking import unlocked
unlocked()
one = Enquiry._base_manager.filter(consent="yes").exclude(narrative=b"").exclude(answers={}).first()
withdraw_consent(enquiry=one, by=User.objects.filter(role="supervisor").first())
print(one.pk)
"""
LOOK_FOR = """
from bereg.enquiries.models import Enquiry
from bereg.vault.models import Key
one = Enquiry._base_manager.get(pk="{id}")
print(one.consent, bytes(one.narrative), one.answers, Key.objects.filter(record=one.pk, kind="narrative").count())
"""
WALLS = """
from django.conf import settings
from django.db import connections
from bereg.audit import triggers
from bereg.centres import row_security
from bereg.core.demonstration import mark
mark(settings.DATA, settings.DATABASES["default"])
print([row_security.missing(each) for each in connections.all()], triggers.missing(connections["default"]))
"""

GOES_ON = """
from django.apps import apps
from django.db import connections, models, router
behind = []
for model in apps.get_models(include_auto_created=True):
    # The numbers of the audit log come from its end.
    if isinstance(model._meta.pk, models.AutoField) and model._meta.label != "audit.ChainedAct":
        table, column = model._meta.db_table, model._meta.pk.column
        with connections[router.db_for_read(model)].cursor() as cursor:
            sequence = f"pg_get_serial_sequence('{table}', '{column}')"
            cursor.execute(f"SELECT nextval({sequence}) > coalesce(max({column}), 0) FROM {table}")
            behind += [] if cursor.fetchone()[0] else [table]
print(behind)
"""


@dataclass
class Year:
    """The demonstration year on SQLite, and its backups."""

    made: Installation
    backups: Backups
    tables: str  # with digests, as they were when backed up
    report: str


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    folder = tmp_path_factory.mktemp("carried")
    made = installation_on_sqlite(folder / "var", YEAR)
    report = made.succeed(*REPORT)
    backups = backed_up(made, folder, made.folder / "keys" / "demonstration.passphrase")
    tables = made.python(TABLES_AND_DIGESTS)
    return Year(made, backups, tables, report)


@pytest.fixture(scope="module")
def carried(year: Year, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with empty_on_postgresql(tmp_path_factory.mktemp("on-postgresql") / "data") as place:
        done = year.backups.restore(place, "--without-checkpoints", "--json")
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout)
        assert (said["texts"]["failed"], said["texts"]["opened"] > 1000, said["entries"] > 9000) == ([], True, True)
        yield place


@dataclass
class Older:
    """A few enquiries on SQLite as an older version has left them, and the passphrase of their keys."""

    made: Installation
    folder: Path
    passphrase: Path

    def back_up(self) -> Backups:
        """Back it up as it is."""
        return backed_up_by_its_time(self.made, self.folder, self.passphrase)


def older_of(kept: Path, folder: Path) -> Older:
    """Unpack a kept database."""
    return Older(unpacked(kept, folder / "older"), folder, written(folder / "passphrase", KEPT_PASSPHRASE))


def written(file: Path, passphrase: str) -> Path:
    """Write a passphrase into a file for its owner alone."""
    file.touch(mode=0o600)
    file.write_text(passphrase)
    return file


@pytest.fixture
def older(tmp_path: Path) -> Older:
    return older_of(NEWEST, tmp_path)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with empty_on_postgresql(tmp_path / "place") as made:
        yield made


def left_in_clear(place: Installation) -> list[Path]:
    """Return what is left of the copies that a restore unpacks."""
    return [*place.folder.glob("restore-*"), *place.folder.rglob("*.sqlite3*")]


def test_every_value_of_every_table_is_the_same(year: Year, carried: Installation) -> None:
    assert json.loads(carried.python(TABLES_AND_DIGESTS)) == json.loads(year.tables)
    assert left_in_clear(carried) == []
    assert not (carried.folder / RESTORING).exists()


def test_the_log_is_whole_and_the_walls_stand_and_the_report_is_the_same(year: Year, carried: Installation) -> None:
    assert carried.python(WALLS).splitlines()[-1] == "[[], []] []"
    assert carried.run("audit", "verify").returncode == 0
    assert carried.succeed(*REPORT) == year.report


def test_sequences_go_on_after_the_highest_id(carried: Installation) -> None:
    assert carried.python(GOES_ON).strip() == "[]"


@pytest.mark.torture  # the ledger is played as after each restore: tests/test_erased_stays_erased.py
def test_what_was_erased_after_the_backup_stays_erased(year: Year, place: Installation, tmp_path: Path) -> None:
    erased = year.made.python(WITHDRAW).split()[-1]
    checkpoints = tmp_path / "checkpoints"
    checkpoints.mkdir()
    year.made.succeed("audit", "checkpoint", "--to", str(checkpoints))
    done = year.backups.restore(place, "--checkpoints", str(checkpoints), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["erased_again"] >= 1
    look = LOOK_FOR.format(id=erased)
    assert place.python(look).split() == ["withdrawn", "b''", "{}", "0"]
    assert place.python(look) == year.made.python(look)


def test_the_way_back_is_refused_with_what_to_do(carried: Installation, tmp_path: Path) -> None:
    backups = backed_up(carried, tmp_path, Path(carried.environment["BEREG_PASSPHRASE_FILE"]))
    back = Installation(tmp_path / "back", {**carried.environment, "BEREG_DATA": str(tmp_path / "back")})
    back.environment.update(BEREG_DATABASE="", BEREG_KEYS_DATABASE="")
    refused = backups.restore(back)
    assert (refused.returncode, "set BEREG_DATABASE" in refused.stderr) == (2, True), refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert is_empty(back)


def check_older(older: Older, place: Installation) -> None:
    """Restore a backup of an older version, which brings it up to date, and go on working with it."""
    done = older.back_up().restore(place)
    assert done.returncode == 0, done.stderr
    found = json.loads(place.python(LOOK))  # registers one enquiry more
    assert found["told"] == [f"{TOLD} {number}." for number in range(COUNT)]
    assert found["numbers"] == [f"MSK-{found['numbers'][0][4:8]}-{number:05}" for number in range(1, COUNT + 2)]
    assert (found["damages"], found["unopened"], found["facts"]) == ([], [], COUNT + 1)
    assert (in_clear(place.folder), left_in_clear(place)) == (set(), [])


def test_of_a_version_that_sealed_nothing_texts_are_sealed_on_the_way(place: Installation, tmp_path: Path) -> None:
    check_older(older_of(WITH_KEYS[0], tmp_path), place)


@pytest.mark.torture
@pytest.mark.parametrize("kept", WITH_KEYS, ids=lambda kept: kept.name.removesuffix(".tar.xz"))
def test_of_every_older_version(kept: Path, place: Installation, tmp_path: Path) -> None:
    check_older(older_of(kept, tmp_path), place)


@pytest.mark.torture  # as each of both databases is carried or put back by itself
def test_the_keys_may_stay_on_sqlite(older: Older, place: Installation) -> None:
    place.environment["BEREG_KEYS_DATABASE"] = ""
    done = older.back_up().restore(place)
    assert done.returncode == 0, done.stderr
    assert json.loads(place.python(LOOK))["unopened"] == []


@pytest.mark.torture  # the sheets are read as at each restore: tests/test_recovery.py
def test_with_a_lost_passphrase_two_sheets_do(older: Older, place: Installation, tmp_path: Path) -> None:
    older.made.environment["BEREG_PASSPHRASE_FILE"] = str(older.passphrase)
    older.made.succeed("migrate", "--verbosity", "0")
    words = []
    for number, text in enumerate(older.made.python(SHEETS).split("|")[:2]):
        (tmp_path / str(number)).write_text(text, encoding="utf-8")
        words += ["--sheet", str(tmp_path / str(number))]
    older.passphrase = written(tmp_path / "fresh", PASSPHRASE)
    done = older.back_up().restore(place, "--without-checkpoints", *words)
    assert done.returncode == 0, done.stderr
    assert json.loads(place.python(LOOK))["unopened"] == []


def killed_and_done_again(backups: Backups, place: Installation, number: int) -> None:
    """Kill a restore, see that nothing is served from it, do as one is told, and restore again."""
    assert backups.killed_restore(place, number) == -signal.SIGKILL
    assert (place.folder / RESTORING).exists()
    served = place.run("serve", "--port", "1")
    assert (served.returncode, "restore" in served.stderr) == (2, True), served.stderr
    refused = backups.restore(place)
    assert (refused.returncode, "make its databases anew" in refused.stderr) == (1, True), refused.stderr
    made_anew(place)
    again = backups.restore(place)
    assert again.returncode == 0, again.stderr
    assert left_in_clear(place) == []


def test_a_killed_one_is_marked_and_can_be_done_again(older: Older, place: Installation) -> None:
    killed_and_done_again(older.back_up(), place, 8)
    assert json.loads(place.python(LOOK))["unopened"] == []


@pytest.mark.torture
def test_twenty_killed_ones_can_be_done_again(older: Older, place: Installation) -> None:
    backups, drawn, times = older.back_up(), random.Random(2026), share(20)  # noqa: S311 - the same moments each time
    assert backups.restore(place).returncode == 0
    filled = sum(rows > 0 for rows, _digest in json.loads(place.python(TABLES_AND_DIGESTS)).values())
    made_anew(place)
    for _each in range(times):
        killed_and_done_again(backups, place, drawn.randint(1, filled))  # each table goes in one batch here
        made_anew(place)
    say("From SQLite to PostgreSQL", f"{times} restores killed, {times} done again, nothing left of the copies")


REFUSED = {
    "NUL": ("UPDATE accounts_user SET name = 'Told' || char(0)", "accounts_user.name, row"),
    "long": ("UPDATE accounts_user SET name = printf('Told%.*c', 500, 'o')", "accounts_user.name, row"),
    "large": ("UPDATE enquiries_enquiry SET version = 3000000000", "enquiries_enquiry.version, row"),
    "no time": ("UPDATE enquiries_enquiry SET opened_at = 'Told'", "enquiries_enquiry.opened_at, row"),
    "no end": ("UPDATE enquiries_enquiry SET closed_at = 'Told'", "table enquiries_enquiry cannot be read"),
    "table": ("CREATE TABLE of_a_newer_version AS SELECT 'Told' AS told", "newer version"),
    "column": ("ALTER TABLE centres_centre ADD COLUMN told text DEFAULT 'Told'", "unknown here: centres_centre"),
    "no text": ("UPDATE accounts_user SET name = CAST(x'546f6c64ff' AS TEXT)", "copy is damaged"),
    "relation": (
        "PRAGMA foreign_keys = OFF; UPDATE centres_membership SET user_id = 'ffffffffffffffffffffffffffffffff'",
        "copy is damaged",
    ),
    "log": (
        "DROP TRIGGER audit_entry_no_update; UPDATE audit_entry SET mac = zeroblob(32) WHERE seq = 3",
        "log of the backup is damaged",
    ),
    "act": (
        "DROP TRIGGER audit_entry_no_delete; DELETE FROM audit_entry WHERE seq = 3",
        "log of the backup is damaged",
    ),
}


# Each takes a backup and half a restore. What of a row is not taken is tried row by row in test_carry_rows.py, too.
QUICK = ("log",)


@pytest.mark.parametrize(
    "what", [pytest.param(each, marks=[] if each in QUICK else pytest.mark.torture) for each in REFUSED]
)
def test_what_fails_leaves_nothing_and_says_where_without_the_text(
    older: Older, place: Installation, what: str
) -> None:
    statement, why = REFUSED[what]
    with closing(sqlite3.connect(older.made.folder / "db.sqlite3")) as file:
        file.executescript(statement)
    refused = older.back_up().restore(place)
    assert (refused.returncode, why in refused.stderr, "Told" in refused.stderr) == (1, True, False), refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert is_empty(place)
