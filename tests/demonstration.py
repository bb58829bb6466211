"""An installation of its own for tests: the real commands, a data folder and databases that nobody else uses.

What many tests begin with takes many seconds to build. It is built once a run, and each test gets a copy.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import quote
from uuid import uuid4

import psycopg
from django.db import connection
from psycopg import sql

from bereg.core.demonstration import MARK, mark
from bereg.vault.tests import cheap
from tests import forked, statements
from tests.shared import SHARED

# What an installation may hold from its beginning, by the command that puts it there.
NOTHING, TABLES, YEAR = "", "migrate", "demo"
# The command, but for the work on the secrets of its links: nobody will open them.
CHEAPLY = """
from bereg.vault import key_pairs
key_pairs.MEMORY_KIB, key_pairs.PASSES = 8, 1
from bereg.__main__ import main
main()
"""


@dataclass(frozen=True)
class Installation:
    """A data folder with its database, used through the command line alone."""

    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run one command of `bereg`."""
        return forked.run(arguments, {**os.environ, **self.environment, **changes})

    def succeed(self, *arguments: str) -> str:
        """Run one command that must succeed, and return what it printed."""
        ran = self.run(*arguments)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def python(self, code: str) -> str:
        """Run a few lines in the installation's own shell."""
        return self.succeed("shell", "--no-imports", "-c", code)


@contextmanager
def installation(folder: Path, holding: str = NOTHING) -> Iterator[Installation]:
    """Make an installation on the kind of database that these tests run on; remove it afterwards."""
    statements.note_databases_of_its_own()
    with ExitStack() as stack:
        name = f"bereg_demo_{uuid4().hex[:12]}" if connection.vendor == "postgresql" else ""
        stack.callback(_drop, name)
        copied = pattern(holding, on_server=bool(name)) if holding else None
        _create(name, copied.name if copied else "template0")
        if copied:
            shutil.copytree(copied, folder, dirs_exist_ok=True)
        if (folder / MARK).exists():  # the mark names the database
            mark(folder, {**connection.settings_dict, "NAME": name})
        yield Installation(folder, _environment(folder, name))


def tables_on_sqlite(folder: Path) -> None:
    """Fill a data folder as `bereg migrate` does, for tests that are on SQLite whatever the others run on."""
    installation_on_sqlite(folder, TABLES)


def installation_on_sqlite(folder: Path, holding: str) -> Installation:
    """Make an installation on SQLite, whatever the other tests run on; it is gone with its folder."""
    shutil.copytree(pattern(holding, on_server=False), folder, dirs_exist_ok=True)
    return Installation(folder, _environment(folder, ""))


def pattern(holding: str, *, on_server: bool) -> Path:
    """Return the folder to copy, whose name is that of its database too. Who asks first builds it, the others wait."""
    shared = Path(os.environ[SHARED])
    made = shared / f"{shared.name}_{holding}{'' if on_server else '_sqlite'}"
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _build(holding, made, made.name if on_server else "")
    return made


def _build(holding: str, made: Path, name: str) -> None:
    """Run the real command in an empty place. What failed half-way is no pattern."""
    folder = made.with_suffix(".unready")
    shutil.rmtree(folder, ignore_errors=True)
    _drop(name)
    # On SQLite the year is built where nothing is; the server has tables already by the same command.
    begun = pattern(TABLES, on_server=True) if name and holding == YEAR else None
    _create(name, begun.name if begun else "template0")
    if begun:
        shutil.copytree(begun, folder)
    environment = {**os.environ, **_environment(folder, name)}
    subprocess.run([sys.executable, "-c", CHEAPLY, holding], env=environment, capture_output=True, check=True)
    if holding == YEAR:
        cheap.replace(folder, (folder / "keys" / "demonstration.passphrase").read_text(encoding="utf-8"))
    folder.rename(made)


def forget_patterns(shared: Path) -> None:
    """Drop the databases of all patterns of a run that is over."""
    if connection.vendor == "postgresql":
        for holding in (TABLES, YEAR):
            if (shared / f"{shared.name}_{holding}.lock").exists():
                _drop(f"{shared.name}_{holding}")


def _create(name: str, template: str) -> None:
    """Create the two databases of an installation; nothing where there is no name: on SQLite they are files."""
    if name:
        create(name, template)
        create(f"{name}_keys", template if template == "template0" else f"{template}_keys")


def create(name: str, template: str) -> None:
    """Create one database on the server."""
    _maintain("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'", name, template)


def _drop(name: str) -> None:
    if name:
        drop(name)
        drop(f"{name}_keys")


def drop(name: str) -> None:
    """Drop one database on the server, if there is one."""
    _maintain("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _maintain(statement: LiteralString, *names: str) -> None:
    given = connection.settings_dict
    server: dict[str, Any] = {key: given[key.upper()] or None for key in ("user", "password", "host", "port")}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as maintenance:
        maintenance.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _environment(folder: Path, name: str) -> dict[str, str]:
    own = {"DJANGO_SETTINGS_MODULE": "bereg.settings", "BEREG_DATA": str(folder), "BEREG_LANGUAGE": "en"}
    databases = {"BEREG_DATABASE": address(name), "BEREG_KEYS_DATABASE": address(name and f"{name}_keys")}
    return {**own, **databases, "PYTHONUTF8": "1"}


def address(name: str) -> str:
    """Return the address of a database on the server; nothing for none, which are files."""
    given = connection.settings_dict
    if not name:
        return ""
    password = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    port = f":{given['PORT']}" if given["PORT"] else ""
    return f"postgresql://{quote(given['USER'], safe='')}{password}@{given['HOST']}{port}/{name}"
