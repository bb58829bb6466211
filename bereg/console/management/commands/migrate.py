"""`bereg migrate`: Django's own, for the records and the keys alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.checks import Tags
from django.core.management.commands.migrate import Command as DjangoCommand
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from bereg.centres import row_security
from bereg.console.database_grants import grant
from bereg.core import sqlite_planner
from bereg.core.commands import wrong_use
from bereg.core.databases import UnsafeDatabaseError, is_migrated, labels_in, reaching
from bereg.core.migrating import one_model_at_a_time
from bereg.core.postgresql.base import unhurried
from bereg.vault.commands import on_demand
from bereg.vault.seeds import seal_plain_seeds


class Command(DjangoCommand):
    """Brings every database up to date, or the one that is named."""

    def add_arguments(self, parser: Any) -> None:
        """Add the arguments; none of the databases is meant where none is named."""
        super().add_arguments(parser)
        parser.set_defaults(database=None)
        parser.add_argument(
            "--grant-to", metavar="USER", help="afterwards give a user of PostgreSQL the rights to serve from it"
        )

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """Check the models and the databases that are meant; the addresses are looked at where they are served."""
        named = options["database"]
        kwargs = super().get_check_kwargs({**options, "database": named or DEFAULT_DB_ALIAS})
        return {**kwargs, "tags": [Tags.models, Tags.database]}

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate. The records come last: their migrations may seal what stood in them."""
        named, user = options.pop("database", None), options.pop("grant_to", None)
        with on_demand(), _in_one_line():  # a passphrase is asked for only where something has to be sealed
            self._migrate(named, *args, **options)
            if is_migrated():
                seal_plain_seeds()
                _build_walls()
                sqlite_planner.refresh_all()  # an index that was just made is not known by its size
        for database in _with_users(named) if user else ():
            grant(database, user)

    def _migrate(self, named: str | None, *args: Any, **options: Any) -> None:
        label = options.pop("app_label", None)
        for database in _meant(named):
            with unhurried(connections[database]), one_model_at_a_time():
                for each in [label] if label else labels_in(database):
                    super().handle(*args, database=database, app_label=each, **options)


@contextmanager
def _in_one_line() -> Iterator[None]:
    """Turn a database that does not answer, or that this user may not change, into the error for wrong use."""
    try:
        with reaching():
            yield
    except UnsafeDatabaseError as problem:
        raise wrong_use(" ".join(str(problem).split())) from problem


def _build_walls() -> None:
    """Set up the policies of every database. Raise the error for wrong use where this user does not own the tables."""
    try:
        for each in connections.all():
            row_security.set_up(each)
    except DatabaseError as problem:
        reason = str(problem).splitlines()[0]
        raise wrong_use(
            f"Row level security is not set up ({reason}): migrate as the owner of the tables."
        ) from problem


def _with_users(named: str | None) -> list[str]:
    """Return the databases that rights are given in: keys that lie in a file beside records on PostgreSQL know none."""
    return [each for each in _meant(named) if connections[each].vendor == "postgresql"] or _meant(named)


def _meant(named: str | None) -> list[str]:
    return [named] if named else sorted(connections, key=lambda name: name == DEFAULT_DB_ALIAS)
