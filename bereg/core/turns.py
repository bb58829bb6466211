"""Acts on one thing wait for each other where no row stands yet that they could wait at."""

from uuid import UUID

from django.db import connection

_CLASS = 0x7475726E  # our advisory locks on PostgreSQL: one a thing, until the transaction ends


def wait_for_turn(id: UUID) -> None:
    """Let nobody else past this line with the same id until the transaction ends. On SQLite one writes at a time.

    Two ids may share a turn, which makes one of them wait and does no other harm.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            number = int.from_bytes(id.bytes[:4], "big") >> 1  # of the 31 bits that are not negative
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_CLASS, number])
