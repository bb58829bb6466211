"""Copies of databases on SQLite, opened beside the databases that are set, or in their place for a while."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from bereg.core.sqlite.base import DatabaseWrapper


@contextmanager
def standing_in(copied: Mapping[str, Path]) -> Iterator[None]:
    """Let copies be the databases of these names, so that migrations of whatever version find them where they look."""
    with ExitStack() as stack:
        for alias, file in copied.items():
            own = connections[alias]
            stack.callback(connections.__setitem__, alias, own)
            connections[alias] = made = _connection(alias, own, file)
            stack.callback(made.close)  # before the name is given back
        yield


@contextmanager
def beside(alias: str, file: Path) -> Iterator[str]:
    """Open the copy of a database beside it. Return the name under which it is asked."""
    name = f"copy of {alias}"
    connections[name] = made = _connection(name, connections[alias], file)
    try:
        yield name
    finally:
        made.close()
        del connections[name]


def _connection(alias: str, own: BaseDatabaseWrapper, file: Path) -> DatabaseWrapper:
    ours = {"ENGINE": "bereg.core.sqlite", "NAME": str(file), "OPTIONS": {}}
    return DatabaseWrapper({**own.settings_dict, **ours}, alias)
