"""The two filled centres of `world`, which stand while one test after another uses them.

To make them takes longer than most tests. They are made inside a transaction of both databases; the transaction of
each test is nested in it and takes back what that test stored. The first test that uses no world ends it.
"""

import shutil
import tempfile
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections, transaction
from django.test import override_settings
from django.utils import timezone

from bereg.vault import keyring
from conftest import make_centre, make_other_centre, unlock
from tests.counted import count_all
from tests.statements import unnoted
from tests.world import Site, make_world

FIXTURE = "world"


@dataclass(frozen=True)
class Standing:
    """What stands: the centres, the files of their data folder, and the moment when all of it had been made."""

    sites: tuple[Site, Site]
    files: Path
    made_at: datetime
    ends: ExitStack

    def handed_out(self, folder: Path) -> tuple[Site, Site]:
        """Return the centres for one test, which may change its own copies, and copy their files to its folder."""
        shutil.copytree(self.files, folder, dirs_exist_ok=True)
        return deepcopy(self.sites)


class StandingWorld:
    """At most one world a process, and the plugin that begins and ends it between tests."""

    def __init__(self, blocker: Any) -> None:
        self._blocker = blocker
        self._standing: Standing | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Before the fixtures of a test, so that its own transaction is nested in what stands."""
        if FIXTURE in getattr(item, "fixturenames", ()):
            self.begin()
        else:
            self.end()

    def begin(self) -> None:
        """Make a world unless one stands."""
        if not self._standing:
            with self._blocker.unblock(), unnoted(), ExitStack() as ends:
                self._standing = self._made(ends)

    def end(self) -> None:
        """Take it back."""
        standing, self._standing = self._standing, None
        if standing:
            with self._blocker.unblock():
                standing.ends.close()

    @property
    def now(self) -> Standing:
        assert self._standing
        return self._standing

    def _made(self, ends: ExitStack) -> Standing:
        files = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="bereg-world-")))
        for name in connections:
            block = transaction.atomic(using=name)
            block._from_testcase = True  # type: ignore[attr-defined] # lets durable blocks stand inside
            ends.enter_context(block)
            ends.callback(transaction.set_rollback, True, using=name)
        with override_settings(DATA=files):
            cache.clear()
            unlock()
            try:
                sites = make_world(make_centre(), make_other_centre())
                count_all()  # else each page of figures would count, and have its work taken back
            finally:
                keyring.lock()
        return Standing(sites, files, timezone.now(), ends.pop_all())
