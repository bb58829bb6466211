"""What is said at a further contact, and the timeline on the page of its enquiry."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.contacts.models import Contact
from bereg.enquiries.models import Enquiry, Entry
from bereg.enquiries.panels import Dated
from bereg.training import panel
from tests.opened import text_of

TOLD, SAID = "She asks for her passport.", "The heron has given it back.\nShe thanks us."


@pytest.fixture
def enquiry(desk: Client) -> Enquiry:
    pk = uuid4()
    sent = {"consent": "yes", "channel": "phone", "topics": ["documents"], "narrative": TOLD}
    assert desk.post(reverse("desk:form", args=[pk]), sent).status_code == 302
    return Enquiry._base_manager.get(pk=pk)


def address(enquiry: Enquiry) -> str:
    return reverse("desk:further_contact", args=[enquiry.pk])


def page_of(client: Client, enquiry: Enquiry) -> str:
    return client.get(reverse("desk:enquiry", args=[enquiry.pk])).content.decode()


def timeline(page: str) -> str:
    found = re.search(r'<ol class="plain-list rows timeline">(.*?)</ol>', page, re.DOTALL)
    assert found
    return found[1]


def test_what_is_said_stands_in_the_time_line_signed(desk: Client, enquiry: Enquiry, operator: User) -> None:
    sent = {"id": str(uuid4()), "channel": "visit", "said": SAID.replace("\n", "\r\n")}
    for _ in range(2):
        assert desk.post(address(enquiry), sent).status_code == 302
    page = page_of(desk, enquiry)
    shown = timeline(page)
    assert shown.count("<li>") == 2
    assert "The heron has given it back.<br>She thanks us." in shown
    assert f"Signed: <bdi>{operator}</bdi>" in shown
    assert "wrote down what was said" in page
    assert text_of(Enquiry._base_manager.get()) == TOLD


def test_a_time_that_was_typed_to_the_minute_comes_after_what_was_entered_before(
    desk: Client, enquiry: Enquiry
) -> None:
    first = Contact._base_manager.get()
    typed = first.started_at.replace(second=0, microsecond=0)
    Contact._base_manager.update(started_at=typed.replace(second=59))
    desk.post(address(enquiry), {"id": str(uuid4()), "channel": "visit", "said": SAID})
    Contact._base_manager.exclude(pk=first.pk).update(started_at=typed)
    items = timeline(page_of(desk, enquiry)).split("<li>")[1:]
    assert ["heron" in item for item in items] == [False, True]


def test_another_text_of_the_same_page_is_told_and_not_lost(desk: Client, enquiry: Enquiry) -> None:
    sent = {"id": str(uuid4()), "channel": "phone", "said": SAID}
    desk.post(address(enquiry), sent)
    answer = desk.post(address(enquiry), {**sent, "said": "The tortoise has it."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.count("The tortoise has it.") == 2  # beside what stands, and in the form
    assert "The heron has given it back." in page
    assert text_of(Entry._base_manager.get(), "text") == SAID


def test_a_wrong_date_keeps_what_was_typed(desk: Client, enquiry: Enquiry) -> None:
    answer = desk.post(address(enquiry), {"id": str(uuid4()), "started_on": "2026-02-30", "said": SAID})
    assert (answer.status_code, SAID in answer.content.decode()) == (422, True)


def test_a_text_that_is_too_long_is_said_and_nothing_recorded(desk: Client, enquiry: Enquiry) -> None:
    answer = desk.post(address(enquiry), {"id": str(uuid4()), "channel": "phone", "said": "x" * 100_001})
    page = answer.content.decode()
    assert (answer.status_code, Contact._base_manager.count()) == (422, 1)
    assert 'href="#f-said"' in page
    assert 'aria-invalid="true"' in page


def test_without_consent_the_page_asks_for_no_words_and_keeps_none(desk: Client, enquiry: Enquiry) -> None:
    desk.post(reverse("desk:withdraw", args=[enquiry.pk]))
    assert "f-said" not in desk.get(address(enquiry)).content.decode()
    sent = {"id": str(uuid4()), "channel": "phone", "said": SAID}
    answer = desk.post(address(enquiry), sent)
    page = answer.content.decode()
    assert (answer.status_code, Contact._base_manager.count()) == (409, 1)
    assert "The consent was withdrawn meanwhile" in page
    assert SAID not in page
    assert desk.post(address(enquiry), {**sent, "said": ""}).status_code == 302
    assert Contact._base_manager.count() == 2


def test_who_may_not_read_the_text_sees_that_there_is_one(desk: Client, enquiry: Enquiry, operator: User) -> None:
    desk.post(address(enquiry), {"id": str(uuid4()), "channel": "phone", "said": SAID})
    long_ago = dt.datetime(2009, 6, 17, 9, 30, tzinfo=dt.UTC)
    Enquiry._base_manager.update(assignee=None, opened_at=long_ago)
    Contact._base_manager.update(started_at=long_ago)
    shown = timeline(page_of(desk, enquiry))
    assert "heron" not in shown
    assert "not shown to you" in shown


def test_a_damaged_one_says_so(desk: Client, enquiry: Enquiry) -> None:
    desk.post(address(enquiry), {"id": str(uuid4()), "channel": "phone", "said": SAID})
    text = Entry._base_manager.get().text
    Entry._base_manager.update(text=bytes([*text[:-1], text[-1] ^ 1]))
    assert "This text cannot be opened." in timeline(page_of(desk, enquiry))


def test_another_room_offers_items_of_its_own(desk: Client, enquiry: Enquiry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any room does so by a `dated` in its module `panel`; they stand among the contacts by their time."""
    desk.post(address(enquiry), {"id": str(uuid4()), "channel": "phone", "said": SAID})
    first = Contact._base_manager.order_by("entered_at")[0]
    before = first.started_at - dt.timedelta(days=2)
    Contact._base_manager.filter(pk=first.pk).update(started_at=before)
    offered = Dated(before + dt.timedelta(days=1), "an invented consultation", "Lawyer 01")
    monkeypatch.setattr(panel, "dated", lambda *_given: [offered], raising=False)
    items = timeline(page_of(desk, enquiry)).split("<li>")[1:]
    assert ["an invented consultation" in item for item in items] == [False, True, False]
    assert "<bdi>Lawyer 01</bdi>" in items[1]
