"""The setting of a mailbox: what it may be, and that a bad one stops the start without saying a password."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bereg.environment import ImapFolder, MailServer, imap_folder

pytestmark = pytest.mark.once("it uses no database")
NAME = "AN_INVENTED_MAILBOX"


@pytest.fixture
def password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    file = tmp_path / "password"
    file.write_text("an invented pa%40ssword\n", encoding="utf-8")
    monkeypatch.setenv(f"{NAME}_PASSWORD_FILE", str(file))
    return "an invented pa%40ssword"


@pytest.mark.parametrize(
    ("address", "server", "folder"),
    [
        ("imaps://help%40example.org@imap.example.org", ("imap.example.org", 993, True), "INBOX"),
        ("imap://help%40example.org@imap.example.org/", ("imap.example.org", 143, False), "INBOX"),
        ("imaps://help%40example.org@[::1]:9930/Letters%2FNew", ("::1", 9930, True), "Letters/New"),
    ],
)
def test_a_mailbox_is_named_by_its_address_and_its_password_by_a_file(
    monkeypatch: pytest.MonkeyPatch, password: str, address: str, server: tuple[str, int, bool], folder: str
) -> None:
    monkeypatch.setenv(NAME, address)
    host, port, is_implicit = server
    assert imap_folder(NAME, f"{NAME}_PASSWORD_FILE") == ImapFolder(
        MailServer(host, port, "help@example.org", password, is_implicit), folder
    )


def test_a_password_in_the_address_does_as_well_and_is_in_no_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "imaps://help:s%3Acret@imap.example.org/")
    found = imap_folder(NAME, f"{NAME}_PASSWORD_FILE")
    assert found
    assert found.server.password == "s:cret"
    assert "cret" not in repr(found)


def test_no_mailbox_is_a_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    assert imap_folder(NAME, f"{NAME}_PASSWORD_FILE") is None


@pytest.mark.parametrize(
    "address",
    [
        "imaps://imap.example.org", "smtp://help:secret@imap.example.org", "imaps://help:secret@", "imap.example.org",
        "imaps://help:secret@imap.example.org:port", "imaps://help:secret@imap.example.org/?a=b",
        "imaps://help@imap.example.org",
    ],
)  # fmt: skip
def test_a_bad_one_stops_the_start_and_says_no_password(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv(NAME, address)
    with pytest.raises(ImproperlyConfigured, match=NAME) as problem:
        imap_folder(NAME, f"{NAME}_PASSWORD_FILE")
    assert "secret" not in str(problem.value)


def test_a_file_that_is_not_there_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "imaps://help@imap.example.org")
    monkeypatch.setenv(f"{NAME}_PASSWORD_FILE", "/nowhere")
    with pytest.raises(ImproperlyConfigured, match=f"{NAME}_PASSWORD_FILE"):
        imap_folder(NAME, f"{NAME}_PASSWORD_FILE")
