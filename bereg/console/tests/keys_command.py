"""`bereg keys` run over a data folder of its own, with two administrators: for the tests of its acts."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.console.second_person import KEYS
from bereg.vault import root
from bereg.vault.tests import cheap
from conftest import ROOT_KEY, make_user

GIVEN = "an invented passphrase"
Run = Callable[..., str]


@pytest.fixture
def run(db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command over a data folder that holds the root key of these tests."""
    settings.DATA = tmp_path / "data"
    settings.PASSPHRASE_FILE = str(tmp_path / "passphrase")
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    cheap.root_keys(monkeypatch)
    (tmp_path / "passphrase").touch(mode=0o600)
    (tmp_path / "passphrase").write_text(GIVEN)
    root.write(ROOT_KEY, GIVEN)

    def ran(*words: str) -> str:
        said = StringIO()
        call_command("keys", *words, stdout=said, stderr=said)
        return said.getvalue()

    return ran


@pytest.fixture
def admin(db: None) -> User:
    return make_user(None, Role.ADMIN, "Administrator 01")


@pytest.fixture
def second(db: None) -> User:
    return make_user(None, Role.ADMIN, "Administrator 02")


def typing(monkeypatch: pytest.MonkeyPatch, *lines: str) -> list[str]:
    left = list(lines)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _prompt: left.pop(0))
    return left


def acts() -> list[str]:
    return list(ChainedAct.objects.order_by("pk").values_list("action", flat=True))


def agreed(act: str, admin: User, second: User) -> str:
    """Ask for an act and agree to it, as in the browser. Return the number of the agreement."""
    asked = approvals.ask_or_alone(kind=KEYS, target=act, by=admin)
    approvals.decide(approval=asked, agrees=True, by=second)
    return str(asked.pk)
