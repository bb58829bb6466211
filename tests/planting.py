"""What whoever writes to the database of the records does past the program, and what the log then says."""

import uuid
from typing import Any

from django.db import connection

from bereg.audit.models import ChainedAct


def sql(statement: str, *values: Any) -> None:
    """Change one row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def kept(pk: uuid.UUID) -> object:
    """Return an id as the database has it."""
    return pk if connection.vendor == "postgresql" else pk.hex


def refused() -> list[tuple[str, str]]:
    """Return about whom and why somebody was refused for what was planted."""
    acts = ChainedAct.objects.filter(action="refused.planted").order_by("seq")
    return list(acts.values_list("target", "because"))
