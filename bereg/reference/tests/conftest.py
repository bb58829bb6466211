"""An editor, a lawyer, and a kind of entry that tests alone know."""

import pytest
from django import forms

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.reference import kinds
from bereg.reference.kinds import EntryKind
from conftest import make_user


class NoteForm(forms.Form):
    term = forms.CharField()


NOTE = EntryKind(
    "note", "note", "notes", NoteForm, "", stays=lambda content: content.get("term") == "never",
    never_public=lambda content: content.get("term") == "secret",
)  # fmt: skip


@pytest.fixture(autouse=True)
def note(monkeypatch: pytest.MonkeyPatch) -> EntryKind:
    known = {**kinds.kinds(), NOTE.code: NOTE}
    for module in (
        "versions",
        "models",
        "search",
        "search_index",
        "lookup_query",
        "views",
        "views_writing",
        "views_workshop",
        "register_lists",
        "kinds",
    ):
        monkeypatch.setattr(f"bereg.reference.{module}.kinds", lambda: known)
    return NOTE


@pytest.fixture
def editor(centre: Centre) -> User:
    return make_user(centre, Role.EDITOR, "Editor 01")


@pytest.fixture
def lawyer(centre: Centre) -> User:
    return make_user(centre, Role.LAWYER, "Lawyer 01")
