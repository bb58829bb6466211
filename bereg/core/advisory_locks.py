"""Acts on one thing wait for each other where no row stands yet that they could wait at."""

from uuid import UUID

from django.db import connection

from bereg.core.compiled_queries import Statement, carry_out

_CLASS = 0x7475726E  # our advisory locks on PostgreSQL: one a thing, until the transaction ends


def wait_for_turn(id: UUID) -> None:
    """Let nobody else past this line with the same id until the transaction ends. On SQLite one writes at a time.

    Two ids may share a turn, which makes one of them wait and does no other harm.
    """
    for each in turn(id):
        carry_out(each)


def turn(id: UUID) -> list[Statement]:
    """Return what waits for the turn, to be carried out with what is done in it."""
    if connection.vendor != "postgresql":
        return []
    number = int.from_bytes(id.bytes[:4], "big") >> 1  # of the 31 bits that are not negative
    return [Statement("SELECT pg_advisory_xact_lock(%s, %s)", [_CLASS, number])]
