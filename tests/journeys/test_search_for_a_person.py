"""A relative asks by keyboard; whoever may match is asked first, and says yes, or no."""

from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.searches import findables
from bereg.searches.details import Details
from bereg.searches.models import Match, SearchRequest
from tests.journeys.conftest import Look, Open

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
NAME, SAYS = "Jamshed Rahmonov", "I am well, I call at the feast."


def registered(centre: Centre, by: User) -> Enquiry:
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
    matter = Matter(consent=Consent.YES, topics=("missing_person",), answers={}, narrative="An invented matter.")
    registration = Registration(contact=contact, matter=matter, questionnaire=publish_standard())
    return register_enquiry(registration=registration, by=by)


@pytest.fixture
def relative(centre: Centre, supervisor: User) -> Enquiry:
    return registered(centre, supervisor)


@pytest.fixture
def caller(other_centre: Centre, other_operator: User) -> Enquiry:
    return registered(other_centre, other_operator)


@pytest.fixture
def pages(open_page: Open, supervisor: User, other_operator: User) -> tuple[Page, Page]:
    """The supervisor's page in Moscow, and the desk in Astrakhan."""
    return open_page(supervisor), open_page(other_operator)


def begin(here: Page, relative: Enquiry, look: Look) -> SearchRequest:
    """Begin a search: first without a name, which is asked for and loses nothing."""
    here.goto(f"/enquiries/{relative.pk}/")
    here.locator(f"a[href='/enquiries/{relative.pk}/searches/new/']").press("Enter")
    look(here, "#id_names")
    here.locator("#id_route").fill("to a melon field")
    here.keyboard.press("Control+Enter")
    look(here, "[role=alert]")
    expect(here.locator("#id_route")).to_have_value("to a melon field")
    here.locator("#id_names").fill("Рахмонов Джамшед Азизович")
    here.locator("#id_born").fill("1984")
    here.keyboard.press("Control+Enter")
    here.wait_for_url(f"**/enquiries/{relative.pk}/")
    look(here, "#t-searches")
    return SearchRequest._base_manager.get()


def ask(here: Page, search: SearchRequest, look: Look) -> Match:
    """Compare, and have the one who may match asked."""
    here.goto("/searches/")
    look(here, "#t-led")
    here.keyboard.press("1")
    here.wait_for_url(f"**/searches/{search.pk}/")
    here.locator(f"form[action='/searches/{search.pk}/compare/'] button").press("Enter")
    match_link = here.locator("a[href^='/matches/']")
    look(here, "#t-matches")
    for secret in (NAME, "Rahmonov"):
        expect(here.get_by_text(secret)).to_have_count(0)
    match_link.press("Enter")
    look(here, "#id_asks")
    here.locator("#id_asks").fill("Your invented mother asks.")
    here.keyboard.press("Control+Enter")
    here.wait_for_url(f"**/searches/{search.pk}/")
    expect(here.locator("form[action$='/tell/']")).to_have_count(0)  # nothing to tell before a yes
    return Match._base_manager.get()


def agree(there: Page, caller: Enquiry, look: Look) -> None:
    """The caller in Astrakhan agrees to be found."""
    there.goto(f"/enquiries/{caller.pk}/findable/")
    look(there, "#id_agrees")
    there.locator("#id_names").fill(NAME)
    there.keyboard.press("Control+Enter")
    look(there, "[role=alert]")  # not without the consent
    there.locator("#id_agrees").press("Space")
    there.locator("#id_born").fill("1984")
    there.keyboard.press("Control+Enter")
    there.wait_for_url(f"**/enquiries/{caller.pk}/")


def test_a_match_that_says_yes_first(pages: tuple[Page, Page], relative: Enquiry, caller: Enquiry, look: Look) -> None:
    here, there = pages
    agree(there, caller, look)
    search = begin(here, relative, look)
    match = ask(here, search, look)
    there.goto("/today/")
    there.locator(f"a[href='/matches/{match.pk}/']").first.click()
    look(there, "#t-asks")
    there.locator("input[name=state][value=agreed]").press("Space")
    there.keyboard.press("Control+Enter")
    look(there, "[role=alert]")  # what may be told is wanted
    there.locator("#id_says").fill(SAYS)
    there.keyboard.press("Control+Enter")
    expect(there.locator("#id_says")).to_have_count(0)
    here.goto(f"/searches/{search.pk}/")
    expect(here.get_by_text(SAYS)).to_be_visible()
    look(here, "form[action$='/tell/']")
    here.locator("form[action$='/tell/'] button").press("Enter")
    here.wait_for_url(f"**/searches/{search.pk}/")
    expect(here.locator("form[action$='/close/']")).to_have_count(0)
    look(here, "#t-about")


def test_one_who_says_no(
    pages: tuple[Page, Page], relative: Enquiry, caller: Enquiry, other_operator: User, look: Look
) -> None:
    here, there = pages
    findables.agree(id=uuid4(), enquiry=_stored(caller), details=Details((NAME,), 1984), by=other_operator)
    search = begin(here, relative, look)
    match = ask(here, search, look)
    there.goto(f"/matches/{match.pk}/")
    there.locator("input[name=state][value=refused]").press("Space")
    there.keyboard.press("Control+Enter")
    expect(there.locator("input[name=state]")).to_have_count(0)
    here.goto(f"/searches/{search.pk}/")
    expect(here.locator("a[href^='/matches/']")).to_have_count(0)
    expect(here.get_by_text("Astrakhan").or_(here.get_by_text("Астрахань"))).to_have_count(0)
    here.locator("input[name=ending][value=nothing]").press("Space")
    here.locator("form[action$='/close/'] button").press("Enter")
    look(here, "#t-about")
    here.goto(f"/enquiries/{relative.pk}/")
    look(here, "#t-searches")


def _stored(enquiry: Enquiry) -> Enquiry:
    return Enquiry._base_manager.select_related("centre").get(pk=enquiry.pk)
