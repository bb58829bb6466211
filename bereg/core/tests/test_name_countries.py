"""Countries have the names by which people call them, in both languages of the staff."""

import pytest

from bereg.core.geography import countries, region_name, regions


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


def test_a_region_is_named_in_every_language_of_the_public_pages() -> None:
    assert [region_name("RU-AST", each) for each in ("ru", "en", "uz", "tg", "kk")] == [
        "Астраханская область", "Astrakhan Region", "Astraxan viloyati", "Вилояти Астрахан", "Astrakhan Region",
    ]  # fmt: skip
    assert region_name("../RU-AST", "uz") == "../RU-AST"
    assert all(region_name(code, "uz") != names["en"] for code, names in regions("RU").items())
