"""Breaking the glass in the browser: the form, the texts, the banner, the review."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.emergency_access.models import BreakGlass
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.retention import rules as retention
from conftest import make_user
from tests.factors import forgotten_codes, one_time_code

OPEN, LIST, FORM = (
    reverse("emergency_access:open_glass"),
    reverse("emergency_access:glass_reviews"),
    reverse("emergency_access:break_glass"),
)
TOLD, WAY = "Her passport was taken away.", "By a friend's telephone after six"
GONE = "The reason was erased after its period"
REASON = "A border guard asks whether she is in danger; nobody of the centre answers."


@pytest.fixture
def enquiry(desk: Client) -> Enquiry:
    """An enquiry of the Moscow centre with a text and a way to reach the person."""
    publish_standard()
    pk = uuid4()
    sent = {"consent": "yes", "channel": "phone", "topics": ["documents"], "narrative": TOLD, "call_back": WAY}
    assert desk.post(reverse("desk:form", args=[pk]), sent).status_code == 302
    return Enquiry._base_manager.get(pk=pk)


@pytest.fixture
def admin(db: None) -> User:
    return make_user(None, Role.ADMIN, "Administrator 01")


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def browser(admin: User) -> Client:
    return browser_of(admin)


def open_(browser: Client, enquiry: Enquiry) -> str:
    answer = browser.post(OPEN, {"number": enquiry.number, "reason": REASON})
    assert answer.status_code == 302
    return answer.headers["Location"]


def acts(action: str) -> int:
    return ChainedAct._base_manager.filter(action=action).count()


def test_the_texts_are_read_and_each_look_is_written_down(browser: Client, enquiry: Enquiry) -> None:
    address = open_(browser, enquiry)
    for looks in (1, 2):
        page = browser.get(address).content.decode()
        assert TOLD in page
        assert WAY.replace("'", "&#x27;") in page
        assert acts("text.revealed") == looks
    assert set(ChainedAct._base_manager.filter(action="text.revealed").values_list("because", flat=True)) == {
        "break_glass"
    }


def test_every_page_shows_it_until_it_is_closed(browser: Client, enquiry: Enquiry) -> None:
    address = open_(browser, enquiry)
    for page in (address, LIST, reverse("centres:people"), reverse("own_account")):
        assert "Emergency access is open." in browser.get(page).content.decode(), page
    assert (
        browser.post(reverse("emergency_access:end_glass", args=[BreakGlass._base_manager.get().pk])).status_code == 302
    )
    assert "Emergency access is open." not in browser.get(LIST).content.decode()
    assert browser.get(address).status_code == 404


def test_after_an_hour_nothing_is_read(admin: User, enquiry: Enquiry) -> None:
    now = dt.datetime.now(tz=dt.UTC)
    with time_machine.travel(now, tick=False):
        address = open_(browser_of(admin), enquiry)
    with time_machine.travel(now + dt.timedelta(minutes=61), tick=False):
        late = browser_of(admin)
        assert late.get(address).status_code == 404
        assert "Emergency access is open." not in late.get(LIST).content.decode()
    assert acts("text.revealed") == 0


def test_another_administrator_does_not_read_it(browser: Client, enquiry: Enquiry) -> None:
    address = open_(browser, enquiry)
    other = browser_of(make_user(None, Role.ADMIN, "Administrator 02"))
    assert other.get(address).status_code == 404
    assert (
        other.post(reverse("emergency_access:end_glass", args=[BreakGlass._base_manager.get().pk])).status_code == 404
    )


@pytest.mark.parametrize(
    ("number", "reason", "says"),
    [
        ("", REASON, "id_number_error"),
        ("MSK-1999-00001", REASON, "There is no enquiry with this number."),
        ("00001", REASON, "There is no enquiry with this number."),
        (None, "urgent", "id_reason_error"),
        (None, " " * 40, "id_reason_error"),
        (None, "x" * 20, "id_reason_error"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_opened(
    browser: Client, enquiry: Enquiry, number: str | None, reason: str, says: str
) -> None:
    answer = browser.post(OPEN, {"number": enquiry.number if number is None else number, "reason": reason})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not BreakGlass._base_manager.exists()
    tried = list(ChainedAct._base_manager.filter(action="refused.break_glass").values_list("target", "because"))
    assert tried == ([("", "no_such_number")] if number else [])


def test_each_glass_takes_a_second_factor_of_its_own(admin: User, enquiry: Enquiry) -> None:
    cache.clear()
    now, sent = dt.datetime.now(tz=dt.UTC), {"number": enquiry.number, "reason": REASON}
    with time_machine.travel(now, tick=False) as clock, forgotten_codes():
        browser = browser_of(admin)
        clock.shift(1)
        open_(browser, enquiry)
        clock.shift(1)
        asked = browser.post(OPEN, sent)
        assert "Confirm that it is you" in asked.content.decode()
        assert BreakGlass._base_manager.count() == 1
        assert browser.post(OPEN, sent | {"again-code": one_time_code(admin)}).status_code == 302
        assert BreakGlass._base_manager.count() == 2


def test_another_record_is_refused_with_the_time_when_it_is_possible(
    admin: User, desk: Client, enquiry: Enquiry
) -> None:
    desk.post(reverse("desk:form", args=[uuid4()]), {"consent": "yes", "channel": "phone", "narrative": TOLD})
    other = Enquiry._base_manager.exclude(pk=enquiry.pk).get()
    noon = dt.datetime(2030, 1, 7, 9, 0, tzinfo=dt.UTC)
    with time_machine.travel(noon, tick=False):
        open_(browser_of(admin), enquiry)
    with time_machine.travel(noon + dt.timedelta(minutes=30), tick=False):
        answer = browser_of(admin).post(OPEN, {"number": other.number, "reason": REASON})
        assert answer.status_code == 409
        assert f"{timezone.localtime(noon + dt.timedelta(minutes=60)):%H:%M}" in answer.content.decode()
        assert REASON in answer.content.decode()
    assert BreakGlass._base_manager.count() == 1
    assert acts("refused.break_glass") == 1


def test_the_form_says_who_will_be_told(browser: Client, centre: Centre, enquiry: Enquiry) -> None:
    assert "Nobody is told" in browser.get(FORM).content.decode()
    make_user(centre, Role.SUPERVISOR, "Supervisor 01")
    page = browser.get(FORM).content.decode()
    assert "Nobody is told" not in page
    assert "<td>1</td><td>0</td>" in page


def test_a_locked_vault_shows_no_text(
    browser: Client, enquiry: Enquiry, lock_once_signed_in: Callable[[], None]
) -> None:
    address = open_(browser, enquiry)
    lock_once_signed_in()
    page = browser.get(address)
    assert page.status_code == 200
    assert "The vault is locked" in page.content.decode()
    assert TOLD not in page.content.decode()
    assert acts("text.revealed") == 0


def test_a_damaged_text_is_not_shown_and_its_centre_is_told(
    browser: Client, enquiry: Enquiry, supervisor: User
) -> None:
    address = open_(browser, enquiry)
    damaged = bytes([*enquiry.narrative[:-1], enquiry.narrative[-1] ^ 1])
    Enquiry._base_manager.filter(pk=enquiry.pk).update(narrative=damaged)
    page = browser.get(address).content.decode()
    assert "This text cannot be opened." in page
    assert TOLD not in page
    assert WAY.replace("'", "&#x27;") in page  # what is whole is still shown
    assert "cannot be opened" in browser_of(supervisor).get(reverse("accounts:notices")).content.decode()


def test_a_locked_vault_shows_no_reason(
    browser: Client, enquiry: Enquiry, supervisor: User, lock_once_signed_in: Callable[[], None]
) -> None:
    open_(browser, enquiry)
    address = reverse("emergency_access:glass_review", args=[BreakGlass._base_manager.get().pk])
    reviewing = browser_of(supervisor)
    lock_once_signed_in()
    page = reviewing.get(address)
    assert page.status_code == 200
    assert "The vault is locked" in page.content.decode()
    assert REASON not in page.content.decode()


def test_a_reason_whose_time_is_over_is_said_to_be_erased(
    browser: Client, enquiry: Enquiry, supervisor: User, settings: Any
) -> None:
    open_(browser, enquiry)
    address = reverse("emergency_access:glass_review", args=[BreakGlass._base_manager.get().pk])
    assert GONE not in browser_of(supervisor).get(address).content.decode()
    settings.KEEP_AUDIT_YEARS = 1
    later = timezone.now() + dt.timedelta(days=400)
    for rule in retention.rules():
        if rule.code == "glass_reasons":
            rule.erase(later, lambda _done: None)
    assert not BreakGlass._base_manager.get().reason
    read = acts("text.revealed")
    page = browser_of(supervisor).get(address).content.decode()
    assert f"{GONE}: 1 year after the end." in page
    assert acts("text.revealed") == read  # nothing was read


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_other_roles_are_refused(centre: Centre, enquiry: Enquiry, role: Role) -> None:
    somebody = browser_of(make_user(centre, role, "Somebody"))
    assert somebody.get(FORM).status_code == 403
    assert somebody.post(OPEN, {"number": enquiry.number, "reason": REASON}).status_code == 403
    assert not BreakGlass._base_manager.exists()


def test_a_supervisor_is_told_reads_why_and_reviews(browser: Client, enquiry: Enquiry, supervisor: User) -> None:
    open_(browser, enquiry)
    theirs = browser_of(supervisor)
    assert "Administrator 01 used emergency access to an enquiry" in theirs.get(reverse("desk:today")).content.decode()
    address = reverse("emergency_access:glass_review", args=[BreakGlass._base_manager.get().pk])
    assert address in theirs.get(LIST).content.decode()
    page = theirs.get(address).content.decode()
    assert REASON in page
    assert enquiry.number in page
    assert TOLD not in page
    assert theirs.post(address, {"verdict": "perhaps"}).status_code == 400
    assert theirs.post(address, {"verdict": "justified"}).status_code == 302
    assert "It was needed".lower() in theirs.get(LIST).content.decode()
    assert theirs.post(address, {"verdict": "unjustified"}).status_code == 409
    assert BreakGlass._base_manager.get().verdict == "justified"


def test_the_page_takes_another_review_over_one_by_whom_the_opener_let_in(
    browser: Client, admin: User, enquiry: Enquiry, supervisor: User, centre: Centre
) -> None:
    User.objects.filter(pk=supervisor.pk).update(invited_by=admin)
    open_(browser, enquiry)
    opening = BreakGlass._base_manager.get()
    address = reverse("emergency_access:glass_review", args=[opening.pk])
    assert browser_of(supervisor).post(address, {"verdict": "justified"}).status_code == 302
    theirs = browser_of(make_user(centre, Role.SUPERVISOR, "Supervisor 09"))
    assert "Nothing to review." not in theirs.get(LIST).content.decode()
    assert "let the other in" in theirs.get(address).content.decode()
    assert theirs.post(address, {"verdict": "unjustified"}).status_code == 302
    assert "Nothing to review." in theirs.get(LIST).content.decode()
    assert 'id="justified"' not in theirs.get(address).content.decode()
    assert BreakGlass._base_manager.get().verdict == "unjustified"


def test_nobody_reviews_themselves_in_the_browser_either(browser: Client, enquiry: Enquiry, supervisor: User) -> None:
    open_(browser, enquiry)
    address = reverse("emergency_access:glass_review", args=[BreakGlass._base_manager.get().pk])
    assert 'id="justified"' not in browser.get(address).content.decode()
    assert browser.post(address, {"verdict": "justified"}).status_code == 409
    assert BreakGlass._base_manager.get().verdict == ""


def test_an_overdue_review_is_shown_red(admin: User, enquiry: Enquiry, supervisor: User) -> None:
    now = dt.datetime.now(tz=dt.UTC)
    with time_machine.travel(now - dt.timedelta(hours=71, minutes=50), tick=False):
        open_(browser_of(admin), enquiry)
    assert "waiting for review" in browser_of(supervisor).get(LIST).content.decode()
    with time_machine.travel(now + dt.timedelta(minutes=11), tick=False):
        page = browser_of(supervisor).get(LIST).content.decode()
    assert '<span class="state late">review overdue</span>' in page


def test_another_centres_supervisor_sees_nothing_of_it(browser: Client, enquiry: Enquiry, other_centre: Centre) -> None:
    open_(browser, enquiry)
    stranger = browser_of(make_user(other_centre, Role.SUPERVISOR, "Supervisor 09"))
    assert enquiry.number not in stranger.get(LIST).content.decode()
    address = reverse("emergency_access:glass_review", args=[BreakGlass._base_manager.get().pk])
    assert stranger.get(address).status_code == stranger.post(address, {"verdict": "justified"}).status_code == 404
