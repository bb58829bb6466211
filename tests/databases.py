"""The databases of the tests: the real command brings them up to date once a run, and each process has a copy."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connections

from tests.demonstration import TABLES, create, drop, pattern

FILES = {"default": "db.sqlite3", "keys": "keys/keys.sqlite3"}


def make(*, keeps: bool) -> None:
    """Give this process databases of its own. `keeps` files that are there already."""
    for alias, name in _names().items():
        connections[alias].close()
        if connections[alias].vendor == "postgresql":
            drop(name)
            create(name, pattern(TABLES, on_server=True).name + ("_keys" if alias == "keys" else ""))
        elif not (keeps and Path(name).exists()):
            shutil.copy(pattern(TABLES, on_server=False) / FILES[alias], name)
        settings.DATABASES[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name


def remove() -> None:
    """Remove what this process had for itself."""
    for alias, name in _names().items():
        connections[alias].close()
        if connections[alias].vendor == "postgresql":
            drop(name)
        else:
            for file in Path(name).parent.glob(f"{Path(name).stem}.*"):
                file.unlink()


def _names() -> dict[str, str]:
    return {alias: str(connections[alias].settings_dict["TEST"]["NAME"]) for alias in connections}
