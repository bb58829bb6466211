"""A broken questionnaire is refused with every fault, each in one line that names its place and remedy."""

import pytest

from bereg.questionnaire.form import to_data
from bereg.questionnaire.parse import parse_text
from bereg.questionnaire.problems import QuestionnaireError
from bereg.questionnaire.publishing import standard_source
from bereg.questionnaire.validation_survey_sheet import RESERVED_NAMES

CHOICES = (("yn", "yes", "Yes", "Да", ""), ("yn", "no", "No", "Нет", ""))


def form(*rows: dict[str, str], choices: tuple[tuple[str, ...], ...] = CHOICES, extra: str = "") -> str:
    """Write a small questionnaire: a good first question, then the given rows."""
    good = {"type": "select_one yn", "name": "good", "label": "Good"}
    headings = [
        "type",
        "name",
        "label",
        "relevant",
        "constraint",
        "calculation",
        "required",
        *([extra] if extra else []),
    ]
    lines = ["| survey |" + " |" * len(headings), "| | " + " | ".join(headings) + " |"]
    lines += [
        "| | " + " | ".join(row.get(each, "").replace("|", "\\|") for each in headings) + " |" for row in (good, *rows)
    ]
    lines += ["", "| choices | | | | | |", "| | list_name | name | label::English (en) | label::Русский (ru) | group |"]
    lines += ["| | " + " | ".join(row) + " |" for row in choices]
    return "\n".join(lines)


def problems(source: str) -> list[str]:
    with pytest.raises(QuestionnaireError) as error:
        parse_text(source)
    return [str(each) for each in error.value.problems]


def test_the_small_form_is_good() -> None:
    assert list(parse_text(form()).questions) == ["good"]


def row(**cells: str) -> dict[str, str]:
    return {"type": "text", "name": "q", "label": "Q"} | cells


CASES: dict[str, tuple[dict[str, str], str]] = {
    "unknown type": (row(type="txt"), "the type txt is not known; perhaps text"),
    "misspelt select": (row(type="select_on yn"), "write select_one LIST"),
    "no list": (row(type="select_one"), "write select_one LIST"),
    "no type": (row(type=""), "the type is missing"),
    "unknown list": (row(type="select_one ny"), "the list ny is not on the sheet choices"),
    "repeat": (row(type="begin_repeat"), "repeats are not asked on the telephone"),
    "other file": (row(type="select_one_from_file towns.csv"), "the program brings iso3166_1.csv, iso3166_2.csv"),
    "or_other": (row(type="select_one_from_file iso3166_1.csv or_other"), "or_other goes with a list of the sheet"),
    "picture": (row(type="image"), "image: pictures, sound and files are not taken"),
    "position": (row(type="geopoint"), "geopoint: positions of people are not kept"),
    "screen": (row(type="barcode"), "barcode: this way of answering needs a screen"),
    "list elsewhere": (row(type="csv-external"), "csv-external: a form brings its lists along"),
    "name twice": (row(name="good"), "the name good stands in row 2 already"),
    "answer in a text": (row(label="You said ${good}"), "label: answers cannot be put into a text"),
    "no name": (row(name=""), "the name is missing"),
    "hyphen": (row(name="my-q"), "Latin letters, digits and underscores"),
    "digit first": (row(name="1q"), "no digit first"),
    "Cyrillic name": (row(name="пол"), "Latin letters"),
    "long name": (row(name="q" * 65), "at most 64"),
    "name of the program": (row(name="consent"), "the name consent belongs to the program"),
    "no label": (row(label=""), "the label is missing"),
    "required": (row(required="yes"), "no question is ever obligatory"),
    "required by expression": (row(required="${good} = 'yes'"), "no question is ever obligatory"),
    "unknown function": (row(relevant="foo(${good})"), "relevant: the function foo is not known"),
    "unknown question": (row(relevant="${god} = 'yes'"), "there is no question ${god}; perhaps ${good}"),
    "syntax": (row(constraint=". >"), "constraint: the expression ends too early"),
    "own answer": (row(relevant=". = 'a'"), "cannot depend on its own answer"),
    "waits for itself": (row(relevant="${q} = 'a'"), "wait for each other: q → q"),
    "bad pattern": (row(constraint="regex(., '(')"), "the pattern of regex"),
    "calculation of a text": (row(calculation="1"), "a calculation belongs to the type calculate"),
    "no calculation": (row(type="calculate"), "the calculation is missing"),
    "hidden": (row(type="hidden", label=""), "fills no hidden question but home_country"),
    "home country asked": (row(name="home_country"), "its type must be hidden"),
    "one topic": (row(name="topic", type="select_one yn"), "the type of topic must be select_multiple"),
    "two citizenships": (row(name="citizenship", type="select_multiple yn"), "must be select_one"),
    "group left open": (row(type="begin_group"), "is never closed"),
    "group not opened": (row(type="end_group", name="", label=""), "end_group without a begin_group"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_one_fault_one_line_with_sheet_row_and_remedy(case: str) -> None:
    cells, expected = CASES[case]
    found = problems(form(cells))
    assert len(found) == 1
    assert found[0].startswith("survey, row 3: ")
    assert expected in found[0]
    assert "\n" not in found[0]


@pytest.mark.parametrize("spelling", ["no", "No", "FALSE", "false()", "0", ""])
def test_required_may_say_no(spelling: str) -> None:
    assert "q" in parse_text(form(row(required=spelling))).questions


COLUMNS = {
    "choice_filter": "only a question with a list of the sheet choices has a filter",
    "parameters": "the column parameters is not supported",
    "bereg::statistic": "bereg::statistic is randomize=true; write yes, or nothing",
    "relevan": "the column relevan is not known; write relevant",
    "labl": "the column labl is not known; write label",
    "hint::Elvish": "the language Elvish has no code",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_that_would_be_passed_over_in_silence_is_named(column: str) -> None:
    found = problems(form(row(**{column: "randomize=true"}), extra=column))
    assert any(COLUMNS[column] in each for each in found)


@pytest.mark.parametrize("kind", ["text", "integer", "decimal", "date", "note"])
def test_only_closed_codes_may_enter_the_figures(kind: str) -> None:
    cells = row(type=kind, **{"bereg::statistic": "yes"})
    assert (
        "only select_one and select_multiple may enter the figures"
        in problems(form(cells, extra="bereg::statistic"))[0]
    )


CHOICE_CASES: dict[str, tuple[tuple[str, ...], str]] = {
    "declined": (("yn", "declined", "a", "b", ""), "the code declined belongs to the program"),
    "unknown": (("yn", "unknown", "a", "b", ""), "the code unknown belongs to the program"),
    "not asked": (("yn", "not_asked", "a", "b", ""), "the code not_asked belongs to the program"),
    "twice": (("yn", "yes", "a", "b", ""), "the code yes stands in row 2 of the list yn already"),
    "space": (("yn", "a b", "a", "b", ""), "no space"),
    "no code": (("yn", "", "a", "b", ""), "the name is missing"),
    "no list": (("", "x", "a", "b", ""), "the list_name is missing"),
    "a language missing": (("yn", "x", "a", "", ""), "the label is missing in Русский (ru)"),
    "unknown group": (("yn", "x", "a", "b", "g"), "the group g is not in the list yn_group"),
}


@pytest.mark.parametrize("case", CHOICE_CASES)
def test_a_fault_of_a_choice(case: str) -> None:
    cells, expected = CHOICE_CASES[case]
    found = problems(form(choices=(*CHOICES, cells)))
    assert len(found) == 1
    assert found[0].startswith("choices, row 4: ")
    assert expected in found[0]


def test_every_fault_is_listed_in_the_order_of_the_sheets() -> None:
    found = problems(
        form(row(type="txt", required="yes"), row(name="x y"), choices=(*CHOICES, ("yn", "yes", "", "", "")))
    )
    places = [each.partition(":")[0] for each in found]
    assert places == [
        "survey, row 3",
        "survey, row 3",
        "survey, row 4",
        "choices, row 4",
        "choices, row 4",
    ]


def test_two_circles_are_both_named() -> None:
    rows = [row(name=name, relevant=f"${{{other}}} = 'x'") for name, other in ("ab", "ba", "cd", "dc")]
    assert len([each for each in problems(form(*rows)) if "wait for each other" in each]) == 2


def test_a_group_that_waits_for_its_own_question_is_a_circle() -> None:
    rows = (row(type="begin_group", name="g", relevant="${q} = 'x'"), row(), row(type="end_group", name="", label=""))
    assert "wait for each other" in problems(form(*rows))[0]


def test_relevance_is_read_together_with_the_groups_around_it() -> None:
    long = " or ".join(["${good} = 'yes'"] * 60)
    rows = (
        row(type="begin_group", name="g", relevant=long),
        row(relevant=long),
        row(type="end_group", name="", label=""),
    )
    [problem] = problems(form(*rows))
    assert problem.startswith("survey, row 4: relevant, together with the groups around it: the expression is longer")


@pytest.mark.parametrize(
    "source",
    ["", "Hello", "| survey |", "| survey | |\n| | type | name |", "| a |\n| | b | c |\n| | d |", "\0", "|" * 5000],
)
def test_what_is_no_questionnaire_is_refused(source: str) -> None:
    assert problems(source)


def test_a_stroke_that_moves_the_cells_is_found() -> None:
    assert "more cells than headings" in problems(form().replace("Good", "Good | bad | 1 | 2 | 3 | 4 | 5 | 6"))[0]


def test_a_table_that_was_cut_off_after_its_name_is_found() -> None:
    text = "the table has no row of headings; add it, or remove the table"
    assert problems("| survey |\n| | type | name |\n\n| choices |") == [f"choices: {text}"]
    assert problems("| survey | |\n| choices | |\n") == [f"survey: {text}", f"choices: {text}"]


def test_a_row_without_its_last_stroke_is_found() -> None:
    assert problems(form().replace("| yn | no | No | Нет |  |", "| | yn | no | No | Нет")) == [
        "line 8 does not end with |; add it"
    ]


def test_rules_and_prose_between_the_tables_are_no_rows() -> None:
    source = form().replace(
        "| | type", "| --- | :-: |---\n# A word\nabout | this\n| | type".replace("|---\n", "|---|\n"), 1
    )
    assert to_data(parse_text(source)) == to_data(parse_text(form()))


def test_a_very_long_line_is_refused_at_once() -> None:
    assert "longer than 10000 characters" in problems(form() + "\n|" + "#" * 500_000 + "|")[0]


def test_a_truncated_standard_form_never_breaks_the_check() -> None:
    source = standard_source()
    for length in range(0, len(source), len(source) // 60):
        try:
            parse_text(source[:length])
        except QuestionnaireError as error:
            assert error.problems  # noqa: PT017


def test_every_name_of_the_program_is_refused() -> None:
    for name in RESERVED_NAMES:
        assert "belongs to the program" in problems(form(row(name=name)))[0]
