"""A trend notice from five matters to the ministry's answer; a check request that waits for a second enquiry."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.dispatch.models import Dispatch
from bereg.enquiries.actions import assign_enquiry
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.violations.models import CheckRequest, Violation
from bereg.violations.tests.conftest import SAWMILL, noted, registered
from conftest import make_user
from tests.journeys.conftest import Look, Open
from tests.told import entry_of

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def lawyer(centre: Centre) -> User:
    return make_user(centre, Role.LAWYER, "Lawyer 01")


@pytest.fixture
def ministry(supervisor: User) -> ReferenceEntry:
    content = {"sort": "state", "phones": ["00-02"]}
    return entry_of("organisation", "Invented Ministry", by=supervisor, content=content)


@pytest.fixture
def two(open_page: Open, lawyer: User, supervisor: User) -> tuple[Page, Page]:
    """The lawyer, and the supervisor who agrees."""
    return open_page(lawyer), open_page(supervisor)


@pytest.fixture
def matters(centre: Centre, operator: User) -> list[Violation]:
    """Five refused permits of one region."""
    return [noted(registered(centre, operator), operator, kind="permit", told_further="not_asked") for _ in range(5)]


@pytest.fixture
def waiting(centre: Centre, operator: User, lawyer: User) -> Violation:
    """What the lawyer has of somebody whom nobody asked."""
    return _handed_over(centre, operator, lawyer)


def _handed_over(centre: Centre, operator: User, lawyer: User) -> Violation:
    made = noted(registered(centre, operator), operator, told_further="not_asked")
    now = Enquiry._base_manager.select_related("centre", "assignee").get(pk=made.enquiry_id)
    assign_enquiry(enquiry=now, version=now.version, to=lawyer, by=operator)
    return made


def sign_and_send(here: Page, there: Page) -> None:
    """Sign what is drafted, let the supervisor agree, and send it."""
    page = here.url
    here.locator("form[action$='/sign/'] button").click()
    expect(here.locator("form[action$='/unsign/']")).to_be_visible()
    there.goto("/approvals/")
    there.locator("main a[href^='/approvals/']").first.click()
    there.locator("#agree").click()
    expect(there.locator("[role=status]").first).to_be_visible()
    here.goto(page)
    here.locator("form[action$='/send/'] button").click()
    expect(here.locator("form[action$='/reply/']")).to_be_visible()


@pytest.mark.usefixtures("matters")
def test_a_notice_from_five_matters_to_the_answer(two: tuple[Page, Page], ministry: ReferenceEntry, look: Look) -> None:
    here, there = two
    here.goto("/violations/")
    look(here, "#t-cells")
    here.locator("a[href*='/violations/notices/']").press("Enter")
    look(here, "#t-words")
    here.keyboard.press("Control+Enter")
    expect(here.locator("[role=alert]")).to_be_visible()  # to whom?
    here.locator("#id_recipient").select_option(str(ministry.pk))
    here.keyboard.press("Control+Enter")
    here.wait_for_url("**/outgoing/*/")
    look(here, "#t-content")
    sign_and_send(here, there)
    sent = Dispatch._base_manager.get()
    assert sent.reply_due is not None
    assert 29 <= (sent.reply_due - timezone.localdate()).days <= 31
    here.locator("#reply_answer").select_option("acted")
    here.locator("form[action$='/reply/'] button").click()
    expect(here.locator("[role=status]").first).to_be_visible()
    assert Dispatch._base_manager.get().state == "answered"
    here.goto("/violations/")
    expect(here.locator(f"a[href='/outgoing/{sent.pk}/']")).to_be_visible()


def test_a_check_request_waits_for_the_second_enquiry(
    two: tuple[Page, Page], waiting: Violation, lawyer: User, ministry: ReferenceEntry, look: Look
) -> None:
    here, there = two
    here.goto(waiting.get_absolute_url())
    look(here, "#id_kind")
    here.goto(f"/violations/{waiting.pk}/link/")
    look(here, "#t-alike")
    here.goto(f"/violations/{waiting.pk}/check/")
    look(here, "#t-ground")
    _answer_the_questions(here)
    look(here, "#t-ground")
    expect(here.locator("form[action$='/check/draft/']")).to_have_count(0)
    assert waiting.raised_by is not None
    _handed_over(waiting.centre, waiting.raised_by, lawyer)
    here.goto("/today/")
    here.locator(f"a[href='/violations/{waiting.pk}/check/']").first.click()
    here.locator("input[name=second]").press("Space")
    here.locator("input[name=is_another]").press("Space")
    look(here, "form[action$='/check/judge/']")
    here.locator("form[action$='/check/judge/'] button").click()
    look(here, "form[action$='/check/draft/']")
    here.locator("#id_recipient").select_option(str(ministry.pk))
    here.locator("form[action$='/check/draft/'] button").click()
    here.wait_for_url("**/outgoing/*/")
    expect(here.get_by_text(SAWMILL.address).first).to_be_visible()
    sign_and_send(here, there)
    check = CheckRequest._base_manager.select_related("dispatch").get()
    assert check.dispatch is not None
    assert (check.dispatch.state, check.dispatch.ground) == ("sent", "matters")


def _answer_the_questions(here: Page) -> None:
    here.locator("input[name=guess][value=no]").press("Space")
    here.locator("#id_guess_why").fill("Twenty work there.")
    here.locator("input[name=people_there][value=unknown]").press("Space")
    here.locator("#id_people_why").fill("Nobody asked.")
    here.keyboard.press("Control+Enter")
    expect(here.locator("[role=status]").first).to_be_visible()
