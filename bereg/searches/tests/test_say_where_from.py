"""The country of somebody who is looked for is said by its name, on the page and in a letter, never by its code."""

import pytest
from django.utils.translation import override

from bereg.searches.details import Details
from bereg.searches.forms import asks_of


@pytest.mark.once("no database")
@pytest.mark.parametrize(("language", "named"), [("en", "Tajikistan"), ("ru", "Таджикистан")])
def test_the_country_is_named(language: str, named: str) -> None:
    details = Details(names=("Invented Somebody",), origin="TJ")
    with override(language):
        assert details.origin_words == named
        assert named in asks_of(details)
        assert "TJ" not in asks_of(details)


@pytest.mark.once("no database")
def test_what_is_not_known_is_not_said() -> None:
    assert Details(names=("Invented Somebody",)).origin_words == ""
