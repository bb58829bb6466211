"""A total in the class of the small: every file has its row, so that its absence tells nobody that it was small."""

import csv
import io

import openpyxl
import pytest

from bereg.publications.content import Content
from bereg.publications.formats.csv_package import csv_package
from bereg.publications.formats.pdf import report
from bereg.publications.formats.sdmx import sdmx
from bereg.publications.formats.tests.four_languages import content
from bereg.publications.formats.xlsx import xlsx

pytestmark = pytest.mark.once("it uses no database")


def small_world() -> Content:
    """Return a release in which neither the enquiries of one centre nor who answered there are shown as numbers."""
    said = content()
    tables = [{**each, "base": None} if each["centre"] == "shore" else each for each in said["tables"]]
    return {**said, "tables": tables}  # type: ignore[typeddict-item]


def rows(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode())))


def test_csv() -> None:
    [found] = [
        each
        for each in rows(csv_package(small_world())["figures.csv"])
        if (each["centre"], each["code"]) == ("shore", "total")
    ]
    assert (found["table"], found["shown"], found["class"], found["base"]) == ("enquiries", "", "<10", "")


def test_sdmx() -> None:
    [found] = [each for each in rows(sdmx(small_world())["sdmx-data.csv"]) if each["CENTRE"] == "shore"][:1]
    assert (found["ROW"], found["OBS_VALUE"], found["OBS_STATUS"]) == ("enquiries@total", "", "Q")


def test_xlsx() -> None:
    total, of_answers = openpyxl.load_workbook(io.BytesIO(xlsx(small_world(), "en"))).worksheets[-2:]
    assert (total["A6"].value, total["B6"].value) == ("Total", "<10")
    assert (of_answers["A8"].value, of_answers["B8"].value) == ("Total that percentages are of", "<10")


def test_pdf() -> None:
    total, of_answers = report(small_world(), "en")["parts"][-1]["tables"]
    assert total["rows"] == [["Total", "<10", ""]]
    assert of_answers["base"] == [["Total that percentages are of", "<10", ""]]


def test_topics_without_a_total_get_none() -> None:
    """Who asked about no topic is in no row of theirs, and their total stands in a table of its own."""
    [topics] = [
        each for part in report(content(), "en")["parts"] for each in part["tables"] if each["title"] == "Topics"
    ]
    assert topics["base"] == []
