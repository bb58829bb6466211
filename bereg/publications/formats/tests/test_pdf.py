"""A release as a report in PDF: it can be read aloud, in every language, and says the same figures.

The compiler refuses what breaks PDF/UA-1, so each report that is made here held to it.
"""

import hashlib
import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject
from typst import TypstError

from bereg.core.languages import awaits_reader
from bereg.core.tagged_pdf import STANDARD, UNKNOWN
from bereg.publications.content import Content
from bereg.publications.formats import reader_notes
from bereg.publications.formats.pdf import compiled, pdf, report
from bereg.publications.formats.tests.four_languages import content as released
from bereg.publications.formats.tests.invented import FORMULA, GENDER, TAJIK, UZBEK, content, row, table

pytestmark = pytest.mark.once("it uses no database")


def opened(said: Content, language: str = "en") -> PdfReader:
    """Make a report and open it as a stranger does."""
    return PdfReader(io.BytesIO(pdf(said, language)))


def text(reader: PdfReader) -> str:
    """Return all text of a report; where a line breaks says nothing."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def tags(node: Any) -> Iterator[str]:
    """Return the kinds of all parts, in the order in which they are read aloud."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for each in node:
            yield from tags(each)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield str(node["/S"])
        if "/K" in node:
            yield from tags(node["/K"])


def read_aloud(reader: PdfReader) -> list[str]:
    """Return these kinds for a whole report."""
    return list(tags(reader.root_object["/StructTreeRoot"]))


def test_it_says_that_it_can_be_read_aloud() -> None:
    reader = opened(content(), "ru")
    root: Any = reader.root_object
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "ru"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Показатели: май 2007 года – май 2008 года"


def test_headings_and_heads_of_tables_are_tagged() -> None:
    found = read_aloud(opened(content()))
    assert found.count("/Table") == 6
    assert found.count("/THead") == 6
    assert found.count("/TH") == 3 * 3 + 3 * 2  # three tables have percentages, three have none
    assert found.count("/H1") == 4  # how to read, contents, two parts
    assert found.count("/H2") == 6


def test_the_standard_is_demanded() -> None:
    broken = report(content(), "en") | {"title": "中"}  # a letter that the fonts lack
    with pytest.raises(TypstError, match="PDF/UA-1"):
        compiled(broken, format="pdf", pdf_standards=STANDARD)


def test_the_figures_come_back() -> None:
    found = text(opened(content()))
    for line in ("Women 1,062 53", "Men 941 47", "Other <10", "Total that percentages are of 2,007", "Contacts 5,210"):
        assert line in found
    assert "Enquiries Category How many Total 4,101" in found
    assert "1 row is shown as <10, so that it points at nobody." in found


def test_a_share_of_somebody_is_never_nothing() -> None:
    few = table("a", GENDER, 5_000, row("x", "Few", "", 12), row("y", "More", "", 25), row("z", "Nobody", "", 0))
    assert "Few 12 <1 More 25 1 Nobody 0 0" in text(opened(content(few)))


def test_it_explains_the_protection_in_its_language() -> None:
    for language in ("en", "ru"):
        found = text(opened(content(), language))
        with override(language):
            assert (
                " ".join([reader_notes.heading(), *reader_notes.explanation(content())]).replace("\u00a0", " ") in found
            )


def test_every_row_has_a_bar_and_a_small_figure_one_that_is_hatched() -> None:
    """As far as the class reaches, wherever in it the figure lies."""
    [gender] = [each for each in report(content(), "en")["parts"][0]["tables"] if each["title"] == "Gender"]
    assert [each["hatched"] for each in gender["bars"]] == [False, False, True]
    assert [each["length"] for each in gender["bars"]] == pytest.approx([1, 941 / 1062, 10 / 1062])


@pytest.mark.parametrize(
    ("language", "begins"), [("uz", "2007-yil may oyidan 2008-yil aprel"), ("tg", "Аз моҳи майи соли 2007 то охири")]
)
def test_it_speaks_the_languages_of_the_public_pages(language: str, begins: str) -> None:
    reader = opened(released(), language)
    root: Any = reader.root_object
    assert root["/Lang"] == language
    assert begins in text(reader)
    assert released()["tables"][4]["title"][language] in text(reader)
    assert "?" not in text(reader)  # no letter was missing


@pytest.mark.parametrize(("language", "said"), [("uz", "ona tilida"), ("tg", "соҳибзабон"), ("ru", ""), ("en", "")])
def test_it_says_whether_somebody_whose_language_it_is_has_read_it(language: str, said: str) -> None:
    with override(language):
        first, unread = reader_notes.explanation(released())[0], awaits_reader()
        assert f"{reader_notes.heading()} {first}" in text(opened(released(), language))
    assert (first == unread) == bool(said)
    assert said in unread


def test_letters_of_four_languages_are_shown() -> None:
    title = table("a", {"en": f"{TAJIK} {UZBEK}"}, None, row("x", TAJIK, "", 12), row("y", UZBEK, "", 13))
    found = text(opened(content(title)))
    assert f"{TAJIK} 12 {UZBEK} 13" in found
    assert f"{TAJIK} {UZBEK} Category" in found


def test_the_fonts_have_every_letter_that_is_let_through() -> None:
    letters = [sign for sign in map(chr, range(0x20, 0x10000)) if not UNKNOWN.match(sign)]
    assert len(letters) > 1_200
    every = " ".join(letters)
    pdf(content(table("a", {"en": every}, None, row("x", every, "", 12))), "en")  # the compiler refuses what is missing


def test_other_letters_become_a_question_mark_and_the_rest_stays() -> None:
    odd = table("a", {"en": "中"}, None, row("x", "Ёж \u202e\u4e2d\U0001f600 a\x00b\ud800", "", 12))
    assert "Ёж ?? ab? 12" in text(opened(content(odd)))


def test_no_label_is_taken_for_a_command() -> None:
    label = '#panic("x") *a* _b_ $c$ @d <e> \\ // [f]'
    found = text(opened(content(table("a", {"en": label}, None, row("x", label, "", 12), row("y", FORMULA, "", 13)))))
    assert f"{label} 12 {FORMULA} 13" in found


def test_a_long_table_has_its_head_on_every_page() -> None:
    rows = [row(f"c{number}", f"Answer {number}", "", 100 + number) for number in range(80)]
    pages = [page.extract_text() for page in opened(content(table("a", GENDER, 5000, *rows))).pages]
    with_rows = [page for page in pages if re.search(r"Answer \d+ \d+", page)]
    assert len(with_rows) >= 2
    assert all("Category How many Per cent" in page for page in with_rows)
    assert [f"Page {at} of {len(pages)}" in page for at, page in enumerate(pages, 1)] == [True] * len(pages)


ELSEWHERE = """
import hashlib, django
django.setup()
from bereg.publications.formats.pdf import pdf
from bereg.publications.formats.tests.invented import content
print(hashlib.sha256(pdf(content(), "ru")).hexdigest())
"""


def test_the_same_release_is_the_same_bytes_elsewhere_too() -> None:
    """In another process, another time zone and later."""
    environment = {**os.environ, "TZ": "Pacific/Kiritimati", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    said = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], check=True, capture_output=True, text=True, env=environment
    ).stdout.split()
    assert said == [hashlib.sha256(pdf(content(), "ru")).hexdigest()]
    reader = opened(content(), "ru")
    assert reader.metadata is not None
    assert (reader.metadata.creation_date, reader.metadata.modification_date) == (None, None)


def test_a_whole_year_is_made_in_a_second_and_a_half() -> None:
    rows = [row(f"c{number}", f"Answer {number}", "", 40 + number) for number in range(12)]
    year = content(*(table(f"t{number}", {"en": f"Table {number}"}, 1000 + number, *rows) for number in range(100)))
    opened(content())  # warm
    started = time.process_time()  # of all threads; how busy the machine is does not count
    made = pdf(year, "en")
    took = time.process_time() - started
    assert len(PdfReader(io.BytesIO(made)).pages) > 40
    assert took <= 1.5
