"""A release as a workbook: figures stay figures, nothing is run, and every sheet can be opened."""

import io
import re
from itertools import takewhile

import openpyxl
import pytest
import time_machine
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from bereg.core.languages import awaits_reader
from bereg.core.table_export import bare
from bereg.publications.formats import reader_notes
from bereg.publications.formats.tests.four_languages import content as released
from bereg.publications.formats.tests.invented import FORMULA, GENDER, TAJIK, UZBEK, content, everything, row, table
from bereg.publications.formats.xlsx import sheet_name, xlsx

pytestmark = pytest.mark.once("it uses no database")


def sheets(data: bytes) -> list[Worksheet]:
    """Open a workbook as a stranger does."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]


def texts(sheet: Worksheet) -> list[str]:
    """Return every text of a sheet."""
    return [bare(cell.value) for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)]


def figures(sheet: Worksheet) -> list[tuple[object, ...]]:
    """Return the rows of a table: those below its head, up to the blank one."""
    return list(takewhile(lambda line: line[0] is not None, sheet.iter_rows(min_row=5, max_col=3, values_only=True)))


def test_the_figures_come_back() -> None:
    _contents, *found = sheets(xlsx(content(), "en"))
    expected = [
        [(each["label"]["en"], "<10" if each["shown"] is None else each["shown"]) for each in t["rows"]]
        for t in everything()
    ]
    read = [[(bare(str(label)), shown) for label, shown, _share in figures(sheet)] for sheet in found]
    assert read == [*expected[:-1], []]  # the last table has no rows


def test_percentages_and_totals_stand_as_numbers() -> None:
    _contents, gender, *_others, total = sheets(xlsx(content(), "en"))
    assert [share for _label, _shown, share in figures(gender)] == [53, 47, None]
    assert [gender["A9"].value, gender["B9"].value] == ["Total that percentages are of", 2007]
    assert [total["A6"].value, total["B6"].value] == ["Total", 4101]


def test_a_share_of_somebody_is_a_number_above_0_and_shows_as_one() -> None:
    rows = [row(f"c{n}", f"Answer {n}", "", n) for n in (0, 12, 50, 1_500, 240_000)]
    _contents, sheet = sheets(xlsx(content(table("a", GENDER, 240_000, *rows)), "en"))
    shares = [line[2] for line in sheet.iter_rows(min_row=5, max_row=9)]
    assert [each.value for each in shares] == [0, 0.01, 0.02, 1, 100]
    assert [each.number_format for each in shares] == ["#,##0", "0.00", "0.00", "#,##0", "#,##0"]


def test_a_workbook_speaks_its_language() -> None:
    contents, gender, *_others = sheets(xlsx(content(), "ru"))
    assert contents.title == "Содержание"
    assert gender["A1"].value == "Пол"
    assert gender["A2"].value == "май 2007 года – май 2008 года, Все центры, Все обратившиеся"
    assert gender["A10"].value == "1 строка показана как <10, чтобы ни на кого не указывать."
    assert {TAJIK, UZBEK} <= {text for sheet in sheets(xlsx(content(), "ru")) for text in texts(sheet)}


def test_the_first_sheet_explains_and_leads_to_every_table() -> None:
    contents, *others = sheets(xlsx(content(), "en"))
    with override("en"):
        assert set(reader_notes.explanation(content())) <= set(texts(contents))
    links = [cell.hyperlink.location for [cell] in contents.iter_rows(max_col=1) if cell.hyperlink]
    assert links == [f"'{sheet.title}'!A1" for sheet in others]


@pytest.mark.parametrize("language", ["uz", "tg", "ru"])
def test_the_first_sheet_says_whether_somebody_whose_language_it_is_has_read_it(language: str) -> None:
    contents, *_others = sheets(xlsx(released(), language))
    with override(language):
        found = awaits_reader()
        assert (contents["A4"].value == found) == (language != "ru"), found


def test_nothing_is_run() -> None:
    data = xlsx(content(), "en")
    cells = [cell for sheet in sheets(data) for line in sheet.iter_rows() for cell in line]
    assert f"'{FORMULA}" in [cell.value for cell in cells]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert [cell.value for cell in cells if str(cell.value or "").startswith(("=", "+", "-", "@"))] == []


def test_a_hundred_tables_of_one_long_name_have_a_sheet_each() -> None:
    name = {"en": "Reasons / [for] asking: " * 3}
    found = sheets(xlsx(content(*(table("a", name, None, row("x", "X", "X", n)) for n in range(10, 120))), "en"))
    assert [sheet["B5"].value for sheet in found[1:]] == list(range(10, 120))
    assert len({sheet.title.lower() for sheet in found}) == 111


@given(st.integers(1, 9999), st.text(max_size=60))
def test_a_name_of_a_sheet_is_one_that_spreadsheets_take(number: int, title: str) -> None:
    name = sheet_name(number, title)
    assert name.split()[0] == str(number)
    assert len(name) <= 31
    assert not re.search(r"[\[\]:*?/\\'\x00-\x1f]", name)


def test_the_same_release_is_the_same_bytes_at_any_time() -> None:
    with time_machine.travel("2026-11-25T12:00:00Z"):
        once = xlsx(content(), "en")
    with time_machine.travel("2031-01-01T00:00:00Z"):
        assert xlsx(content(), "en") == once
    assert xlsx(content(table("gender", GENDER, 20)), "en") != once
