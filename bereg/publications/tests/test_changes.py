"""What changed from one month to the next: only what neither chance nor our own changes explain is said."""

import pytest
from django.utils import translation

from bereg.publications.changes import changes, said
from bereg.publications.content import Content, Row, Table, with_bases
from bereg.publications.formats.tests.four_languages import content, what


def month(enquiries: int | None, **topics: int | None) -> Content:
    """Return a month with so many enquiries, and so many of each class of topics."""
    rows = [Row(code=code, label={"en": code, "ru": code}, shown=shown) for code, shown in topics.items()]
    of_topics = Table(
        **what("topic", "all", "all", "en ru"), base=None, rows=rows, interval_below=0, without_base=False
    )
    of_topics["id"] = "topic_groups"
    total = Table(
        **what("enquiries", "all", "all", "en ru"), base=enquiries, rows=[], interval_below=0, without_base=False
    )
    return with_bases(content() | {"tables": [total, of_topics]})


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


def test_more_and_fewer_enquiries_are_said_in_round_numbers() -> None:
    assert changes(month(412), month(611)) == ["More enquiries than in the month before: about 610 after about 410."]
    assert changes(month(611), month(412)) == ["Fewer enquiries than in the month before: about 410 after about 610."]


@pytest.mark.parametrize(("then", "now"), [(400, 400), (400, 440), (12, 20), (None, 50), (400, None)])
def test_what_chance_may_have_done_is_not_said(then: int | None, now: int | None) -> None:
    assert changes(month(then), month(now)) == []


def test_a_topic_is_named_where_its_share_changed_and_not_where_all_grew() -> None:
    before, after = month(400, danger=40, work=200), month(440, danger=90, work=220)
    assert changes(before, after) == ["Asked about more often: “danger”, 20% of enquiries after 10%."]


def test_of_few_people_no_share_is_compared() -> None:
    assert changes(month(80, danger=10), month(80, danger=40)) == []
    assert changes(month(400, danger=None), month(400, danger=90)) == []


def test_where_nothing_changed_it_is_named_what_was_compared() -> None:
    [both] = said(month(400, danger=90, work=None), month(400, danger=90, work=100))
    assert both.startswith("Compared with the month before, neither the number of enquiries nor the share of any class")
    for before, after in (
        (month(400, danger=None), month(400, danger=90)),
        (month(30, danger=10), month(31, danger=10)),
    ):
        [alone] = said(before, after)
        assert alone.startswith("Compared with the month before, the number of enquiries did not change")
    assert said(month(412), month(611)) == changes(month(412), month(611))


def test_where_nothing_could_be_compared_nothing_is_said() -> None:
    assert said(month(None, danger=10), month(400, danger=90)) == []


def test_three_changes_at_most_the_surest_first() -> None:
    before = month(1000, a=100, b=100, c=100, d=100)
    after = month(1000, a=160, b=400, c=300, d=200)
    found = changes(before, after)
    assert [each.partition("“")[2][0] for each in found] == ["b", "c", "d"]
