"""Who sees no case begins the day with what waits of theirs in the reference; others find theirs on their *Today*."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.due import due_for
from bereg.centres.models import Centre
from bereg.reference import actions
from bereg.reference.choices import WrongWith
from bereg.reference.drafts import EntryDraft
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.texts import Text
from conftest import make_user

TODAY = reverse("reference:today")
PARTS = ("overdue", "reported", "to_check", "to_publish")
LONG_AGO = dt.date(2008, 5, 1)


@pytest.fixture
def second(centre: Centre) -> User:
    return make_user(centre, Role.EDITOR, "Editor 02")


def draft(title: str, review_by: dt.date | None = None) -> EntryDraft:
    return EntryDraft("en", {"en": Text(title)}, content={"term": "soon"}, review_by=review_by)


def checked(title: str, *, by: User, lawyer: User, review_by: dt.date | None = None) -> ReferenceEntry:
    entry = actions.write(kind="note", draft=draft(title, review_by), by=by)
    actions.check(entry=entry, number=1, by=lawyer)
    return entry


def in_force(title: str, *, by: User, lawyer: User, second: User) -> ReferenceEntry:
    entry = checked(title, by=by, lawyer=lawyer, review_by=LONG_AGO)
    actions.publish(entry=entry, number=1, by=second)
    return entry


def shown(person: User) -> dict[str, list[str]]:
    """Return the titles that stand in each part of the page."""
    browser = Client()
    browser.force_login(person)
    context = browser.get(TODAY).context
    parts = {name: context[name]["shown"] for name in PARTS if context[name]}
    versions = {name: [getattr(each, "entry", each) for each in some] for name, some in parts.items()}
    return {name: [title(entry) for entry in some] for name, some in versions.items() if some}


def title(entry: ReferenceEntry) -> str:
    return str(EntryVersion.objects.get(entry=entry, number=entry.number).texts["en"]["title"])


def test_an_editor_lands_there_and_finds_what_waits_for_them_alone(
    editor: User, second: User, lawyer: User, client: Client
) -> None:
    mine = in_force("Mine", by=editor, lawyer=lawyer, second=second)
    in_force("Theirs", by=second, lawyer=lawyer, second=editor)
    actions.report_error(entry=mine, number=1, wrong=WrongWith.NUMBER, by=lawyer)
    checked("Written by me", by=editor, lawyer=lawyer)
    checked("To be published", by=second, lawyer=lawyer)
    actions.write(kind="note", draft=draft("Not checked yet"), by=second)
    client.force_login(editor)
    answer = client.get("/today/", follow=True)
    assert answer.redirect_chain == [(TODAY, 302)]
    page = answer.content.decode()
    assert f'<a href="{TODAY}" data-key="Alt+Digit1" aria-current="page">Today</a>' in page
    assert "<h1>Today, " in page
    assert "For you to publish" in page
    assert "For you to check" not in page  # a lawyer does that
    assert shown(editor) == {"overdue": ["Mine"], "reported": ["Mine"], "to_publish": ["To be published"]}
    assert shown(second) == {"overdue": ["Theirs"], "to_publish": ["Written by me"]}


def test_who_has_more_than_a_page_shows_is_told_so(
    editor: User, second: User, lawyer: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bereg.reference.views_writing.MOST", 2)
    for number in range(3):
        in_force(f"Entry {number}", by=editor, lawyer=lawyer, second=second)
    client.force_login(editor)
    assert "and 1 more" in client.get(TODAY).content.decode()


@pytest.mark.parametrize("role", [Role.LAWYER, Role.SUPERVISOR])
def test_others_who_own_an_entry_find_it_on_their_own_today(
    editor: User, second: User, lawyer: User, client: Client, role: Role
) -> None:
    owner = make_user(Centre.objects.get(), role, "Owner 01")
    entry = in_force("Unpaid wages", by=editor, lawyer=lawyer, second=second)
    actions.report_error(entry=entry, number=1, wrong=WrongWith.NUMBER, by=lawyer)
    actions.give(entry=entry, owner=owner, by=editor)
    words = [str(each.words) for each in due_for(owner, timezone.now())]
    assert words == ["Still true? Unpaid wages", "Error reported, nobody answers there: Unpaid wages"]
    client.force_login(owner)
    page = client.get(reverse("desk:today")).content.decode()
    assert "Still true? Unpaid wages" in page
    assert client.get(reverse("reference:work", args=[entry.pk])).status_code == 200
    assert shown(owner) == {"overdue": ["Unpaid wages"], "reported": ["Unpaid wages"]}
    menu = [place.label for place in client.get(TODAY).context["navigation"].row]
    assert menu.count("Today") == 1


def test_many_of_theirs_are_one_line_that_leads_to_theirs(editor: User, second: User, lawyer: User) -> None:
    for number in range(4):
        in_force(f"Entry {number}", by=editor, lawyer=lawyer, second=second)
    [line] = due_for(editor, timezone.now())
    assert (str(line.words), line.address) == ("4 entries are to be looked at again", f"{TODAY}#overdue")


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.PSYCHOLOGIST, Role.ANALYST, Role.ADMIN])
def test_nobody_else_opens_it(centre: Centre, client: Client, role: Role) -> None:
    client.force_login(make_user(centre, role, "Somebody 01"))
    assert client.get(TODAY).status_code == 403
