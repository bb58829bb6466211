"""Storing of acts: in the chain where this process has the key, else among those that wait for it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction

from bereg.audit import chain, segments
from bereg.audit.chain import ACT, End, Link
from bereg.audit.models import ChainedAct, Head, Pending

ROWS_EACH = 500  # in one statement


def write(acts: Sequence[tuple[Any, ...]]) -> None:
    """Store acts, each as the values of ACT, inside the transaction at hand."""
    if not acts:
        return
    with transaction.atomic(savepoint=False):
        key = chain.held_key()
        if key is None:
            _insert(Pending, ACT, acts)
        else:
            append(list(chain.links(key, acts, lock_end())))


def lock_end() -> End:
    """Keep other writers out until the transaction ends, and return where the chain ends."""
    if connection.vendor == "sqlite":  # a transaction that writes has the gate
        return _last_entry()
    found = _locked_head()
    if found is None:
        end = _last_entry()
        Head.objects.bulk_create([Head(seq=end.seq, mac=end.mac)], ignore_conflicts=True)
        found = _locked_head()
    if found is None:
        raise RuntimeError("The head of the log cannot be locked.")
    return found


@contextmanager
def held_end() -> Iterator[End]:
    """Let nobody add to the chain for as long as this lasts."""
    with transaction.atomic():
        yield lock_end()


def append(links: Sequence[Link]) -> None:
    """Store entries at the end that `lock_end` has told."""
    _insert(ChainedAct, Link._fields, links)


def _last_entry() -> End:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, mac FROM audit_entry ORDER BY seq DESC LIMIT 1")
        row = cursor.fetchone()
    if row:
        return End(row[0], bytes(row[1]))
    return segments.start(None)[0]


def _locked_head() -> End | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, mac FROM audit_head WHERE id = 1 FOR UPDATE")
        row = cursor.fetchone()
    return End(row[0], bytes(row[1])) if row else None


def _insert(model: type[models.Model], names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), ROWS_EACH):
            some = rows[begin : begin + ROWS_EACH]
            values = [value for row in some for value in _stored(names, row)]
            end: list[Any] = []
            if model is ChainedAct and connection.vendor != "sqlite":  # the head moves in the same statement
                end = [some[-1][0], some[-1][-1]]
            cursor.execute(_statement(model, names, len(some), moves_head=bool(end)), end + values)


@lru_cache(maxsize=64)
def _statement(model: type[models.Model], names: tuple[str, ...], count: int, *, moves_head: bool) -> str:
    row = f"({', '.join(['%s'] * len(names))})"
    head = "WITH head AS (UPDATE audit_head SET seq = %s, mac = %s WHERE id = 1) " if moves_head else ""
    return (
        f"{head}INSERT INTO {model._meta.db_table} ({', '.join(names)}) "  # noqa: S608 - names of ours
        f"VALUES {', '.join([row] * count)}"
    )


def _stored(names: tuple[str, ...], row: tuple[Any, ...]) -> list[Any]:
    values = list(row)
    at = names.index("at")
    values[at] = connection.ops.adapt_datetimefield_value(values[at])
    return values
