"""The countries of a search stand in the order of the reader's language."""

from typing import Any

import pytest
from django.utils import translation

from bereg.searches.forms import SearchForm


@pytest.mark.parametrize(
    ("language", "in_order"),
    [("ru", ["Австралия", "Беларусь", "Россия", "Таджикистан", "Узбекистан"]), ("en", ["Belarus", "Uzbekistan"])],
)
def test_countries_stand_in_the_order_of_the_language(language: str, in_order: list[str]) -> None:
    with translation.override(language):
        origin: Any = SearchForm()["origin"].field
        labels = [str(label) for _code, label in origin.choices]
    assert labels[0] == "—"
    assert [each for each in labels if each in in_order] == in_order
