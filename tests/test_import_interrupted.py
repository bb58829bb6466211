"""An import that stops in the middle is simply run again."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from bereg.centres.models import Centre
from bereg.console.tests import serving
from bereg.contacts.models import Contact
from bereg.enquiries.models import Enquiry
from bereg.importing import run
from tests.demonstration import tables_on_sqlite
from tests.importing import MAPPING, Register, numbers_of

MANY = [f"{number};03.02.2020;14:05;yes;call;yes;woman;25;papers;-" for number in range(1, 1201)]

# Kills itself when the second batch is written but not committed.
KILLED = """
import os, pathlib, signal, sys
import django
django.setup()
from django.core.management import call_command
from django.db import transaction
from bereg.importing import run
from bereg.core import row_access

store, calls = run.store, []

def store_and_die(rows, sections):
    with transaction.atomic():
        store(rows, sections)
        calls.append(rows)
        if len(calls) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

run.store = store_and_die
with row_access.to(row_access.EVERYWHERE):
    call_command("import", sys.argv[1], mapping=pathlib.Path(sys.argv[2]), verbosity=0)
"""


def test_an_interrupted_run_keeps_whole_batches_and_the_next_one_brings_the_rest(
    centre: Centre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = Register(tmp_path, rows=list(MANY))
    store, calls = run.store, []

    def interrupted(*what: Any) -> None:
        calls.append(what)
        if len(calls) == 2:
            raise KeyboardInterrupt
        store(*what)

    with monkeypatch.context() as patch:
        patch.setattr(run, "store", interrupted)
        with pytest.raises(CommandError, match="Run the same command again") as stopped:
            register.bring_in()
    assert stopped.value.returncode == 130
    assert Contact._base_manager.count() == 500
    assert numbers_of(register.bring_in()) == (1200, 700, 500, 0)
    assert Enquiry._base_manager.count() == Contact._base_manager.count() == 1200


def test_a_killed_run_leaves_no_half_batch(tmp_path: Path) -> None:
    """A process of its own over a database file of its own, since a kill spares nothing."""
    mapping = MAPPING.replace(
        'code = "moscow"',
        'code = "shore"\nprefix = "SHO"\ncountry = "RU"\ntime_zone = "Europe/Moscow"\nnames = { en = "Shore" }',
    )
    register = Register(tmp_path, mapping=mapping, rows=list(MANY))
    register.file.write_text("\n".join((register.header, *register.rows)), encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
    files = [str(register.file), str(tmp_path / "mapping.toml")]
    own = serving.environment(tmp_path / "var", {"DJANGO_SETTINGS_MODULE": "bereg.settings"})

    def bereg(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], env=own, capture_output=True, text=True, check=False, timeout=120
        )

    tables_on_sqlite(tmp_path / "var")
    assert bereg("-c", KILLED, *files).returncode == -signal.SIGKILL
    again = bereg("-m", "bereg", "import", files[0], "--mapping", files[1], "-v0")
    assert again.returncode == 0, again.stderr
    assert numbers_of(again.stdout) == (1200, 700, 500, 0)
