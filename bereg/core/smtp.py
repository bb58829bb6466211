"""Handing one mail in at the mail server that the settings name. There is no other way out for mail."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from django.conf import settings
from django.utils import timezone

from bereg.environment import MailServer

TIMEOUT_S = 20
TAKEN, TAKEN_ELSEWHERE, CLOSING, FOR_GOOD = 250, 251, 421, 500  # codes of answers (RFC 5321)
# No mailbox; letters in the address that the server cannot write; and, once it has the mail, one that is full.
OF_THE_ADDRESS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, smtplib.SMTPDataError)
# Servers write the name that a sender greets them with into the mail: this one tells nothing of the machine.
GREETS_AS = "[127.0.0.1]"


class MailFailedError(Exception):
    """The mail server took nothing; the message names the kind of fault and quotes no address."""


class RefusedForNowError(MailFailedError):
    """The mail server takes no mail for this address now, and may later; for others it may now."""


class UnsureError(MailFailedError):
    """The mail server fell silent while it was handed a mail: nobody knows whether it took it."""


class RecipientRefusedError(MailFailedError):
    """The mail server takes no mail for this address, or not this one; it may take some for others."""


def send(*, to: str, subject: str, text: str) -> None:
    """Hand one mail in. Raise MailFailedError, RecipientRefusedError among them."""
    sender = settings.MAIL_SENDER
    name = make_msgid(domain=sender.rpartition("@")[2])
    # By the last header no holiday note answers it (RFC 3834).
    headers = {"From": sender, "To": to, "Subject": subject, "Message-ID": name, "Auto-Submitted": "auto-generated"}
    message = _written(headers, text)
    with _connected() as server:
        try:
            server.send_message(message, from_addr=sender, to_addrs=[to])
        except OF_THE_ADDRESS as problem:
            if getattr(problem, "smtp_code", None) == CLOSING:
                raise
            raise RecipientRefusedError(type(problem).__name__) from None


def hand_in(*, to: str, headers: Mapping[str, str], text: str) -> None:
    """Hand one mail in, and know what became of it. headers: all but `To` and the date; addresses are of ASCII.

    Raise RecipientRefusedError, RefusedForNowError, UnsureError; any other MailFailedError where the server takes none.
    """
    content = _written({**headers, "To": to}, text).as_bytes(policy=SMTP)
    is_taken = False
    try:
        with _connected() as server:
            _begin(server, to)
            _hand_over(server, content)
            is_taken = True
    except MailFailedError:
        if not is_taken:  # a server that says goodbye badly has taken it all the same
            raise


def _written(headers: Mapping[str, str], text: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    message["Date"] = format_datetime(timezone.now())
    message.set_content(text)
    return message


def _begin(server: smtplib.SMTP, to: str) -> None:
    server.ehlo_or_helo_if_needed()
    code, _ = server.mail(settings.MAIL_SENDER)
    if code != TAKEN:
        raise MailFailedError("the sender is refused")
    code, _ = server.rcpt(to)
    if code not in {TAKEN, TAKEN_ELSEWHERE}:
        raise RecipientRefusedError("refused") if code >= FOR_GOOD else RefusedForNowError("refused for now")


def _hand_over(server: smtplib.SMTP, content: bytes) -> None:
    try:
        code, _ = server.data(content)
    except smtplib.SMTPResponseException as problem:
        code = problem.smtp_code
    except OSError as problem:  # which every other error of the library is too
        raise UnsureError(type(problem).__name__) from None
    if code != TAKEN:
        raise (RecipientRefusedError if code >= FOR_GOOD else MailFailedError)("the content is refused")


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
