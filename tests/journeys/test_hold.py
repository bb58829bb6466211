"""A supervisor keeps an enquiry beyond its time, in a narrow window, and sees it on the page of retention."""

import datetime as dt
from collections.abc import Callable

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
from bereg.questionnaire.models import Version
from bereg.questionnaire.publishing import publish_standard
from bereg.retention.models import Clock
from tests.journeys.conftest import NARROW, Look

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def enquiry(centre: Centre, operator: User) -> Enquiry:
    publish_standard()
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now(), language="ru")
    matter = Matter(consent=Consent.YES, topics=("documents",), narrative="Asks for her passport.")
    registration = Registration(contact=contact, matter=matter, questionnaire=Version.objects.get())
    return register_enquiry(registration=registration, by=operator)


def test_a_hold_from_the_enquiry_to_the_list(
    page: Page,
    enquiry: Enquiry,
    supervisor: User,
    signed_in: Callable[[Page, User], None],
    look: Look,
) -> None:
    page.set_viewport_size(NARROW)
    signed_in(page, supervisor)
    page.goto(f"/enquiries/{enquiry.pk}/")
    page.get_by_role("link", name="Keep it beyond its time").click()
    expect(page.get_by_label("Last day")).to_be_visible()
    look(page, "h1")
    page.get_by_label("Why").select_option("court")
    page.get_by_label("The order or the claim").fill("An invented order, number 16")
    page.get_by_label("Last day").fill((timezone.localdate() + dt.timedelta(days=90)).isoformat())
    page.click("#hold")
    expect(page.get_by_text("An invented order, number 16")).to_be_visible()
    look(page, "h1")
    page.goto("/retention/")
    expect(page.get_by_role("heading", name="Holds")).to_be_visible()
    look(page, "h1")


def test_a_clock_that_jumped_is_explained(
    page: Page,
    centre: Centre,
    supervisor: User,
    signed_in: Callable[[Page, User], None],
    look: Look,
) -> None:
    then = timezone.now() - dt.timedelta(days=9)
    Clock.objects.create(boot="another", uptime_s=0, wall=then, seen_at=then)
    page.set_viewport_size(NARROW)
    signed_in(page, supervisor)
    page.goto("/retention/")
    expect(page.get_by_text("Compare the date with a telephone")).to_be_visible()
    look(page, "h1")
    page.click("#believe")
    expect(page.get_by_role("heading", name="The clock has jumped")).to_be_hidden()
