"""A long task lets the pages of its process go first: threads of one Python share one processor."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_S = 0.05  # at a time: a task goes on, however much is asked for


class Pages:
    """How many pages the threads of a process are at."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count one more until it is answered."""
        with self._changed:
            self._count += 1
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()

    def wait(self) -> None:
        """Return once nobody waits for a page, after LONGEST_S at the latest. Never inside a transaction.

        A page may wait for that transaction in turn.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._count, LONGEST_S)


pages = Pages()
