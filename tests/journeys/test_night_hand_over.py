"""The night hands over: a note sealed for seven days, read by the morning; who is on duty, and the roster behind it.

And a call that was promised by whoever is off duty when it is due: the next shift sees it, takes it, and calls.
"""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.shifts.models import HandOver
from bereg.tasks import actions
from bereg.tasks.choices import TaskKind
from bereg.tasks.models import Task
from conftest import make_user
from tests.journeys.conftest import Look, Open
from tests.opened import text_of
from tests.rosters import plan

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


def test_what_is_due_while_its_holder_is_off_duty_goes_on_with_the_next_shift(
    open_page: Open, centre: Centre, operator: User, supervisor: User, look: Look
) -> None:
    """The operator is ill and on no roster; their call is due in an hour."""
    next_one, due_at = make_user(centre, Role.OPERATOR, "Operator 44"), timezone.now() + dt.timedelta(hours=1)
    plan(centre, next_one)
    for _ in range(2):
        promise = actions.Promise(kind=TaskKind.VERIFY, due_at=due_at, holder=operator, words=WORDS)
        actions.make(id=uuid4(), centre=centre, enquiry=None, promise=promise, by=operator)

    page = open_page(next_one)
    page.goto("/today/")
    look(page, "#t-behind")
    behind = page.locator("section:has(#t-behind)")
    expect(behind.locator("li")).to_have_count(2)
    expect(behind).to_contain_text(operator.name)
    expect(behind).not_to_contain_text("shelter")
    page.goto(reverse("shifts:new_note"))
    look(page, "#t-behind")
    page.goto("/today/")
    behind.locator("li").first.get_by_role("button").press("Enter")
    expect(page.locator("blockquote")).to_have_text(WORDS)  # it is theirs now
    page.goto("/today/")
    expect(behind.locator("li")).to_have_count(1)

    office = open_page(supervisor)
    office.goto("/today/")
    office.keyboard.press("Shift+KeyJ")
    look(office, "input[name=chosen]")
    office.locator(f"li:has-text('{operator.name}') input").check()
    office.locator("#id_whom").select_option(label=next_one.name)
    office.keyboard.press("Control+Enter")
    expect(office.locator("[role=status]")).to_contain_text("1")
    assert set(Task._base_manager.values_list("holder", flat=True)) == {next_one.pk}
