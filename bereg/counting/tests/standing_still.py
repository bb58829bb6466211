"""An act in another thread that stands still at a step while a test does something else."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections

LONGEST_S = 60  # only where something is broken does anybody wait so long


@contextmanager
def standing_still(
    act: Callable[[], object],
    step: tuple[Any, str],
    monkeypatch: pytest.MonkeyPatch,
    when: Callable[..., bool] = lambda *_given: True,
) -> Iterator[list[Exception]]:
    """Act in another thread, which stands still at a step while the block runs, and goes on after.

    step: what has it, and its name; the first time that `when` holds of what it is given. Yield what was raised there,
    which is complete once the block is over.
    """
    there, go, inner = threading.Event(), threading.Event(), getattr(*step)
    raised: list[Exception] = []

    def acting() -> None:
        try:
            act()
        except Exception as problem:
            raised.append(problem)
        finally:
            connections.close_all()

    actor = threading.Thread(target=acting)

    def stops(*given: Any, **named: Any) -> object:
        if threading.current_thread() is actor and not there.is_set() and when(*given):
            there.set()
            assert go.wait(LONGEST_S)
        return inner(*given, **named)

    monkeypatch.setattr(*step, stops)
    actor.start()
    try:
        assert there.wait(LONGEST_S), raised
        yield raised
    finally:
        go.set()
        actor.join()
