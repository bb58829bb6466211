"""What the tests of this room share: somebody wrote to the Moscow centre, and holds a code."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.kinds import LineKind
from bereg.centres.models import Centre, Line
from bereg.conversations.answering import answer
from bereg.conversations.choices import ThreadSource
from bereg.conversations.models import Message, Thread
from bereg.conversations.receiving import IncomingMessage, begin
from bereg.vault import actions as vault
from bereg.vault.classes import Holder
from bereg.vault.tests.conftest import cheap_secrets
from conftest import make_user

__all__ = ["cheap_secrets"]
CODE = "00000 11111 22222 33333 44444"
SAID = "They have not paid us for three months. What can we do?"
Writes = Callable[..., Thread]


@pytest.fixture
def web(centre: Centre) -> Line:
    """The web form of the Moscow centre."""
    return Line.objects.create(centre=centre, slug="moscow-web", kind=LineKind.WEB, address={"": "web"})


@pytest.fixture
def writes(centre: Centre, web: Line, cheap_secrets: None) -> Writes:
    """Somebody writes, and is given a code."""

    def written(text: str = SAID, *, source: ThreadSource = ThreadSource.WEB, language: str = "ru") -> Thread:
        made = Thread(id=uuid4(), centre=centre, line=web, source=source, language=language)
        vault.admit(made, Holder.RECEIPT, CODE)
        begin(made, IncomingMessage(text))
        return standing(made)

    return written


@pytest.fixture
def asked(writes: Writes) -> Thread:
    """A question that waits."""
    return writes()


@pytest.fixture
def lawyer(centre: Centre) -> User:
    """A lawyer of the Moscow centre."""
    return make_user(centre, Role.LAWYER, "Lawyer 01")


@pytest.fixture
def editor(centre: Centre) -> User:
    """Who writes the guides."""
    return make_user(centre, Role.EDITOR, "Editor 01")


def standing(thread: Thread) -> Thread:
    """Return a conversation as it stands now."""
    return Thread._base_manager.select_related("centre", "line", "taken_by").get(pk=thread.pk)


def answered(thread: Thread, by: User, text: str = "Go to the inspectorate.") -> Message:
    """Answer a conversation as it stands."""
    return answer(id=uuid4(), thread=thread, version=standing(thread).version, text=text, by=by)
