"""Registering an enquiry through the form."""

import re
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.enquiries.models import Draft, Enquiry, Entry
from bereg.questionnaire.publishing import publish
from tests.opened import code_word_of, draft_fields_of, text_of

NOON = "2026-11-25T09:00:00Z"  # noon in Moscow
FULL: dict[str, Any] = {
    "consent": "yes",
    "a-enquirer": "migrant",
    "a-gender": "declined",
    "a-age": "unknown",
    "a-citizenship": "UZ",
    "a-work_permit": "no",
    "topics": ["work_permit", "unpaid_wages"],
    "narrative": "Asks about\r\nwages.",
    "outcome": "advised",
    "urgency": "soon",
}


def save(desk: Client, fields: dict[str, Any] | None = None, pk: UUID | None = None, **more: Any) -> Any:
    return desk.post(reverse("desk:form", args=[pk or uuid4()]), {**(fields or {}), **more})


def test_an_empty_form_saves_once_somebody_says_so(desk: Client) -> None:
    answer = save(desk, untouched="yes")
    enquiry = Enquiry._base_manager.get()
    assert answer["Location"] == reverse("desk:saved", args=[enquiry.pk])
    assert (enquiry.consent, enquiry.answers, enquiry.topics) == ("not_asked", {}, "")
    page = desk.get(answer["Location"]).content.decode()
    assert enquiry.number in page
    assert code_word_of(enquiry) in page


def test_a_default_stands_in_a_new_form_and_nowhere_else(centre: Centre, desk: Client) -> None:
    """Once somebody has typed, what they took away stays away."""
    survey = "| survey |\n| | type | name | label | default |\n| | select_one yn | q | Q | no |\n"
    choices = "| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |\n"
    publish(source=f"{survey}\n{choices}", centre=None, by=None)
    page = desk.get(reverse("desk:new_enquiry")).content.decode()
    assert re.search(r'name="a-q"[^>]*value="no"[^>]*checked', page) or re.search(
        r'value="no"[^>]*name="a-q"[^>]*checked', page
    )
    assert save(desk, {"consent": "yes"}, untouched="yes").status_code == 302
    assert Enquiry._base_manager.get().answers == {}


def test_today_is_the_day_at_the_centre(centre: Centre, desk: Client, operator: User) -> None:
    Centre.objects.filter(pk=centre.pk).update(time_zone="Asia/Vladivostok")
    source = "| survey |\n| | type | name | label | constraint |\n| | date | arrived | Arrived | . <= today() |\n"
    publish(source=source, centre=None, by=None)
    with time_machine.travel("2026-11-25T20:00:00Z", tick=False):  # the 26th has begun in Vladivostok, not in Moscow
        desk.force_login(operator)
        assert save(desk, {"consent": "yes", "a-arrived": "2026-11-27"}).status_code == 422
        assert save(desk, {"consent": "yes", "a-arrived": "2026-11-26"}).status_code == 302
    assert Enquiry._base_manager.count() == 1


def test_not_asked_declined_and_not_known_are_three_answers(desk: Client) -> None:
    save(desk, FULL)
    answers = Enquiry._base_manager.get().answers
    assert (answers["gender"], answers["age"], answers.get("education")) == ("declined", "unknown", None)
    page = desk.get(reverse("desk:enquiry", args=[Enquiry._base_manager.get().pk])).content.decode()
    assert all(text in page for text in ("declined", "does not know", "not asked"))


def test_everything_is_kept_with_consent(desk: Client, operator: User) -> None:
    save(desk, FULL)
    enquiry = Enquiry._base_manager.get()
    assert enquiry.topics == " work_permit unpaid_wages "
    assert (text_of(enquiry), enquiry.outcome, enquiry.urgency) == ("Asks about\nwages.", "advised", "soon")
    assert enquiry.answers["work_permit"] == "no"
    assert [(entry.action, entry.actor) for entry in entries_on(enquiry)] == [("enquiry.registered", str(operator.pk))]


def test_an_answer_to_a_question_that_is_not_shown_is_not_kept(desk: Client) -> None:
    save(desk, {**FULL, "a-citizenship": "RU"})
    assert "work_permit" not in Enquiry._base_manager.get().answers


def test_without_consent_only_contact_language_and_topics_are_kept(desk: Client) -> None:
    save(desk, {**FULL, "consent": "no"}, language="uz", call_back="00@example.org", without="yes")
    enquiry, contact = Enquiry._base_manager.get(), Contact._base_manager.get()
    assert (enquiry.topics, contact.language) == (" work_permit unpaid_wages ", "uz")
    assert (enquiry.answers, enquiry.narrative, enquiry.call_back, enquiry.outcome) == ({}, b"", b"", "")


def test_what_would_be_forgotten_is_asked_about_before(desk: Client) -> None:
    unasked = {**FULL, "consent": "not_asked"}
    answer = save(desk, unasked)
    assert answer.status_code == 422
    assert "Asks about" in answer.content.decode()
    assert not Enquiry._base_manager.exists()
    assert save(desk, unasked, without="yes").status_code == 302
    assert Enquiry._base_manager.get().answers == {}


@pytest.mark.parametrize(
    "relied_on", [{"outcome": "call_back"}, {"call_back": "00@example.org"}, {"urgency": "danger"}]
)
def test_after_a_no_what_somebody_would_rely_on_is_asked_about_once(desk: Client, relied_on: dict[str, str]) -> None:
    declined = {"consent": "no", "channel": "phone", **relied_on}
    asked = save(desk, declined)
    assert asked.status_code == 422
    assert "nobody is reminded of what was promised" in asked.content.decode()
    assert save(desk, declined, without="yes").status_code == 302
    saved = desk.get(reverse("desk:saved", args=[Enquiry._base_manager.get().pk])).content.decode()
    assert "no task for what was promised" in saved


def test_after_a_no_what_nobody_relies_on_is_not_asked_about(desk: Client) -> None:
    told = {"consent": "no", "outcome": "advised", "narrative": "Asks about wages.", "urgency": "normal"}
    assert save(desk, told).status_code == 302


def test_the_page_marks_all_that_is_not_kept_without_consent(desk: Client) -> None:
    page = desk.get(reverse("desk:new_enquiry")).content.decode()
    ending = page.partition('class="card ending"')[2].partition("</section>")[0]
    assert 'class="not-kept"' in ending


def test_a_form_sent_twice_is_one_enquiry(desk: Client) -> None:
    pk = uuid4()
    first, second = (save(desk, FULL, pk) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert (Enquiry._base_manager.count(), Contact._base_manager.count()) == (1, 1)


def test_a_script_is_told_where_to_go(desk: Client) -> None:
    pk = uuid4()
    answer = desk.post(reverse("desk:form", args=[pk]), FULL, headers={"X-Bereg-Script": "1"})
    assert answer.json() == {"to": reverse("desk:saved", args=[pk])}


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"started_on": "2026-02-30"}, "started_on", "There is no such date"),
        ({"started_on": "2026-11-26"}, "started_on", "has not come yet"),
        ({"started_on": "2026-11-25", "started_time": "12:30"}, "started_time", "has not come yet"),
        ({"started_on": "0001-01-01"}, "started_on", "too long ago"),
        ({"started_time": "25:00"}, "started_time", "There is no such time"),
        ({"channel": "pigeon"}, "channel", "pigeon"),
        ({"line": str(uuid4())}, "line", "valid choice"),
        ({"consent": "yes", "a-gender": "robot"}, "a-gender", "robot"),
        ({"consent": "yes", "a-source": "leaflet", "a-material": "x" * 25}, "a-material", "no code is near"),
        ({"topics": ["work_permit", "moon"]}, "topics", "moon"),
    ],
)
def test_a_bad_value_is_named_and_everything_typed_stays(
    desk: Client, operator: User, fields: dict[str, str], field: str, words: str
) -> None:
    with time_machine.travel(NOON, tick=False):
        desk.force_login(operator)
        answer = save(desk, {"narrative": "Keep this text.", "consent": "yes", **fields})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in page
    assert f'href="#f-{field}"' in page
    assert words in page
    assert "Keep this text." in page
    assert not Enquiry._base_manager.exists()


def test_a_call_is_registered_after_the_fact(desk: Client, operator: User) -> None:
    with time_machine.travel(NOON, tick=False):
        desk.force_login(operator)
        save(desk, FULL, started_on="2026-11-20", started_time="08:15")
    contact = Contact._base_manager.get()
    assert contact.started_at.isoformat() == "2026-11-20T05:15:00+00:00"
    assert contact.entered_at.isoformat() == "2026-11-25T09:00:00+00:00"


def test_a_day_without_a_time_is_known_to_the_day(desk: Client, operator: User) -> None:
    with time_machine.travel(NOON, tick=False):
        desk.force_login(operator)
        save(desk, FULL, started_on="2026-11-20")
    assert Contact._base_manager.get().precision == "day"


def test_channel_and_line_are_remembered_from_the_last_one(desk: Client, centre: Centre) -> None:
    counter = centre.lines.create(slug="moscow-counter", kind="counter", address={"": "An invented street 1"})
    save(desk, line=str(counter.pk), channel="visit")
    page = desk.get(reverse("desk:new_enquiry")).content.decode()
    assert f'<option value="{counter.pk}" selected>' in page
    assert '<option value="visit" selected>' in page


def test_another_centres_line_is_refused(desk: Client, other_centre: Centre) -> None:
    line = other_centre.lines.create(slug="astrakhan-free", kind="toll_free", address={"": "8 800 000 00 17"})
    assert save(desk, line=str(line.pk)).status_code == 422


def test_relevance_answers_with_what_changes_and_stores_nothing(desk: Client) -> None:
    shown = ["enquirer", "gender", "age", "citizenship", "education", "job_search", "source", "region"]
    answer = desk.post(reverse("desk:relevance"), {"a-citizenship": "UZ", "shown": shown})
    page = answer.content.decode()
    assert 'id="q-work_permit"' in page
    assert 'id="q-gender"' not in page
    assert desk.post(reverse("desk:relevance"), {"shown": shown}).status_code == 204
    assert not Draft._base_manager.exists()


def test_without_script_a_button_shows_what_follows(desk: Client) -> None:
    page = save(desk, {"a-citizenship": "UZ", "act": "refresh", "narrative": "Stay."}).content.decode()
    assert 'name="a-work_permit"' in page
    assert "Stay." in page
    assert not Enquiry._base_manager.exists()


@pytest.mark.parametrize("spoken", ["number", "code_word", "cyrillic"])
def test_a_further_contact_joins_the_enquiry_that_the_caller_names(desk: Client, spoken: str) -> None:
    save(desk, FULL)
    enquiry = Enquiry._base_manager.get()
    said = {
        "number": enquiry.number.lower(),
        "code_word": code_word_of(enquiry).upper().replace("-", " "),
        "cyrillic": enquiry.number.replace("MSK", "МСК").replace("-0000", "-"),
    }[spoken]
    assert enquiry.number in desk.post(reverse("desk:called_before"), {"joins": said}).content.decode()
    pk = uuid4()
    for _ in range(2):
        answer = save(desk, pk=pk, joins=said, act="join")
        assert answer["Location"] == reverse("desk:enquiry", args=[enquiry.pk])
    assert (Enquiry._base_manager.count(), Contact._base_manager.count()) == (1, 2)
    assert [entry.action for entry in entries_on(enquiry)][-1] == "enquiry.contact_joined"


def test_what_was_typed_before_goes_along_the_note_as_an_entry_the_rest_as_a_draft_correction(desk: Client) -> None:
    save(desk, FULL)
    enquiry = Enquiry._base_manager.get()
    typed = {
        "consent": "yes",
        "a-gender": "male",
        "a-education": "higher",
        "narrative": "Calls again.",
        "topics": ["quota"],
    }
    pk = uuid4()
    desk.post(reverse("desk:draft", args=[pk]), typed)
    for _ in range(2):
        answer = save(desk, typed, pk, joins=enquiry.number, act="join")
        assert answer["Location"] == reverse("desk:correct", args=[enquiry.pk])
    said = Entry._base_manager.get()
    assert (text_of(said, "text"), said.contact_id) == ("Calls again.", pk)
    fields = draft_fields_of(Draft._base_manager.get())
    assert fields["narrative"] == ["Asks about\nwages."]
    assert (fields["a-gender"], fields["a-education"]) == (["declined"], ["higher"])
    assert fields["topics"] == ["work_permit", "unpaid_wages", "quota"]
    assert Enquiry._base_manager.get().version == 1
    again = save(desk, {**typed, "narrative": "Calls once more."}, pk, joins=enquiry.number, act="join")
    assert (again.status_code, "Calls once more." in again.content.decode()) == (409, True)
    assert text_of(Entry._base_manager.get(), "text") == "Calls again."


def test_what_is_joined_goes_into_the_correction_that_was_begun_and_takes_nothing_out_of_it(desk: Client) -> None:
    save(desk, {**FULL, "call_back": "the invented number 0001", "outcome": "", "urgency": "normal"})
    enquiry = Enquiry._base_manager.get()
    begun = {**FULL, "version": "1", "narrative": "Corrected at length.", "a-gender": "female", "call_back": "0001"}
    begun |= {"outcome": "", "urgency": "normal"}
    desk.post(reverse("desk:correction_draft", args=[enquiry.pk]), begun)
    typed = {"consent": "yes", "a-gender": "male", "a-education": "higher", "call_back": "0002", "urgency": "danger"}
    for _ in range(2):
        save(desk, {**typed, "outcome": "advised"}, uuid4(), joins=enquiry.number, act="join")
    fields = draft_fields_of(Draft._base_manager.get())
    assert fields["narrative"] == ["Corrected at length."]
    assert (fields["a-gender"], fields["a-education"]) == (["female"], ["higher"])
    assert fields["call_back"] == ["0001; 0002"]
    assert (fields["outcome"], fields["urgency"]) == (["advised"], ["danger"])


def test_a_note_alone_is_written_down_and_needs_no_correction(desk: Client) -> None:
    save(desk, FULL)
    enquiry = Enquiry._base_manager.get()
    answer = save(desk, {"consent": "yes", "narrative": "Calls again."}, joins=enquiry.number, act="join")
    assert answer["Location"] == reverse("desk:enquiry", args=[enquiry.pk])
    assert "Calls again." in desk.get(answer["Location"]).content.decode()
    assert not Draft._base_manager.exists()


def test_where_nobody_had_agreed_yet_the_note_goes_into_the_correction_that_says_so(desk: Client) -> None:
    save(desk, {"consent": "no", "topics": ["quota"]})
    enquiry = Enquiry._base_manager.get()
    answer = save(desk, {"consent": "yes", "narrative": "Calls again."}, joins=enquiry.number, act="join")
    assert answer["Location"] == reverse("desk:correct", args=[enquiry.pk])
    assert draft_fields_of(Draft._base_manager.get())["narrative"] == ["Calls again."]
    assert not Entry._base_manager.exists()


def test_a_note_that_is_too_long_joins_nothing(desk: Client) -> None:
    save(desk, FULL)
    number = Enquiry._base_manager.get().number
    answer = save(desk, {"consent": "yes", "narrative": "x" * 100_001}, joins=number, act="join")
    assert (answer.status_code, Contact._base_manager.count()) == (422, 1)


def test_joining_asks_before_it_forgets_what_was_typed(desk: Client) -> None:
    save(desk, FULL)
    number, typed = Enquiry._base_manager.get().number, {"consent": "not_asked", "narrative": "Calls again."}
    answer = save(desk, typed, joins=number, act="join")
    assert answer.status_code == 422
    assert "Calls again." in answer.content.decode()
    assert save(desk, typed, joins=number, act="join_without").status_code == 302
    assert Contact._base_manager.count() == 2
    assert not Draft._base_manager.exists()


def test_an_unknown_number_joins_nothing_and_keeps_the_text(desk: Client) -> None:
    answer = save(desk, joins="MSK-1999-00001", act="join", narrative="Stay.")
    assert answer.status_code == 422
    assert "Stay." in answer.content.decode()
    assert not Contact._base_manager.exists()


def test_a_form_that_names_an_earlier_enquiry_is_not_saved_as_a_new_one(desk: Client) -> None:
    save(desk, FULL)
    answer = save(desk, joins=Enquiry._base_manager.get().number, narrative="Stay.")
    assert answer.status_code == 422
    assert 'href="#f-joins"' in answer.content.decode()
    assert "Stay." in answer.content.decode()
    assert Enquiry._base_manager.count() == 1
    assert save(desk, FULL, joins="  ").status_code == 302


def test_another_centres_enquiry_cannot_be_joined(desk: Client, client: Client, other_operator: User) -> None:
    other = Client()
    other.force_login(other_operator)
    save(other, FULL)
    number = Enquiry._base_manager.get().number
    assert save(desk, joins=number, act="join").status_code == 422


URLENCODED = "application/x-www-form-urlencoded"
HOSTILE = ["\x00", "a\ud800b", "\u202egnirts", "x" * 120_000, "x" * 1_000_000]
FIELDS = ["narrative", "call_back", "a-material", "a-gender", "topics", "line", "started_on", "joins", "version"]


@pytest.mark.parametrize("text", HOSTILE, ids=["nul", "surrogate", "right-to-left", "long", "megabyte"])
@pytest.mark.parametrize("field", [*FIELDS, "questionnaire"])
def test_hostile_text_in_any_field_gives_no_fault(desk: Client, field: str, text: str) -> None:
    sent = {"consent": "yes", "a-source": "leaflet", field: text.encode("utf-8", "surrogatepass")}
    for address in (reverse("desk:form", args=[uuid4()]), reverse("desk:draft", args=[uuid4()])):
        assert desk.post(address, urlencode(sent), content_type=URLENCODED).status_code < 500
