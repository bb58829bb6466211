"""What is asked outside is a dispatch of its kind; a state is asked only where the relative agreed to that risk."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from bereg.accounts.models import User
from bereg.dispatch import drafting
from bereg.dispatch.errors import HinderedError
from bereg.dispatch.lists import DispatchGround, DispatchKind
from bereg.dispatch.models import Dispatch
from bereg.searches import actions
from bereg.searches.lists import Risk, SearchEnding
from bereg.searches.models import SearchRequest
from bereg.searches.tests.conftest import browser_of, now, page_of, requested
from tests.told import entry_of

pytestmark = pytest.mark.usefixtures("serve")


@pytest.fixture
def desk(supervisor: User) -> Client:
    return browser_of(supervisor)


def asked(to: str) -> dict[str, Any]:
    sent = {"id": str(uuid4()), "kind": "search", "ground": "consent", "to": to}
    return sent | {"content": "Is somebody of this name with you?"}


@pytest.mark.parametrize("sort", ["state", "police", "prosecution", "court", "embassy"])
def test_a_state_is_asked_only_where_the_relative_agreed(
    search: SearchRequest, desk: Client, supervisor: User, sort: str
) -> None:
    entry_of("organisation", "Invented office", by=supervisor, content={"sort": sort})
    refused = desk.post(page_of("query", search), asked("Invented office"))
    assert (refused.status_code, Dispatch._base_manager.exists()) == (422, False)
    assert "Is somebody of this name with you?" in refused.content.decode()  # nothing is lost
    agreed = replace(requested(), risk=Risk.AGREED)
    actions.change(search=search, version=search.version, request=agreed, by=supervisor)
    assert desk.post(page_of("query", search), asked("Invented office")).status_code == 302
    made = Dispatch._base_manager.get()
    assert (made.kind, made.enquiry_id, made.recipient_sort) == (DispatchKind.SEARCH, search.enquiry_id, sort)
    assert made.reference in desk.get(page_of("search", search)).content.decode()


@pytest.mark.parametrize("sort", ["ngo", "hospital"])
def test_a_hospital_is_asked_without(search: SearchRequest, desk: Client, supervisor: User, sort: str) -> None:
    entry_of("organisation", "Invented hospital", by=supervisor, content={"sort": sort})
    page = desk.get(page_of("query", search)).content.decode()
    assert "Рахмонов Джамшед Азизович" in page
    assert desk.post(page_of("query", search), asked("Invented hospital")).status_code == 302


def test_no_other_way_leads_around_it(search: SearchRequest, supervisor: User) -> None:
    """Neither a draft that was written elsewhere, nor an agreement taken back, nor a search that is closed."""
    to = entry_of("organisation", "Invented police", by=supervisor, content={"sort": "state"})
    for kind in (DispatchKind.SEARCH, DispatchKind.OTHER):
        wanted = drafting.Drafting(kind, to, DispatchGround.CONSENT, "An invented question.")
        about = search.enquiry
        made = drafting.draft(id=uuid4(), centre=about.centre, enquiry=about, drafting=wanted, by=supervisor)
        with pytest.raises(HinderedError):
            drafting.sign(dispatch=made, version=made.version, by=supervisor)
    agreed = replace(requested(), risk=Risk.AGREED)
    actions.change(search=search, version=search.version, request=agreed, by=supervisor)
    query = Dispatch._base_manager.select_related("enquiry", "centre").get(kind=DispatchKind.SEARCH)
    actions.close(search=now(search), version=now(search).version, ending=SearchEnding.NOTHING, by=supervisor)
    with pytest.raises(HinderedError):
        drafting.sign(dispatch=query, version=query.version, by=supervisor)
