"""A child who is found goes to the child-protection body: by a letter that is drafted, or with a word of why not."""

from uuid import uuid4

import pytest
from django.test import Client

from bereg.accounts.models import User
from bereg.directory.choices import OF_STATE
from bereg.dispatch import drafting, stopping
from bereg.dispatch.choices import DispatchGround, DispatchKind
from bereg.dispatch.models import Dispatch
from bereg.dispatch.universe import UNIVERSE
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.searches import asking
from bereg.searches.choices import MatchState
from bereg.searches.errors import NotGivenError
from bereg.searches.models import Match
from bereg.searches.tests.conftest import browser_of, page_of, stands
from bereg.vault.classes import Kind
from tests.opened import text_of
from tests.told import entry_of

pytestmark = pytest.mark.usefixtures("serve")
WHY = "A child who calls alone from a station."
ALREADY = "They have the child since yesterday: they called us."
CHILD = {"state": "protected"}


@pytest.fixture
def there(other_operator: User) -> Client:
    return browser_of(other_operator)


@pytest.fixture
def body(supervisor: User) -> ReferenceEntry:
    return entry_of("organisation", "Invented guardians", by=supervisor, content={"sort": "child_protection"})


def letter(enquiry: Enquiry, body: ReferenceEntry, by: User) -> Dispatch:
    wanted = drafting.Drafting(DispatchKind.REFERRAL, body, DispatchGround.CHILD, "A child is alone.", reason=WHY)
    return drafting.draft(id=uuid4(), centre=enquiry.centre, enquiry=enquiry, drafting=wanted, by=by)


def test_the_page_offers_the_letter_and_its_form_begins_with_the_childs_interests(
    asked: Match, body: ReferenceEntry, there: Client, supervisor: User
) -> None:
    entry_of("organisation", "Invented police", by=supervisor, content={"sort": "police"})
    page = there.get(page_of("match", asked))
    [offered] = page.context["bodies"]
    assert offered.title == "Invented guardians"
    assert f'href="{offered.address}"'.replace("&", "&amp;") in page.content.decode()
    first = there.get(offered.address).context["form"].initial
    assert (first["to"], first["kind"], first["ground"]) == ("Invented guardians", "referral", "child")


def test_the_word_given_needs_the_letter_or_a_reason(
    asked: Match, body: ReferenceEntry, there: Client, other_operator: User
) -> None:
    for typed in ({}, {"unwritten": "no"}, {"says": ALREADY}):
        refused = there.post(page_of("match", asked), {**CHILD, **typed})
        assert refused.status_code == 422
        assert "draft the letter first" in refused.content.decode()
        with pytest.raises(NotGivenError):  # whatever the page did
            asking.answer(match=asked, state=MatchState.PROTECTED, says="no", by=other_operator)
    assert stands(asked).state == MatchState.ASKED
    made = letter(asked.enquiry, body, other_operator)
    assert made.reference in there.get(page_of("match", asked)).content.decode()
    assert there.post(page_of("match", asked), CHILD).status_code == 302
    assert (stands(asked).state, bytes(stands(asked).says)) == (MatchState.PROTECTED, b"")


def test_what_was_stopped_gives_nobody(asked: Match, body: ReferenceEntry, other_operator: User) -> None:
    made = letter(asked.enquiry, body, other_operator)
    stopping.stop(dispatch=made, version=made.version, by=other_operator)
    with pytest.raises(NotGivenError):
        asking.answer(match=asked, state=MatchState.PROTECTED, says="", by=other_operator)


def test_why_no_letter_goes_is_read_at_the_childs_centre_alone(
    asked: Match, there: Client, supervisor: User, other_operator: User
) -> None:
    assert "has no child-protection body" in there.get(page_of("match", asked)).content.decode()
    assert there.post(page_of("match", asked), {**CHILD, "unwritten": ALREADY}).status_code == 302
    given = stands(asked)
    assert (given.state, given.of_child) == (MatchState.PROTECTED, True)
    assert text_of(given, "says") == ALREADY
    assert given.opens(other_operator, Kind.MISSING)
    assert not given.opens(supervisor, Kind.MISSING)
    assert ALREADY in there.get(page_of("match", asked)).content.decode()


def test_it_is_counted_as_a_body_of_the_state() -> None:
    """So no published table, and no closed month, has a code that it had not."""
    assert "child_protection" in OF_STATE
    assert "child_protection" not in dict(UNIVERSE.columns["dispatch_body"])
