"""Forms as KoboToolbox and ODK write them are read, and nothing of them goes without a word."""

import datetime as dt
from pathlib import Path

import pytest
from django.http import QueryDict
from openpyxl import Workbook

from bereg.desk.form_questions import questions_on_page
from bereg.questionnaire import standards as standard
from bereg.questionnaire.form import Form, from_data, to_data
from bereg.questionnaire.kobo_odk import code_of
from bereg.questionnaire.parse import ParsedQuestionnaire, parse_file, parse_text
from bereg.questionnaire.problems import QuestionnaireError
from bereg.questionnaire.questions import QuestionKind

NOW = dt.datetime(2008, 5, 14, 12, tzinfo=dt.UTC)
Rows = list[list[str]]
CHOICES: Rows = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"]]


@pytest.fixture
def read(tmp_path: Path) -> "Reader":
    return Reader(tmp_path / "form.xlsx")


class Reader:
    """Reads workbooks of these rows, as such programs export them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, survey: Rows, choices: Rows = CHOICES, **more: Rows) -> ParsedQuestionnaire:
        book = Workbook()
        book.remove(book.active)  # type: ignore[arg-type]
        for name, rows in {"survey": survey, "choices": choices, **more}.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(self._path)
        return parse_file(self._path)


def told(reading: ParsedQuestionnaire) -> list[str]:
    return [str(notice) for notice in reading.notices]


def again(form: Form) -> Form:
    """Return the form as a stored version gives it back."""
    return from_data(to_data(form), home_country="RU")


def test_what_a_device_notes_of_itself_is_skipped_and_said(read: Reader) -> None:
    kinds = ["start", "end", "today", "deviceid", "username", "audit"]
    found = read([["type", "name", "label"], *([kind, kind] for kind in kinds), ["text", "q", "Q"]], CHOICES[:1])
    assert list(found.form.questions) == ["q"]
    assert told(found) == [
        f"survey, row {row}: {kind} is what a device notes of itself; skipped" for row, kind in enumerate(kinds, 2)
    ]
    assert list(parse_text(found.source).questions) == ["q"]


def test_languages_without_a_code_are_known_by_their_names(read: Reader) -> None:
    found = read(
        [["type", "name", "label::English", "label::Русский"], ["select_one yn", "q", "Is it so?", "Это так?"]],
        [["list_name", "name", "label::English", "label::Русский"], ["yn", "yes", "Yes", "Да"]],
        settings=[["form_title", "default_language"], ["Ours", "Русский"]],
    )
    question = found.form.questions["q"]
    assert (question.label("ru"), question.label("en")) == ("Это так?", "Is it so?")
    assert found.form.languages[0] == "ru"
    assert "the language Русский is taken as ru" in told(found)
    assert parse_text(found.source).questions["q"].labels == question.labels
    assert [code_of(each) for each in ("узбекский", "Uzbek", "o‘zbek", "Oʻzbekcha", "french", "Elvish")][:2] == [
        "uz",
        "uz",
    ]
    assert code_of("Elvish") == ""


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("select one from yn", QuestionKind.SELECT_ONE),
        ("select_one yn", QuestionKind.SELECT_ONE),
        ("select one yn", QuestionKind.SELECT_ONE),
        ("select all that apply from yn", QuestionKind.SELECT_MULTIPLE),
        ("select_multiple yn", QuestionKind.SELECT_MULTIPLE),
        ("select multiple from yn", QuestionKind.SELECT_MULTIPLE),
    ],
)
def test_each_way_to_write_a_choice(read: Reader, written: str, kind: QuestionKind) -> None:
    question = read([["type", "name", "label"], [written, "q", "Q"]]).form.questions["q"]
    assert (question.kind, [each.code for each in question.choices]) == (kind, ["yes", "no"])


def test_or_other_adds_the_choice_and_asks_what_it_is(read: Reader) -> None:
    found = read([["type", "name", "label"], ["select_one yn or_other", "q", "Q"], ["text", "after", "After"]])
    form = again(found.form)
    assert [each.code for each in form.questions["q"].choices] == ["yes", "no", "other"]
    assert list(form.questions) == ["q", "q_other", "after"]
    shown = [form.relevant({"q": answer}, home_country="RU", now=NOW) for answer in ("yes", "other")]
    assert ["q_other" in each for each in shown] == [False, True]
    assert list(parse_text(found.source).questions) == ["q", "q_other", "after"]


FILTERED: Rows = [
    ["list_name", "name", "label", "region"],
    *(["town", f"t{n}", f"T{n}", "ab"[n % 2]] for n in range(4)),
]
TOWNS: Rows = [
    ["type", "name", "label", "choice_filter"],
    ["text", "where", "Where", ""],
    ["select_one town", "town", "Town", "region = ${where} or ${where} = ''"],
]


def test_choices_depend_on_another_answer(read: Reader) -> None:
    form = again(read(TOWNS, FILTERED).form)

    def offered(where: str) -> list[str]:
        typed = QueryDict(mutable=True)
        typed["a-where"] = where
        page = questions_on_page(form, typed, country="RU", now=NOW)
        return [each.code for each in page[1].options]

    assert offered("") == ["t0", "t1", "t2", "t3"]
    assert offered("a") == ["t0", "t2"]
    assert form.depends_on("where") == {"town"}
    assert form.problems({"where": "a", "town": "t0"}, home_country="RU", now=NOW) == {}
    assert list(form.problems({"where": "a", "town": "t1"}, home_country="RU", now=NOW)) == ["town"]


def test_a_filter_that_cannot_work_is_said_with_its_row(read: Reader) -> None:
    wrong = {"region = ${were}": "there is no question ${were}", "colour = 'red'": "write ${colour} for a question"}
    wrong["${town} = name"] = "cannot depend on its own answer"
    for expression, reason in wrong.items():
        with pytest.raises(QuestionnaireError) as error:
            read([*TOWNS[:2], ["select_one town", "town", "Town", expression]], FILTERED)
        assert any(
            "survey, row 3: choice_filter: " in str(each) and reason in str(each) for each in error.value.problems
        )


def test_a_default_stands_in_an_untouched_form_where_it_fits(read: Reader) -> None:
    heads = ["type", "name", "label", "default"]
    form = again(read([heads, ["select_one yn", "q", "Q", "no"], ["select_one yn", "p", "P", "maybe"]]).form)
    assert form.defaults == {"q": "no"}
    with pytest.raises(QuestionnaireError, match="default that is calculated"):
        read([heads, ["date", "q", "Q", "today()"]])


def test_read_only_is_a_note_or_a_calculation(read: Reader) -> None:
    heads = ["type", "name", "label", "read_only", "calculation"]
    found = read(
        [heads, ["text", "q", "Read this out", "yes", ""], ["integer", "p", "P", "true", "1 + 1"]], CHOICES[:1]
    )
    kinds = [each.kind for each in found.form.questions.values()]
    assert kinds == [QuestionKind.NOTE, QuestionKind.CALCULATE]
    assert [each.partition(": ")[2] for each in told(found)] == [
        "read-only without a calculation: shown as a note",
        "read-only with a calculation: calculated and not shown",
    ]


def test_a_date_with_a_time_and_a_time(read: Reader) -> None:
    heads = ["type", "name", "label", "constraint"]
    form = again(read([heads, ["dateTime", "at", "At", ". > '2008-01-01'"], ["time", "hour", "Hour", ""]]).form)
    assert [each.kind for each in form.questions.values()] == [QuestionKind.MOMENT, QuestionKind.TIME]
    good, bad = {"at": "2008-05-14T10:30", "hour": "09:15"}, {"at": "2008-05-14", "hour": "25:00"}
    assert form.problems(good, home_country="RU", now=NOW) == {}
    assert list(form.problems(bad, home_country="RU", now=NOW)) == ["at", "hour"]
    assert list(form.problems({"at": "2007-05-14T10:30"}, home_country="RU", now=NOW)) == ["at"]
    page = questions_on_page(form, QueryDict(), country="RU", now=NOW)
    assert [each.input_type for each in page] == ["datetime-local", "time"]


def test_what_does_nothing_here_is_said_with_its_row(read: Reader) -> None:
    """A column that no choice_filter reads, a list nobody asks by, a message without a rule, how a screen shows it."""
    heads = ["type", "name", "label", "default", "constraint_message", "appearance", "choice_filter"]
    rows = [
        ["select_one yn", "q", "Q", "maybe", "", "likert", "colour = 'red' or part = 'a'"],
        ["integer", "age", "Age", "", "Say a number", "numbers", ""],
        ["begin_group", "g", "G", "", "", "field-list", ""],
        ["select_multiple yn", "p", "P", "no", "", "minimal", ""],
        ["end_group", "", "", "", "", "", ""],
    ]
    choices = [["list_name", "name", "label", "colour", "part", "order", "geometry"]]
    choices += [["yn", "yes", "Yes", "red", "a", "1", "0 0"], ["yn", "no", "No", "red", "b", "2", ""]]
    found = read([heads, *rows], [*choices, ["spare", "x", "X", "", "", "", ""]])
    assert sorted(told(found)) == [
        "choices, row 2: the column geometry has no use here; what stands in it is left out",
        "choices, row 2: the column order has no use here; what stands in it is left out",
        "choices, row 4: no question uses the list spare",
        "survey, row 2: the appearance likert changes nothing here",
        "survey, row 2: the default maybe is no answer to q; the form begins without it",
        "survey, row 3: a constraint_message without a constraint is never shown",
        "survey, row 3: the appearance numbers changes nothing here",
        "survey, row 4: the appearance field-list changes nothing here",
    ]


MEDIA = ["media::image", "media::audio", "media::image::English (en)", "image", "big-image"]


@pytest.mark.parametrize("heading", MEDIA)
@pytest.mark.parametrize("sheet", ["survey", "choices"])
def test_pictures_and_sound_beside_a_text_are_refused_by_name_with_the_row(
    read: Reader, heading: str, sheet: str
) -> None:
    rows: dict[str, Rows] = {"survey": [["type", "name", "label"], ["select_one yn", "q", "Q"]], "choices": CHOICES}
    rows[sheet] = [[*row, content] for row, content in zip(rows[sheet], (heading, "a.png", ""), strict=False)]
    with pytest.raises(QuestionnaireError) as error:
        read(**rows)
    [problem] = error.value.problems
    assert str(problem).startswith(f"{sheet}, row 2: {heading}: pictures and sound are not shown")


def test_to_rank_a_list_is_refused_by_its_own_name(read: Reader) -> None:
    with pytest.raises(QuestionnaireError, match="survey, row 2: rank yn: this way of answering needs a screen"):
        read([["type", "name", "label"], ["rank yn", "q", "Q"]])


def test_the_standard_questionnaire_leaves_nothing_out() -> None:
    assert parse_file(Path(standard.__file__).parent / "standard.md").notices == []


def test_a_column_or_a_sheet_without_use_is_said(read: Reader) -> None:
    found = read(
        [["type", "name", "label", "guidance_hint"], ["text", "q", "Q", "Ask gently"]], entities=[["a"], ["b"]]
    )
    assert "survey, row 2: the column guidance_hint has no use here; what stands in it is left out" in told(found)
    assert "the sheet entities is not read" in told(found)
