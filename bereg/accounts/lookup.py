"""Who is signed in: session, person and second factor, read with one statement that is made once in a process."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, OuterRef
from django.db.models.query import get_related_populators

from bereg.accounts.models import SessionKey

_PLACE = "the hash"  # stands in the statement's parameters where the hash belongs
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_made: dict[str, "_Statement"] = {}  # by the kind of database


@dataclass(frozen=True)
class Found:
    """A key with its session and its person, and whether that person has a second factor."""

    key: SessionKey
    has_second_factor: bool


def find(hash: str) -> Found | None:
    """Return what belongs to the hash of a key."""
    database = connections[DEFAULT_DB_ALIAS]
    statement = _made.get(database.vendor) or _made.setdefault(database.vendor, _prepare(database))
    with database.cursor() as cursor:
        cursor.execute(statement.words, [hash if each == _PLACE else each for each in statement.values])
        row = cursor.fetchone()
    return statement.read(list(row), database) if row else None


@dataclass(frozen=True)
class _Statement:
    words: str
    values: tuple[Any, ...]
    names: list[str]
    last: int  # the place of the answer to "has a second factor"
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]
    populators: list[Any]

    def read(self, row: list[Any], database: BaseDatabaseWrapper) -> Found:
        for place, (convert, column) in self.converters.items():
            for each in convert:
                row[place] = each(row[place], column, database)
        key = SessionKey.from_db(database.alias, self.names, row[: len(self.names)])
        for each in self.populators:
            each.populate(row, key)
        return Found(key, bool(row[self.last]))


def _prepare(database: BaseDatabaseWrapper) -> _Statement:
    of_person = Authenticator.objects.filter(user=OuterRef("session__user"), type__in=FACTORS)
    wanted = SessionKey.objects.filter(hash=_PLACE).select_related("session__user").order_by()
    compiler = wanted.annotate(has_second_factor=Exists(of_person)).query.get_compiler(connection=database)
    words, values = compiler.as_sql()
    columns = [each[0] for each in compiler.select]
    own = compiler.klass_info["select_fields"]
    return _Statement(
        words=words,
        values=tuple(values),
        names=[columns[place].target.attname for place in own],
        last=compiler.annotation_col_map["has_second_factor"],
        converters=compiler.get_converters(columns),
        populators=get_related_populators(compiler.klass_info, compiler.select, database.alias),  # type: ignore[call-arg]
    )
