"""The pages: the panel on the enquiry, the form, the list."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.consultations import actions, views
from bereg.consultations.models import Consultation
from bereg.consultations.tests.conftest import NOTED, assign, given, stands, written
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.panels import dated_on
from tests.opened import text_of


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def sent(**changes: Any) -> dict[str, Any]:
    usual = {"kind": "support", "way": "phone", "minutes": "35", "given_on": timezone.localdate().isoformat()}
    return {**usual, "id": str(uuid4()), "note": NOTED, "version": "1", **changes}


def new_of(enquiry: Enquiry) -> str:
    return reverse("consultations:new_consultation", args=[enquiry.pk])


def page_of(consultation: Consultation) -> str:
    return reverse("consultations:consultation", args=[consultation.pk])


def file_of(enquiry: Enquiry) -> str:
    return reverse("desk:enquiry", args=[enquiry.pk])


def test_operators_and_supervisors_see_that_there_was_one_and_no_note(
    consultation: Consultation, enquiry: Enquiry, operator: User, supervisor: User, lawyer: User
) -> None:
    for person in (operator, supervisor):
        browser = browser_of(person)
        shown = browser.get(file_of(enquiry)).content.decode()
        assert "advice on the person&#x27;s own matter" in shown
        assert "50 minutes" in shown
        assert NOTED not in shown
        assert page_of(consultation) not in shown
        assert browser.get(page_of(consultation)).status_code in {403, 404}
    assert page_of(consultation) in browser_of(lawyer).get(file_of(enquiry)).content.decode()


def test_it_is_written_from_the_page_of_the_enquiry(enquiry: Enquiry, lawyer: User, other_lawyer: User) -> None:
    browser = browser_of(lawyer)
    assert new_of(enquiry) in browser.get(file_of(enquiry)).content.decode()
    page = browser.get(new_of(enquiry)).content.decode()
    assert other_lawyer.name in page
    done = browser.post(new_of(enquiry), sent(readers=[str(other_lawyer.pk)], language="uz", with_interpreter="on"))
    assert (done.status_code, done["Location"]) == (302, file_of(enquiry))
    made = Consultation._base_manager.get()
    assert (made.author, made.profession, made.language, made.with_interpreter) == (lawyer, "lawyer", "uz", True)
    assert text_of(made, "note") == NOTED
    assert NOTED in browser_of(other_lawyer).get(page_of(made)).content.decode()
    assert page_of(made) in browser_of(other_lawyer).get(reverse("consultations:consultations")).content.decode()


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(enquiry: Enquiry, lawyer: User) -> None:
    browser = browser_of(lawyer)
    for wrong in ({"minutes": "0"}, {"minutes": "1441"}, {"kind": "no"}, {"given_on": "2030-01-01"}, {"way": ""}):
        answer = browser.post(new_of(enquiry), sent(**wrong))
        assert answer.status_code == 422, wrong
        assert NOTED in answer.content.decode()
    assert not Consultation._base_manager.exists()


def test_a_form_that_comes_again_is_done_or_shows_both_texts(enquiry: Enquiry, lawyer: User) -> None:
    browser, form = browser_of(lawyer), sent()
    answers = [browser.post(new_of(enquiry), form) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    other = browser.post(new_of(enquiry), {**form, "note": "Another one."})
    assert other.status_code == 409
    assert NOTED in other.content.decode()
    assert "Another one." in other.content.decode()
    made = Consultation._base_manager.get()
    assert text_of(made, "note") == NOTED
    saved = browser.post(page_of(made), {**form, "note": "Another one.", "version": str(made.version)})
    assert saved.status_code == 302
    assert text_of(stands(made), "note") == "Another one."


def test_a_form_that_comes_again_with_another_reader_is_not_called_done(
    enquiry: Enquiry, lawyer: User, other_lawyer: User
) -> None:
    browser, form = browser_of(lawyer), sent()
    assert browser.post(new_of(enquiry), form).status_code == 302
    again = browser.post(new_of(enquiry), {**form, "readers": [str(other_lawyer.pk)]})
    assert again.status_code == 409
    assert f'value="{other_lawyer.pk}"' in again.content.decode()
    assert not Consultation._base_manager.get().readers.exists()


def test_an_id_of_somebody_elses_is_used_for_nothing(enquiry: Enquiry, lawyer: User, operator: User) -> None:
    form = sent()
    assert browser_of(lawyer).post(new_of(enquiry), form).status_code == 302
    theirs = Consultation._base_manager.get()
    answer = browser_of(operator).post(new_of(enquiry), {**form, "note": "Mine."})
    assert answer.status_code == 409
    assert NOTED not in answer.content.decode()
    assert "Mine." in answer.content.decode()
    assert Consultation._base_manager.get() == theirs


def test_a_stale_form_shows_both_texts(consultation: Consultation, lawyer: User) -> None:
    actions.change(consultation=consultation, version=1, given=given(note="What stands."), by=lawyer)
    answer = browser_of(lawyer).post(page_of(consultation), sent(note="What I typed."))
    assert answer.status_code == 409
    assert "What stands." in answer.content.decode()
    assert "What I typed." in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()
    assert text_of(stands(consultation), "note") == "What stands."


def test_where_the_consent_went_meanwhile_the_typed_text_stays_on_the_page(
    consultation: Consultation, enquiry: Enquiry, lawyer: User, operator: User
) -> None:
    withdraw_consent(enquiry=Enquiry._base_manager.get(pk=enquiry.pk), by=operator)
    browser = browser_of(lawyer)
    for address in (new_of(enquiry), page_of(consultation)):
        answer = browser.post(address, sent(note="What I typed."))
        assert answer.status_code == 409, address
        assert "What I typed." in answer.content.decode()
        assert NOTED not in answer.content.decode()
    assert browser.get(new_of(enquiry))["Location"] == file_of(enquiry)
    assert Consultation._base_manager.get().note == b""


def test_where_the_enquiry_was_given_away_meanwhile_the_page_that_is_not_there_has_what_was_typed(
    enquiry: Enquiry, lawyer: User, operator: User
) -> None:
    """Whoever had it sees no trace of it any more; what they wrote is theirs."""
    assign(enquiry, operator)
    answer = browser_of(lawyer).post(new_of(enquiry), sent(note="What I typed, at some length: < & >."))
    page = answer.content.decode()
    assert answer.status_code == 404
    assert escape("What I typed, at some length: < & >.") in page
    assert enquiry.number not in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<textarea" not in browser_of(lawyer).get(new_of(enquiry)).content.decode()


def test_a_note_that_stands_is_not_emptied(consultation: Consultation, lawyer: User) -> None:
    assert browser_of(lawyer).post(page_of(consultation), sent(note=" ")).status_code == 422
    assert text_of(stands(consultation), "note") == NOTED


def test_the_list_holds_what_one_may_read(
    enquiry: Enquiry, lawyer: User, operator: User, other_lawyer: User, centre: Centre
) -> None:
    mine, theirs = written(enquiry, lawyer), written(enquiry, operator)
    page = browser_of(lawyer).get(reverse("consultations:consultations")).content.decode()
    assert page_of(mine) in page
    assert page_of(theirs) not in page
    assign(enquiry, other_lawyer)
    assert page_of(mine) in browser_of(other_lawyer).get(reverse("consultations:consultations")).content.decode()


def test_the_time_line_says_of_which_kind_it_was_and_how_long_and_never_the_note(
    consultation: Consultation, enquiry: Enquiry, operator: User, supervisor: User, lawyer: User
) -> None:
    said = f"Consultation: {consultation.get_kind_display()}, {consultation.minutes} minutes"
    for person in (operator, supervisor, lawyer):
        items = [item for item in dated_on(enquiry, person) if str(item.words).startswith("Consultation")]
        assert [(item.at.date(), item.words, item.who, item.template, item.shows) for item in items] == [
            (consultation.given_on, said, str(consultation.author), "", {})
        ]
    page = browser_of(operator).get(file_of(enquiry)).content.decode()
    timeline = page[page.index('id="t-timeline"') : page.index("</ol>", page.index('id="t-timeline"'))]
    assert escape(said) in timeline
    assert NOTED not in page


def test_a_list_that_is_cut_leads_to_the_older_ones(
    enquiry: Enquiry, lawyer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_SHOWN", 1)
    day = timezone.localdate()
    newest, older = (written(enquiry, lawyer, given_on=day - dt.timedelta(days=ago)) for ago in (0, 1))
    pages = [browser_of(lawyer).get(reverse("consultations:consultations"), {"page": page}) for page in ("1", "2")]
    assert [list(page.context["consultations"]) for page in pages] == [[newest], [older]]
    assert "The newest 1 are shown." in pages[0].content.decode()
    assert 'href="?page=2"' in pages[0].content.decode()
