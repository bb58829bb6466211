"""Occupations are data: those of ISCO-08 in four languages, or those of a file that a setting names."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from bereg.quotas import occupations
from bereg.quotas.occupations import LANGUAGES, SchemeError, read_scheme, scheme_in_use, schemes
from bereg.quotas.quota import quota_of
from bereg.quotas.reference_kind import words

pytestmark = pytest.mark.once("reads files alone")
HEADING = "code,title,en,ru,words"
CONTENT = {"region": "RU-AST", "occupation": "7112", "months": {"2008-11": {"granted": 900, "used": 780}}}


@pytest.fixture(autouse=True)
def fresh() -> None:
    schemes.cache_clear()


def test_an_occupation_is_found_in_four_languages_by_label_word_or_code() -> None:
    for text in ("каменщик", "Каменщики", "bricklayer", "gʻisht teruvchilar", "g'ishtchi", "хиштчин", "7112"):
        assert [each.code for each in scheme_in_use().called(text)] == ["7112"], text
    assert [each.code for each in scheme_in_use().near("бетоньщик")][:1] == ["7114"]
    assert {"7112", "каменщик", "хиштчин", "Астраханская область"} <= set(words(CONTENT))


def test_each_of_ours_is_a_unit_group_with_a_name_in_every_language() -> None:
    for code, each in scheme_in_use().occupations.items():
        assert len(code) == 4
        assert code.isdecimal()
        assert set(each.labels) == set(LANGUAGES), code
        assert all((each.to_ru, each.words)), code


def test_a_list_of_another_scheme_is_used_and_ours_still_names_what_stands(tmp_path: Path, settings: Any) -> None:
    settings.OCCUPATIONS = tmp_path / "OKZ.csv"
    settings.OCCUPATIONS.write_text(f"{HEADING}\n7112,Masons,masons,кладчики,кладчик\n", encoding="utf-8")
    assert [each.scheme for each in scheme_in_use().called("кладчик")] == ["okz"]
    assert scheme_in_use().called("маляр") == []
    assert quota_of(CONTENT).occupation.label("en") == "bricklayers"
    schemes.cache_clear()
    settings.OCCUPATIONS = None
    assert quota_of({**CONTENT, "scheme": "okz"}).occupation.label("ru") == "7112"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,title,en\n", "line 1: there is no column ru"),
        (f"{HEADING}\n7112,Masons,masons,,\n", "line 2: ru is empty"),
        (f"{HEADING}\n1,a,a,а,\n1,a,a,а,\n", "line 3: the code 1 is there twice"),
        (f"{HEADING}\n", "no occupation"),
    ],
)
def test_a_broken_list_stops_the_start_and_names_the_line(tmp_path: Path, settings: Any, text: str, said: str) -> None:
    with pytest.raises(SchemeError, match=said):
        read_scheme("x", text.splitlines())
    settings.OCCUPATIONS = tmp_path / "x.csv"
    settings.OCCUPATIONS.write_text(text, encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match=said):
        occupations.schemes()
