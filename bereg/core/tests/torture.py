"""What the long runs of `make torture` share: how hard they try, and the figure that each says at its end."""

import os
import sys

LOAD = float(os.environ.get("BEREG_TEST_TORTURE", "1"))


def share(count: int, least: int = 1) -> int:
    """Return how many of a full run's repetitions to do: all, or the part that BEREG_TEST_TORTURE names."""
    return max(least, round(count * LOAD))


def say(promise: str, figure: str) -> None:
    """Say what was measured."""
    part = "" if LOAD == 1 else f" ({LOAD:g} of the full run)"
    sys.stdout.write(f"\n{promise}: {figure}{part}\n")
    sys.stdout.flush()
