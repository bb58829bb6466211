"""Drafts keep themselves."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg import desk as desk_room
from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.enquiries.drafts import KEPT_WITHOUT_CONSENT
from bereg.enquiries.models import Draft, Enquiry
from tests.opened import draft_fields_of, text_of


def test_a_draft_comes_back_as_it_was_typed(desk: Client) -> None:
    pk = uuid4()
    typed = {"consent": "yes", "narrative": "Half a sent", "a-gender": "male", "topics": ["quota"], "channel": "visit"}
    kept = desk.post(reverse("desk:draft", args=[pk]), typed)
    assert set(kept.json()) == {"saved_at"}
    page = desk.get(reverse("desk:form", args=[pk])).content.decode()
    assert "Half a sent" in page
    assert 'value="male" data-digit="2" checked' in page
    assert '<option value="visit" selected>' in page
    assert str(pk) in desk.get(reverse("desk:today")).content.decode()


@pytest.mark.parametrize("consent", ["not_asked", "no", ""])
def test_until_consent_is_yes_a_draft_holds_contact_language_and_topics(desk: Client, consent: str) -> None:
    pk = uuid4()
    typed = {"consent": consent, "narrative": "x", "a-gender": "male", "s-material": "declined", "call_back": "x"}
    desk.post(reverse("desk:draft", args=[pk]), {**typed, "language": "uz", "topics": ["quota"]})
    assert set(draft_fields_of(Draft._base_manager.get())) == {"consent", "language", "topics"}


def test_from_yes_to_no_clears_what_was_stored(desk: Client) -> None:
    pk = uuid4()
    for consent in ("yes", "no"):
        desk.post(reverse("desk:draft", args=[pk]), {"consent": consent, "narrative": "x"})
    assert draft_fields_of(Draft._base_manager.get()) == {"consent": ["no"]}


def test_saving_ends_the_draft_and_a_late_one_is_refused(desk: Client) -> None:
    pk = uuid4()
    typed = {"consent": "yes", "narrative": "x"}
    desk.post(reverse("desk:draft", args=[pk]), typed)
    desk.post(reverse("desk:form", args=[pk]), typed)
    assert not Draft._base_manager.exists()
    assert desk.post(reverse("desk:draft", args=[pk]), typed).status_code == 409
    assert not Draft._base_manager.exists()


def test_each_draft_stands_on_today_as_nothing_else_leads_to_it(desk: Client) -> None:
    begun = [uuid4() for _ in range(12)]
    for each in begun:
        desk.post(reverse("desk:draft", args=[each]), {"consent": "yes", "narrative": "Begun."})
    page = desk.get(reverse("desk:today")).content.decode()
    assert all(reverse("desk:form", args=[each]) in page for each in begun)


def test_a_draft_may_be_thrown_away(desk: Client) -> None:
    pk = uuid4()
    desk.post(reverse("desk:draft", args=[pk]), {"consent": "yes", "narrative": "x"})
    assert desk.post(reverse("desk:discard_draft", args=[pk])).status_code == 302
    assert not Draft._base_manager.exists()


def test_nobody_reads_or_takes_a_colleagues_draft(desk: Client, supervisor: User) -> None:
    pk = uuid4()
    desk.post(reverse("desk:draft", args=[pk]), {"consent": "yes", "narrative": "Mine alone."})
    colleague = Client()
    colleague.force_login(supervisor)
    assert "Mine alone." not in colleague.get(reverse("desk:form", args=[pk])).content.decode()
    assert colleague.post(reverse("desk:draft", args=[pk]), {"consent": "yes"}).status_code == 409
    colleague.post(reverse("desk:discard_draft", args=[pk]))
    assert draft_fields_of(Draft._base_manager.get())["narrative"] == ["Mine alone."]


def test_a_correction_has_its_own_draft_for_each_person(desk: Client, supervisor: User, centre: Centre) -> None:
    desk.post(reverse("desk:form", args=[uuid4()]), {"consent": "yes", "narrative": "First."})
    enquiry = Enquiry._base_manager.get()
    colleague = Client()
    colleague.force_login(supervisor)
    for who, text in ((desk, "By the operator."), (colleague, "By the supervisor.")):
        sent = {"consent": "yes", "narrative": text, "version": "1"}
        assert who.post(reverse("desk:correction_draft", args=[enquiry.pk]), sent).status_code == 200
        assert text in who.get(reverse("desk:correct", args=[enquiry.pk])).content.decode()


def test_a_late_draft_brings_nothing_back_after_consent_was_withdrawn(desk: Client) -> None:
    desk.post(reverse("desk:form", args=[uuid4()]), {"consent": "yes", "narrative": "First."})
    enquiry = Enquiry._base_manager.get()
    desk.post(reverse("desk:withdraw", args=[enquiry.pk]))
    sent = {"consent": "yes", "narrative": "First, corrected.", "version": "1"}
    assert desk.post(reverse("desk:correction_draft", args=[enquiry.pk]), sent).status_code == 409
    assert not Draft._base_manager.exists()


@pytest.mark.parametrize("consent", ["no", "not_asked"])
def test_a_correction_that_was_left_without_a_yes_goes_on_with_what_stands(desk: Client, consent: str) -> None:
    stands = {"consent": "yes", "narrative": "First.", "call_back": "00@example.org", "a-gender": "male"}
    desk.post(reverse("desk:form", args=[uuid4()]), {**stands, "topics": ["quota", "documents"]})
    enquiry = Enquiry._base_manager.get()
    typed = {**stands, "consent": consent, "topics": ["quota"], "version": "1"}  # by one key, and a topic taken out
    desk.post(reverse("desk:correction_draft", args=[enquiry.pk]), typed)
    assert "narrative" not in draft_fields_of(Draft._base_manager.get())
    fields = desk.get(reverse("desk:correct", args=[enquiry.pk])).context["sheet"].fields
    shown = {name: fields[name] for name in stands}
    assert (shown, fields.getlist("topics")) == ({**stands, "consent": consent}, ["quota"])
    sent = {name: values for name, values in {**dict(fields.lists()), "consent": ["yes"]}.items() if any(values)}
    assert desk.post(reverse("desk:correct", args=[enquiry.pk]), sent).status_code == 302
    assert text_of(Enquiry._base_manager.get()) == "First."


def test_a_page_keeps_the_same_without_a_yes_as_the_server() -> None:
    script = (Path(desk_room.__file__).parent / "static/desk/saving.js").read_text(encoding="utf-8")
    listed = script.partition("KEPT_WITHOUT_CONSENT = new Set([")[2].partition("]")[0]
    assert set(re.findall(r'"(\w+)"', listed)) == KEPT_WITHOUT_CONSENT | {"csrfmiddlewaretoken"}


def test_an_ended_session_is_told_by_a_redirection(client: Client, centre: Centre) -> None:
    assert client.post(reverse("desk:draft", args=[uuid4()]), {"consent": "no"}).status_code == 302


def test_drafts_are_told_apart_by_codes_alone(desk: Client, centre: Centre) -> None:
    line = centre.lines.get()
    typed = {"consent": "no", "channel": "email", "line": str(line.pk), "topics": ["quota", "documents"]}
    desk.post(reverse("desk:draft", args=[uuid4()]), typed)
    page = desk.get(reverse("desk:today")).content.decode()
    assert "e-mail · <bdi>8 800 000 00 16</bdi> · Quotas" in page
    # Whatever is no code of ours stays sealed.
    desk.post(reverse("desk:draft", args=[uuid4()]), {**typed, "channel": "Marker", "topics": ["Marker"]})
    newest = Draft._base_manager.latest("saved_at")
    assert (newest.channel, newest.topic) == ("", "")
