"""What was registered by mistake leaves the figures and stays in the audit log."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit.tests.entries import entries_on
from bereg.contacts.corrections import mark_mistaken
from bereg.contacts.models import Contact
from bereg.enquiries.models import Enquiry
from tests.counted import counted


def month() -> dt.date:
    return timezone.localdate().replace(day=1)


def register(desk: Client) -> Enquiry:
    desk.post(reverse("desk:form", args=[uuid4()]), {"consent": "yes", "topics": ["quota"]})
    return Enquiry._base_manager.latest("entered_at")


def mark(desk: Client, enquiry: Enquiry, **sent: Any) -> Any:
    return desk.post(reverse("desk:mistake", args=[enquiry.pk]), {"version": enquiry.version, **sent})


def silent(desk: Client) -> Contact:
    desk.post(reverse("desk:without_enquiry"), {"id": str(uuid4()), "disposition": "silent", "confirmed": "yes"})
    return Contact._base_manager.latest("entered_at")


def acts(record: Any) -> list[tuple[str, str]]:
    """Return what was noted of a mistake, and why."""
    return [
        (entry.action.partition(".")[2], entry.because) for entry in entries_on(record) if "mistake" in entry.action
    ]


def test_an_enquiry_by_mistake_is_not_counted_until_that_is_taken_back(desk: Client, operator: User) -> None:
    enquiry = register(desk)
    assert counted(month()) == (1, 1)
    assert mark(desk, enquiry, because="twice").status_code == 302
    assert counted(month()) == (0, 0)
    page = desk.get(reverse("desk:today")).content.decode()
    assert enquiry.number not in page
    for name in ("contacts", "enquiries"):
        assert f'id="count-{name}">0<' in page
    file = desk.get(reverse("desk:enquiry", args=[enquiry.pk])).content.decode()
    assert "registered twice" in file
    assert "by mistake" in desk.get(reverse("desk:find")).content.decode()
    desk.post(reverse("desk:reopen", args=[enquiry.pk]))
    marked = Enquiry._base_manager.get()
    assert marked.closed_at  # reopening alone would put it among the open ones
    assert mark(desk, marked, act="take_back").status_code == 302
    assert counted(month()) == (1, 1)
    stands = Enquiry._base_manager.get()
    assert (stands.mistake, stands.closed_at) == ("", None)
    for record in (enquiry, Contact._base_manager.get()):
        assert acts(record) == [("mistaken", "twice"), ("mistake_taken_back", "twice")]
    assert {entry.actor for entry in entries_on(enquiry)} == {str(operator.pk)}


@pytest.mark.parametrize("because", ["", "moon", "undone"])
def test_a_reason_of_the_list_is_asked_for(desk: Client, because: str) -> None:
    enquiry = register(desk)
    assert mark(desk, enquiry, because=because).status_code == 422
    assert not Enquiry._base_manager.get().mistake


def test_a_closed_month_keeps_what_it_counts(desk: Client) -> None:
    enquiry, contact = register(desk), silent(desk)
    for model in (Enquiry, Contact):
        model._base_manager.update(counted_in=month())
    mark(desk, enquiry, because="twice")
    desk.post(reverse("desk:mistaken_contact", args=[contact.pk]), {"because": "twice"})
    assert not Enquiry._base_manager.get().mistake
    assert not Contact._base_manager.exclude(mistake="").exists()


def test_only_who_may_correct_it_says_so(desk: Client, other_operator: User) -> None:
    enquiry = register(desk)
    stranger = Client()
    stranger.force_login(other_operator)
    assert mark(stranger, enquiry, because="twice").status_code == 404
    Enquiry._base_manager.update(assignee=other_operator)
    mark(desk, enquiry, because="twice")
    assert not Enquiry._base_manager.get().mistake


def test_a_key_is_taken_back_within_a_minute(desk: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        contact = silent(desk)
        undo = reverse("desk:undo_contact", args=[contact.pk])
        assert undo in desk.get(reverse("desk:today")).content.decode()
        clock.shift(59)
        desk.post(undo)
        assert Contact._base_manager.get().mistake == "undone"
        assert 'id="count-contacts">0<' in desk.get(reverse("desk:today")).content.decode()
        later = silent(desk)
        clock.shift(61)
        assert reverse("desk:undo_contact", args=[later.pk]) not in desk.get(reverse("desk:today")).content.decode()
        answer = desk.post(reverse("desk:undo_contact", args=[later.pk]))
        assert answer["Location"] == reverse("desk:contact", args=[later.pk])
        assert not Contact._base_manager.get(pk=later.pk).mistake
    assert acts(contact) == [("mistaken", "undone")]


def test_a_key_that_is_taken_back_twice_or_twice_at_once_says_that_it_is(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = silent(desk)
    undo = reverse("desk:undo_contact", args=[contact.pk])

    def at_once(**sent: Any) -> None:
        mark_mistaken(**sent)
        mark_mistaken(**sent)

    monkeypatch.setattr("bereg.desk.views.contacts.mark_mistaken", at_once)
    for _ in range(2):
        answer = desk.post(undo)
        assert answer["Location"] == reverse("desk:today")
        assert "Taken back. It is not counted." in desk.get(answer["Location"]).content.decode()
    assert acts(contact) == [("mistaken", "undone")]


def test_a_contact_by_mistake_leaves_the_figures_and_comes_back(desk: Client) -> None:
    contact = silent(desk)
    address = reverse("desk:mistaken_contact", args=[contact.pk])
    desk.post(address, {"because": "nobody"})
    assert counted(month()) == (0, 0)
    assert "nobody reached us" in desk.get(reverse("desk:contact", args=[contact.pk])).content.decode()
    assert "by mistake" in desk.get(reverse("desk:contacts")).content.decode()
    for sent in (
        {"because": "twice"},
        {"because": "nobody"},
        {},
    ):  # by a colleague, or pressed twice
        desk.post(address, sent)
        assert counted(month()) == (0, 0)
    for _again in range(2):
        desk.post(address, {"act": "take_back"})
        assert counted(month()) == (0, 1)
    assert acts(contact) == [("mistaken", "nobody"), ("mistake_taken_back", "nobody")]


def test_a_contact_of_an_enquiry_goes_with_the_enquiry_alone(desk: Client) -> None:
    enquiry = register(desk)
    desk.post(reverse("desk:mistaken_contact", args=[enquiry.pk]), {"because": "twice"})
    assert not Contact._base_manager.get().mistake


def test_an_untouched_form_asks_first(desk: Client) -> None:
    address = reverse("desk:form", args=[uuid4()])
    sent = {"channel": "phone", "started_time": "00:00", "consent": "not_asked"}
    answer = desk.post(address, sent)
    assert answer.status_code == 422
    assert "Nothing is noted on this form" in answer.content.decode()
    assert not Contact._base_manager.exists()
    assert desk.post(address, {**sent, "untouched": "yes"}).status_code == 302
    for touched in ({"topics": ["quota"]}, {"consent": "no"}, {"language": "uz"}, {"anonymous": "yes"}):
        assert desk.post(reverse("desk:form", args=[uuid4()]), {**sent, **touched}).status_code == 302
