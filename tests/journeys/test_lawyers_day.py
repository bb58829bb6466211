"""A lawyer's day: a question is taken and answered, an appointment is seen and becomes a consultation of her own."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.consultations.models import Consultation
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry, Entry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.tasks import actions as tasks
from bereg.tasks.choices import TaskKind
from bereg.tasks.models import Task
from conftest import make_user
from tests.journeys.conftest import Look, Open
from tests.opened import text_of

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def lawyer(centre: Centre) -> User:
    return make_user(centre, Role.LAWYER, "Lawyer 08")


@pytest.fixture
def enquiry(centre: Centre, operator: User, lawyer: User) -> Enquiry:
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now(), language="ru")
    matter = Matter(consent=Consent.YES, topics=("unpaid_wages",), narrative="Three months unpaid, no contract.")
    registration = Registration(contact=contact, matter=matter, questionnaire=publish_standard())
    return register_enquiry(registration=registration, by=operator)


def promise(enquiry: Enquiry, by: User, **promised: object) -> Task:
    due_at = timezone.now() + dt.timedelta(minutes=50)
    made = tasks.Promise(due_at=due_at, **promised)  # type: ignore[arg-type]
    return tasks.make(id=enquiry.pk, centre=enquiry.centre, enquiry=enquiry, promise=made, by=by)


def test_a_question_is_taken_and_answered(
    open_page: Open, lawyer: User, operator: User, enquiry: Enquiry, look: Look
) -> None:
    question = promise(enquiry, operator, kind=TaskKind.QUESTION, role=Role.LAWYER, words="May she claim the wages?")
    page = open_page(lawyer)
    page.goto("/today/")
    page.locator(f"a[href='/tasks/{question.pk}/']").press("Enter")
    look(page, "#t-promised")
    expect(page.locator("#main")).not_to_contain_text("Three months unpaid")  # lent to who has taken it
    page.keyboard.press("KeyT")
    look(page, "#t-matter")
    expect(page.locator("#main")).to_contain_text("Three months unpaid, no contract.")
    page.locator("#id_said").fill("She may, without a contract too, by witnesses.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[role=status]")).to_be_visible()
    assert text_of(Entry._base_manager.get(), "text") == "She may, without a contract too, by witnesses."

    asked = open_page(operator)
    asked.goto(f"/enquiries/{enquiry.pk}/")
    look(asked, "h1")
    expect(asked.locator("#main")).to_contain_text("by witnesses")


def test_an_appointment_becomes_a_consultation(
    open_page: Open, lawyer: User, operator: User, enquiry: Enquiry, look: Look
) -> None:
    Enquiry._base_manager.update(assignee=lawyer)
    appointment = promise(enquiry, operator, kind=TaskKind.APPOINTMENT, holder=lawyer)
    page = open_page(lawyer)
    page.goto("/today/")
    page.keyboard.press("Shift+KeyD")
    look(page, f"a[href='/tasks/{appointment.pk}/']")
    page.locator(f"a[href='/tasks/{appointment.pk}/']").press("Enter")
    page.wait_for_url("**/tasks/*-*/")
    page.keyboard.press("KeyV")
    page.wait_for_url(f"**/enquiries/{enquiry.pk}/")
    page.keyboard.press("KeyK")
    look(page, "#id_minutes")
    page.locator("#id_minutes").fill("40")
    page.locator("#id_note").fill("She brings the witness next week.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/enquiries/{enquiry.pk}/")
    look(page, "#t-consultations")
    page.keyboard.press("KeyO")
    page.wait_for_url(f"**/tasks/{appointment.pk}/")
    page.keyboard.press("KeyD")
    expect(page.locator("[role=status]")).to_be_visible()
    assert Consultation._base_manager.get().minutes == 40
    assert not Task._base_manager.get().is_open

    colleague = open_page(operator)
    colleague.goto(f"/enquiries/{enquiry.pk}/")
    look(colleague, "h1")
    expect(colleague.locator("#main")).not_to_contain_text("witness next week")
