"""A danger call to a shelter and a rescue by one person at night, its review, its outcome; a court's order; a name."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.dispatch.choices import DispatchState
from bereg.dispatch.models import Dispatch
from bereg.dispatch.tests.conftest import registered
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.reference.models import ReferenceEntry
from conftest import make_user
from tests.journeys.conftest import Look, Open
from tests.opened import text_of
from tests.told import entry_of

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
WHY = "She is locked in, and he has a knife."


@pytest.fixture
def bodies(supervisor: User) -> tuple[ReferenceEntry, ReferenceEntry]:
    """A shelter and the police, known by telephone."""
    shelter = entry_of(
        "organisation", "Invented House", by=supervisor, content={"sort": "shelter", "phones": ["00-01"]}
    )
    police = entry_of("organisation", "Invented Police", by=supervisor, content={"sort": "state", "phones": ["00-02"]})
    return shelter, police


def begin(page: Page, enquiry: Enquiry, kind: str, to: str, ground: str) -> None:
    """Open the form from the file by its key, and say what, to whom, on what ground."""
    page.goto(f"/enquiries/{enquiry.pk}/")
    page.keyboard.press("Shift+KeyH")
    page.wait_for_url("**/outgoing/new/")
    page.locator("#id_kind").select_option(kind)
    page.locator("#id_to").fill(to)
    page.locator(f"input[name=ground][value={ground}]").check()


def save(page: Page, words: str) -> None:
    page.locator("#id_content").fill(words)
    page.keyboard.press("Control+Enter")


@pytest.mark.usefixtures("bodies")
def test_one_person_at_night_sends_for_rescue_and_to_a_shelter(
    open_page: Open, centre: Centre, operator: User, supervisor: User, look: Look
) -> None:
    silent = registered(centre, operator, Urgency.DANGER, Consent.NO)  # she will not have anything written down
    night, office = open_page(operator), open_page(supervisor)
    for kind, to, words in (
        ("rescue", "Invented Police", "Invented street 1, the third floor. A knife."),
        ("referral", "Invented House", "A bed for one tonight, she comes with the police."),
    ):
        begin(night, silent, kind, to, "danger")
        night.locator("#id_reason").fill(WHY)
        save(night, words)
        look(night, "#t-content")
        expect(night.get_by_text(words)).to_be_visible()
        night.locator("form[action$='/send_alone/'] button").click()
        expect(night.locator("form[action$='/reply/']")).to_be_visible()
    office.goto("/today/")
    office.locator("main a[href^='/outgoing/']").first.click()
    look(office, "#t-state")
    office.locator("#review_verdict").select_option("justified")
    office.locator("form[action$='/review/'] button").click()
    expect(office.locator("form[action$='/review/']")).to_have_count(0)
    rescue = Dispatch._base_manager.get(kind="rescue")
    night.goto(f"/outgoing/{rescue.pk}/")
    night.locator("#reply_answer").select_option("acted")
    night.locator("#reply_text").fill("The district officer went in at three.")
    night.locator("form[action$='/reply/'] button").click()
    expect(night.get_by_text("The district officer went in at three.")).to_be_visible()
    note(night, rescue, "freed", dt.date(2026, 1, 3), how_many="2")
    note(night, rescue, "case_opened", dt.date(2026, 7, 3), article="127.1")  # six months later
    look(night, "#t-outcomes")
    bed = Dispatch._base_manager.get(kind="referral")
    note(night, bed, "sheltered", dt.date(2026, 1, 3), how_many="1")
    note(night, bed, "returned", dt.date(2026, 7, 5), how_many="1")
    expect(night.locator("section:has(> #t-outcomes) li")).to_have_count(2)
    office.goto("/outgoing/recipients/")
    look(office, "#t-bodies")
    expect(office.get_by_role("link", name="Invented Police")).to_be_visible()
    expect(office.locator("section:has(> #t-outputs) dt")).to_have_count(4)


def note(page: Page, on: Dispatch, kind: str, day: dt.date, **more: str) -> None:
    page.goto(f"/outgoing/{on.pk}/")
    page.locator(f"a[href$='/outgoing/{on.pk}/outcomes/new/']").press("Enter")
    page.locator("#id_kind").select_option(kind)
    page.locator("#id_happened_on").fill(day.isoformat())
    for name, value in more.items():
        page.locator(f"#id_{name}").fill(value)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/outgoing/{on.pk}/")


@pytest.mark.usefixtures("bodies")
def test_a_name_in_a_letter_is_decided_on(open_page: Open, centre: Centre, operator: User, look: Look) -> None:
    page = open_page(operator)
    begin(page, registered(centre, operator), "referral", "Invented House", "consent")
    save(page, "A bed tonight for Gulnora Rahimova.")
    expect(page.locator(".findings mark")).to_have_text("Gulnora Rahimova")
    look(page, ".findings")
    assert not Dispatch._base_manager.exists()
    page.locator(".findings input[value=remove]").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#t-content")).to_be_visible()
    assert "Rahimova" not in text_of(Dispatch._base_manager.get(), "content")


def test_what_a_court_orders_leaves_as_its_own_record(
    open_page: Open, centre: Centre, operator: User, supervisor: User, look: Look
) -> None:
    entry_of("organisation", "Invented Court", by=supervisor, content={"sort": "state", "phones": ["00-03"]})
    second = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    here, there = open_page(supervisor), open_page(second)
    begin(here, registered(centre, operator), "court", "Invented Court", "court")
    here.locator("#id_reason").fill("Order 00-17 of an invented court of today.")
    save(here, "We have one enquiry of that day. Its text is enclosed on paper.")
    expect(here.locator("#t-content")).to_be_visible()
    page = here.url
    here.locator("form[action$='/sign/'] button").click()
    expect(here.locator("form[action$='/unsign/']")).to_be_visible()
    there.goto("/approvals/")
    there.locator("main a[href^='/approvals/']").first.click()
    there.locator("#agree").click()
    expect(there.locator("[role=status]").first).to_be_visible()
    here.goto(page)
    here.locator("#send_way").select_option("by_hand")
    here.locator("form[action$='/send/'] button").click()
    expect(here.locator("form[action$='/reply/']")).to_be_visible()
    here.keyboard.press("KeyP")
    expect(here.get_by_text("Its text is enclosed on paper.")).to_be_visible()
    look(here, "main")
    assert Dispatch._base_manager.get().state == DispatchState.SENT
