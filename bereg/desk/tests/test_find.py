"""Finding enquiries."""

import datetime as dt
import html
import re
from urllib.parse import urljoin
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre, Membership
from bereg.enquiries import finding
from bereg.enquiries.models import Enquiry
from conftest import make_user
from tests.opened import code_word_of


def register(desk: Client, at: str = "2026-11-25T09:00:00Z", **fields: object) -> Enquiry:
    pk, by, then = uuid4(), User.objects.get(pk=desk.session[SESSION_KEY]), Client()
    with time_machine.travel(at, tick=False):
        then.force_login(by)
        assert then.post(reverse("desk:form", args=[pk]), {"consent": "yes", **fields}).status_code == 302
    return Enquiry._base_manager.get(pk=pk)


@pytest.fixture
def two(desk: Client) -> tuple[Enquiry, Enquiry]:
    """One enquiry that every filter below finds, and one that none does."""
    found = {"a-gender": "male", "a-age": "declined", "topics": ["quota", "police"], "channel": "visit"}
    return register(desk, "2026-11-20T20:59:00Z", **found), register(desk, topics=["social"], channel="phone")


@pytest.mark.parametrize(
    "narrowed",
    [
        {"last": "2026-11-20"},
        {"first": "2026-11-20", "last": "2026-11-20"},
        {"channel": "visit"},
        {"topic": "police"},
        {"answer": "gender:male"},
        {"answer": "age:declined"},
        {"centre": "moscow", "answer": "gender:male", "topic": "quota"},
    ],
)
def test_the_list_is_narrowed(desk: Client, two: tuple[Enquiry, Enquiry], narrowed: dict[str, str]) -> None:
    page = desk.get(reverse("desk:find"), narrowed).content.decode()
    assert two[0].number in page
    assert two[1].number not in page


def test_a_day_is_that_of_each_centre(desk: Client, operator: User, other_centre: Centre, other_operator: User) -> None:
    Membership.objects.create(user=operator, centre=other_centre)
    other = Client()
    other.force_login(other_operator)
    # 20:30 UTC is still the 20th in Moscow and already the 21st in Astrakhan.
    moscow, astrakhan = (
        register(each, "2026-11-20T20:30:00Z", line=line)
        for each, line in (
            (desk, str(operator.memberships.get(centre__code="moscow").centre.lines.get().pk)),
            (other, str(other_centre.pk)),
        )
    )
    for day, found, hidden in (("2026-11-20", moscow, astrakhan), ("2026-11-21", astrakhan, moscow)):
        page = desk.get(reverse("desk:find"), {"first": day, "last": day}).content.decode()
        assert found.number in page
        assert hidden.number not in page


@pytest.mark.parametrize(
    "narrowed", [{"first": "2026-02-30"}, {"first": "2026-11-21", "last": "2026-11-20"}, {"topic": "moon"},
                 {"answer": "moon"}, {"centre": "astrakhan"}, {"first": "0001-01-01"}, {"last": "9999-12-31"}]
)  # fmt: skip
def test_a_bad_value_is_named(desk: Client, narrowed: dict[str, str]) -> None:
    answer = desk.get(reverse("desk:find"), narrowed)
    assert answer.status_code == 422
    assert "<title>Error:" in answer.content.decode()


@pytest.mark.parametrize("after", ["", "-", "x", "²", "0-", "9" * 17, "-" + "9" * 17, f"0-{'g' * 32}", "1" * 999])
def test_a_position_that_is_none_begins_anew(desk: Client, two: tuple[Enquiry, Enquiry], after: str) -> None:
    page = desk.get(reverse("desk:find"), {"after": after})
    assert [line["number"] for line in page.context["rows"]] == [two[1].number, two[0].number]


def test_number_and_code_word_open_the_enquiry(desk: Client, two: tuple[Enquiry, Enquiry]) -> None:
    for typed in (two[0].number, code_word_of(two[0]), f" {two[0].number.lower()} ", two[0].number[4:]):
        answer = desk.post(reverse("desk:open_enquiry"), {"typed": typed})
        assert answer.status_code == 302, typed
        assert answer["Location"] == reverse("desk:enquiry", args=[two[0].pk])
    assert desk.post(reverse("desk:open_enquiry"), {"typed": "no-such-word-00"}).status_code == 404


def test_another_centres_enquiries_are_not_found(two: tuple[Enquiry, Enquiry], other_operator: User) -> None:
    stranger = Client()
    stranger.force_login(other_operator)
    assert two[0].number not in stranger.get(reverse("desk:find")).content.decode()
    for typed in (two[0].number, code_word_of(two[0])):
        assert stranger.post(reverse("desk:open_enquiry"), {"typed": typed}).status_code == 404


def test_a_page_has_25_and_leads_to_the_next(desk: Client) -> None:
    for _ in range(26):
        register(desk)
    first = desk.get(reverse("desk:find")).content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = desk.get(urljoin(reverse("desk:find"), following[1])).content.decode()
    assert (first.count("data-row"), second.count("data-row")) == (25, 1)
    assert not set(re.findall("MSK-[0-9-]+", first)) & set(re.findall("MSK-[0-9-]+", second))
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    # A number that is mistyped, or a filter that is not kept, is answered at an address that shows no list.
    for act, asked in (("open_enquiry", ""), ("keep_filter", "?mine=on")):
        page = desk.post(reverse(f"desk:{act}") + asked, {"typed": "no number"}).content.decode()
        further = re.search(r'rel="next" href="([^"]+)"', page)
        assert further
        assert desk.get(html.unescape(urljoin(reverse(f"desk:{act}"), further[1]))).status_code == 200, act


def test_a_supervisor_lists_what_is_open_with_somebody_who_left(
    desk: Client, two: tuple[Enquiry, Enquiry], operator: User, supervisor: User, other_centre: Centre
) -> None:
    Enquiry._base_manager.filter(pk=two[1].pk).update(closed_at=timezone.now())
    colleague, idle = (make_user(operator.memberships.get().centre, Role.OPERATOR, f"Operator {n}") for n in (55, 66))
    make_user(other_centre, Role.OPERATOR, "Operator of Astrakhan")
    User.objects.filter(pk__in=[operator.pk, idle.pk]).update(closed_at=timezone.now())
    theirs = Client()
    theirs.force_login(supervisor)

    def listed(browser: Client, **narrowed: str) -> list[str]:
        page = browser.get(reverse("desk:find"), narrowed)
        assert page.status_code == 200
        return [line["number"] for line in page.context["rows"]]

    choices = [str(label) for _, label in theirs.get(reverse("desk:find")).context["form"]["assignee"].field.choices]
    assert choices == ["any", "Operator 04 (account closed)", "Operator 55", "Supervisor 01"]
    assert listed(theirs, assignee=str(operator.pk)) == [two[1].number, two[0].number]
    assert listed(theirs, assignee=str(operator.pk), open="on") == [two[0].number]
    assert listed(theirs, assignee=str(colleague.pk)) == []
    assert theirs.get(reverse("desk:find"), {"assignee": str(idle.pk)}).status_code == 422
    own = Client()
    own.force_login(colleague)
    assert "assignee" not in own.get(reverse("desk:find")).context["form"].fields
    assert len(listed(own, assignee=str(supervisor.pk))) == 2  # no field, so nothing is narrowed


def test_narrowing_by_a_person_stays_one_lean_query(
    two: tuple[Enquiry, Enquiry], operator: User, supervisor: User
) -> None:
    theirs = Client()
    theirs.force_login(supervisor)
    theirs.get(reverse("desk:find"))  # what stays in the process is read by the first one
    with CaptureQueriesContext(connection) as asked:
        theirs.get(reverse("desk:find"), {"assignee": str(operator.pk), "open": "on"})
    lists = [query["sql"] for query in asked if query["sql"].startswith('SELECT "enquiries_enquiry"')]
    assert len(lists) == 1
    assert "JOIN" not in lists[0]
    assert "narrative" not in lists[0]
    assert len(asked) <= 7  # one for the people to choose from, beside the six of every list


def test_what_is_rare_is_found_step_by_step(
    desk: Client, two: tuple[Enquiry, Enquiry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "LOOKED_AT", 3)
    for _ in range(7):
        register(desk)
    asked, steps = "?topic=police", 0
    while steps < 9:
        page = desk.get(reverse("desk:find") + asked, headers={"HX-Request": "true"})
        steps += 1
        if page.context["rows"]:
            break
        shown = page.content.decode()
        assert "Looked at everything back to 25 November 2026." in shown
        assert "Nothing found" not in shown
        goes_on = re.search(r'hx-get="/find/([^"]+)"', shown)
        assert goes_on
        asked = html.unescape(goes_on[1])
    assert [line["number"] for line in page.context["rows"]] == [two[0].number]
    assert steps > 1
    assert "topic=police" in asked


def test_a_search_in_vain_ends_and_says_so(
    desk: Client, two: tuple[Enquiry, Enquiry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "LOOKED_AT", 2)
    page = desk.get(reverse("desk:find"), {"topic": "other"})
    assert page.context["looked_back_to"]
    last = desk.get(reverse("desk:find"), {"topic": "other", "after": str(page.context["following"])})
    assert "Nothing older fits." in last.content.decode()
    assert 'hx-get="/find/' not in last.content.decode()


def test_pages_of_several_centres_hold_each_enquiry_once(
    desk: Client, operator: User, other_centre: Centre, other_operator: User
) -> None:
    """All at one time, as an import by days makes them."""
    Membership.objects.create(user=operator, centre=other_centre)
    other = Client()
    other.force_login(other_operator)
    moscow = str(operator.memberships.get(centre__code="moscow").centre.lines.get().pk)
    made = {register(desk, line=moscow).number for _ in range(28)} | {register(other).number for _ in range(28)}
    seen: list[str] = []
    after = ""
    for _ in range(3):
        page = desk.get(reverse("desk:find"), {"after": after})
        seen += [line["number"] for line in page.context["rows"]]
        after = str(page.context["following"])
    assert after == ""
    assert len(seen) == len(made)
    assert set(seen) == made


def test_the_list_is_two_lean_queries(desk: Client, two: tuple[Enquiry, Enquiry]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        desk.get(reverse("desk:find"), {"answer": "gender:male", "channel": "visit", "topic": "quota"})
    how_far, rows = [query["sql"] for query in asked if '"enquiries_enquiry"' in query["sql"]]
    assert how_far.startswith('SELECT "enquiries_enquiry"."opened_at" ')
    assert "narrative" not in rows
    assert "call_back" not in rows


def test_of_a_coarse_enquiry_the_month_is_shown_wherever_it_is_found(desk: Client) -> None:
    enquiry = register(desk)
    began = dt.datetime(2009, 2, 28, 21, tzinfo=dt.UTC)  # March begins in Moscow
    kept = {"opened_at": began, "last_contact_at": began, "code_word": b"", "code_word_index": b""}
    Enquiry._base_manager.update(**kept)

    def places() -> list[str]:
        found = desk.post(reverse("desk:called_before"), {"joins": enquiry.number})
        pages = [desk.get(reverse("desk:today")), desk.get(reverse("desk:find")), found]
        return [html.unescape(each.content.decode()) for each in [*pages, desk.get(enquiry.get_absolute_url())]]

    # Open it stands on Today, closed its page says when.
    assert ["March 2009" in page for page in places()] == [True] * 4
    assert "1 March" not in " ".join(places())
    Enquiry._base_manager.update(closed_at=began)
    *_, page = places()
    assert "closed March 2009" in " ".join(page.split())
    assert not re.search(r"1 March|01\.03\.2009", " ".join(places()))
