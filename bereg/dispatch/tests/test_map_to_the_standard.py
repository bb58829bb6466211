"""What our codes become in HTCDS 2.0 is in the standard, and in the documentation."""

import json
import re
from pathlib import Path

import pytest

from bereg.centres.languages import Language
from bereg.dispatch import htcds

pytestmark = pytest.mark.once("it uses no database")
ROOT = Path(__file__).parents[3]
STANDARD = json.loads((ROOT / "tests/data/htcds-2.0.json").read_text(encoding="utf-8"))["fields"]
PAGES = [(ROOT / page).read_text(encoding="utf-8") for page in ("docs/htcds.md", "docs/ru/htcds.md")]


@pytest.mark.parametrize(
    ("field", "mapped"),
    [
        ("prs_Gender", htcds.GENDERS),
        ("prs_HighestLevelOfEducation", htcds.EDUCATIONS),
        ("vic_TraffickingStatus", htcds.STATUSES),
        ("vic_MethodsOfControl", htcds.SIGNS),
        ("vic_MethodsOfControl", htcds.MEANS),
        ("vic_TypeOfExploitation", htcds.PURPOSES),
        ("hte_Type", htcds.ACTS),
        ("org_Type", htcds.BODIES),
    ],
)
def test_what_codes_are_mapped_to_is_in_the_standard_and_in_the_documentation(
    field: str, mapped: dict[str, str]
) -> None:
    assert set(mapped.values()) <= set(STANDARD[field])
    for page in PAGES:
        assert all(f"`{code}`" in page for code in (field, *mapped.values()))


def test_the_documentation_says_of_each_field_of_the_standard_what_becomes_of_it() -> None:
    assert len(STANDARD) == 83
    for page in PAGES:
        assert [field for field in STANDARD if f"`{field}`" not in page] == []


def test_each_language_has_its_code_of_three_letters() -> None:
    assert set(htcds.LANGUAGES) == {each.value for each in Language}
    assert all(re.fullmatch("[a-z]{3}", code) for code in htcds.LANGUAGES.values())
    assert len(set(htcds.LANGUAGES.values())) == len(Language)
