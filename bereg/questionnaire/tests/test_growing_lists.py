"""Questions whose choices are a list that another room keeps, and which grows while a version stands."""

from collections.abc import Collection, Iterator

import pytest

from bereg.core import growing_lists as growing
from bereg.core.growing_lists import GrowingList, ReadCode, growing_lists
from bereg.questionnaire.form import Form, from_data, to_data
from bereg.questionnaire.parse import parse_text
from bereg.questionnaire.problems import QuestionnaireError
from bereg.questionnaire.questions import QuestionKind
from bereg.questionnaire.wording import answer_text

STICKERS = {"K7M2": "a sticker", "A2CD": "a leaflet"}
SHEET = """
| survey | | | | |
| | type | name | label | bereg::statistic |
| | {type} | thing | What they hold | yes |
"""


def named(codes: Collection[str] | None) -> dict[str, str]:
    return {code: name for code, name in STICKERS.items() if codes is None or code in codes}


def read(typed: str) -> ReadCode:
    code = typed.strip().upper()
    return ReadCode(code) if code in STICKERS else ReadCode(near=tuple(each for each in STICKERS if each[0] == code[0]))


@pytest.fixture(autouse=True)
def stickers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A list of invented codes is the only one that grows."""
    monkeypatch.setattr(growing, "said", lambda _concern, _name: [GrowingList("stickers.csv", named, read)])
    monkeypatch.setitem(STICKERS, "K7M2", "a sticker")  # what a test adds goes with it
    growing_lists.cache_clear()
    yield
    growing_lists.cache_clear()


@pytest.fixture
def form() -> Form:
    """A questionnaire with one such question, as a stored version gives it back."""
    parsed = parse_text(SHEET.format(type="select_one_from_file stickers.csv"))
    return from_data(to_data(parsed), home_country="RU")


def test_a_version_keeps_the_name_of_the_list_and_none_of_its_codes(form: Form) -> None:
    question = form.questions["thing"]
    assert (question.kind, question.choices_from, question.statistic) == (QuestionKind.CODE, "stickers.csv", True)
    assert not any(code in str(to_data(form)) for code in STICKERS)


def test_a_code_of_today_is_taken_under_a_version_of_yesterday(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    before = form.problems({"thing": "X4X4"}, home_country="RU"), form.questions["thing"].codes()
    monkeypatch.setitem(STICKERS, "X4X4", "printed today")
    assert before == ({"thing": "Nothing has the code X4X4, and no code is near it."}, ("K7M2", "A2CD"))
    assert form.problems({"thing": "X4X4"}, home_country="RU") == {}
    assert form.questions["thing"].codes() == ("K7M2", "A2CD", "X4X4")


def test_a_code_is_spelled_in_one_way_and_a_wrong_one_is_left_as_typed(form: Form) -> None:
    assert form.spelled({"thing": " k7m2"}) == {"thing": "K7M2"}
    assert form.spelled({"thing": "declined", "gone": "k7m2"}) == {"thing": "declined", "gone": "k7m2"}
    wrong = form.spelled({"thing": "k7m3"})
    assert wrong == {"thing": "k7m3"}
    assert form.problems(wrong, home_country="RU") == {"thing": "Nothing has the code k7m3. Did you mean: K7M2?"}


def test_an_answer_is_told_with_its_name(form: Form) -> None:
    said = [answer_text(form.questions["thing"], answer) for answer in ("K7M2", "X4X4", "unknown", "")]
    assert said == ["a sticker", "X4X4", "does not know", "not asked"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("select_multiple_from_file stickers.csv", "of the file stickers.csv one code is typed"),
        ("select_one_from_file pins.csv", "the program brings iso3166_1.csv, iso3166_2.csv, stickers.csv"),
        ("code", "the type code is not known"),
    ],
)
def test_what_is_no_such_question_is_named(kind: str, words: str) -> None:
    with pytest.raises(QuestionnaireError) as refused:
        parse_text(SHEET.format(type=kind))
    assert words in str([each.text for each in refused.value.problems])
