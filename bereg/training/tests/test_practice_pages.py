"""The pages of a practice: what each of the two sees, what they type again never, and what is refused."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.training import actions
from bereg.training.models import Practice
from bereg.vault.models import Key
from conftest import make_user
from tests.opened import code_word_of, text_of
from tests.typed_material import publish_with_a_text

TOLD = "Anna Berezova lost her passport AB 1234567. Her number is +7 900 000-00-16."
PROPOSED = "[name] lost her passport [document]. Her number is [telephone]."
FORM = {
    "consent": "yes",
    "topics": ["documents"],
    "a-enquirer": "migrant",
    "a-gender": "female",
    "a-citizenship": "UZ",
    "a-source": "leaflet",
    "a-material": "leaflet 16",
    "narrative": TOLD,
    "call_back": "Anna, 00@example.org",
}


@pytest.fixture
def enquiry(desk: Client) -> Enquiry:
    publish_with_a_text()
    pk = uuid4()
    assert desk.post(reverse("desk:form", args=[pk]), FORM).status_code == 302
    return Enquiry._base_manager.get(pk=pk)


@pytest.fixture
def intern(centre: Centre) -> User:
    return make_user(centre, Role.INTERN, "Intern 05")


@pytest.fixture
def school(intern: User) -> Client:
    """The browser of the intern."""
    browser = Client()
    browser.force_login(intern)
    return browser


@pytest.fixture
def practice(desk: Client, enquiry: Enquiry, intern: User) -> Practice:
    assert give(desk, enquiry, intern).status_code == 302
    return Practice._base_manager.get()


def give(desk: Client, enquiry: Enquiry, intern: User, **other: str) -> HttpResponse:
    typed = {"version": "1", "intern": str(intern.pk), "masked": PROPOSED, "confirmed": "on", **other}
    return post(desk, "give_practice", enquiry, **typed)


OF_THE_DESK = {"enquiry", "withdraw", "correct"}


def address(name: str, *records: Any) -> str:
    """The address of a page of this room, or of the enquiry's own."""
    return reverse(f"{'desk' if name in OF_THE_DESK else 'training'}:{name}", args=records)


def post(browser: Client, name: str, record: Any, **typed: str) -> HttpResponse:
    return browser.post(address(name, record.pk), typed)  # type: ignore[return-value]


def page(browser: Client, name: str, *records: Any) -> str:
    answer = browser.get(address(name, *(each.pk for each in records)))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_proposal_stands_beside_the_original(desk: Client, enquiry: Enquiry, intern: User) -> None:
    assert reverse("training:give_practice", args=[enquiry.pk]) in page(desk, "enquiry", enquiry)
    shown = page(desk, "give_practice", enquiry)
    assert PROPOSED in shown
    assert "<mark>Anna Berezova</mark> lost her passport <mark>AB 1234567</mark>." in shown
    assert "00@example.org" not in shown  # looked for, and not shown


def test_nothing_is_given_that_nobody_confirmed(desk: Client, enquiry: Enquiry, intern: User) -> None:
    answer = give(desk, enquiry, intern, confirmed="", masked="My own words")
    assert (answer.status_code, Practice._base_manager.count()) == (422, 0)
    assert "My own words" in answer.content.decode()


def test_what_stands_unmasked_is_named_and_refused(desk: Client, enquiry: Enquiry, intern: User) -> None:
    answer = give(desk, enquiry, intern, masked="Write to 00@example.org or call +7 900 000-00-16.")
    said = answer.content.decode()
    assert (answer.status_code, Practice._base_manager.count()) == (422, 0)
    assert "it can point at somebody: 00@example.org, +7 900 000-00-16" in said


def test_a_name_that_is_put_back_needs_a_decision(desk: Client, enquiry: Enquiry, school: Client, intern: User) -> None:
    put_back = PROPOSED.replace("[name]", "Zuhra")
    answer = give(desk, enquiry, intern, masked=put_back)
    said = answer.content.decode()
    assert (answer.status_code, Practice._base_manager.count()) == (422, 0)
    assert "Decide on 1 finding" in said
    assert "<mark>Zuhra</mark> lost her passport" in said
    [field] = set(re.findall(r'name="(findings-[0-9a-f]+)"', said))
    assert give(desk, enquiry, intern, masked=put_back, **{field: "anything"}).status_code == 422
    assert (
        give(desk, enquiry, intern, masked=put_back.replace("lost", "gave"), **{field: "agreed_to"}).status_code == 422
    )
    assert give(desk, enquiry, intern, masked=put_back, **{field: "remove"}).status_code == 302
    assert PROPOSED in page(school, "practice", Practice._base_manager.get())


def test_a_name_may_be_kept_with_a_reason(desk: Client, enquiry: Enquiry, intern: User) -> None:
    said = give(desk, enquiry, intern, masked="Zuhra asks.").content.decode()
    [field] = set(re.findall(r'name="(findings-[0-9a-f]+)"', said))
    assert give(desk, enquiry, intern, masked="Zuhra asks.", **{field: "not_identifying"}).status_code == 302
    assert len(re.findall(r'value="agreed_to"', said)) == 1
    assert Practice._base_manager.count() == 1


def test_a_number_may_be_kept_for_no_reason(desk: Client, enquiry: Enquiry, intern: User) -> None:
    number = give(desk, enquiry, intern, masked="Call 900 000-00-16.").content.decode()
    [field] = set(re.findall(r'name="(findings-[0-9a-f]+)"', number))
    assert 'value="agreed_to"' not in number
    assert give(desk, enquiry, intern, masked="Call 900 000-00-16.", **{field: "agreed_to"}).status_code == 422


def test_a_text_corrected_meanwhile_is_masked_anew(desk: Client, enquiry: Enquiry, intern: User) -> None:
    assert post(desk, "correct", enquiry, **{**FORM, "narrative": "Other.", "version": "1"}).status_code == 302  # type: ignore[arg-type]
    answer = give(desk, enquiry, intern)
    said = answer.content.decode()
    assert (answer.status_code, Practice._base_manager.count()) == (409, 0)
    assert "Other." in said
    assert PROPOSED in said
    assert 'name="confirmed"' in said
    assert " checked" not in said  # nobody has read it beside what stands now
    assert give(desk, enquiry, intern, version="2").status_code == 302


def test_without_a_text_or_an_intern_there_is_nothing_to_give(desk: Client, enquiry: Enquiry) -> None:
    assert "No intern works at this centre" in page(desk, "give_practice", enquiry)
    Enquiry._base_manager.filter(pk=enquiry.pk).update(narrative=b"")
    assert desk.get(reverse("training:give_practice", args=[enquiry.pk])).status_code == 302
    assert reverse("training:give_practice", args=[enquiry.pk]) not in page(desk, "enquiry", enquiry)


def test_an_intern_begins_with_practice_and_sees_the_masked_case_alone(
    school: Client, practice: Practice, enquiry: Enquiry
) -> None:
    assert school.get(reverse("desk:today")).headers["Location"] == reverse("training:practices")
    listed, shown = page(school, "practices"), page(school, "practice", practice)
    assert PROPOSED in shown
    assert "migrant" in shown
    kept = [enquiry.number, code_word_of(enquiry), str(enquiry.pk), "Anna", "1234567", "900 000", "00@example.org"]
    kept += ["leaflet", "Uzbekistan", "female", "Operator"]
    for words in kept:
        assert words not in listed + shown, words
    for name in ("enquiry", "give_practice", "review_practice"):
        record = practice if name == "review_practice" else enquiry
        assert school.get(address(name, record.pk)).status_code == 403
    assert school.get(reverse("desk:find")).status_code == 403


def test_another_interns_case_is_like_none(practice: Practice, centre: Centre) -> None:
    other = Client()
    other.force_login(make_user(centre, Role.INTERN, "Intern 06"))
    theirs, missing = (other.get(reverse("training:practice", args=[pk])) for pk in (practice.pk, uuid4()))
    assert (theirs.status_code, theirs.content) == (404, missing.content)


def test_a_draft_is_kept_sent_sent_back_and_taken_in(
    school: Client, desk: Client, practice: Practice, enquiry: Enquiry
) -> None:
    assert post(school, "practice", practice, version="1", text="Half", act="keep").status_code == 302
    assert "Half" in page(school, "practice", practice)
    other = post(school, "practice", practice, version="1", text="From another tab", act="keep")
    assert other.status_code == 409
    assert all(words in other.content.decode() for words in ("What stands now", "Half", "From another tab"))
    assert "Half" not in page(desk, "review_practice", practice)  # not sent yet
    assert post(school, "practice", practice, version="2", text=" ", act="send").status_code == 422
    assert post(school, "practice", practice, version="2", text="Ask at the desk.", act="send").status_code == 302
    stale = post(school, "practice", practice, version="2", text="Quickly other", act="send")
    assert (stale.status_code, "Quickly other" in stale.content.decode()) == (409, True)
    review = page(desk, "review_practice", practice)
    assert all(words in review for words in ("Ask at the desk.", PROPOSED, TOLD))
    assert "a draft waits for you" in page(desk, "given_practices")
    assert post(desk, "send_practice_back", practice, version="3", remark="").status_code == 422
    assert post(desk, "send_practice_back", practice, version="3", remark="Which desk?").status_code == 302
    assert "Which desk?" in page(school, "practice", practice)
    assert post(school, "practice", practice, version="4", text="Ask at desk 2.", act="send").status_code == 302
    assert post(desk, "accept_practice", practice, version="5", enquiry="1").status_code == 302
    history = page(desk, "enquiry", enquiry)
    assert "took in a text written by Intern 05" in history
    assert text_of(Enquiry._base_manager.get(pk=enquiry.pk)).endswith("Ask at desk 2.")
    assert school.get(reverse("training:practice", args=[practice.pk])).status_code == 404
    assert not Key.objects.filter(record=practice.pk).exists()


@pytest.mark.parametrize("versions", ["2 9", "9 1", "x 1", "2 x"])
def test_what_changed_meanwhile_is_shown_and_not_taken_in(
    school: Client, desk: Client, practice: Practice, enquiry: Enquiry, versions: str
) -> None:
    post(school, "practice", practice, version="1", text="Ask at the desk.", act="send")
    draft, version = versions.split()
    answer = post(desk, "accept_practice", practice, version=draft, enquiry=version)
    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("Nothing is stored", TOLD, "Ask at the desk."))
    back = post(desk, "send_practice_back", practice, version="9", remark="Keep my remark")
    assert (back.status_code, "Keep my remark" in back.content.decode()) == (409, True)
    assert text_of(Enquiry._base_manager.get(pk=enquiry.pk)) == TOLD


def test_a_begun_correction_is_finished_first(school: Client, desk: Client, practice: Practice) -> None:
    post(school, "practice", practice, version="1", text="Ask at the desk.", act="send")
    typed: Any = {**FORM, "version": "1"}
    assert desk.post(reverse("desk:correction_draft", args=[practice.enquiry_id]), typed).status_code == 200
    answer = post(desk, "accept_practice", practice, version="2", enquiry="1")
    assert (answer.status_code, "begun to correct" in answer.content.decode()) == (409, True)


def test_what_cannot_be_opened_is_said_in_its_place(
    school: Client, desk: Client, practice: Practice, enquiry: Enquiry
) -> None:
    post(school, "practice", practice, version="1", text="Ask at the desk.", act="send")
    Key.objects.filter(record=practice.pk).delete()
    assert "This text cannot be opened." in page(school, "practice", practice)
    assert "This text cannot be opened." in page(desk, "review_practice", practice)
    answer = post(desk, "accept_practice", practice, version="2", enquiry="1")
    assert (answer.status_code, "nothing is stored" in answer.content.decode()) == (409, True)
    Key.objects.filter(record=enquiry.pk).delete()
    shown = page(desk, "give_practice", enquiry)
    assert "This text cannot be opened." in shown
    assert "<textarea" not in shown


def test_what_was_masked_stays_where_it_can_be_given_no_more(desk: Client, enquiry: Enquiry, intern: User) -> None:
    User.objects.filter(pk=intern.pk).update(closed_at=timezone.now())
    without = give(desk, enquiry, intern, masked="My own words")
    assert (without.status_code, "My own words" in without.content.decode()) == (422, True)
    User.objects.filter(pk=intern.pk).update(closed_at=None)
    Key.objects.filter(record=enquiry.pk).delete()
    closed = give(desk, enquiry, intern, masked="My own words")
    assert (closed.status_code, "My own words" in closed.content.decode()) == (409, True)


def test_a_draft_and_a_remark_stay_where_they_can_be_stored_no_more(
    school: Client, desk: Client, practice: Practice
) -> None:
    post(school, "practice", practice, version="1", text="Ask at the desk.", act="send")
    assert post(desk, "send_practice_back", practice, version="2", remark="Of the faster").status_code == 302
    slower = post(desk, "send_practice_back", practice, version="2", remark="Of the slower")
    assert slower.status_code == 409
    assert all(words in slower.content.decode() for words in ("Of the faster", "Of the slower"))
    Key.objects.filter(record=practice.pk).delete()
    stale = post(school, "practice", practice, version="1", text="My draft", act="keep")
    assert (stale.status_code, "My draft" in stale.content.decode()) == (409, True)


def test_what_ends_while_a_request_is_on_its_way_is_like_none(
    school: Client, desk: Client, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if a colleague handed the enquiry over, or the week ended, after the page looked and before it acted."""

    def too_late(**_: object) -> None:
        raise actions.NotYourPracticeError

    for name in ("write", "accept", "send_back", "take_back"):
        monkeypatch.setattr(actions, name, too_late)
    typed = {"version": "1", "text": "x", "act": "keep", "remark": "x", "enquiry": "1"}
    assert post(school, "practice", practice, **typed).status_code == 404
    for name in ("accept_practice", "send_practice_back", "take_practice_back"):
        assert post(desk, name, practice, **typed).status_code == 404
