"""A call without consent in which somebody is in danger: an operator raises the alarm, a supervisor takes it."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from bereg.accounts.models import Session, User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.dangers.models import Danger, TickedStep
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard
from conftest import make_user
from tests.journeys.conftest import Look, Open, register_each
from tests.rosters import plan

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


SOON = "#session-soon"
# Whatever opens is looked at, as each look for alarms does: strip and alarm may have to move.
OPENED = "() => { const more = document.body.appendChild(document.createElement('details')); more.open = true; }"
ROUND_MS = 10_000  # bereg/dangers/static/dangers/strip.js looks for alarms so often
# The clock of a page does not move what gives up a request by itself.
IMPATIENT = "window.patient = AbortSignal.timeout; AbortSignal.timeout = () => window.patient.call(AbortSignal, 100)"
PATIENT = "AbortSignal.timeout = window.patient"


def clocked(*pages: Page) -> None:
    """Let the test say when time passes on some pages: nobody waits for the next round."""
    for page in pages:
        page.clock.install()


def test_an_alarm_without_consent(open_page: Open, operator: User, supervisor: User, look: Look) -> None:
    publish_standard()
    desk, office = open_page(operator), open_page(supervisor)
    clocked(desk, office)
    office.goto("/today/")
    desk.goto("/enquiries/new/")
    desk.locator("[name=consent][value=no]").check(force=True)
    desk.locator("#f-narrative").focus()
    desk.keyboard.type("He is at the door.")
    desk.keyboard.press("F2")
    look(desk, ".danger-strip:not(.taken)")
    expect(desk.locator("#f-narrative")).to_be_focused()
    desk.keyboard.type(" Hurry.")
    expect(desk.locator("#f-narrative")).to_have_value("He is at the door. Hurry.")
    desk.keyboard.press("F2")  # once more, in fear
    with desk.context.expect_page() as steps:  # what is not kept without consent stays on the page
        desk.keyboard.press("F8")
    steps.value.close()
    expect(desk.locator("#f-narrative")).to_have_value("He is at the door. Hurry.")
    assert not Enquiry._base_manager.exists()

    office.clock.run_for(ROUND_MS)
    look(office, ".danger-strip")  # without a reload
    assert office.title().startswith("⚠")
    office.keyboard.press("Shift+F2")
    office.wait_for_url("**/dangers/*-*/")
    look(office, "[data-key=Digit1]")
    office.keyboard.press("Digit1")
    expect(office.locator("#step-1.done")).to_be_visible()
    look(office, "#step-1")
    desk.clock.run_for(ROUND_MS)
    expect(desk.locator(".danger-strip.taken")).to_contain_text(supervisor.name)

    desk.keyboard.press("Control+Enter")
    desk.wait_for_url("**/saved/")
    office.reload()
    expect(office.locator("h1")).to_contain_text(Enquiry._base_manager.get().number)
    office.locator("[value=done]").press("Enter")
    office.wait_for_url("**/dangers/")
    look(office, "#t-alarms")
    office.keyboard.press("F8")
    office.wait_for_url("**/dangers/steps/")
    look(office, ".procedures")

    danger = Danger._base_manager.get()
    assert (danger.raised_by, danger.taken_by, danger.ended_as) == (operator, supervisor, "done")
    assert TickedStep._base_manager.get().by == supervisor
    assert "He is at the door" not in office.content()


def test_the_second_of_the_rota_takes_what_the_first_did_not(
    open_page: Open, centre: Centre, operator: User, supervisor: User, look: Look
) -> None:
    """A caller who refuses consent; who is on duty does not look for longer than an alarm waits.

    The lawyer on duty may not read what others were told, and stands after the operator who is off duty.
    """
    publish_standard()
    first_of_all, next_of_all = (make_user(centre, Role.OPERATOR, f"Operator 0{each}") for each in (8, 9))
    lawyer_on_duty = make_user(centre, Role.LAWYER, "Lawyer 09")
    plan(centre, first_of_all, lawyer_on_duty)
    desk, first, office = open_page(operator), open_page(first_of_all), open_page(supervisor)
    second, third = open_page(next_of_all), open_page(lawyer_on_duty)
    clocked(desk, first, office, second, third)
    desk.goto("/enquiries/new/")
    desk.locator("[name=consent][value=no]").check(force=True)
    desk.keyboard.press("F2")
    expect(desk.locator(".danger-strip")).to_be_visible()
    for page in (first, office, second, third):
        page.goto("/today/")
    look(first, ".danger-strip:not(.taken)")
    expect(office.locator(".danger-strip:not(.taken)")).to_be_visible()
    for page in (second, third):
        expect(page.locator(".danger-strip")).to_have_count(0)

    Danger._base_manager.update(raised_at=timezone.now() - dt.timedelta(minutes=settings.DANGER_MINUTES + 1))
    for page in (second, third):
        page.clock.run_for(ROUND_MS)
    look(second, ".danger-strip:not(.taken)")  # without a reload
    expect(third.locator(".danger-strip")).to_have_count(0)
    second.keyboard.press("Shift+F2")
    second.wait_for_url("**/dangers/*-*/")
    look(second, "[data-key=Digit1]")
    for page in (desk, first, office):
        page.clock.run_for(ROUND_MS)
    expect(desk.locator(".danger-strip.taken")).to_contain_text(next_of_all.name)
    for page in (first, office):
        expect(page.locator(".danger-strip")).to_have_count(0)  # of no more concern
    assert Danger._base_manager.get().taken_by == next_of_all
    assert not Enquiry._base_manager.exists()


@pytest.mark.parametrize("page", ["today", "further contact"])
def test_it_is_raised_wherever_the_call_is(open_page: Open, operator: User, page: str) -> None:
    """In the middle of what was typed on the page of an enquiry, whose number it gets; and on the first page."""
    (enquiry,) = register_each(operator, "normal")
    desk = open_page(operator)
    desk.goto("/today/" if page == "today" else f"/enquiries/{enquiry.pk}/contacts/new/")
    if page != "today":
        desk.locator("#f-said").focus()
        desk.keyboard.type("She whispers.")
    desk.keyboard.press("F2")
    expect(desk.locator(".danger-strip")).to_be_visible()
    if page != "today":
        expect(desk.locator(".danger-strip")).to_contain_text(enquiry.number)
        expect(desk.locator("#f-said")).to_have_value("She whispers.")
    assert Danger._base_manager.get().form == (None if page == "today" else enquiry.pk)


def test_a_page_that_cannot_raise_it_says_so(open_page: Open, operator: User) -> None:
    publish_standard()
    desk = open_page(operator)
    desk.route(
        "**/dangers/raise/", lambda route: route.abort()
    )  # before the page: one that is set later may be passed by
    desk.goto("/enquiries/new/")
    desk.keyboard.press("F2")
    expect(desk.locator("#dangers-around [role=alert]")).to_be_visible()
    with desk.expect_response("**/dangers/strip/") as looked:  # the connection is back, and still nothing was raised
        desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    looked.value.finished()
    desk.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    expect(desk.locator("#dangers-around [role=alert]")).to_be_visible()
    desk.unroute("**/dangers/raise/")
    desk.keyboard.press("F2")
    expect(desk.locator(".danger-strip")).to_be_visible()
    expect(desk.locator("#dangers-around [role=alert]")).to_have_count(0)


def test_a_connection_that_hangs_is_said_and_keeps_no_later_alarm_from_being_heard(
    open_page: Open, operator: User, supervisor: User
) -> None:
    publish_standard()
    desk, office = open_page(operator), open_page(supervisor)
    clocked(desk, office)
    # Before the page is opened: a route that is set later may be passed by.
    desk.route("**/dangers/raise/", lambda _route: None)
    for page in (desk, office):
        page.goto("/today/")
        page.evaluate(IMPATIENT)
    desk.keyboard.press("F2")
    expect(desk.locator("#dangers-around [role=alert]")).to_be_visible()
    desk.unroute("**/dangers/raise/")

    office.route("**/dangers/strip/", lambda _route: None)
    with office.expect_event("requestfailed"):
        office.clock.run_for(ROUND_MS)
    office.unroute("**/dangers/strip/")
    for page in (desk, office):
        page.evaluate(PATIENT)
    desk.keyboard.press("F2")
    expect(desk.locator(".danger-strip")).to_be_visible()
    office.clock.run_for(ROUND_MS)
    expect(office.locator(".danger-strip")).to_be_visible()


def test_the_keys_work_and_an_alarm_is_seen_while_a_dialogue_is_open(
    open_page: Open, operator: User, supervisor: User, look: Look
) -> None:
    publish_standard()
    desk, office = open_page(operator), open_page(supervisor)
    clocked(desk, office)
    desk.goto("/enquiries/new/")
    desk.locator("#f-narrative").focus()
    desk.keyboard.type("She stopped talking.")
    desk.evaluate(f"document.querySelector({SOON!r}).showModal()")
    with desk.expect_request("**/account/session/"):  # who presses a key is still there
        desk.keyboard.press("F2")
    expect(desk.locator(".danger-strip")).to_be_visible()
    expect(desk.locator(SOON)).to_be_hidden()
    expect(desk.locator("#f-narrative")).to_be_focused()

    Danger._base_manager.all().delete()
    office.goto("/today/")
    office.keyboard.press("Shift+Slash")
    expect(office.locator("#keys[open]")).to_be_visible()
    desk.keyboard.press("F2")
    expect(desk.locator(".danger-strip")).to_be_visible()
    office.clock.run_for(ROUND_MS)
    look(office, "#keys .danger-strip")
    office.keyboard.press("Escape")
    expect(office.locator(".danger-strip")).to_be_visible()  # it went back
    office.keyboard.press("Shift+Slash")
    office.clock.run_for(ROUND_MS)
    expect(office.locator("#keys .danger-strip")).to_be_visible()
    office.keyboard.press("F8")  # any other key waits
    office.keyboard.press("Shift+F2")
    office.wait_for_url("**/dangers/*-*/")
    assert Danger._base_manager.get().taken_by == supervisor


def test_the_key_on_a_page_of_a_session_that_has_ended_says_that_nothing_was_raised(
    open_page: Open, operator: User
) -> None:
    publish_standard()
    desk = open_page(operator)
    desk.goto("/enquiries/new/")
    Session.objects.all().delete()
    desk.evaluate("document.dispatchEvent(new Event('bereg:session-over'))")
    expect(desk.locator("#session-over[open]")).to_be_visible()
    desk.keyboard.press("F2")
    expect(desk.locator("#session-over [role=alert]")).to_be_visible()
    expect(desk.locator("#session-over[open]")).to_be_visible()
    assert not Danger._base_manager.exists()


def test_the_alarm_is_reached_by_mouse_and_by_tab_in_whatever_is_open_over_the_page(
    open_page: Open, operator: User, look: Look
) -> None:
    publish_standard()
    desk = open_page(operator)
    clocked(desk)
    desk.goto("/enquiries/new/")
    desk.locator("#f-narrative").focus()
    opened = ["#speakers", "#keys", SOON]
    for dialog in opened:
        desk.evaluate("name => document.querySelector(name).showModal()", dialog)
        look(desk, f"{dialog} .raise")
        with desk.expect_response("**/dangers/raise/") as raised:
            desk.locator(f"{dialog} .raise").click()
        assert raised.value.ok
        expect(desk.locator(dialog)).to_be_hidden()
        expect(desk.locator(".danger-strip")).to_be_visible()
        expect(desk.locator("dialog .raise")).to_have_count(0)
    expect(desk.locator("#f-narrative")).to_be_focused()

    Danger._base_manager.all().delete()
    desk.goto("/today/")
    desk.evaluate("document.querySelector('#confirm').showModal()")
    expect(desk.locator("#confirm [data-confirm-yes]")).to_be_focused()
    desk.keyboard.press("Shift+Tab")
    desk.keyboard.press("Shift+Tab")
    expect(desk.locator("#confirm .raise")).to_be_focused()
    desk.evaluate(OPENED)
    expect(desk.locator("#confirm .raise")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator(".danger-strip")).to_be_visible()
    assert Danger._base_manager.count() == 1
