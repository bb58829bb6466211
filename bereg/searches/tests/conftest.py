"""What the tests of this room share: a relative asks in Moscow, and the person may have called Astrakhan."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.searches import actions, asking, findables, matching
from bereg.searches.actions import RelativesRequest
from bereg.searches.choices import MatchState, Risk, Verified, WhoLooks
from bereg.searches.details import Details
from bereg.searches.models import Findable, Match, SearchRequest
from conftest import make_user

SOUGHT = Details(("Рахмонов Джамшед Азизович",), 1984, "TJ", "in spring, at a station", "to a melon field")
FOUND = Details(("Раҳмонов Ҷамшед", "Jamshed"), 1984, "TJ")
STRANGER = Details(("Сафарова Анна",), 1961, "RU")
ASKS = "Your invented mother asks whether you are well."
SAYS = "I am well, I call at the feast."


@pytest.fixture
def relative(centre: Centre, operator: User) -> Enquiry:
    """The enquiry of somebody who misses a relative."""
    return registered(centre, operator)


@pytest.fixture
def lawyer(centre: Centre) -> User:
    """The lawyer to whom the search may be given."""
    return make_user(centre, Role.LAWYER, "Lawyer 01")


@pytest.fixture
def other_supervisor(other_centre: Centre) -> User:
    """The supervisor in Astrakhan."""
    return make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")


@pytest.fixture
def search(relative: Enquiry, operator: User, supervisor: User) -> SearchRequest:
    """The search in Moscow, which the supervisor leads."""
    return begun(relative, operator)


@pytest.fixture
def caller(other_centre: Centre, other_operator: User) -> Enquiry:
    """The enquiry in Astrakhan of somebody who may be the one."""
    return registered(other_centre, other_operator)


@pytest.fixture
def findable(caller: Enquiry, other_operator: User) -> Findable:
    """The caller agrees to be found."""
    return agreed(caller, other_operator)


@pytest.fixture
def match(search: SearchRequest, findable: Findable, supervisor: User) -> Match:
    """The two brought together; nobody is asked yet."""
    assert matching.look(search=search, by=supervisor) == 1
    return Match._base_manager.select_related("search", "enquiry", "centre").get()


@pytest.fixture
def asked(match: Match, supervisor: User) -> Match:
    """Astrakhan is to ask."""
    asking.ask(match=match, asks=ASKS, by=supervisor)
    return stands(match)


def registered(centre: Centre, by: User) -> Enquiry:
    """Register an enquiry."""
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
    matter = Matter(consent=Consent.YES, topics=("missing_person",), answers={}, narrative="An invented matter.")
    registration = Registration(contact=contact, matter=matter, questionnaire=publish_standard())
    made = register_enquiry(registration=registration, by=by)
    return Enquiry._base_manager.select_related("centre", "assignee").get(pk=made.pk)


def requested(details: Details = SOUGHT, **changes: Any) -> RelativesRequest:
    """Return a request of a mother."""
    said = {"relation": WhoLooks.PARENT, "verified": Verified.DETAILS, "risk": Risk.NOT_ASKED, **changes}
    return RelativesRequest(details=details, **said)


def begun(enquiry: Enquiry, by: User, details: Details = SOUGHT) -> SearchRequest:
    """Begin a search."""
    made = actions.begin(id=uuid4(), enquiry=enquiry, request=requested(details), by=by)
    return now(made)


def agreed(enquiry: Enquiry, by: User, details: Details = FOUND) -> Findable:
    """Note that somebody agrees to be found."""
    return findables.agree(id=uuid4(), enquiry=enquiry, details=details, by=by)


def now(search: SearchRequest) -> SearchRequest:
    """Return a search as it stands."""
    return SearchRequest._base_manager.select_related("centre", "enquiry", "lawyer").get(pk=search.pk)


def stands(match: Match) -> Match:
    """Return a match as it stands."""
    return Match._base_manager.select_related("search", "enquiry", "centre").get(pk=match.pk)


def answer(match: Match, state: MatchState, by: User, says: str = "") -> None:
    """Answer for who was asked."""
    why = "The body has the child already." if state == MatchState.PROTECTED else ""
    asking.answer(match=stands(match), state=state, says=says or why, by=by)


def browser_of(person: User) -> Client:
    """Return somebody's browser."""
    browser = Client()
    browser.force_login(person)
    return browser


def page_of(name: str, record: Any) -> str:
    """Return the address of a page of this room."""
    return reverse(f"searches:{name}", args=[record.pk])
