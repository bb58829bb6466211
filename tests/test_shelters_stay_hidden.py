"""Where a shelter is, why nobody is to be referred somewhere, and notes of the staff are at no address of the public.

Their words are obvious tokens; every address that anybody may open is asked for them, whatever room it is of.
"""

import json

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.directory import hsds
from bereg.reference import actions
from bereg.reference.drafts import EntryDraft
from bereg.reference.models import ReferenceEntry
from bereg.reference.queries import public_entries, published
from bereg.reference.texts import Text
from conftest import make_user
from tests.addresses import PAGES
from tests.arguments import MISSING, SHARED

TOKEN = "zimorodok"
SHOWN = "Invented union of cooks"


@pytest.fixture
def entries(centre: Centre) -> list[ReferenceEntry]:
    """Put a shelter with a service, a warning, and a public organisation with a note in force."""
    people = [make_user(centre, role, f"One {role}") for role in (Role.EDITOR, Role.LAWYER, Role.SUPERVISOR)]
    hidden = {"en": f"{TOKEN} street, 1"}
    contents: list[tuple[str, str, str, dict[str, object]]] = [
        (
            "organisation",
            "house",
            f"House {TOKEN}",
            {"sort": "shelter", "address": hidden, "phones": [f"8 800 {TOKEN}"]},
        ),
        ("service", "", f"Beds {TOKEN}", {"sort": "ngo", "organisation": "house", "address": hidden}),
        ("service", "", f"Work {TOKEN}", {"sort": "employers", "do_not_refer": f"They take money, {TOKEN}."}),
        (
            "organisation",
            "",
            SHOWN,
            {"sort": "diaspora", "note": TOKEN, "verified_by": TOKEN, "age_key": TOKEN, "hsds": {"alert": TOKEN}},
        ),
    ]
    return [_in_force(*each, people=people) for each in contents]


def _in_force(kind: str, key: str, title: str, content: dict[str, object], *, people: list[User]) -> ReferenceEntry:
    author, checker, publisher = people
    draft = EntryDraft("en", {"en": Text(title, body=title)}, content=content, is_public=True)
    entry = actions.write(kind=kind, key=key, draft=draft, by=author)
    actions.check(entry=entry, number=1, by=checker)
    actions.publish(entry=entry, number=1, by=publisher)
    return entry


def addresses() -> list[str]:
    """Return every address that anybody may open."""
    found = []
    for name, page in PAGES.items():
        if page.roles is None and (not page.takes or "GET" in page.takes):
            value = {**MISSING, **SHARED}.get(page.argument, ())
            try:
                found.append(reverse(name, args=value if isinstance(value, tuple) else [value]))
            except NoReverseMatch:  # of another shape; where it holds an entry it is asked below
                continue
    return found


def test_no_address_of_the_public_has_a_word_of_it(entries: list[ReferenceEntry], client: Client) -> None:
    assert [entry.published for entry in published()].count(None) == 0
    assert [entry.pk for entry in public_entries(timezone.localdate())] == [entries[-1].pk]
    asked = addresses()
    assert len(asked) > 20
    for address in asked:
        for language in ("ru", "en"):
            response = client.get(address, {"words": "House", "q": "House"}, headers={"accept-language": language})
            assert TOKEN.encode() not in response.getvalue(), address


def test_no_page_of_an_entry_has_a_word_of_it(entries: list[ReferenceEntry], client: Client) -> None:
    """Each id in place of the argument of each public address that takes one."""
    for entry in entries[:-1]:
        for name, page in PAGES.items():
            if page.roles is None and page.argument:
                for args in ([entry.pk], ["en", entry.pk], [entry.kind, entry.pk]):
                    try:
                        address = reverse(name, args=args)
                    except NoReverseMatch:
                        continue
                    assert TOKEN.encode() not in client.get(address).getvalue(), address


def test_no_file_for_others_has_a_word_of_it(entries: list[ReferenceEntry]) -> None:
    for written in (hsds.export(published()), hsds.export(ReferenceEntry.objects.select_related("published"))):
        assert TOKEN not in json.dumps(written)
        assert SHOWN in json.dumps(written)
    exchanged = json.dumps(hsds.write_hsds(published()))
    assert "street" not in exchanged
    assert "They take money" not in exchanged
