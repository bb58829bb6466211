"""A supervisor masks a case for an intern, the intern writes, and the supervisor takes it in; by keyboard, twice."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.training.models import Practice
from conftest import make_user
from tests.journeys.conftest import Look, Open
from tests.opened import text_of

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
TOLD = (
    "Anna Berezova asks about her passport, which her employer Ivan keeps since 14.02.2008. She can be called at"
    " +7 900 000-00-16.\n\nWe told her that nobody may keep it."
)


@pytest.fixture
def enquiry(centre: Centre, operator: User) -> Enquiry:
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now(), language="ru")
    answers = {"enquirer": "migrant", "gender": "female", "citizenship": "UZ"}
    matter = Matter(consent=Consent.YES, topics=("documents",), answers=answers, narrative=TOLD)
    registration = Registration(contact=contact, matter=matter, questionnaire=publish_standard())
    return register_enquiry(registration=registration, by=operator)


def test_from_the_case_to_the_interns_draft_in_it(
    open_page: Open, centre: Centre, supervisor: User, enquiry: Enquiry, look: Look
) -> None:
    guide, intern = open_page(supervisor), open_page(make_user(centre, Role.INTERN, "Intern 05"))
    guide.goto(f"/enquiries/{enquiry.pk}/")
    guide.keyboard.press("KeyG")
    look(guide, "#give")
    masked = guide.locator("#id_masked").input_value()
    assert not [word for word in ("Berezova", "Ivan", "14.02", "900 000") if word in masked]
    guide.locator("#id_masked").press("Control+Enter")
    look(guide, "[role=alert]")  # nobody confirmed
    guide.locator("#id_confirmed").press("Space")
    guide.locator("#id_masked").fill(f"{masked} Zuhra waits.")
    guide.locator("#id_masked").press("Control+Enter")
    look(guide, "#id_findings_0")  # a name that was put back
    expect(guide.locator(".findings mark")).to_have_text("Zuhra")
    guide.locator("#id_findings_0").press("Space")  # it is taken out
    guide.locator("#id_masked").press("Control+Enter")
    guide.wait_for_url(f"**/enquiries/{enquiry.pk}/")

    intern.goto("/today/")
    look(intern, "a[data-key=Digit1]")
    assert enquiry.number not in intern.content()
    intern.keyboard.press("Digit1")
    look(intern, "#send")
    expect(intern.locator("main")).to_contain_text(masked.splitlines()[0])
    assert "Berezova" not in intern.content()
    intern.locator("#id_text").fill("Nobody may keep a passport. Go to the police with a statement.")
    intern.keyboard.press("Control+Enter")
    intern.wait_for_url("**/practice/")

    guide.goto("/notices/")
    guide.locator("main a[href$='/review/']").click()
    look(guide, "#accept")
    guide.keyboard.press("KeyY")
    guide.wait_for_url(f"**/enquiries/{enquiry.pk}/")
    expect(guide.locator(".narrative")).to_contain_text("Go to the police with a statement.")
    expect(guide.locator(".narrative")).to_contain_text("Intern 05")
    assert text_of(Enquiry._base_manager.get(pk=enquiry.pk)).startswith(TOLD)
    assert not Practice._base_manager.exists()
    intern.goto("/practice/")
    expect(intern.locator("[data-row], a[data-key=Digit1]")).to_have_count(0)
