"""The finder on 500 narratives that its rules were tried on, and on 500 that they never saw."""

import pytest

from benchmarks.finding import LEAST_FOUND, MOST_FALSE, NARRATIVES, SEED, found_in_narratives, scored
from benchmarks.narratives import PEOPLE, narratives
from bereg.core.phonetic_keys import in_latin, sounded
from bereg.redaction.dictionary import looked_up
from bereg.redaction.gazetteer import GIVEN

pytestmark = pytest.mark.once("reads texts in memory alone")


@pytest.mark.parametrize("source", PEOPLE)
def test_nine_in_ten_are_found_and_at_most_a_third_falsely(source: str) -> None:
    score = scored(narratives(NARRATIVES, SEED, source))
    assert min(score.recall(of) for of in score.told) >= LEAST_FOUND
    assert score.falsely() <= MOST_FALSE
    assert score.told["all"] > 2_000
    assert {"name cyrillic", "name latin", "ru", "en", "address", "document", "date", "contact"} <= set(score.told)


@pytest.mark.parametrize("source", PEOPLE)
def test_half_of_the_narratives_have_a_name_that_no_list_has(source: str) -> None:
    """Neither the finder's own list, nor its dictionary."""
    given = {sounded(each) for each in GIVEN}

    def is_listed(word: str) -> bool:
        return looked_up(word).is_name or sounded(in_latin(word.lower())) in given

    with_names = [
        each for each in narratives(NARRATIVES, SEED, source) if any(told.kind == "name" for told in each.told)
    ]
    unlisted = [
        narrative
        for narrative in with_names
        if any(
            not all(is_listed(word) for word in narrative.text[told.start : told.end].split() if len(word) > 4)
            for told in narrative.told
            if told.kind == "name"
        )
    ]
    assert len(unlisted) >= len(with_names) / 2


def test_the_narratives_are_the_same_every_time_and_no_piece_is_in_both() -> None:
    assert list(narratives(20, SEED)) == list(narratives(20, SEED))
    assert {each.text for each in narratives(200, SEED)}.isdisjoint(
        each.text for each in narratives(200, SEED, "held_out")
    )


def test_both_figures_are_measured_for_each_kind_script_and_language() -> None:
    measured = list(found_in_narratives(40))
    assert {(each.name, each.more["narratives"]) for each in measured} == {
        (name, source) for name in ("finder_found", "finder_false") for source in PEOPLE
    }
    assert {"name latin", "ru", "telephone"} <= {each.more["of"] for each in measured if each.name == "finder_found"}
