"""The progress of long commands, on stderr and only where somebody looks."""

from collections.abc import Callable
from typing import Any

from tqdm import tqdm


def bar(what: str, total: int) -> Callable[[int], object]:
    """Begin a bar. Return what moves it on by a number."""
    shown = tqdm(total=total, desc=what, unit_scale=True, leave=False, disable=None)
    return shown.update


def moving(shown: "tqdm[Any]") -> Callable[[int, int], None]:
    """Return what moves a bar to so many of so many."""

    def move(done: int, of: int) -> None:
        shown.total = of
        shown.update(done - shown.n)

    return move
