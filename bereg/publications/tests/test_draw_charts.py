"""Charts of published figures show what their table shows: a small figure as a class, never as a number."""

import re
from itertools import product

import pytest
from django.utils.translation import override

from bereg.publications.charts import Bar, bars, columns
from bereg.publications.formats.tests.invented import TAJIK, UZBEK

pytestmark = pytest.mark.once("it uses no database")
SERIES = ["Citizens", "Foreigners"]
FIGURES = [
    Bar("a", "Citizens", 1062),
    Bar("a", "Foreigners", None),
    Bar("b", "Citizens", 40),
    Bar("b", "Foreigners", 20),
]


def texts(svg: str) -> list[str]:
    return [each.replace("&lt;", "<") for each in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def widths(svg: str, fill: str) -> list[float]:
    """Return how long the bars of a colour are."""
    found = re.findall(rf'<path[^>]*d="M[\d.]+,[\d.]+h([\d.]+)v[^"]*"[^>]*fill="{fill}"', svg)
    return [float(each) for each in found]


def test_every_bar_has_its_name_and_its_number() -> None:
    with override("en"):
        assert sorted(texts(bars(FIGURES, SERIES, 10))) == sorted(
            ["a", "b", "1,062", "<10", "40", "20", "Citizens", "Foreigners"]
        )


def test_the_length_is_the_number() -> None:
    svg = bars([Bar("a", "", 100), Bar("b", "", 50), Bar("c", "", 25)], [""], 10)
    long, half, quarter = widths(svg, "#0b5c6c")
    assert (half / long, quarter / long) == pytest.approx((0.5, 0.25), abs=0.01)


def test_the_class_of_the_small_is_drawn_as_far_as_it_reaches_and_hatched() -> None:
    """Wherever the figure lies in the class, the picture is the same: nothing of it is in the release."""
    svg = bars([Bar("a", "", 100), Bar("b", "", None)], [""], 10)
    hatched, plain = widths(svg, r"url\(#fill-0\)"), widths(svg, "#0b5c6c")
    assert hatched[0] / plain[0] == pytest.approx(0.1, abs=0.01)
    assert len(plain) == 1
    assert "<10" in texts(svg)


def test_where_all_is_small_nothing_looks_large() -> None:
    svg = bars([Bar("a", "", None), Bar("b", "", None)], [""], 10)
    assert max(widths(svg, r"url\(#fill-\d\)")) < 340 / 4
    assert not widths(svg, "#0b5c6c")


def test_the_same_figures_are_the_same_bytes_whatever_was_drawn_before() -> None:
    """Else no two copies of a static site could be compared. The renderer counts its colours in the whole process."""
    from bereg.core.charts import _drawn

    first = bars(FIGURES, SERIES, 10)
    bars([Bar("other", "", None)], [""], 10)
    _drawn.cache_clear()
    assert bars(FIGURES, SERIES, 10) == first


def test_day_and_night_differ_in_their_colours_alone() -> None:
    day, night = (bars(FIGURES, SERIES, 10, dark=dark) for dark in (False, True))
    assert day != night
    assert re.sub(r"#[0-9a-f]{6}", "", day) == re.sub(r"#[0-9a-f]{6}", "", night)


def test_letters_of_four_languages_stay_and_long_names_go_on_in_the_next_line() -> None:
    long = " ".join(f"word{at}" for at in range(20))
    found = texts(bars([Bar(TAJIK, "", 12), Bar(UZBEK, "", 13), Bar(long, "", 14)], [""], 10))
    assert {TAJIK, UZBEK} <= set(found)
    lines = [each for each in found if each.startswith("word")]
    assert len(lines) > 1
    assert " ".join(lines) == long


def test_no_name_is_taken_for_a_command_and_no_style_is_needed() -> None:
    """The content policy forbids styles in attributes; a name may hold what an expression or a tag begins with."""
    for name, dark in product(("<script>x</script>", "datum.x' || true", '"]}'), (False, True)):
        svg = bars([Bar(name, name, None)], [name], 10, dark=dark)
        assert "<script" not in svg
        assert not re.search(r"\sstyle=|<style", svg)


def test_months_stand_as_columns_small_ones_hatched_and_none_is_an_empty_picture() -> None:
    shown = [Bar("02.2008", "", 400), Bar("03.2008", "", None), Bar("04.2008", "", 611)]
    svg = columns(shown, 10)
    assert {"02.2008", "03.2008", "04.2008"} <= set(texts(svg))
    assert "url(#fill-" in svg
    assert columns([], 10).startswith("<svg")
