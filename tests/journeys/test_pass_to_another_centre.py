"""The national line passes an enquiry to a region by keyboard; it comes back as an outcome, or declined unread."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.transfers.models import Transfer
from tests.journeys.conftest import Look, Open

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
SAID = "Works on a melon field, unpaid."


@pytest.fixture
def enquiry(centre: Centre, operator: User) -> Enquiry:
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now(), language="ru")
    matter = Matter(
        consent=Consent.YES, topics=("unpaid_wages",), answers={"region": "RU-AST"}, narrative=SAID, call_back="00"
    )
    registration = Registration(contact=contact, matter=matter, questionnaire=publish_standard())
    return register_enquiry(registration=registration, by=operator)


@pytest.fixture
def pages(open_page: Open, operator: User, other_operator: User) -> tuple[Page, Page]:
    """The desk in Moscow, and the one in Astrakhan."""
    return open_page(operator), open_page(other_operator)


def offer(here: Page, enquiry: Enquiry, look: Look) -> None:
    """Choose the answers and the text, look at what would go, and offer it."""
    here.goto(f"/enquiries/{enquiry.pk}/")
    here.keyboard.press("Shift+KeyO")
    look(here, "#id_centre")
    expect(here.locator("#id_centre")).to_be_focused()
    here.locator("input[name=ground][value=agreed]").press("Space")
    for code in ("answers", "narrative"):
        here.locator(f"input[name=chosen][value={code}]").press("Space")
    here.keyboard.press("Control+Enter")
    look(here, "#t-preview")
    expect(here.get_by_text(SAID)).to_be_visible()
    here.keyboard.press("Control+Enter")
    here.wait_for_url(f"**/enquiries/{enquiry.pk}/")
    look(here, "#t-transfers")


def test_passed_on_and_back_as_an_outcome(pages: tuple[Page, Page], enquiry: Enquiry, look: Look) -> None:
    here, there = pages
    offer(here, enquiry, look)
    sent = Transfer._base_manager.get()
    there.goto("/today/")
    there.locator(f"a[href='/transfers/{sent.pk}/']").first.click()
    look(there, "#t-answer")
    expect(there.get_by_text(SAID)).to_have_count(0)
    there.keyboard.press("Control+Enter")
    there.wait_for_url("**/enquiries/*/")
    expect(there.get_by_text(SAID)).to_be_visible()
    look(there, "#t-transfers")
    made = Enquiry._base_manager.get(is_received=True)
    Enquiry._base_manager.filter(pk=made.pk).update(outcome="directed")
    there.goto(f"/enquiries/{made.pk}/")
    there.locator(f"form[action='/enquiries/{made.pk}/close/'] button").click()
    here.goto(f"/transfers/{sent.pk}/")
    look(here, "#t-offer")
    outcome = here.get_by_text("told where to turn").or_(here.get_by_text("подсказали, куда обратиться"))
    expect(outcome).to_be_visible()
    expect(here.get_by_text(made.number)).to_have_count(0)


def test_declined_unread(pages: tuple[Page, Page], enquiry: Enquiry, look: Look) -> None:
    here, there = pages
    offer(here, enquiry, lambda page, selector: expect(page.locator(selector)).to_be_visible())
    sent = Transfer._base_manager.get()
    there.goto(f"/transfers/{sent.pk}/")
    there.locator("form[action$='/decline/'] button").click()
    look(there, "[role=alert]")  # no reason
    there.locator("#id_because").select_option("language")
    there.locator("form[action$='/decline/'] button").click()
    expect(there.locator("[role=status]")).to_be_visible()
    here.goto(f"/enquiries/{enquiry.pk}/")
    expect(here.locator("#t-transfers")).to_be_visible()
    assert Transfer._base_manager.get().parcel == b""
    assert "text.revealed" not in [act.action for act in entries_on(sent)]
