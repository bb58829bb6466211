"""What a test does and takes back, in both databases; and whether it stored anything."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections, transaction

STORES_NOTHING = re.compile(r"\s*(?:SELECT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\b", re.IGNORECASE)


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is stored inside. What must commit at once counts as committed, as in a test of its own."""
    with ExitStack() as stack:
        for name in connections:
            block = transaction.atomic(using=name)
            block._from_testcase = True  # type: ignore[attr-defined] # lets durable blocks stand inside
            stack.enter_context(block)
        yield
        for name in connections:
            transaction.set_rollback(True, using=name)


@contextmanager
def storing() -> Iterator[list[str]]:
    """Yield the statements inside that could have stored something, as they come; none: every row is what it was."""
    stored: list[str] = []

    def note(execute: Callable[..., Any], statement: Any, *more: Any) -> Any:
        if not STORES_NOTHING.match(str(statement)):
            stored.append(str(statement))
        return execute(statement, *more)

    with ExitStack() as stack:
        for name in connections:
            stack.enter_context(connections[name].execute_wrapper(note))
        yield stored
