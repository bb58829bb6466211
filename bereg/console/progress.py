"""The progress of long commands, on stderr and only where somebody looks."""

from collections.abc import Callable

from tqdm import tqdm


def bar(what: str, total: int) -> Callable[[int], object]:
    """Begin a bar. Return what moves it on by a number."""
    shown = tqdm(total=total, desc=what, unit_scale=True, leave=False, disable=None)
    return shown.update
