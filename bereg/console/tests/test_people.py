"""Back in from the shell of the machine, for whom no colleague can help."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.accounts.setup_code import first_word
from bereg.audit.models import ChainedAct
from conftest import make_user
from tests.factors import sign_in

NEW = "quite another invented phrase"


@pytest.fixture
def administrator(db: None) -> User:
    """The only one there is."""
    return make_user(None, Role.ADMIN, "Administrator 01")


@pytest.mark.parametrize("goes_too", [False, True])
def test_the_only_administrator_gets_back_in(
    administrator: User, capsys: pytest.CaptureFixture[str], goes_too: bool
) -> None:
    call_command("people", "reset", "ADMINISTRATOR-01", *["--second-factor"] * goes_too)
    link = capsys.readouterr().out.strip()
    assert link.startswith("http://localhost:8000/account/reset/")
    path = link.removeprefix("http://localhost:8000")
    assert Client().post(path, {"password": NEW}).status_code == 302
    assert Client().post(path, {"password": NEW}).status_code == 410
    browser = Client()
    sign_in(browser, User.objects.get(), NEW)
    answer = browser.get("/people/")
    assert answer.status_code == (302 if goes_too else 200)
    assert answer.headers.get("Location", "").endswith("/needed/") is goes_too
    entry = ChainedAct.objects.get(action="user.reset_offered")
    assert (entry.actor, entry.target) == ("system", str(administrator.pk))
    assert entry.because == ("second_factor" if goes_too else "")


def test_a_wrong_name_and_a_closed_account_are_refused(administrator: User) -> None:
    with pytest.raises(CommandError, match="Nobody has the user name nobody"):
        call_command("people", "reset", "nobody")
    User.objects.update(closed_at="2026-01-05T09:00Z")
    with pytest.raises(CommandError, match="closed"):
        call_command("people", "reset", "administrator-01")


def test_the_link_names_the_server(administrator: User, capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["bereg.example.org", "localhost"]
    call_command("people", "reset", "administrator-01")
    assert capsys.readouterr().out.startswith("https://bereg.example.org/account/reset/")


def test_the_first_word_is_shown_until_somebody_works_here(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("people", "first-word")
    assert capsys.readouterr().out == f"{first_word()}\n"
    make_user(None, Role.ADMIN, "Administrator 01")
    with pytest.raises(CommandError, match="no first word any more"):
        call_command("people", "first-word")
