"""The night hands over: a note sealed for seven days, read by the morning; who is on duty, and the roster behind it."""

import pytest
from playwright.sync_api import expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.shifts.models import HandOver
from conftest import make_user
from tests.journeys.conftest import Look, Open
from tests.opened import text_of

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
WORDS = "The shelter takes nobody until Monday. Somebody rings and says nothing: be patient."


def test_a_note_of_the_night_is_read_in_the_morning(
    open_page: Open, centre: Centre, operator: User, supervisor: User, look: Look
) -> None:
    office = open_page(supervisor)
    office.goto("/today/")
    office.keyboard.press("Shift+KeyG")
    look(office, "main fieldset")
    for place in range(7):  # whatever day it is
        office.locator(f"fieldset:has-text('{operator.name}') input").nth(place).fill("0-24*")
    office.keyboard.press("Control+Enter")
    expect(office.locator("[role=status]")).to_be_visible()

    night = open_page(operator)
    night.goto("/today/")
    look(night, "#t-hand-over")
    expect(night.locator("section:has(#t-duty)")).to_contain_text(operator.name)
    night.keyboard.press("Shift+KeyE")
    look(night, "#id_words")
    night.keyboard.press("Control+Enter")
    look(night, "[role=alert], [aria-invalid=true]")  # nothing was written
    night.locator("#id_words").fill(WORDS)
    night.keyboard.press("Control+Enter")
    expect(night.locator("[role=status]")).to_be_visible()

    morning = open_page(make_user(centre, Role.OPERATOR, "Operator 44"))
    morning.goto("/today/")
    expect(morning.locator("section:has(#t-hand-over)")).not_to_contain_text("shelter")
    morning.keyboard.press("Shift+KeyR")
    look(morning, "#note")
    expect(morning.locator("#note")).to_have_text(WORDS)
    expect(morning.locator("#main details")).to_have_count(0)  # a colleague corrects nothing
    assert text_of(HandOver._base_manager.get(), "words") == WORDS
