"""Backups of installations on SQLite, and empty places on PostgreSQL that they are restored into."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from bereg.core.postgresql.checks import WORDS
from bereg.counting.tests.engines import POSTGRES
from bereg.recovery import archive, copies
from bereg.recovery.manifest import Manifest
from tests.demonstration import Installation

# Of every table the number of its rows and a digest of all their values, whatever the order and the engine. What the
# restore itself records is left out.
TABLES_AND_DIGESTS = """
import hashlib, json
from datetime import UTC, datetime
from django.apps import apps

def told(value):
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    return value if isinstance(value, (int, bool, dict, list, type(None))) else str(value)

found = {}
for model in apps.get_models(include_auto_created=True):
    # A restore ends everybody's sessions.
    kept = [each.attname for each in model._meta.concrete_fields if each.name != "sessions_ended"]
    rows = model._base_manager.values_list(*kept)
    if model._meta.label == "audit.ChainedAct":
        rows = rows.exclude(action="installation.restored")
    if model._meta.label != "audit.Head":
        rows = [[told(bytes(v) if isinstance(v, memoryview) else v) for v in row] for row in rows]
        lines = sorted(json.dumps(row, sort_keys=True) for row in rows)
        found[model._meta.db_table] = [len(lines), hashlib.sha256("".join(lines).encode()).hexdigest()]
print(json.dumps(found))
"""
# Runs one command and kills it before it stores a batch of rows of this number.
KILLED = """
import os, signal, django
django.setup()
from bereg.recovery import row_copy
from bereg.__main__ import main
left, store = [{number}], row_copy._store
def store_or_die(*given):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    store(*given)
row_copy._store = store_or_die
main()
"""


@dataclass(frozen=True)
class Backups:
    """Both backups of an installation, and what opens them."""

    data: Path
    keys: Path
    identity: Path
    passphrase: Path

    def restore(self, into: Installation, *more: str) -> "subprocess.CompletedProcess[str]":
        """Restore them into another place."""
        return into.run(*self._words(into, *more))

    def killed_restore(self, into: Installation, number: int) -> int:
        """Restore them until the rows of this number are to be stored. Return how the process ended."""
        command = [sys.executable, "-c", KILLED.format(number=number), *self._words(into)]
        environment = {**os.environ, **into.environment}
        return subprocess.run(command, env=environment, capture_output=True, check=False).returncode

    def _words(self, into: Installation, *more: str) -> list[str]:
        into.environment["BEREG_PASSPHRASE_FILE"] = str(self.passphrase)
        own = ["--data", str(self.data), "--keys", str(self.keys), "--identity", str(self.identity)]
        return ["restore", *own, *(more or ("--without-checkpoints",))]


def backed_up(made: Installation, folder: Path, passphrase: Path) -> Backups:
    """Back up an installation by its own command."""
    key = made.succeed("backup", "--new-key", str(folder / "identity")).strip()
    places = ("--to", str(folder / "data"), "--keys-to", str(folder / "keys"))
    said = made.run("backup", *places, BEREG_BACKUP_KEY=key)
    assert said.returncode == 0, said.stderr
    data, keys = (Path(line) for line in said.stdout.split())
    return Backups(data, keys, folder / "identity", passphrase)


def backed_up_by_its_time(made: Installation, folder: Path, passphrase: Path) -> Backups:
    """Back up an installation of an older version as it is: that version's command is gone."""
    key = archive.new_key(folder / "identity")
    members = {
        "data": {"default.sqlite3": made.folder / "db.sqlite3"},
        "keys": {name: made.folder / "keys" / name for name in ("keys.sqlite3", "root.age")},
    }
    files = {}
    for part, own in members.items():
        (folder / f"manifest-{part}").mkdir()
        digests = {name: archive.digest(file).hex() for name, file in own.items()}
        rows = copies.check_sqlite(next(iter(own.values())))
        manifest = Manifest(part, dt.datetime.now(dt.UTC), "0", "sqlite", rows, digests, chain=0)
        files[part] = folder / f"{part}.age"
        kept = {"manifest.json": manifest.write(folder / f"manifest-{part}"), **own}
        archive.write(files[part], kept, key, progress=lambda _done: None)
    return Backups(files["data"], files["keys"], folder / "identity", passphrase)


@contextmanager
def empty_on_postgresql(folder: Path) -> Iterator[Installation]:
    """Make an empty place with two empty databases of a plain user of theirs. Skip where no PostgreSQL answers."""
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as problem:
        pytest.skip(f"No PostgreSQL answers: {problem}".splitlines()[0])
    name = f"bereg_carry_{uuid4().hex[:12]}"
    with server:
        try:
            _execute(server, "CREATE ROLE {} LOGIN PASSWORD 'invented'", name)
            _make(server, name)
            yield Installation(folder, _environment(folder, name))
        finally:
            _drop(server, name)
            _execute(server, "DROP ROLE IF EXISTS {}", name)


def made_anew(place: Installation) -> None:
    """Do what whoever restores is told after a cut: empty the folder, and make the databases anew."""
    shutil.rmtree(place.folder)
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        name = place.environment["BEREG_DATABASE"].rpartition("/")[2]
        _drop(server, name)
        _make(server, name)


def _make(server: "psycopg.Connection[Any]", name: str) -> None:
    for each in (name, f"{name}_keys"):
        _execute(server, "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'", each, name)


def _drop(server: "psycopg.Connection[Any]", name: str) -> None:
    for each in (name, f"{name}_keys"):
        _execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", each)


def _execute(server: "psycopg.Connection[Any]", statement: LiteralString, *names: str) -> None:
    server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _environment(folder: Path, name: str) -> dict[str, str]:
    given = urlsplit(POSTGRES)
    base = f"{given.scheme}://{name}:invented@{given.netloc.rpartition('@')[2]}"
    own = {"DJANGO_SETTINGS_MODULE": "bereg.settings", "BEREG_DATA": str(folder), "BEREG_LANGUAGE": "en"}
    databases = {"BEREG_DATABASE": f"{base}/{name}", "BEREG_KEYS_DATABASE": f"{base}/{name}_keys"}
    # Who serves here owns the tables, as no record of theirs is anybody's.
    return {**own, **databases, "BEREG_POSTGRES_ACCEPT": ",".join(WORDS), "PYTHONUTF8": "1"}
