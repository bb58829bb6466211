"""Lists of agencies as somebody takes them in."""

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.reference.drafts import EntryDraft, Incoming, Reading
from bereg.reference.register_lists import compare, take_in
from bereg.reference.texts import Text
from conftest import make_user

Take = Callable[..., None]
OCTOBER, NOVEMBER = dt.date(2008, 10, 1), dt.date(2008, 11, 1)


@pytest.fixture
def editor(centre: Centre) -> User:
    return make_user(centre, Role.EDITOR, "Editor 01")


@pytest.fixture
def take(editor: User) -> Take:
    """Take a list in: the names, and more of the content by name."""

    def taken(day: dt.date, names: Sequence[str], **more: dict[str, object]) -> None:
        incoming = [
            Incoming(
                f"tax:{name}",
                EntryDraft("ru", {"ru": Text(name)}, {"status": "licensed", "licence": "", **more.get(name, {})}),
            )
            for name in names
        ]
        take_in(
            compare("agency", Reading(incoming, is_whole=True)), source="an invented register", as_of=day, by=editor
        )

    return taken
