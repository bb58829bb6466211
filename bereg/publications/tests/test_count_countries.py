"""Of how many countries people came is said of the rows that show a number, and of nothing else."""

import json
import re

import pytest
from django.conf import settings
from django.utils.translation import override

from bereg.publications import content, sentences
from bereg.publications.content import Content, Row, Table
from bereg.publications.formats import reader_notes
from bereg.publications.tests.released import content as released
from bereg.publications.tests.released import publish

SHOWN, SMALL = ("UZ", "TJ", "MD"), ("KG", "GE")


def with_countries(other: int | None, countries: int | None = 15) -> Content:
    """A release of before: it says 15, which was counted exactly; of five named countries three show a number."""
    said = released(countries=countries)
    rows = [Row(code=code, label={"en": code}, shown=30) for code in SHOWN]
    rows += [Row(code=code, label={"en": code}, shown=None) for code in SMALL]
    rows.append(Row(code="other", label={"en": "other countries"}, shown=other))
    table: Table = {**said["tables"][0], "id": "citizenship", "base": 120, "rows": rows}
    return Content(**{**said, "tables": [*said["tables"], table]})


@pytest.mark.parametrize("other", [None, 12], ids=["others hidden", "others shown"])
def test_what_was_counted_exactly_is_not_repeated(other: int | None) -> None:
    """Fifteen, with five countries named, proved ten people among those that are hidden."""
    said = content.read(content.write(with_countries(other)))
    assert said["countries"] == len(SHOWN)
    for language, _name in settings.PUBLIC_LANGUAGES:
        with override(language):
            told = " ".join([*sentences.lead(said), *reader_notes.explanation(said)])
        assert " 3 " in told
        assert "15" not in told


def test_where_no_country_shows_a_number_nothing_is_said() -> None:
    said = content.read(content.write(released(countries=15)))
    assert said["countries"] is None
    with override("en"):
        told = " ".join([*sentences.lead(said), *reader_notes.explanation(said)])
    assert not re.search("country|countries", told)


@pytest.mark.django_db
def test_the_release_itself_stays_as_it_was() -> None:
    release = publish(with_countries(None))
    assert json.loads(release.content)["countries"] == 15
    assert content.digest(release.content) == release.digest
