"""What a test does and takes back, in both databases."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connections, transaction


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
