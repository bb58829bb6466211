"""A table in which a matter may be in several rows: its figures are shares of nothing, and every file says so."""

import csv
import io

import openpyxl
import pytest
from django.utils.translation import override

from bereg.publications.content import Content, Table
from bereg.publications.formats.csv_package import csv_package
from bereg.publications.formats.pdf import report
from bereg.publications.formats.sdmx import sdmx
from bereg.publications.formats.tests.invented import content, row, table
from bereg.publications.formats.xlsx import xlsx
from bereg.publications.sentences import of_table

pytestmark = pytest.mark.once("it uses no database")

SAID = "Where a table has neither a total nor percentages, a matter counts once"


def of_help() -> Table:
    made = table(
        "helped",
        {"en": "Help", "ru": "Помощь"},
        None,
        row("advice", "Advice", "Совет", 148),
        row("crisis", "Crisis", "Кризис", None),
    )
    return Table(**made, without_base=True)


def said() -> Content:
    return content(of_help())


def rows(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode())))


def test_csv_and_sdmx_have_counts_and_neither_base_nor_percentage() -> None:
    package, statistics = csv_package(said()), sdmx(said())
    found = [
        (each["code"], each["shown"], each["class"], each["base"], each["percent"])
        for each in rows(package["figures.csv"])
    ]
    assert found == [("advice", "148", "", "", ""), ("crisis", "", "<10", "", "")]
    assert [(each["ROW"], each["OBS_VALUE"], each["BASE"]) for each in rows(statistics["sdmx-data.csv"])] == [
        ("helped@advice", "148", ""),
        ("helped@crisis", "", ""),
    ]
    assert SAID.encode() in package["datapackage.json"]
    assert SAID.encode() in statistics["sdmx-structure.xml"]


def test_the_workbook_has_one_column_of_figures_and_no_total() -> None:
    cover, sheet = openpyxl.load_workbook(io.BytesIO(xlsx(said(), "en"))).worksheets
    cells = [[cell.value for cell in line if cell.value is not None] for line in sheet.iter_rows(min_row=4, max_row=7)]
    assert cells == [["Category", "How many"], ["Advice", 148], ["Crisis", "<10"], []]
    assert any(SAID in str(cell.value) for line in cover.iter_rows() for cell in line)


def test_the_printed_report_has_neither_shares_nor_a_total() -> None:
    made = report(said(), "en")
    [printed] = made["parts"][-1]["tables"]
    assert (printed["heads"], printed["base"]) == (["Category", "How many"], [])
    assert any(SAID in paragraph for paragraph in made["explanation"])


@pytest.mark.parametrize(("language", "begins"), [("en", SAID), ("ru", "Если в таблице нет ни итога, ни процентов")])
def test_the_page_says_how_it_counts_in_its_language(language: str, begins: str) -> None:
    with override(language):
        [sentence] = of_table([of_help()], 10)
    assert sentence.startswith(begins)
