"""A letter that waits: read, taken, answered from a guide in its language, and grown into an enquiry with a yes."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.conversations.choices import ThreadEnding, ThreadSource
from bereg.conversations.models import Message, Thread
from bereg.conversations.receiving import IncomingMessage, begin, go_on
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.reference import actions as reference
from bereg.reference.drafts import EntryDraft
from bereg.reference.texts import Text
from conftest import make_user
from tests.journeys.conftest import Look, Open
from tests.opened import text_of
from tests.outside import make_attachment

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
AGREED = "Да, сохраните, пожалуйста."


@pytest.fixture
def guide(centre: Centre, supervisor: User) -> None:
    """A guide in force, in two languages."""
    editor, lawyer = make_user(centre, Role.EDITOR, "Editor 01"), make_user(centre, Role.LAWYER, "Lawyer 01")
    texts = {"en": Text("Unpaid wages", body="# Steps"), "ru": Text("Не платят зарплату", body="# Что делать")}
    entry = reference.write(kind="guide", draft=EntryDraft("en", texts, {"situation": "work_here"}), by=editor)
    reference.check(entry=entry, number=1, by=lawyer)
    reference.publish(entry=entry, number=1, by=supervisor)


@pytest.mark.usefixtures("guide")
def test_a_letter_is_answered_from_a_guide_by_keys(open_page: Open, centre: Centre, operator: User, look: Look) -> None:
    publish_standard()
    thread = Thread(id=uuid4(), centre=centre, source=ThreadSource.MAIL, language="ru")
    begin(thread, IncomingMessage("Нам не платят", address="writer@example.org"))
    make_attachment(thread, "contract")
    page = open_page(operator)
    page.goto("/today/")
    page.keyboard.press("Alt+Digit3")
    page.wait_for_url("**/inbox/")
    look(page, "h1")
    page.locator("[data-row]").first.click()
    expect(page.locator("blockquote").first).to_contain_text("Нам не платят")
    expect(page.get_by_role("link", name="contract.txt")).to_be_visible()
    look(page, "blockquote")
    page.keyboard.press("KeyT")
    expect(page.locator("[data-key=KeyT]")).to_have_count(0)
    page.locator("#id_text").fill("Здравствуйте!")
    page.locator("#f-words").fill("зарплату")
    page.keyboard.press("Enter")  # it looks up, and sends nothing of the answer
    page.locator("button[name=guide]").click()
    expect(page.locator("#id_text")).to_have_value("Здравствуйте!\n\nНе платят зарплату\n\n# Что делать")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/inbox/")
    expect(page.locator("[data-list]")).to_have_count(0)
    assert Message._base_manager.filter(thread=thread, direction="out").count() == 1

    go_on(thread, IncomingMessage(AGREED))
    page.goto(f"/inbox/{thread.pk}/")
    page.keyboard.press("KeyN")
    page.wait_for_url("**/enquiry/")
    page.locator("input[name=agreed]").check()
    look(page, "input[name=agreed]")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/enquiries/new/{thread.grows_into}/")
    expect(page.locator("#f-narrative")).to_have_value(f"Нам не платят\n\n{AGREED}")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/saved/")
    assert AGREED in text_of(Enquiry._base_manager.get(pk=thread.grows_into))
    page.goto(f"/inbox/{thread.pk}/")
    page.keyboard.press("KeyX")
    page.locator("input[value=answered]").check()
    page.locator("form[action$='/close/'] button").click()
    page.wait_for_url("**/inbox/")
    assert Thread._base_manager.get(pk=thread.pk).ending == ThreadEnding.ANSWERED
