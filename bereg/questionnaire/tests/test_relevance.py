"""Which questions are shown, what fits, what is kept."""

import datetime as dt

import pytest

from bereg.questionnaire.form import Checked, Form
from bereg.questionnaire.parse import parse_text
from bereg.questionnaire.publishing import standard_source

FOREIGNERS = {"migration_registration", "work_permit", "employer"}


@pytest.fixture(scope="module")
def form() -> Form:
    return parse_text(standard_source())


@pytest.mark.parametrize("citizenship", [None, "RU", "declined", "unknown"])
def test_citizens_and_people_of_unknown_citizenship_are_not_asked_about_their_stay(
    form: Form, citizenship: str | None
) -> None:
    answers = {"citizenship": citizenship} if citizenship else {}
    shown = form.relevant(answers, home_country="RU")
    assert not shown & (FOREIGNERS | {"sector"})
    assert {"enquirer", "citizenship", "job_search", "topic"} <= shown
    assert "home_country" not in shown


@pytest.mark.parametrize("citizenship", ["UZ", "stateless"])
def test_foreigners_are_asked_about_their_stay(form: Form, citizenship: str) -> None:
    assert form.relevant({"citizenship": citizenship}, home_country="RU") >= FOREIGNERS
    assert not form.relevant({"citizenship": "UZ"}, home_country="UZ") & FOREIGNERS


@pytest.mark.parametrize(
    ("employer", "asked"), [("juridical", True), ("none", False), ("declined", False), ("", False)]
)
def test_the_sector_is_asked_of_those_in_work(form: Form, employer: str, *, asked: bool) -> None:
    answers = {"citizenship": "UZ", "employer": employer}
    assert ("sector" in form.relevant(answers, home_country="RU")) is asked


def test_an_answer_to_a_hidden_question_counts_for_nothing(form: Form) -> None:
    answers = {
        "sector": "F",
        "citizenship": "RU",
        "employer": "juridical",
        "age": "declined",
        "gender": "",
        "nonsense": "1",
    }
    assert "sector" not in form.relevant(answers, home_country="RU")
    assert form.cleaned(answers, "RU") == {"age": "declined", "citizenship": "RU"}
    assert form.problems(answers | {"sector": "no such"}, home_country="RU") == {}


def test_what_depends_on_an_answer_is_known_through_several_steps(form: Form) -> None:
    assert form.depends_on("citizenship") == FOREIGNERS | {"sector", "no_permit"}
    assert form.depends_on("employer") == {"sector"}
    assert form.depends_on("gender") == frozenset()


def test_answers_that_are_no_choice_are_named(db: None, form: Form) -> None:
    answers = {"gender": "femal", "topic": "quota nothing", "age": "unknown", "source": "leaflet", "material": "x" * 25}
    found = form.problems(answers, home_country="RU")
    assert set(found) == {"gender", "topic", "material"}
    assert found["material"] == f"Nothing has the code {'x' * 24}, and no code is near it."
    assert form.checked(answers, home_country="RU") == Checked(found, form.cleaned(answers, "RU"))


ORDER = """
| survey | | | | | |
| | type | name | label | relevant | calculation | constraint |
| | text | last | L | ${middle} > 2 | | |
| | calculate | middle | | | ${first} * 2 | |
| | integer | first | F | | | . < 100 |
| | date | born | B | | | . <= today() |
| | decimal | share | S | | | |
| | begin_group | g | G | ${first} = 1 | | |
| | text | inner | I | ${share} > 0.5 | | |
| | end_group | | | | | |
"""


def test_relevance_is_worked_out_in_the_order_of_dependence() -> None:
    form = parse_text(ORDER)
    assert "last" not in form.relevant({"first": "1"}, home_country="RU")
    assert "last" in form.relevant({"first": "2"}, home_country="RU")
    assert form.depends_on("first") == {"last", "inner"}


def test_a_question_is_shown_if_its_group_is() -> None:
    form = parse_text(ORDER)
    assert "inner" in form.relevant({"first": "1", "share": "0.6"}, home_country="RU")
    assert "inner" not in form.relevant({"first": "2", "share": "0.6"}, home_country="RU")
    assert "inner" not in form.relevant({"first": "1", "share": "0.4"}, home_country="RU")


def test_numbers_and_dates_are_checked() -> None:
    form = parse_text(ORDER)
    now = dt.datetime(2008, 1, 5, 12, tzinfo=dt.UTC)
    wrong = {"first": "1.5", "share": "x", "born": "2008-13-01"}
    assert set(form.problems(wrong, home_country="RU", now=now)) == set(wrong)
    assert set(form.problems({"first": "100", "born": "2008-01-06"}, home_country="RU", now=now)) == {"first", "born"}
    assert form.problems({"first": "99", "born": "2008-01-05"}, home_country="RU", now=now) == {}


def test_lists_stand_in_the_order_of_the_alphabet(form: Form) -> None:
    citizenship = form.questions["citizenship"]
    russian = [choice.label("ru") for choice in citizenship.in_order("ru")]
    assert russian.index("Австрия") < russian.index("Беларусь") < russian.index("Узбекистан") < russian.index("Япония")
    assert form.questions["age"].in_order("ru") == form.questions["age"].choices


def test_every_region_of_russia_has_a_russian_name(form: Form) -> None:
    for choice in form.questions["region"].choices:
        assert choice.label("ru")[0] in "АБВГДЕЖЗИКЛМНОПРСТУХЧЮЯ", choice.code


def test_the_topics_have_two_levels_with_names(form: Form) -> None:
    groups = dict.fromkeys(choice.group for choice in form.questions["topic"].choices)
    assert list(groups) == ["stay", "work", "abroad", "danger", "support", ""]
    assert form.group_label("danger", "ru") == "Опасность"
