"""A month inside a line."""

from datetime import date

import pytest
from django.utils import translation

from bereg.core.templatetags.months import month


@pytest.mark.parametrize(("language", "name"), [("en", "May 2008"), ("ru", "май 2008")])
def test_it_is_written_as_its_language_does(language: str, name: str) -> None:
    with translation.override(language):
        assert month(date(2008, 5, 1)) == name
