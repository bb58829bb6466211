"""The commands of other tests are forked from a process that has loaded the program (tests/forked.py).

Where it cannot be loaded each command is begun from nothing, which no other test would notice, only their time.
"""

import os
from pathlib import Path

import pytest

from tests import forked

pytestmark = pytest.mark.once("it uses no database")


def test_a_command_is_a_fork(tmp_path: Path) -> None:
    own = {"DJANGO_SETTINGS_MODULE": "bereg.settings", "BEREG_DATA": str(tmp_path), "BEREG_LANGUAGE": "en"}
    environment = {**os.environ, **own, "BEREG_DATABASE": "", "BEREG_KEYS_DATABASE": ""}
    loaded = forked.Loaded(environment)
    try:
        done = loaded.run(("help",), environment)
    finally:
        loaded.end()
    assert done, "the program could not be loaded, or has begun a thread as it was"
    assert (done.returncode, done.stderr) == (0, "")
    assert "backup" in done.stdout
