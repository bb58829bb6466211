"""Countries have the names by which people call them, in both languages of the staff."""

import pytest

from bereg.core.geography import countries


@pytest.mark.parametrize(
    ("code", "russian", "english"),
    [
        ("CF", "Центральноафриканская Республика", "Central African Republic"),
        ("GB", "Великобритания", "United Kingdom"),
        ("CD", "Демократическая Республика Конго", "Congo (Kinshasa)"),
        ("UZ", "Узбекистан", "Uzbekistan"),
    ],
)
def test_a_country_is_named_as_people_call_it(code: str, russian: str, english: str) -> None:
    assert countries()[code] == {"ru": russian, "en": english}


def test_no_name_is_turned_round_for_a_list() -> None:
    assert [
        name
        for each in countries().values()
        for name in each.values()
        if ", " in name and " and " not in name and " и " not in name
    ] == []
