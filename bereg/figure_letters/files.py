"""The files of a letter: itself as a PDF, and what goes along."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from django.http import HttpResponse

from bereg.core.downloads import CSV, PDF, WORKBOOK, attachment
from bereg.core.table_export import MARK, harmless
from bereg.core.tagged_pdf import STANDARD, compiled, printable
from bereg.counting import months
from bereg.figure_letters.choices import FiguresKind
from bereg.figure_letters.models import FigureLetter
from bereg.figure_letters.paper import CSV_TEXT, Paper, paper_of
from bereg.figure_letters.releases_along import releases_with
from bereg.publications import files as releases_files
from bereg.publications import queries as releases
from bereg.publications.models import Release

TEMPLATE = Path(__file__).with_name("letter.typ")
LETTER, FIGURES_PDF, FIGURES_XLSX = "letter.pdf", "figures.pdf", "figures.xlsx"
EXACT_CSV, EXACT_XLSX = "figures-exact.csv", "figures-exact.xlsx"


def names_of(letter: FigureLetter) -> list[str]:
    """Return the files that a letter has, itself first."""
    if along := releases_with(letter):
        return [LETTER, *_of_releases(letter, along)]
    if letter.gets == FiguresKind.REPORT and letter.content:
        return [LETTER, EXACT_CSV, EXACT_XLSX]
    return [LETTER]


def file_of(letter: FigureLetter, name: str) -> HttpResponse:
    """Hand a file out. Raise KeyError on a name of none, ChangedLetterError, releases.ChangedError."""
    if name not in names_of(letter):
        raise KeyError(name)
    named = f"{letter.reference}-{name}"
    if name in MAKERS:
        kind, make = MAKERS[name]
        return attachment(make(letter), name=named, kind=kind)
    release, file = _of_releases(letter, releases_with(letter))[name]
    return attachment(_of_release(release, file, letter), name=named, kind=PDF if file == FIGURES_PDF else WORKBOOK)


def letter_pdf(paper: Paper) -> bytes:
    """Print a letter."""
    made: bytes = compiled(TEMPLATE, printable(_of_texts(paper)), format="pdf", pdf_standards=STANDARD)
    return made


def _of_texts(paper: Paper) -> Paper:
    said = {name: value for name, value in paper.items() if name != CSV_TEXT}
    blocks = [part.split("\n") for part in str(paper["text"]).replace("\r\n", "\n").strip().split("\n\n")]
    return said | {"paragraphs": [[line.strip() for line in block] for block in blocks]}


def _letter(letter: FigureLetter) -> bytes:
    return letter_pdf(paper_of(letter))


def _of_releases(letter: FigureLetter, along: list[Release]) -> dict[str, tuple[Release, str]]:
    """Return the files of what goes along, by their names; of several releases the month stands in them."""
    if letter.release:
        return {file: (letter.release, file) for file in (FIGURES_PDF, FIGURES_XLSX)}
    files = [(each, file) for each in along for file in (FIGURES_PDF, FIGURES_XLSX)]
    return {file.replace(".", f"-{months.name(each.first_month)}."): (each, file) for each, file in files}


def _of_release(release: Release, file: str, letter: FigureLetter) -> bytes:
    releases.content_of(release)  # verified
    return releases_files.made(file, release.content, letter.language)


def _csv(letter: FigureLetter) -> bytes:
    return (MARK + str(paper_of(letter)[CSV_TEXT])).encode()


def _workbook(letter: FigureLetter) -> bytes:
    from xlsxwriter import Workbook  # seldom needed

    file = io.BytesIO()
    rows = csv.reader(io.StringIO(str(paper_of(letter)[CSV_TEXT]), newline=""))
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                is_number = at and cell.replace(".", "", 1).isdecimal()
                sheet.write(at, column, float(cell) if is_number else harmless(cell))
    return file.getvalue()


MAKERS: dict[str, tuple[str, Callable[[FigureLetter], bytes]]] = {
    LETTER: (PDF, _letter),
    EXACT_CSV: (CSV, _csv),
    EXACT_XLSX: (WORKBOOK, _workbook),
}
