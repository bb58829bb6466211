"""A form whose answer was lost comes again, and somebody typed on: both texts are shown and nothing is lost."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.enquiries.actions import assign_enquiry, correct_enquiry
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Draft, Enquiry
from bereg.enquiries.tests.conftest import a_matter
from bereg.vault.models import Key
from conftest import make_user
from tests.opened import text_of

FIRST = {
    "consent": "yes",
    "channel": "phone",
    "started_on": "2026-11-20",
    "started_time": "10:30",
    "language": "ru",
    "narrative": "Asks about wages.",
    "call_back": "00@example.org",
    "topics": ["quota"],
}
MORE = {**FIRST, "narrative": "Asks about wages.\nAnd about the passport."}


@pytest.fixture
def pk(desk: Client) -> UUID:
    """A form that was saved, whose answer was lost."""
    form = uuid4()
    assert send(desk, form, FIRST).status_code == 302
    return form


def send(desk: Client, pk: UUID, fields: dict[str, Any]) -> Any:
    return desk.post(reverse("desk:form", args=[pk]), fields)


def stored() -> Enquiry:
    return Enquiry._base_manager.get()


def sent_on(page: str) -> tuple[str, str]:
    """Return where a page's form goes, and the version that it stands over."""
    form = re.search(r'<form id="work" method="post" action="([^"]+)"', page)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert form
    return form[1], version[1] if version else ""


def test_the_same_form_again_is_saved_and_opens_nothing(desk: Client, pk: UUID) -> None:
    before = entries_on(stored()).count()
    for fields in (FIRST, {**FIRST, "narrative": "Asks about wages.", "without": ""}):
        assert send(desk, pk, fields)["Location"] == reverse("desk:saved", args=[pk])
    assert entries_on(stored()).count() == before
    assert Contact._base_manager.count() == 1


def test_a_form_that_comes_again_takes_no_number(desk: Client, pk: UUID) -> None:
    send(desk, pk, FIRST)
    send(desk, uuid4(), FIRST)
    first, second = (each.number for each in Enquiry._base_manager.order_by("number"))
    assert int(second[-5:]) == int(first[-5:]) + 1


def test_who_typed_on_after_a_lost_answer_loses_nothing(desk: Client, pk: UUID) -> None:
    answer = send(desk, pk, MORE)
    page = answer.content.decode()
    assert (answer.status_code, stored().version) == (409, 1)
    assert text_of(stored()) == "Asks about wages."
    for shown in ("This form was saved already", stored().number, "Asks about wages.", "And about the passport."):
        assert shown in page
    address, version = sent_on(page)
    assert (address, version) == (reverse("desk:correct", args=[pk]), "1")
    assert desk.post(address, {**MORE, "version": version}).status_code == 302  # Ctrl+Enter once more
    assert text_of(stored()) == MORE["narrative"]
    assert (Enquiry._base_manager.count(), Draft._base_manager.count()) == (1, 0)


@pytest.mark.parametrize(
    "changed",
    [
        {"narrative": "asks about wages."},
        {"call_back": ""},
        {"topics": []},
        {"urgency": "soon"},
        {"consent": "no", "without": "yes"},
    ],
)
def test_any_other_content_is_another_one(desk: Client, pk: UUID, changed: dict[str, Any]) -> None:
    assert send(desk, pk, {**FIRST, **changed}).status_code == 409


def test_what_is_not_kept_without_consent_makes_no_difference(desk: Client) -> None:
    form = uuid4()
    for text in ("One.", "Two."):
        assert send(desk, form, {**FIRST, "consent": "no", "without": "yes", "narrative": text}).status_code == 302


def test_another_contact_is_told_and_stays_as_it_was(desk: Client, pk: UUID) -> None:
    answer = send(desk, pk, {**MORE, "language": "uz", "started_time": "10:31"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("10:30" in page, "10:31" in page, "stays as it was recorded first" in page) == (True, True, True)
    assert Contact._base_manager.get().language == "ru"


def test_the_first_form_again_is_saved_though_a_colleague_corrected_it(
    desk: Client, pk: UUID, supervisor: User
) -> None:
    correct_enquiry(enquiry=stored(), version=1, matter=a_matter(), by=supervisor)
    assert send(desk, pk, FIRST).status_code == 302
    answer = send(desk, pk, MORE)
    assert (answer.status_code, sent_on(answer.content.decode())[1]) == (409, "2")
    assert text_of(stored()) == a_matter().narrative


def test_a_consent_that_was_withdrawn_meanwhile_does_not_come_back_by_one_key(
    desk: Client, pk: UUID, operator: User
) -> None:
    withdraw_consent(enquiry=stored(), by=operator)
    for fields in (FIRST, MORE):
        answer = send(desk, pk, fields)
        page = answer.content.decode()
        assert (answer.status_code, "the consent was withdrawn since" in page) == (409, True)
        assert fields["narrative"] in page
        assert re.search(r'value="withdrawn"[^>]* checked', page)
    address, version = sent_on(page)
    assert desk.post(address, {**MORE, "version": version, "consent": "withdrawn"}).status_code == 302
    assert (stored().consent, stored().narrative, bytes(stored().form_digest)) == ("withdrawn", b"", b"")


def test_who_may_not_correct_it_any_more_keeps_their_text(
    desk: Client, pk: UUID, supervisor: User, centre: Centre
) -> None:
    assign_enquiry(enquiry=stored(), version=1, to=make_user(centre, Role.LAWYER, "Lawyer 01"), by=supervisor)
    answer = send(desk, pk, MORE)
    page = answer.content.decode()
    assert (answer.status_code, "And about the passport." in page) == (409, True)
    assert page.count("00@example.org") == 1  # what they typed themselves
    assert text_of(stored()) == "Asks about wages."


def test_a_forged_id_shows_nothing_of_another_centre(pk: UUID, other_operator: User) -> None:
    theirs = Client()
    theirs.force_login(other_operator)
    guess = {"consent": "yes", "narrative": "A guess."}
    answer = send(theirs, pk, guess)
    page = answer.content.decode()
    assert (answer.status_code, "A guess." in page) == (409, True)
    assert [told for told in ("Asks about wages.", stored().number, "00@example.org") if told in page] == []
    # Their text goes on under an id of its own.
    address, _ = sent_on(page)
    assert address != reverse("desk:form", args=[pk])
    assert theirs.post(address, guess).status_code == 302
    assert Enquiry._base_manager.count() == 2


def test_a_text_that_cannot_be_opened_is_not_written_over(desk: Client, pk: UUID) -> None:
    Key.objects.filter(record=pk, kind="narrative").delete()
    answer = send(desk, pk, MORE)
    page = answer.content.decode()
    assert (answer.status_code, 'name="unopened" value="narrative"' in page) == (409, True)
    assert "And about the passport." in page


def test_a_form_that_was_saved_joins_no_other_enquiry(desk: Client, pk: UUID) -> None:
    other = uuid4()
    send(desk, other, FIRST)
    number = Enquiry._base_manager.get(pk=other).number
    answer = send(desk, pk, {**FIRST, "act": "join", "joins": number})
    assert (answer.status_code, "used already" in answer.content.decode()) == (409, True)
    address, _ = sent_on(answer.content.decode())
    assert desk.post(address, {**FIRST, "act": "join", "joins": number}).status_code == 302
    assert Enquiry._base_manager.get(pk=other).contact_links.count() == 2


def test_a_further_contact_sent_again_with_other_words_is_told(desk: Client, pk: UUID) -> None:
    address = reverse("desk:further_contact", args=[pk])
    sent = {"id": str(uuid4()), "channel": "phone", "started_on": "2026-11-21", "started_time": "09:00"}
    for _ in range(2):
        assert desk.post(address, sent).status_code == 302
    answer = desk.post(address, {**sent, "channel": "visit"})
    page = answer.content.decode()
    assert (answer.status_code, Contact._base_manager.count()) == (409, 2)
    assert "That contact stays as it is" in page
    own = re.search(r'name="id" value="([^"]+)"', page)
    assert own
    assert own[1] != sent["id"]
    assert desk.post(address, {**sent, "channel": "visit", "id": own[1]}).status_code == 302
    assert sorted(Contact._base_manager.values_list("channel", flat=True)) == ["phone", "phone", "visit"]


def test_another_key_of_a_page_that_recorded_one_contact_is_told(desk: Client, operator: User) -> None:
    address = reverse("desk:without_enquiry")
    sent = {"id": str(uuid4()), "disposition": "silent", "channel": "phone", "confirmed": "yes"}
    for _ in range(2):  # without a time: each is the moment of the sending
        assert desk.post(address, sent).status_code == 302
    answer = desk.post(address, {**sent, "disposition": "wrong_number"})
    page = answer.content.decode()
    assert (answer.status_code, Contact._base_manager.get().disposition) == (409, "silent")
    own = re.search(r'name="id" value="([^"]+)"', page)
    assert own
    assert desk.post(address, {**sent, "disposition": "wrong_number", "id": own[1]}).status_code == 302
    assert Contact._base_manager.count() == 2
