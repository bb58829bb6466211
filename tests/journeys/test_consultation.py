"""A lawyer writes a consultation by keyboard from the page of the enquiry, names a colleague, and changes it."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.consultations.models import Consultation
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.actions import Matter, Registration, register_enquiry
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.questionnaire.actions import publish_standard
from conftest import make_user
from tests.journeys.conftest import PATIENCE_MS, watch
from tests.opened import text_of

pytestmark = pytest.mark.django_db(transaction=True)


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


@pytest.fixture(params=["390 ru", "1280 en"])
def page(  # noqa: PLR0917 - fixtures
    request: pytest.FixtureRequest,
    browser: Browser,
    site: str,
    faults: list[str],
    lawyer: User,
    signed_in: Callable[[Page, User], None],
) -> Iterator[Page]:
    width, language = request.param.split()
    User.objects.filter(pk=lawyer.pk).update(language=language)
    viewport = {"width": int(width), "height": 844}
    page = browser.new_context(base_url=site, viewport=viewport).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE_MS)
    watch(page, site, faults)
    signed_in(page, lawyer)
    yield page
    page.context.close()
    assert not faults, faults


def test_a_consultation_by_keyboard(
    page: Page, enquiry: Enquiry, axe_by_day_and_night: Callable[[Page], list[str]]
) -> None:
    def look(selector: str) -> None:
        expect(page.locator(selector)).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert [*axe_by_day_and_night(page), *([f"{wide} pixels too wide"] if wide > 0 else [])] == []

    page.goto(f"/enquiries/{enquiry.pk}/")
    page.keyboard.press("KeyK")
    look("#save")
    expect(page.locator("#id_kind")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+KeyN")
    page.keyboard.type("The copy is forged.")
    page.keyboard.press("Control+Enter")
    look("[role=alert]")  # no minutes
    expect(page.locator("#id_note")).to_have_value("The copy is forged.")
    page.locator("#id_minutes").fill("50")
    page.locator("#id_readers_0").press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/enquiries/{enquiry.pk}/")
    look("#t-consultations")

    page.goto("/consultations/")
    look("a[data-key=Digit1]")
    page.keyboard.press("Digit1")
    look("#id_note")
    page.keyboard.press("Alt+KeyN")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Told so.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[role=status]")).to_be_visible()
    made = Consultation._base_manager.get()
    assert (text_of(made, "note"), made.minutes, made.kind) == ("The copy is forged. Told so.", 50, "advice")
    assert [person.name for person in made.readers.all()] == ["Lawyer 02"]
