"""What the tests of this room share: the mailboxes of the Moscow centre, on a real server."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from bereg.accounts.models import User
from bereg.centres.kinds import LineKind
from bereg.centres.models import Centre, Line
from bereg.conversations.answering import answer
from bereg.conversations.models import Message, Thread
from bereg.environment import MailServer
from bereg.mailbox.fetching import empty
from bereg.mailbox.imap import opened
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.storing import CameByMail, keep
from bereg.mailbox.tests.letters import letter
from tests import dovecot
from tests.dovecot import Dovecot
from tests.mailbox import Mailbox, free_port, server_at, serving

HELP = "help@example.org"
Fetches = Callable[..., int]


@pytest.fixture
def mailbox_line(centre: Centre) -> Line:
    """The line by which letters come to the Moscow centre."""
    return Line.objects.create(centre=centre, slug="moscow-mail", kind=LineKind.MAILBOX, address={"": HELP})


@pytest.fixture
def telephone(centre: Centre) -> Line:
    """The line that the exchange of the Moscow centre answers."""
    return Line.objects.create(
        centre=centre, slug="moscow-phone", kind=LineKind.TOLL_FREE, address={"": "+7 800 555-01-99"}
    )


@pytest.fixture(scope="session")
def started() -> Iterator[Dovecot]:
    """A server for all tests of the process; each has mailboxes of its own."""
    with dovecot.running() as server:
        yield server


@pytest.fixture
def server(started: Dovecot, request: pytest.FixtureRequest, settings: Any) -> Dovecot:
    """The server with empty mailboxes, as the settings name it."""
    name = "".join(sign if sign.isalnum() else "-" for sign in request.node.name)
    started.user = f"{name}@example.org"
    settings.MAILBOX = started.folder()
    settings.MAIL_SERVER = MailServer("127.0.0.1", 1)  # nothing is sent by these tests
    settings.MAILBOX_RECORDINGS = started.folder(user=f"sound-{started.user}")
    return started


@pytest.fixture
def fetches(server: Dovecot) -> Fetches:
    """Empty a mailbox once."""

    def fetched(box: Postbox = Postbox.LETTERS) -> int:
        user = server.user if box is Postbox.LETTERS else f"sound-{server.user}"
        with opened(server.folder(user=user)) as mailbox:
            return empty(mailbox, box)

    return fetched


@pytest.fixture
def sink(settings: Any) -> Iterator[Mailbox]:
    """A mail server that takes our answers."""
    port = free_port()
    settings.MAIL_SERVER, settings.MAIL_SENDER = server_at(port), "help@example.org"
    with serving(port) as mailbox:
        yield mailbox


@pytest.fixture
def replies(operator: User) -> Callable[..., Message]:
    """Somebody wrote, and an operator answers."""

    def replied(text: str = "Go to the inspectorate.", **headers: str) -> Message:
        number = Thread._base_manager.count() + 1
        keep(
            CameByMail(
                Postbox.LETTERS,
                1,
                number,
                letter("They took my passport.", None, **{"Message_ID": f"<{number}@a>", **headers}),
            )
        )
        thread = Thread._base_manager.latest("begun_at")
        return answer(id=uuid4(), thread=thread, version=thread.version, text=text, by=operator)

    return replied
