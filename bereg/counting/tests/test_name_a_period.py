"""A period is named as the language writes months."""

from datetime import date

import pytest
from django.utils import translation

from bereg.counting.months import Period
from bereg.counting.wording import period_name


@pytest.mark.parametrize(("language", "name"), [("ru", "Май 2007 – апрель 2008"), ("en", "May 2007 – April 2008")])
def test_only_english_writes_a_month_inside_a_line_with_a_capital(language: str, name: str) -> None:
    with translation.override(language):
        assert period_name(Period(date(2007, 5, 1), date(2008, 4, 1))) == name
