"""The drill: back up, restore beside it, open everything, throw it away. It shows that the worst day has a next one."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from bereg.audit import actions as audit
from bereg.audit.actions import Thing
from bereg.core.routing import KEYS, RECORDS
from bereg.core.temporary_folders import temporary_folder
from bereg.recovery import archive, backup
from bereg.recovery.archive import BackupError
from bereg.recovery.backup import Begin
from bereg.vault import passphrase, root

LOCKS = 0x6472696C  # our advisory locks on PostgreSQL: one a living drill's database
_LEFT = (
    "SELECT datname FROM pg_database WHERE datname ~ '^bereg_drill_n[0-9]+$' "
    "AND pg_get_userbyid(datdba) = current_user AND NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' "
    "AND classid = %s AND objid = substr(datname, 14)::bigint)"
)


@dataclass(frozen=True)
class Drilled:
    """How the drill went: seconds of each step, the size of both backups, and what the restore said."""

    seconds: dict[str, float]
    size_b: int
    restored: dict[str, Any]


def drill(*, begin: Begin) -> Drilled:
    """Back up and restore in a temporary place. Raise BackupError. The installation is only read."""
    if not root.exists():
        raise BackupError(_("There is no root key yet, and so nothing to restore: start the program first."))
    demand_databases()
    given = passphrase.known() or passphrase.typed()
    with temporary_folder("drill") as place, _databases() as databases:
        public = archive.new_key(place / "identity")
        begun = time.monotonic()
        made = {part: backup.back_up(part, place / part, public, begin=begin) for part in ("data", "keys")}
        taken = time.monotonic() - begun
        begun = time.monotonic()
        restored = _restore(place, {part: each.file for part, each in made.items()}, databases, given)
        seconds = {"backup": taken, "restore": time.monotonic() - begun}
        _compare(made["data"].manifest.rows, restored["rows"])
        audit.record("backup.drilled", target=Thing("installation", "-"), by=None)
        return Drilled(seconds, sum(each.file.stat().st_size for each in made.values()), restored)


def _restore(place: Path, files: dict[str, Path], databases: dict[str, str], given: str) -> dict[str, Any]:
    """Restore in a process of its own, over an empty folder and empty databases."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BEREG_")}
    with _readable(given) as (secret, descriptor):
        own = {"BEREG_DATA": str(place / "restored"), "BEREG_PASSPHRASE_FILE": secret, **databases}
        words = ["restore", "--data", str(files["data"]), "--keys", str(files["keys"]), "--json"]
        words += ["--identity", str(place / "identity"), *_checkpoints(place)]
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "bereg", *words],
            env={**inherited, **own, "DJANGO_SETTINGS_MODULE": "bereg.settings"},
            capture_output=True,
            text=True,
            check=False,
            pass_fds=[descriptor],
        )
    if done.returncode:
        raise BackupError((done.stderr.strip().splitlines() or [_("The restore failed.")])[-1])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _checkpoints(place: Path) -> list[str]:
    """Take a copy of what was collected off the machine: a restore puts it aside, and nothing of the real one goes."""
    kept = settings.CHECKPOINTS
    if kept is None:
        return ["--without-checkpoints"]
    if not kept.is_dir():
        raise BackupError(_("%s is not there.") % kept)
    copied = place / "checkpoints"
    copied.mkdir()
    for file in sorted(kept.glob("bereg-*.jsonl")):  # the ledger last: it must not be older than a checkpoint
        shutil.copyfile(file, copied / file.name)
    return ["--checkpoints", str(copied)]


def _compare(made: dict[str, int], restored: dict[str, int]) -> None:
    unlike = [table for table in made if made[table] != restored.get(table)]
    if unlike:
        raise BackupError(_("The restored copy has other rows than the backup, in %s.") % ", ".join(unlike))


@contextmanager
def _readable(secret: str) -> Iterator[tuple[str, int]]:
    """Let a child read the passphrase from memory: it comes neither to a disk nor to a command line."""
    descriptor = os.memfd_create("passphrase", 0)
    try:
        os.fchmod(descriptor, 0o400)
        os.write(descriptor, secret.encode())
        yield f"/proc/self/fd/{descriptor}", descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _databases() -> Iterator[dict[str, str]]:
    """Make an empty database beside each one on PostgreSQL. Return the settings that name them."""
    names = {RECORDS: "BEREG_DATABASE", KEYS: "BEREG_KEYS_DATABASE"}
    made: dict[str, str] = {}
    try:
        drop_left()
        own = {variable: _created(alias, made) for alias, variable in names.items()}
        accepted = ",".join(settings.POSTGRES_ACCEPT)
        yield {**{name: value for name, value in own.items() if value}, "BEREG_POSTGRES_ACCEPT": accepted}
    finally:
        for name, alias in made.items():
            _execute(alias, f'DROP DATABASE "{name}" WITH (FORCE)')


def demand_databases() -> None:
    """Check that databases may be made, on PostgreSQL. Raise BackupError."""
    for alias in (RECORDS, KEYS):
        if connections[alias].vendor != "sqlite":
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT rolname, rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
                name, may = cursor.fetchone()
            if not may:
                raise BackupError(
                    _("The user %s may make no database, which the drill needs: drill as one with the right CREATEDB.")
                    % name
                )


def drop_left() -> None:
    """Drop the databases of drills that were killed: no living one holds their locks."""
    for alias in (RECORDS, KEYS):
        if connections[alias].vendor != "sqlite":
            with connections[alias].cursor() as cursor:
                cursor.execute(_LEFT, [LOCKS])
                left = [name for (name,) in cursor.fetchall()]
            for name in left:
                _execute(alias, f'DROP DATABASE IF EXISTS "{name}"')


def _created(alias: str, made: dict[str, str]) -> str:
    connection = connections[alias]
    if connection.vendor == "sqlite":
        return ""
    number = secrets.randbelow(2**31)
    name = f"bereg_drill_n{number}"
    _execute(alias, f"SELECT pg_advisory_lock({LOCKS}, {number})")  # before it is made: until then nobody drops it
    _execute(alias, f'CREATE DATABASE "{name}"')
    made[name] = alias
    given = connection.settings_dict
    who = quote(given["USER"], safe="") + (f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else "")
    options = "&".join(f"{key}={quote(str(value), safe='')}" for key, value in (given.get("OPTIONS") or {}).items())
    port = f":{given['PORT']}" if given["PORT"] else ""
    return f"postgresql://{who}@{given['HOST']}{port}/{name}{'?' if options else ''}{options}"


def _execute(alias: str, statement: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)
