"""Those who write, check and publish, and entries in force."""

from collections.abc import Callable
from typing import Any

import pytest

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.reference import actions
from bereg.reference.drafts import EntryDraft
from bereg.reference.models import ReferenceEntry
from bereg.reference.texts import Text
from conftest import make_user

Publishing = Callable[..., ReferenceEntry]


@pytest.fixture
def editor(centre: Centre) -> User:
    return make_user(centre, Role.EDITOR, "Editor 01")


@pytest.fixture
def lawyer(centre: Centre) -> User:
    return make_user(centre, Role.LAWYER, "Lawyer 01")


@pytest.fixture
def in_force(editor: User, lawyer: User, supervisor: User) -> Publishing:
    """Return what puts an entry of a kind in force, or a newer version of one."""

    def put(
        kind: str, title: str, *, entry: ReferenceEntry | None = None, key: str = "", say: str = "", **content: Any
    ) -> ReferenceEntry:
        number = entry.number if entry else 0
        draft = EntryDraft("en", {"en": Text(title, say)}, content=content, is_public=True)
        made = actions.write(kind=kind, entry=entry, draft=draft, seen=number, key=key, by=editor)
        actions.check(entry=made, number=number + 1, by=lawyer)
        actions.publish(entry=made, number=number + 1, by=supervisor)
        made.refresh_from_db()
        return made

    return put
