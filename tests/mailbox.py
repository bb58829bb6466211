"""A real mail server on this machine that keeps what it is handed: for the tests of mail."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from bereg.console.tests.serving import free_port
from bereg.environment import MailServer

__all__ = ["Mailbox", "free_port", "server_at", "serving"]

USER, PASSWORD = "bereg", "an invented password"
REFUSED = "nobody@example.org"
FULL = "full@example.org"


class Mailbox:
    """What the server has taken: the messages, who they were for, and how the senders greeted."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.recipients: list[str] = []
        self.greetings: list[str] = []
        self.signed_in: list[str] = []
        self.data_answer = ""

    async def handle_EHLO(self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]) -> Any:
        """Note the greeting."""
        session.host_name = hostname
        self.greetings.append(hostname)
        return responses

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take every recipient but one."""
        if address == REFUSED:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        """Keep the message; answer with a refusal where somebody's mailbox is full, or as the test says."""
        if self.data_answer or FULL in envelope.rcpt_tos:
            return self.data_answer or "552 mailbox full"
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        self.recipients += envelope.rcpt_tos
        return "250 taken"

    def authenticate(self, _server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        """Let in whoever knows the password."""
        assert isinstance(data, LoginPassword)
        is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        self.signed_in += [USER] if is_right else []
        return AuthResult(success=is_right, handled=is_right)


@contextmanager
def serving(port: int, certificate: Path | None = None, *, is_implicit: bool = False) -> Iterator[Mailbox]:
    """Run the server until the block ends. certificate: it offers STARTTLS, or speaks TLS from the first byte on."""
    tls = None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
    mailbox = Mailbox()
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=port,
        ssl_context=tls if is_implicit else None,
        tls_context=None if is_implicit else tls,
        authenticator=mailbox.authenticate,
        auth_require_tls=bool(tls) and not is_implicit,
        enable_SMTPUTF8=False,  # as many servers
    )
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def server_at(port: int, *, host: str = "127.0.0.1", is_implicit: bool = False, password: str = "") -> MailServer:
    """Return the setting that leads to such a server."""
    return MailServer(host, port, USER if password else "", password, is_implicit)
