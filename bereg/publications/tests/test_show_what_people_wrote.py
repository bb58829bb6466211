"""What people wrote beside a release is in its files, each sentence once and in its language."""

import io
import json

import openpyxl
import pytest
from pypdf import PdfReader

from bereg.publications.content import Content, Written, write
from bereg.publications.files import made
from bereg.publications.formats.pdf import pdf, report
from bereg.publications.formats.tests.four_languages import content
from bereg.publications.written import of, pack

pytestmark = pytest.mark.once("it uses no database")
WRITTEN: list[Written] = [
    {"centre": "all", "table": "", "texts": {"ru": "Боятся проверок.", "en": "They fear checks."}},
    {"centre": "all", "table": "gender", "texts": {"ru": "Первый абзац.\n\nВторой абзац."}},
    {"centre": "all", "table": "totals", "texts": {"en": "The line is free."}},
    {"centre": "shore", "table": "", "texts": {"en": "The shore opened late."}},
]


def said() -> Content:
    return Content(**{**content(), "written": WRITTEN})


def test_a_sentence_missing_in_a_language_is_shown_in_one_that_it_has() -> None:
    assert [(each.paragraphs, each.language) for each in of(WRITTEN, "all", "", "tg")] == [(["Боятся проверок."], "ru")]
    assert [(each.paragraphs, each.language) for each in of(WRITTEN, "all", "gender", "en")] == [
        (["Первый абзац.", "Второй абзац."], "ru")
    ]
    assert of(WRITTEN, "shore", "gender", "en") == []


def test_the_report_prints_each_once_in_its_language() -> None:
    printed = report(said(), "en")
    assert printed["written"] == [{"paragraphs": ["They fear checks."], "language": "en"}]
    every = [
        (part["name"], table["title"], table["written"])
        for part in printed["parts"]
        for table in part["tables"]
        if table["written"]
    ]
    assert every == [
        ("All centres, Everybody", "Contacts", [{"paragraphs": ["The line is free."], "language": "en"}]),
        ("All centres, Everybody", "Gender", [{"paragraphs": ["Первый абзац.", "Второй абзац."], "language": "ru"}]),
    ]
    assert [part["name"] for part in printed["parts"] if part["written"]] == ["Shore, Everybody"]


@pytest.mark.parametrize("language", ["en", "ru", "uz", "tg"])
def test_the_pdf_is_tagged_and_names_the_language_of_each(language: str) -> None:
    reader = PdfReader(io.BytesIO(pdf(said(), language)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Второй абзац." in text
    assert "The shore opened late." in text
    assert text.count("The line is free.") == 1


def test_the_workbook_and_the_document_for_programs_have_them() -> None:
    text, sentences = write(content()), pack(WRITTEN)
    book = openpyxl.load_workbook(io.BytesIO(made("figures.xlsx", text, "ru", sentences)))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    for expected in ("Боятся проверок.", "Второй абзац.", "The line is free.", "The shore opened late."):
        assert cells.count(expected) >= 1, expected
    document = json.loads(made("figures.json", text, "", sentences))
    assert document["written"] == WRITTEN
    assert document["tables"] == json.loads(made("figures.json", text, ""))["tables"]


def test_files_without_sentences_are_what_they_were() -> None:
    text = write(content())
    for name in ("figures.csv", "figures-csv.zip", "figures-sdmx.zip"):
        assert made(name, text, "en", pack(WRITTEN)) == made(name, text, "en")
