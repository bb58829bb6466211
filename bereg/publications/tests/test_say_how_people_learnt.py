"""How people learnt of the centres, in public: what the figures of a release say surely, and no more."""

import numpy as np
import pytest
from django.utils.translation import override

from bereg.publications import sentences
from bereg.publications.content import Content, Row, Table
from bereg.publications.how_people_learnt import learnt_most
from bereg.publications.tests.released import content as released

pytestmark = pytest.mark.once("arithmetic and words alone")
SMALL = 10
TIES, SEED = 2_000, 20080514
NAMES = {
    "metro": ("sticker in the metro", "наклейка в метро", "metrodagi stiker", "стикер дар метро"),
    "leaflet": ("leaflet", "листовка", "varaqa", "варақа"),
    "friends": ("friends", "знакомые", "tanishlar", "шиносон"),
    "radio": ("radio", "радио", "radio", "радио"),
}


def table(base: int, id: str = "source", centre: str = "all", /, **shown: int | None) -> Table:
    """Make a table of ways to learn of us."""
    [like] = (each for each in released()["tables"] if (each["id"], each["centre"], each["group"]) == _LIKE)
    rows = [
        Row(code=code, label=dict(zip(("en", "ru", "uz", "tg"), NAMES.get(code, (code,) * 4), strict=True)), shown=many)
        for code, many in shown.items()
    ]
    return Table(**{**like, "id": id, "centre": centre, "base": base, "rows": rows, "interval_below": 100})


_LIKE = ("gender", "all", "all")


def said_of(base: int, **shown: int | None) -> str:
    with override("en"):
        return learnt_most(table(base, **shown), SMALL)


def test_what_is_surely_first_is_said_with_its_share() -> None:
    expected = {
        "en": "People learnt of us most often so: “sticker in the metro”, 44% of 1,000 answers.",
        "ru": "Чаще всего о нас узнавали так: «наклейка в метро» — 44\u00a0% из 1\u00a0000 ответов.",
        "uz": "Biz haqimizda koʻpincha shunday bilishgan: “metrodagi stiker”, 1\u00a0000 ta javobning 44%i.",
        "tg": "Дар бораи мо бештар чунин фаҳмидаанд: «стикер дар метро», 44% аз 1\u00a0000 ҷавоб.",
    }
    for language, words in expected.items():
        with override(language):
            assert learnt_most(table(1_000, leaflet=250, metro=440, friends=300), SMALL) == words


def test_two_that_the_figures_do_not_tell_apart_are_named_together() -> None:
    assert said_of(1_000, metro=440, leaflet=420, friends=100, radio=40) == (
        "People learnt of us most often so: sticker in the metro (44%); leaflet (42%). "
        "Which of these comes first, the figures do not say."
    )


def test_where_all_may_be_alike_nothing_is_said() -> None:
    assert said_of(100, metro=28, leaflet=27, friends=24, radio=20) == ""
    assert said_of(900, a=200, b=190, c=185, d=180, e=20) == ""  # four together are too many to be said
    assert said_of(100, metro=98) == ""  # one way alone: nothing to compare


def test_what_is_hidden_may_be_as_much_as_its_class_reaches() -> None:
    assert said_of(60, metro=45, leaflet=None).startswith("People learnt of us most often so: “sticker in the metro”")
    assert said_of(30, metro=23, leaflet=None) == ""
    assert said_of(1_000, metro=None, leaflet=None) == ""


def test_what_stands_in_no_row_may_be_a_way_of_its_own() -> None:
    assert said_of(1_000, metro=300, leaflet=100, friends=100, radio=480) != ""
    assert said_of(1_000, metro=300, leaflet=100, friends=100) == ""


def test_chance_and_our_own_changes_are_hardly_ever_taken_for_a_rank() -> None:
    """Ten ways that are equally likely: whatever is said to be first is so by chance, and by what we change."""
    drawn = np.random.default_rng(SEED)
    said = 0
    for counts in drawn.multinomial(500, [0.1] * 10, TIES):
        shown = [int(each) for each in counts + drawn.integers(-3, 3, 10, endpoint=True)]  # a variance of 4, ours is 3
        said += bool(said_of(500, **{f"way{at}": many for at, many in enumerate(shown)}))
    assert said / TIES < 0.05


def test_the_report_says_it_of_all_centres_and_a_centre_of_itself() -> None:
    of_all = table(1_000, leaflet=250, metro=440, friends=300)
    of_shore = table(200, "source_groups", "shore", leaflet=150, radio=50)
    said = Content(**{**released(), "tables": [*released()["tables"], of_all, of_shore]})
    with override("en"):
        assert sentences.lead(said)[-1] == (
            "People learnt of us most often so: “sticker in the metro”, 44% of 1,000 answers."
        )
        assert sentences.of_table([of_shore], SMALL) == [
            "People learnt of us most often so: “leaflet”, 75% of 200 answers."
        ]
        assert not [each for each in sentences.lead(released()) if "learnt" in each]
