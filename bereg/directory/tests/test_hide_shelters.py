"""Where a shelter is, is for the staff alone: by what it is, whatever anybody chose, with all that belongs to it."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.directory import hsds
from bereg.directory.hsds_update import reading
from bereg.directory.referring import warning_of
from bereg.directory.shelters import hidden_among
from bereg.directory.tests.conftest import Publishing
from bereg.directory.tests.hsds_files import JOBS, organisation, packed
from bereg.reference import actions
from bereg.reference.drafts import EntryDraft, Incoming, Reading
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.queries import public_entries, published
from bereg.reference.register_lists import compare, take_in
from bereg.reference.texts import Text
from bereg.reference.workshop import to_check

DAY = dt.date(2008, 11, 25)


def seen_by_all() -> set[str]:
    return {entry.published.text("en").title for entry in public_entries(DAY) if entry.published}


def test_a_shelter_is_public_nowhere_whatever_its_editor_chose(in_force: Publishing) -> None:
    in_force("organisation", "House", sort="shelter", address={"en": "heron street"})
    in_force("organisation", "Union", sort="diaspora")
    assert seen_by_all() == {"Union"}
    for written in (hsds.export(published()), hsds.write_hsds(published())):
        assert "heron street" not in json.dumps(written)
        assert [each["name"] for each in written["organizations"]] == ["Union"]


@pytest.mark.parametrize("closed", [{"sort": "shelter"}, {"sort": "ngo", "do_not_refer": "It takes money."}])
def test_the_services_of_a_shelter_go_with_it_whichever_comes_first(
    in_force: Publishing, closed: dict[str, str]
) -> None:
    house = in_force("organisation", "House", key="house", sort="ngo")
    named = {"sort": "ngo", "organisation": "house"}
    first = in_force("service", "Beds", **named)
    assert seen_by_all() == {"House", "Beds"}
    in_force("organisation", "House", entry=house, **closed)
    assert seen_by_all() == set()
    in_force("service", "Meals", **named)
    in_force("service", "Beds for the night", entry=first, **named)
    assert seen_by_all() == set()
    assert hsds.export(published())["services"] == []


def test_services_of_a_list_go_with_a_shelter_that_is_only_being_written(editor: User, in_force: Publishing) -> None:
    house = in_force("organisation", "House", sort="ngo")
    draft = EntryDraft("en", {"en": Text("House")}, content={"sort": "shelter"})
    actions.write(kind="organisation", entry=house, draft=draft, seen=1, by=editor)
    content = {"sort": "ngo", "organisation": str(house.pk)}
    incoming = [
        Incoming(f"s-{n}", EntryDraft("en", {"en": Text(f"Beds {n}")}, content=content, is_public=True)) for n in "ab"
    ]
    take_in(compare("service", Reading(incoming)), source="an invented register", as_of=DAY, by=editor)
    assert ReferenceEntry.objects.filter(kind="service").count() == 2
    assert seen_by_all() == {"House"}


@pytest.mark.parametrize("key", ["", "house", "C0FFEE00-0000-4000-8000-000000000001"])
def test_a_service_goes_with_a_shelter_however_it_writes_its_name(in_force: Publishing, key: str) -> None:
    house = in_force("organisation", "House", key=key, sort="ngo")
    names = filter(None, (key, key.lower(), str(house.pk), str(house.pk).upper(), house.pk.hex))
    for name in names:
        in_force("service", name, sort="ngo", organisation=name)
    in_force("organisation", "House", entry=house, key=key, sort="shelter")
    assert seen_by_all() == set()
    EntryVersion.objects.filter(entry__kind="service").update(is_public=True)
    assert hsds.export(published())["services"] == hsds.write_hsds(published())["services"] == []


def test_why_nobody_is_to_be_referred_is_said_to_staff_alone(in_force: Publishing) -> None:
    agency = in_force("organisation", "Agency", key="agency", sort="employers", do_not_refer="It takes passports.")
    service = in_force("service", "Vacancies", sort="employers", organisation="agency")
    assert [warning_of(each) for each in (agency, service)] == ["It takes passports."] * 2
    assert seen_by_all() == set()
    for written in (hsds.export(published()), hsds.write_hsds(published())):
        assert "passports" not in json.dumps(written)


@pytest.mark.parametrize("title", ["Agency", "Vacancies"])
def test_whoever_warns_says_no_number_whatever_was_written(in_force: Publishing, desk: Client, title: str) -> None:
    """The number of neither is read to a caller: not that in a written sentence, nor that of a card."""
    about = {"sort": "employers", "phones": ["8 800 000 00 88"]}
    in_force(
        "organisation", "Agency", key="agency", say="Agency: 8 800 000 00 88", **about, do_not_refer="It is a trap."
    )
    in_force("service", "Vacancies", say="Vacancies: 8 800 000 00 88", **about, organisation="agency")
    entry = published().get(published__texts__en__title=title)
    found = desk.get(reverse("reference:found"), {"q": title, "kind": entry.kind}).content.decode()
    assert "8 800 000 00 88" not in found
    for page in (found, desk.get(entry.get_absolute_url()).content.decode()):
        assert page.count("It is a trap.") == 1
        said = f'<p class="say" lang="en" dir="auto">{title}: we refer nobody there.'
        assert page.index("It is a trap.") < page.index(said)


def test_what_nobody_has_sorted_yet_is_not_public(in_force: Publishing) -> None:
    in_force("service", "Something of a foreign file", phones=["8 800 000 00 29"])
    assert seen_by_all() == set()


@pytest.mark.parametrize("name", ["House", "House, renamed"])
def test_a_withdrawn_shelter_is_brought_back_by_no_file(editor: User, in_force: Publishing, name: str) -> None:
    content = {"sort": "shelter", "address": {"en": "heron street"}, "do_not_refer": "It moved."}
    house = in_force("organisation", "House", key=JOBS, sort="ngo")
    in_force("organisation", "House", entry=house, **content)
    actions.withdraw(entry=house, by=editor)
    sorted_ = {"attributes": [{"id": "a", "taxonomy_term": {"taxonomy": "bereg:sort", "code": "ngo"}}]}
    file = packed(organisation(name=name, **sorted_))
    for _time in range(2):
        difference = compare("organisation", reading(file, "organisation"))
        take_in(difference, source="an invented network", as_of=DAY, by=editor)
        assert [each.pk for each in difference.left_out] == [house.pk]
    assert seen_by_all() == set()
    assert hsds.export(published())["organizations"] == []


def test_a_shelter_that_waits_to_be_checked_waits_on_when_a_file_changes_its_mail(
    editor: User, in_force: Publishing
) -> None:
    house = in_force("organisation", "House", key=JOBS, sort="ngo")
    draft = EntryDraft("en", {"en": Text("House")}, content={"sort": "shelter", "do_not_refer": "It moved."})
    actions.write(kind="organisation", entry=house, draft=draft, seen=1, by=editor)
    file = packed(organisation(name="House", email="new@example.org"))
    take_in(compare("organisation", reading(file, "organisation")), source="a network", as_of=DAY, by=editor)
    assert hidden_among([JOBS]) == {JOBS}
    [waits] = to_check()
    assert (waits.number, waits.content["sort"], waits.content["mail"]) == (4, "shelter", "new@example.org")
    assert waits.content["do_not_refer"] == "It moved."
