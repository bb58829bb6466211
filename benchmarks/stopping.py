"""Stopped from outside, the bench removes what it made and says nothing more."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopping() -> Iterator[None]:
    """Let SIGTERM and Ctrl+C leave through every `finally`, and end the process with 128 and the signal's number."""
    stopped: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopped.append(number)
        sys.exit(128 + number)

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except RuntimeError:
        # DuckDB makes an error of its own of whatever stops a statement.
        if stopped:
            sys.exit(128 + stopped[0])
        raise
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
