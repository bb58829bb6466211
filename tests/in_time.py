"""A plugin of `make quick`: no test begins after its time."""

import os
import time

import pytest

UNTIL = "QUICK_UNTIL"  # when the last test begins; tools/quick.py sets it. No setting


def pytest_runtest_setup() -> None:
    """Begin no test after the time that is left."""
    if time.monotonic() > float(os.environ[UNTIL]):
        pytest.skip("no time left: `make test` runs it")
