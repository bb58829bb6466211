"""Handing one mail in at the mail server that the settings name. There is no other way out for mail."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from django.conf import settings
from django.utils import timezone

from bereg.environment import MailServer

TIMEOUT_S = 20
# Servers write the name that a sender greets them with into the mail: this one tells nothing of the machine.
GREETS_AS = "[127.0.0.1]"


class MailFailedError(Exception):
    """The mail server took nothing; the message names the kind of fault and quotes no address."""


class RecipientRefusedError(MailFailedError):
    """The mail server takes no mail for this address; it may take some for others."""


def send(*, to: str, subject: str, text: str) -> None:
    """Hand one mail in. Raise MailFailedError, RecipientRefusedError among them."""
    sender = settings.MAIL_SENDER
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(timezone.now())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # no holiday note answers it (RFC 3834)
    message.set_content(text)
    with _connected() as server:
        try:
            server.send_message(message, from_addr=sender, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as problem:
            raise RecipientRefusedError(type(problem).__name__) from None


def try_server() -> None:
    """Reach the mail server and sign in, and send nothing. Raise MailFailedError."""
    with _connected() as server:
        server.noop()


@contextmanager
def _connected() -> Iterator[smtplib.SMTP]:
    if settings.MAIL_SERVER is None:
        raise MailFailedError("no server is set")
    try:
        with _connect(settings.MAIL_SERVER) as server:
            yield server
    except (smtplib.SMTPException, OSError, ssl.SSLError) as problem:
        raise MailFailedError(type(problem).__name__) from None


def _connect(at: MailServer) -> smtplib.SMTP:
    tls = ssl.create_default_context()
    if at.is_implicit:
        server: smtplib.SMTP = smtplib.SMTP_SSL(at.host, at.port, GREETS_AS, timeout=TIMEOUT_S, context=tls)
    else:
        server = smtplib.SMTP(at.host, at.port, GREETS_AS, timeout=TIMEOUT_S)
    try:
        if not at.is_implicit and not at.is_local:  # one that offers no TLS is refused: the password would be readable
            server.starttls(context=tls)
        if at.user:
            server.login(at.user, at.password)
    except BaseException:
        server.close()
        raise
    return server
