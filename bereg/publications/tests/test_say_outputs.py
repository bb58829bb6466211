"""What came of the work of a period is said in lines that can be quoted, and nobody is named by a number too small."""

from collections.abc import Mapping

import pytest
from django.test import Client
from django.utils.translation import override

from bereg.publications import work_results
from bereg.publications.content import Content, Row, Table
from bereg.publications.tests.released import PERIOD, content, publish

pytestmark = pytest.mark.once("it uses no database but for one release, which is shown")


def told(table: str, rows: Mapping[str, int | None], *, centre: str = "all", base: int | None = None) -> Table:
    name = {"en": table}
    return Table(
        id=table,
        title=name,
        centre=centre,
        centre_name=name,
        group="all",
        group_name=name,
        base=base,
        rows=[Row(code=code, label={"en": code}, shown=shown) for code, shown in rows.items()],
        interval_below=0,
        without_base=bool(rows),
    )


def with_tables(*tables: Table) -> Content:
    said = content()
    return Content(**{**said, "tables": [*said["tables"], *tables]})


def of_a_year() -> Content:
    """Return a release with a danger, a referral, an operation and people freed."""
    came = told("came_of", {"operation": 21, "freed": None})
    return with_tables(told("in_danger", {}, base=16), came, told("referred", {"referral": 53}))


def lines(language: str, said: Content) -> list[str]:
    with override(language):
        return [str(each) for each in work_results.outputs(said)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "Somebody was in danger: about 15 enquiries.",
                "Somebody was referred to a service: about 55 enquiries.",
                "A rescue operation followed: about 20 enquiries.",
                "People were freed: fewer than 10 enquiries.",
            ],
        ),
        (
            "ru",
            [
                "Кто-то был в опасности: около 15 обращений.",
                "Человека направили в другую службу: около 55 обращений.",
                "Последовала операция по спасению: около 20 обращений.",
                "Люди были освобождены: менее 10 обращений.",
            ],
        ),
    ],
)
def test_a_line_says_what_happened_and_after_how_many_enquiries(language: str, expected: list[str]) -> None:
    assert lines(language, of_a_year()) == expected


def test_every_language_of_the_public_pages_has_all_of_it() -> None:
    english = lines("en", of_a_year())
    for language in ("ru", "uz", "tg"):
        other = lines(language, of_a_year())
        assert len(other) == len(english)
        assert not set(other) & set(english)


def test_a_release_without_such_tables_says_nothing_of_it() -> None:
    assert lines("en", content()) == []
    alone = with_tables(told("in_danger", {}, base=16))
    assert (lines("en", alone), work_results.notes(alone)) == ([], [])


def test_the_numbers_of_one_centre_are_never_taken_for_those_of_all() -> None:
    assert lines("en", with_tables(told("came_of", {"freed": 40}, centre="shore"))) == []


def test_the_public_page_says_it_with_what_the_numbers_leave_out(client: Client, db: None) -> None:
    publish(of_a_year())
    page = client.get(f"/en/figures/{PERIOD}/").content.decode()
    for said in ("People were freed", "fewer than 10 enquiries", "about 20 enquiries"):
        assert said in page
    assert "more people were in danger than this number says" in page
    assert "Enquiries are counted, and not people" in page
    assert "An answer counts in the period" not in page  # nothing of it stands there
    of_subject = client.get(f"/en/figures/{PERIOD}/outcomes/").content.decode()
    assert of_subject.count("a matter counts once in each row") == 1
    assert (
        "more people were in danger than this number says" in client.get(f"/en/figures/{PERIOD}/ways/").content.decode()
    )
