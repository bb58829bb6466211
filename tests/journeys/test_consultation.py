"""A lawyer writes a consultation by keyboard from the page of the enquiry, names a colleague, and changes it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.consultations.models import Consultation
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from conftest import make_user
from tests.journeys.conftest import Look, Open
from tests.opened import text_of

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def lawyer(centre: Centre) -> User:
    make_user(centre, Role.LAWYER, "Lawyer 02")
    return make_user(centre, Role.LAWYER, "Lawyer 01")


@pytest.fixture
def enquiry(centre: Centre, operator: User, lawyer: User) -> Enquiry:
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now(), language="ru")
    matter = Matter(consent=Consent.YES, topics=("documents",), narrative="Asks about a contract.")
    registration = Registration(contact=contact, matter=matter, questionnaire=publish_standard())
    made = register_enquiry(registration=registration, by=operator)
    Enquiry._base_manager.filter(pk=made.pk).update(assignee=lawyer)
    return made


def test_a_consultation_by_keyboard(open_page: Open, lawyer: User, enquiry: Enquiry, look: Look) -> None:
    page = open_page(lawyer)
    page.goto(f"/enquiries/{enquiry.pk}/")
    page.keyboard.press("KeyK")
    look(page, "#save")
    expect(page.locator("#id_kind")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+KeyN")
    page.keyboard.type("The copy is forged.")
    page.keyboard.press("Control+Enter")
    look(page, "[role=alert]")  # no minutes
    expect(page.locator("#id_note")).to_have_value("The copy is forged.")
    page.locator("#id_minutes").fill("50")
    page.locator("#id_readers_0").press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/enquiries/{enquiry.pk}/")
    look(page, "#t-consultations")

    page.goto("/consultations/")
    look(page, "a[data-key=Digit1]")
    page.keyboard.press("Digit1")
    look(page, "#id_note")
    page.keyboard.press("Alt+KeyN")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Told so.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[role=status]")).to_be_visible()
    made = Consultation._base_manager.get()
    assert (text_of(made, "note"), made.minutes, made.kind) == ("The copy is forged. Told so.", 50, "advice")
    assert [person.name for person in made.readers.all()] == ["Lawyer 02"]
