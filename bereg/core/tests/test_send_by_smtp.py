"""One mail is handed in at a real server: over TLS where it crosses a network, and telling nothing of this machine."""

import socket
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from bereg import environment
from bereg.core import smtp
from bereg.core.smtp import MailFailedError, RecipientRefusedError, send, try_server
from bereg.environment import MailServer
from tests.certificates import certificate
from tests.mailbox import FULL, PASSWORD, REFUSED, USER, free_port, server_at, serving

pytestmark = pytest.mark.once("it uses no database")
TO = "colleague@example.org"


@pytest.fixture
def port(settings: Any) -> int:
    found = free_port()
    settings.MAIL_SERVER, settings.MAIL_SENDER = server_at(found), "bereg@example.org"
    return found


def say(to: str = TO) -> None:
    send(to=to, subject="Вас кое-что ждёт.", text="Вас кое-что ждёт.\n")


def test_a_mail_arrives_and_tells_nothing_of_this_machine(port: int) -> None:
    with serving(port) as mailbox:
        say()
    (message,) = mailbox.messages
    assert (mailbox.recipients, message["From"], message["Subject"]) == ([TO], "bereg@example.org", "Вас кое-что ждёт.")
    assert message.get_payload(decode=True) == "Вас кое-что ждёт.\r\n".encode()
    assert message["Message-ID"].endswith("@example.org>")
    assert message["Auto-Submitted"] == "auto-generated"
    whole = message.as_string() + "".join(mailbox.greetings)
    assert socket.gethostname() not in whole
    assert set(message) <= {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version", "X-Peer", "X-MailFrom", "X-RcptTo"),
    }


@pytest.mark.parametrize("is_implicit", [False, True])
def test_over_tls_to_a_server_whose_certificate_holds(
    port: int, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, *, is_implicit: bool
) -> None:
    made = certificate(tmp_path)
    monkeypatch.setattr(MailServer, "is_local", False)  # as any other machine
    settings.MAIL_SERVER = server_at(port, is_implicit=is_implicit, password=PASSWORD)
    with serving(port, made, is_implicit=is_implicit) as mailbox:
        with pytest.raises(MailFailedError):  # nobody vouches for it: not even the greeting goes on
            say()
        assert (mailbox.messages, mailbox.signed_in) == ([], [])
        monkeypatch.setenv("SSL_CERT_FILE", str(made))
        say()
    assert (mailbox.recipients, mailbox.signed_in) == ([TO], [USER])


def test_a_server_elsewhere_that_offers_no_tls_gets_neither_password_nor_mail(
    port: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MailServer, "is_local", False)
    settings.MAIL_SERVER = server_at(port, password=PASSWORD)
    with serving(port) as mailbox, pytest.raises(MailFailedError):
        say()
    assert (mailbox.messages, mailbox.signed_in) == ([], [])


def test_a_wrong_password_is_said_without_repeating_it(port: int, settings: Any) -> None:
    settings.MAIL_SERVER = server_at(port, password="another one")
    with serving(port), pytest.raises(MailFailedError, match="SMTPAuthenticationError") as failed:
        say()
    assert "another" not in str(failed.value)


def test_an_address_that_the_server_refuses_is_told_from_a_server_that_takes_nothing(port: int) -> None:
    with serving(port) as mailbox:
        try_server()
        for address in (REFUSED, FULL, "коллега@example.org"):
            with pytest.raises(RecipientRefusedError):
                say(address)
        say()
        mailbox.data_answer = "421 closing"
        with pytest.raises(MailFailedError, match="SMTPDataError") as failed:
            say()
    assert (mailbox.recipients, isinstance(failed.value, RecipientRefusedError)) == ([TO], False)
    with pytest.raises(MailFailedError, match="ConnectionRefusedError"):
        say()


def test_a_server_that_takes_the_connection_and_says_nothing_is_given_up(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_S", 0.2)
    with socket.create_server(("127.0.0.1", port)), pytest.raises(MailFailedError):
        say()


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("", None),
        ("smtps://b:p%40ss@mail.example.org", MailServer("mail.example.org", 465, "b", "p@ss", is_implicit=True)),
        ("smtp://mail.example.org:25", MailServer("mail.example.org", 25)),
        ("smtp://localhost", MailServer("localhost", 587)),
    ],
)
def test_the_setting_is_read(monkeypatch: pytest.MonkeyPatch, value: str, found: MailServer | None) -> None:
    monkeypatch.setenv("BEREG_MAIL_SERVER", value)
    assert environment.mail_server("BEREG_MAIL_SERVER") == found


@pytest.mark.parametrize(
    "value", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://a:b@h:port", "smtp://h/x"]
)
def test_a_setting_that_cannot_be_understood_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BEREG_MAIL_SERVER", value)
    with pytest.raises(ImproperlyConfigured, match="smtps://user:password@host:465"):
        environment.mail_server("BEREG_MAIL_SERVER")


@pytest.mark.parametrize("value", ["", "bereg", "a@b, c@d", "a@example.org\nBcc: b@example.org"])
def test_a_sender_is_demanded_with_a_server(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BEREG_MAIL_SENDER", value)
    with pytest.raises(ImproperlyConfigured, match="BEREG_MAIL_SENDER"):
        environment.mail_sender("BEREG_MAIL_SENDER", MailServer("localhost", 25))
    assert environment.mail_sender("BEREG_MAIL_SENDER", None) == ""
