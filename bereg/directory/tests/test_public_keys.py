"""An organisation may have a public key of age: staff see it, the public never, and each change is written down."""

import json
import logging

import pyrage
import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.directory import hsds
from bereg.directory.acts import KEY_CHANGED
from bereg.directory.content import public_part, words
from bereg.directory.forms import OrganisationForm
from bereg.directory.hsds_update import reading
from bereg.directory.public_keys import sealed_for
from bereg.directory.tests.conftest import Publishing
from bereg.directory.tests.test_write_a_service import TYPED
from bereg.reference.models import EntryVersion
from bereg.reference.queries import published

IDENTITIES = [pyrage.x25519.Identity.generate() for _each in range(2)]
PUBLIC, OTHER = (str(each.to_public()) for each in IDENTITIES)
PRIVATE = str(IDENTITIES[0])


@pytest.mark.once("it uses no database")
def test_a_key_is_taken_as_it_was_copied() -> None:
    form = OrganisationForm({**TYPED, "age_key": f" {PUBLIC.upper()} "})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["age_key"] == PUBLIC
    assert OrganisationForm(TYPED).is_valid()


@pytest.mark.once("it uses no database")
@pytest.mark.parametrize(
    "wrong",
    ["age1", PUBLIC[:-3], f"{PUBLIC} {OTHER}", "ssh-ed25519 AAAA"],
    ids=["its beginning", "cut", "two", "another kind"],
)
def test_a_wrong_key_is_said_beside_its_field(wrong: str) -> None:
    form = OrganisationForm({**TYPED, "age_key": wrong})
    assert set(form.errors) == {"age_key"}
    assert "begins with age1" in str(form.errors["age_key"])
    assert wrong in str(form["age_key"])  # so that it can be put right


def test_a_private_key_is_neither_kept_nor_shown_nor_logged(
    client: Client, editor: User, serve: None, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(editor)
    page = {"en-title": "House", "sort": "ngo", "entry-language": "en", "entry-review_by": "2030-01-07"}
    with caplog.at_level(logging.DEBUG):
        for pasted in (PRIVATE, f"# public key: {PUBLIC} {PRIVATE}"):
            answer = client.post(reverse("reference:write_new", args=["organisation"]), {**page, "age_key": pasted})
            assert answer.status_code == 422
            assert "This is a private key" in answer.content.decode()
            assert PRIVATE[20:] not in answer.content.decode()
    assert PRIVATE[20:] not in caplog.text
    assert not EntryVersion.objects.exists()


def test_each_change_in_force_is_written_down(in_force: Publishing, supervisor: User) -> None:
    house = in_force("organisation", "House", sort="ngo")
    for key in (PUBLIC, PUBLIC, OTHER, ""):
        in_force("organisation", "House", entry=house, sort="ngo", age_key=key)
    acts = ChainedAct._base_manager.filter(action=KEY_CHANGED, target=str(house.pk)).order_by("pk")
    assert list(acts.values_list("because", flat=True)) == ["added", "replaced", "removed"]
    assert set(acts.values_list("actor", flat=True)) == {str(supervisor.pk)}


def test_a_service_has_the_key_of_its_organisation(in_force: Publishing) -> None:
    house = in_force("organisation", "House", key="house", sort="ngo", age_key=PUBLIC)
    beds = in_force("service", "Beds", sort="ngo", organisation="house")
    alone = in_force("service", "Course", sort="ngo", age_key=OTHER)  # not by its form: a service has none of its own
    assert [sealed_for(each) for each in (house, beds)] == [(house, PUBLIC)] * 2
    assert sealed_for(alone) is None


def test_it_leaves_in_no_file_and_is_found_by_nothing(in_force: Publishing) -> None:
    house = in_force("organisation", "Union", key="union", sort="ngo", age_key=PUBLIC)
    for written in (hsds.export(published()), hsds.write_hsds(published())):
        assert [each["name"] for each in written["organizations"]] == ["Union"]
        assert PUBLIC not in json.dumps(written)
    house.refresh_from_db()
    assert house.published is not None
    content = house.published.content
    assert content["age_key"] == PUBLIC
    assert PUBLIC not in [*words(content), *public_part(content).values()]


def test_a_list_that_is_taken_in_changes_no_key(in_force: Publishing) -> None:
    own = "c0ffee00-0000-4000-8000-000000000001"
    in_force("organisation", "Union", key=own, sort="ngo", age_key=PUBLIC)
    said = {"id": own, "name": "Union of all", "description": "", "age_key": OTHER, "attributes": []}
    taken = reading(json.dumps({"organizations": [said]}).encode(), "organisation").incoming
    assert [each.draft.content.get("age_key") for each in taken] == [PUBLIC]
