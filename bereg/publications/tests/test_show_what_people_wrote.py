"""What people wrote beside a release is in its files, each sentence once and in its language."""

import io
import json

import openpyxl
import pytest
from pypdf import PdfReader

from bereg.publications.content import Content, Recommended, Written, write
from bereg.publications.files import made
from bereg.publications.formats.pdf import pdf, report
from bereg.publications.formats.tests.four_languages import content
from bereg.publications.sentences_by_people import WordsBeside, of, pack, with_words

pytestmark = pytest.mark.once("it uses no database")
WRITTEN: list[Written] = [
    {"centre": "all", "table": "", "texts": {"ru": "Боятся проверок.", "en": "They fear checks."}},
    {"centre": "all", "table": "gender", "texts": {"ru": "Первый абзац.\n\nВторой абзац."}},
    {"centre": "all", "table": "totals", "texts": {"en": "The line is free."}},
    {"centre": "shore", "table": "", "texts": {"en": "The shore opened late."}},
]


RECOMMENDED: list[Recommended] = [
    {"to": {"en": "to courts", "ru": "судам"}, "texts": {"ru": "Обобщить практику."}},
    {"to": {"en": "to schools", "ru": "школам"}, "texts": {"en": "Tell pupils.", "ru": "Рассказывать ученикам."}},
]
BESIDE = WordsBeside(written=WRITTEN, recommended=RECOMMENDED)


def said() -> Content:
    return with_words(content(), BESIDE)


def test_a_sentence_missing_in_a_language_is_shown_in_one_that_it_has() -> None:
    assert [(each.paragraphs, each.language) for each in of(WRITTEN, "all", "", "tg")] == [(["Боятся проверок."], "ru")]
    assert [(each.paragraphs, each.language) for each in of(WRITTEN, "all", "gender", "en")] == [
        (["Первый абзац.", "Второй абзац."], "ru")
    ]
    assert of(WRITTEN, "shore", "gender", "en") == []


def test_the_report_prints_each_once_in_its_language() -> None:
    printed = report(said(), "en")
    assert printed["written"] == [{"paragraphs": ["They fear checks."], "language": "en"}]
    assert [(each["to"], each["texts"][0]["language"]) for each in printed["recommended"]] == [
        ("To courts", "ru"),
        ("To schools", "en"),
    ]
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
    assert "Обобщить практику." in text
    assert text.count("The line is free.") == 1


def test_the_workbook_and_the_document_for_programs_have_them() -> None:
    text, sentences = write(content()), pack(BESIDE)
    book = openpyxl.load_workbook(io.BytesIO(made("figures.xlsx", text, "ru", sentences)))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    for expected in (
        "Боятся проверок.",
        "Второй абзац.",
        "The line is free.",
        "The shore opened late.",
        "Обобщить практику.",
    ):
        assert cells.count(expected) >= 1, expected
    document = json.loads(made("figures.json", text, "", sentences))
    assert (document["written"], document["recommended"]) == (WRITTEN, RECOMMENDED)
    assert document["tables"] == json.loads(made("figures.json", text, ""))["tables"]


def test_files_without_sentences_are_what_they_were() -> None:
    text = write(content())
    for name in ("figures.csv", "figures-csv.zip", "figures-sdmx.zip"):
        assert made(name, text, "en", pack(BESIDE)) == made(name, text, "en")
