"""A demonstration of its own for tests: the real command, a data folder and a database that nobody else uses."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
from django.db import connection
from psycopg import sql


@dataclass(frozen=True)
class Installation:
    """A data folder with its database, used through the command line alone."""

    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run one command of `bereg`."""
        return subprocess.run(
            [sys.executable, "-m", "bereg", *arguments],
            env={**os.environ, **self.environment, **changes},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def succeed(self, *arguments: str) -> str:
        """Run one command that must succeed, and return what it printed."""
        ran = self.run(*arguments)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def python(self, code: str) -> str:
        """Run a few lines in the installation's own shell."""
        return self.succeed("shell", "--no-imports", "-c", code)


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """Make an installation on the kind of database that these tests run on; remove it afterwards."""
    own = {"DJANGO_SETTINGS_MODULE": "bereg.settings", "BEREG_DATA": str(folder)}
    own |= {"BEREG_LANGUAGE": "en", "BEREG_DATABASE": "", "BEREG_KEYS_DATABASE": "", "PYTHONUTF8": "1"}
    if connection.vendor != "postgresql":
        yield Installation(folder, own)
        return
    given = connection.settings_dict
    name = f"bereg_demo_{uuid4().hex[:12]}"
    server: dict[str, Any] = {key: given[key.upper()] or None for key in ("user", "password", "host", "port")}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as maintenance, ExitStack() as stack:
        for each in (name, f"{name}_keys"):
            maintenance.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(each))
            )
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(each))
            stack.callback(maintenance.execute, drop)
        addresses = {"BEREG_DATABASE": _address(given, name), "BEREG_KEYS_DATABASE": _address(given, f"{name}_keys")}
        yield Installation(folder, own | addresses)


def _address(given: dict[str, str], name: str) -> str:
    password = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    port = f":{given['PORT']}" if given["PORT"] else ""
    return f"postgresql://{quote(given['USER'], safe='')}{password}@{given['HOST']}{port}/{name}"
