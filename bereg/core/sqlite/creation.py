"""Test databases in write-ahead-log mode: a file has companions, and a plain copy of it may miss the newest rows."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3.creation import DatabaseCreation as DjangoCreation


class DatabaseCreation(DjangoCreation):
    """Creates, copies and removes test databases with their log and lock files."""

    def _create_test_db(self, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        name: str = super()._create_test_db(verbosity, autoclobber, keepdb)  # type: ignore[misc]
        if not keepdb:
            self._remove_companions(name)
        return name

    def _clone_test_db(self, suffix: str, verbosity: int, keepdb: bool = False) -> None:
        source, target = (
            str(each["NAME"]) for each in (self.connection.settings_dict, self.get_test_db_clone_settings(suffix))
        )
        if keepdb and Path(target).exists():
            return
        Path(target).unlink(missing_ok=True)
        self._remove_companions(target)
        # shutil.copy, which Django uses, leaves out what is still in the log.
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
            original.backup(copy)

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        super()._destroy_test_db(test_database_name, verbosity)  # type: ignore[misc]
        self._remove_companions(test_database_name)

    def _remove_companions(self, name: Any) -> None:
        for companion in (f"{name}-wal", f"{name}-shm", Path(name).with_suffix(".lock")):
            Path(companion).unlink(missing_ok=True)
