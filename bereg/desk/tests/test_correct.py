"""Correcting, closing, reopening an enquiry; withdrawing consent; a further contact of it."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from bereg.accounts.models import User
from bereg.audit.tests.entries import entries_on
from bereg.centres.languages import Language
from bereg.centres.models import Centre, Membership
from bereg.contacts.models import Contact
from bereg.contacts.queries import places_of
from bereg.desk.tests.test_register import FULL
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.models import Version
from bereg.questionnaire.publishing import publish, standard_source
from tests.opened import text_of


@pytest.fixture
def enquiry(desk: Client) -> Enquiry:
    desk.post(reverse("desk:form", args=[uuid4()]), FULL)
    return Enquiry._base_manager.get()


@pytest.fixture
def colleague(supervisor: User) -> Client:
    other = Client()
    other.force_login(supervisor)
    return other


def correct(client: Client, enquiry: Enquiry, version: int, narrative: str, **more: str):  # type: ignore[no-untyped-def]
    sent = {**FULL, "version": str(version), "narrative": narrative, **more}
    return client.post(reverse("desk:correct", args=[enquiry.pk]), sent)


def test_a_correction_shows_with_its_author(desk: Client, colleague: Client, enquiry: Enquiry) -> None:
    assert correct(colleague, enquiry, 1, "Corrected.").status_code == 302
    page = desk.get(reverse("desk:enquiry", args=[enquiry.pk])).content.decode()
    assert "Corrected." in page
    assert "Supervisor 01" in page


def test_the_slower_of_two_sees_both_texts_and_can_go_on(desk: Client, colleague: Client, enquiry: Enquiry) -> None:
    correct(colleague, enquiry, 1, "By the supervisor.")
    answer = correct(desk, enquiry, 1, "By the operator.")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "By the supervisor." in page
    assert page.count("By the operator.") == 2  # in the comparison and in the form
    assert 'name="version" value="2"' in page
    assert text_of(Enquiry._base_manager.get()) == "By the supervisor."
    assert correct(desk, enquiry, 2, "By both.").status_code == 302
    assert text_of(Enquiry._base_manager.get()) == "By both."


def test_a_bad_correction_changes_nothing(desk: Client, enquiry: Enquiry) -> None:
    answer = correct(desk, enquiry, 1, "Stay.", **{"a-age": "old"})
    assert answer.status_code == 422
    assert "Stay." in answer.content.decode()
    assert Enquiry._base_manager.get().version == 1


def test_it_closes_and_opens_again_each_with_its_author(desk: Client, colleague: Client, enquiry: Enquiry) -> None:
    for client, act in ((desk, "close"), (colleague, "close"), (colleague, "reopen"), (desk, "reopen")):
        assert client.post(reverse(f"desk:{act}", args=[enquiry.pk])).status_code == 302
    assert [entry.action for entry in entries_on(enquiry)][1:] == ["enquiry.closed", "enquiry.reopened"]


@pytest.mark.parametrize("consent", ["no", "not_asked", ""])
def test_a_correction_asks_before_it_takes_the_consent_back(desk: Client, enquiry: Enquiry, consent: str) -> None:
    """One key on the form may have chosen it, and everything that stands would be gone for good."""
    narrative = text_of(enquiry)
    asked = correct(desk, enquiry, 1, narrative, consent=consent)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "the note: the matter and our answer" in page
    assert 'name="takes_back"' in page
    assert text_of(Enquiry._base_manager.get()) == narrative
    assert correct(desk, enquiry, 1, narrative, consent=consent, takes_back="yes").status_code == 302
    assert text_of(Enquiry._base_manager.get()) == ""


def test_consent_is_withdrawn_after_one_confirmation(desk: Client, enquiry: Enquiry) -> None:
    address = reverse("desk:withdraw", args=[enquiry.pk])
    asked = desk.get(address)
    goes, stays = " · ".join(asked.context["goes"]), " · ".join(asked.context["stays"])
    for each in ("the answers: ", "Citizenship", "the note", "the outcome: advised", "the urgency: soon"):
        assert each in goes
    assert "how to reach the person" not in goes
    assert all(each in stays for each in (enquiry.number, "1 contact", "Work permit"))
    assert 'class="button danger">' in asked.content.decode()  # no key stands on it, and it has not the focus
    assert Enquiry._base_manager.get().answers
    desk.post(address)
    left = Enquiry._base_manager.get()
    assert (left.consent, left.answers, left.narrative, left.topics) == (
        "withdrawn",
        {},
        b"",
        " work_permit unpaid_wages ",
    )
    page = desk.get(reverse("desk:enquiry", args=[enquiry.pk])).content.decode()
    assert "withdrawn" in page
    assert "Asks about" not in page


def test_a_further_contact_is_recorded_once(desk: Client, enquiry: Enquiry) -> None:
    address = reverse("desk:further_contact", args=[enquiry.pk])
    sent = {"id": str(uuid4()), "channel": "phone", "direction": "out"}
    for _ in range(2):
        assert desk.post(address, sent).status_code == 302
    assert Contact._base_manager.count() == 2
    assert desk.post(address, {**sent, "started_on": "2026-02-30"}).status_code == 422


def test_the_line_is_the_first_field_of_a_contact_as_on_the_page(desk: Client, enquiry: Enquiry) -> None:
    for name in ("desk:new_enquiry", "desk:further_contact"):
        page = desk.get(reverse(name, args=[] if name == "desk:new_enquiry" else [enquiry.pk])).content.decode()
        order = [page.index(f'id="f-{field}"') for field in ("line", "channel", "direction", "started_on")]
        assert order == sorted(order)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_language_of_a_contact_is_named(desk: Client, operator: User, enquiry: Enquiry, language: str) -> None:
    operator.language = language
    operator.save()
    for code in [*Language.values, "xx"]:
        Contact._base_manager.update(language=code)
        answer = desk.get(reverse("desk:enquiry", args=[enquiry.pk]))
        with override(language):
            name = str(Language(code).label) if code in Language.values else code
        assert answer.status_code == 200, code
        assert f" · {name}" in answer.content.decode(), code


def test_an_enquiry_shows_with_the_questionnaire_it_was_registered_under(desk: Client, enquiry: Enquiry) -> None:
    newer = Version.objects.get().source.replace("migrant                   ", "person on the move        ", 1)
    publish(source=newer, centre=None, by=None)
    assert "person on the move" in desk.get(reverse("desk:new_enquiry")).content.decode()
    page = desk.get(reverse("desk:enquiry", args=[enquiry.pk])).content.decode()
    assert "person on the move" not in page
    assert "migrant" in page
    assert "person on the move" not in desk.get(reverse("desk:correct", args=[enquiry.pk])).content.decode()


def test_the_questions_that_follow_are_those_of_the_enquirys_own_centre(
    desk: Client, operator: User, other_centre: Centre
) -> None:
    Membership.objects.create(user=operator, centre=other_centre)
    places = places_of(User.objects.get(pk=operator.pk))
    second = places[-1].centre
    own = standard_source().replace("| Work permit            |", "| A paper to work with   |", 1)
    publish(source=own, centre=second, by=None)
    for place in places:
        desk.post(reverse("desk:form", args=[uuid4()]), {**FULL, "line": place.code})
    for enquiry in Enquiry._base_manager.all():
        page = desk.get(reverse("desk:correct", args=[enquiry.pk])).content.decode()
        hidden = dict(re.findall(r'type="hidden" name="(line|questionnaire)" value="([^"]+)"', page))
        asked = desk.post(reverse("desk:relevance"), {**hidden, "a-citizenship": "UZ"}).content.decode()
        assert 'id="q-work_permit"' in asked
        assert ("A paper to work with" in asked) == (enquiry.centre == second)


@pytest.mark.parametrize("page", ["enquiry", "correct", "saved", "withdraw", "further_contact"])
def test_another_centres_enquiry_is_like_a_missing_one(enquiry: Enquiry, other_operator: User, page: str) -> None:
    stranger = Client()
    stranger.force_login(other_operator)
    theirs, missing = (stranger.get(reverse(f"desk:{page}", args=[pk])) for pk in (enquiry.pk, uuid4()))
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content


@pytest.mark.parametrize("act", ["close", "reopen", "withdraw", "correct", "correction_draft", "further_contact"])
def test_another_centre_changes_nothing(enquiry: Enquiry, other_operator: User, act: str) -> None:
    stranger = Client()
    stranger.force_login(other_operator)
    assert stranger.post(reverse(f"desk:{act}", args=[enquiry.pk]), FULL).status_code == 404
    assert Enquiry._base_manager.get().version == 1
