"""The operator's first page, and contacts without an enquiry."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.audit.tests.entries import entries_on
from bereg.contacts.dispositions import WITHOUT_ENQUIRY, ByHand
from bereg.contacts.models import Contact
from bereg.counting.wording import Labels
from bereg.desk.views import today
from bereg.enquiries.models import Enquiry

RECORD = "desk:without_enquiry"


@pytest.mark.parametrize("by_hand", WITHOUT_ENQUIRY, ids=lambda each: each.disposition)
def test_a_contact_without_enquiry_takes_one_confirmation(desk: Client, operator: User, by_hand: ByHand) -> None:
    sent = {"id": str(uuid4()), "disposition": by_hand.disposition}
    asked = desk.post(reverse(RECORD), sent)
    assert "Record this contact?" in asked.content.decode()
    assert not Contact._base_manager.exists()
    assert desk.post(reverse(RECORD), {**sent, "confirmed": "yes"})["Location"] == reverse("desk:today")
    contact = Contact._base_manager.get()
    assert (contact.disposition, contact.operator, contact.channel) == (by_hand.disposition, operator, "phone")
    assert [entry.action for entry in entries_on(contact)] == ["contact.recorded"]


def test_a_key_pressed_twice_is_one_contact_and_counts_apart(desk: Client) -> None:
    sent = {"id": str(uuid4()), "disposition": "silent", "confirmed": "yes"}
    for _ in range(2):
        desk.post(reverse(RECORD), sent)
    desk.post(reverse("desk:form", args=[uuid4()]), {"consent": "no"})
    page = desk.get(reverse("desk:today")).content.decode()
    assert Contact._base_manager.count() == 2
    assert Enquiry._base_manager.count() == 1
    for name, count in (("contacts", 2), ("enquiries", 1), ("without", 1)):
        assert f'id="count-{name}">{count}<' in page


@pytest.mark.parametrize("disposition", ["enquiry", "lost", "", "moon"])
def test_only_what_an_operator_may_choose_is_recorded(desk: Client, disposition: str) -> None:
    sent = {"id": str(uuid4()), "disposition": disposition, "confirmed": "yes"}
    assert desk.post(reverse(RECORD), sent).status_code == 404
    assert not Contact._base_manager.exists()


def test_danger_stands_first_among_the_open(desk: Client) -> None:
    for urgency in ("normal", "danger", "soon"):
        desk.post(reverse("desk:form", args=[uuid4()]), {"consent": "yes", "urgency": urgency})
    page = desk.get(reverse("desk:today")).content.decode()
    found = [page.index(Enquiry._base_manager.get(urgency=each).number) for each in ("danger", "soon", "normal")]
    assert found == sorted(found)


def test_shortcuts_can_be_switched_off(desk: Client, operator: User) -> None:
    desk.post(reverse("accounts:shortcuts"), {"on": "no"})
    operator.refresh_from_db()
    assert not operator.shortcuts
    assert "no-shortcuts" in desk.get(reverse("desk:today")).content.decode()


def test_unusual_months_beyond_those_that_are_shown_are_counted(
    client: Client, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today, "MOST_SIGNALS", 1)
    monkeypatch.setattr(today, "waiting_signals", lambda _person: [SimpleNamespace(centre="moscow")] * 3)
    for name in ("sentence", "address_of"):
        monkeypatch.setattr(today, name, lambda *_given: "Unusual")
    monkeypatch.setattr(Labels, "centre", lambda _labels, _code: "Moscow")
    client.force_login(supervisor)
    page = client.get(reverse("desk:today"))
    assert len(page.context["signals"]) == 1
    assert "and 2 more" in page.content.decode()
