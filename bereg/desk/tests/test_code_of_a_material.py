"""The code on what a caller holds: typed in whatever case and layout, checked, stored as a code, and never guessed."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.campaigns.models import Campaign, Material
from bereg.counting import catalogue, queries
from bereg.counting.months import Period
from bereg.counting.wording import Labels
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard
from tests.opened import answers_of
from tests.typed_material import publish_with_a_text

CODE, NEAR, ELSE = "K7MM", "M7KM", "A2CX"
SENT = {"consent": "yes", "channel": "phone", "a-source": "leaflet", "narrative": "A canary.", "a-gender": "female"}


@pytest.fixture(autouse=True)
def leaflet(db: None) -> Material:
    """A leaflet of a campaign, and a sticker of the same one."""
    campaign = Campaign.objects.create(name="Know whom to ask", first_day=date(2026, 6, 1))
    Material.objects.create(campaign=campaign, code=ELSE, kind="metro_sticker", name="Sticker", language="ru")
    return Material.objects.create(
        campaign=campaign, code=CODE, kind="leaflet", name="Before you go", language="uz", edition="2"
    )


def only() -> Enquiry:
    found: Enquiry = Enquiry._base_manager.get()
    return found


# As it is printed, in small letters, with a blank; in Cyrillic letters that look the same; on the keys of the layout.
@pytest.mark.parametrize("typed", [CODE, " k7m m ", "К7ММ", "л7ьь"])
def test_a_code_is_stored_in_one_spelling_and_in_clear(desk: Client, typed: str) -> None:
    assert desk.post(reverse("desk:form", args=[uuid4()]), {**SENT, "a-material": typed}).status_code == 302
    assert only().answers == {"source": "leaflet", "gender": "female", "material": CODE}
    assert not only().typed_answers


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("K7MN", f"Nothing has the code K7MN. Did you mean: {CODE}?"),
        (NEAR, f"Did you mean: {CODE}?"),  # two signs swapped
        ("9WW9", "no code is near it"),
    ],
)
def test_a_wrong_sign_names_the_nearest_and_nothing_is_stored_or_lost(desk: Client, typed: str, words: str) -> None:
    answer = desk.post(reverse("desk:form", args=[uuid4()]), {**SENT, "a-material": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert f'value="{typed}"' in page
    assert "A canary." in page
    assert not Enquiry._base_manager.exists()


def test_a_wrong_code_of_a_question_that_is_hidden_stops_nobody(desk: Client) -> None:
    sent = {**SENT, "a-source": "friends", "a-material": "K7MN"}
    assert desk.post(reverse("desk:form", args=[uuid4()]), sent).status_code == 302
    assert "material" not in only().answers


def test_without_consent_no_code_is_kept_and_none_is_checked(desk: Client) -> None:
    sent = {**SENT, "consent": "no", "a-material": "K7MN", "without": "1"}
    assert desk.post(reverse("desk:form", args=[uuid4()]), sent).status_code == 302
    assert only().answers == {}


@pytest.mark.parametrize("state", ["declined", "unknown"])
def test_whoever_does_not_say_or_know_it_is_noted_as_everywhere(desk: Client, state: str) -> None:
    desk.post(reverse("desk:form", args=[uuid4()]), {**SENT, "s-material": state})
    assert only().answers["material"] == state


def test_the_file_names_the_material_and_a_correction_keeps_and_changes_it(desk: Client) -> None:
    desk.post(reverse("desk:form", args=[uuid4()]), {**SENT, "a-material": CODE})
    page, correction = reverse("desk:enquiry", args=[only().pk]), reverse("desk:correct", args=[only().pk])
    assert f"{CODE}: Before you go, Uzbek, 2" in desk.get(page).content.decode()
    assert f'value="{CODE}"' in desk.get(correction).content.decode()
    assert desk.post(correction, {**SENT, "version": "1", "a-material": ELSE.lower()}).status_code == 302
    assert only().answers["material"] == ELSE
    stale = desk.post(correction, {**SENT, "version": "1", "a-material": CODE})
    assert stale.status_code == 409
    assert f"{ELSE}: Sticker, Russian" in stale.content.decode()


def test_a_new_material_is_taken_under_the_version_in_force(desk: Client, leaflet: Material) -> None:
    desk.get(reverse("desk:new_enquiry"))
    Material.objects.create(campaign=leaflet.campaign, code="X4X4", kind="leaflet", name="New", language="tg")
    assert desk.post(reverse("desk:form", args=[uuid4()]), {**SENT, "a-material": "X4X4"}).status_code == 302
    assert only().answers["material"] == "X4X4"


def test_no_list_of_materials_is_sent_to_the_browser(desk: Client) -> None:
    page = desk.post(reverse("desk:form", args=[uuid4()]), {**SENT, "a-material": "9WW9"}).content.decode()
    assert 'name="a-material"' in page
    assert CODE not in page


def test_the_code_is_counted(desk: Client) -> None:
    for typed in (CODE, CODE.lower(), ELSE):
        desk.post(reverse("desk:form", args=[uuid4()]), {**SENT, "a-material": typed})
    figures = queries.figures_of(Period(only_month(), only_month()))
    [table] = (each for each in catalogue.tables() if each.id == "material")
    assert {each.code: each.count for each in figures.table(table, "all", "all")} == {CODE: 2, ELSE: 1}
    assert Labels().of("material", CODE) == f"{CODE}: Before you go, Uzbek, 2"


def only_month() -> date:
    first: date = Enquiry._base_manager.values_list("opened_at", flat=True)[0].date().replace(day=1)
    return first


def test_where_the_questionnaire_of_before_is_in_force_words_are_typed_and_sealed(desk: Client) -> None:
    publish_with_a_text()
    desk.post(reverse("desk:form", args=[uuid4()]), {**SENT, "a-material": "K7MN, green"})
    assert "material" not in only().answers
    assert answers_of(only())["material"] == "K7MN, green"
    publish_standard()
    correction = reverse("desk:correct", args=[only().pk])
    assert "K7MN, green" in desk.get(correction).content.decode()
    assert desk.post(correction, {**SENT, "version": "1", "a-material": "K7MN, blue"}).status_code == 302
    assert answers_of(only())["material"] == "K7MN, blue"
