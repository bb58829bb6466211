"""An administrator brings a questionnaire: one problem, mended, looked at, published; the next form asks it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.questionnaire.publishing import publish_standard
from conftest import make_user
from tests.journeys.conftest import NARROW, Look

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]

QUESTIONS = """| survey |
|---|---|---|---|
| | type | name | label |
| | select_one gull | gull | Which gull was it? |

| choices |
|---|---|---|---|
| | list_name | name | label |
| | gull | grey | A grey one |
| | gull | white | A white one |
"""
WRONG = QUESTIONS.replace("select_one gull", "select_one gul")


def test_from_a_file_to_the_question_on_the_form(
    page: Page,
    centre: Centre,
    operator: User,
    signed_in: Callable[[Page, User], None],
    look: Look,
) -> None:
    publish_standard()
    page.set_viewport_size(NARROW)
    signed_in(page, make_user(centre, Role.ADMIN, "Admin"))
    page.goto("/questionnaire/")
    page.get_by_role("link", name="Publish a new version").click()
    look(page, "input[type=file]")
    choose(page, WRONG)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("survey, row 2")
    look(page, "h1")
    choose(page, QUESTIONS)
    expect(page.get_by_role("heading", name="1 new question")).to_be_visible()
    look(page, "h1")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 2 is in force for every centre without its own.")).to_be_visible()
    look(page, "h1")
    page.context.clear_cookies()
    signed_in(page, operator)
    page.goto("/enquiries/new/")
    expect(page.get_by_text("Which gull was it?").first).to_be_attached()


def choose(page: Page, questions: str) -> None:
    file = FilePayload(name="questions.md", mimeType="text/markdown", buffer=questions.encode())
    page.get_by_label("Questionnaire", exact=True).set_input_files(file)
    page.get_by_role("button", name="Check and show the changes").click()
