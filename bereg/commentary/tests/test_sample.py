"""The demonstration's year has sentences in two languages, in which nothing is open."""

import pytest

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.commentary import content, queries
from bereg.commentary.sample import SENTENCES, renew
from bereg.publications.models import Release
from bereg.redaction.judging import open_findings


def test_a_year_that_is_published_gets_its_sentences_once(
    year: Release, centre: Centre, supervisor: User, second: User
) -> None:
    renew(centre)
    found = queries.public_words(year)["written"]
    assert [(each["centre"], each["table"]) for each in found] == [
        ("all", ""),
        ("all", "gender"),
        ("all", "work_permit"),
    ]
    said = queries.said_by(year)
    text = queries.public_text(year)
    assert text
    assert text.agreed_by == second
    for sentence in content.read(text.words)["sentences"]:
        assert list(queries.open_in(sentence, said)) == []
    renew(centre)
    assert queries.sentences_of(year).count() == 3


def test_without_a_release_there_is_none(centre: Centre, supervisor: User) -> None:
    renew(centre)
    assert queries.releases_for(supervisor) == []


@pytest.mark.parametrize("text", [text for _place, *texts in SENTENCES for text in texts])
def test_nothing_is_found_in_any_of_them(text: str) -> None:
    assert open_findings(text, {}) == []
