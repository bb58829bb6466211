"""Opening of a foreign workbook of any kind (.xlsx, .xls, .ods): a survey of its sheets, and their cells as text."""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bereg.core.ods_workbooks import CONTENT, open_ods
from bereg.core.sheet_survey import WorkbookSurvey, survey_workbook
from bereg.core.workbooks import open_workbook, read_workbook, rows_of
from bereg.core.xls_workbooks import OLE, open_xls

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})


@dataclass(frozen=True)
class Spreadsheet:
    """An open workbook. rows: by the name of a sheet, its rows from the first on, empty ones too; see `cell_text`."""

    survey: WorkbookSurvey
    rows: Callable[[str], Iterator[tuple[str, ...]]]


@contextmanager
def open_spreadsheet(path: Path) -> Iterator[Spreadsheet]:
    """Open a workbook by what is in it: many an old .xls is an .xlsx inside. Raise WorkbookError, OSError."""
    with open_content(read_workbook(path), path.suffix) as book:
        yield book


@contextmanager
def open_content(content: bytes, suffix: str) -> Iterator[Spreadsheet]:
    """Open a workbook that is in memory. suffix: of its name. Raise WorkbookError."""
    if content.startswith(OLE) or (suffix.lower() == ".xls" and not content.startswith(b"PK")):
        yield Spreadsheet(*open_xls(content))
    elif suffix.lower() == ".ods" or _is_ods(content):
        yield Spreadsheet(*open_ods(content))
    else:
        with open_workbook(content) as book:
            yield Spreadsheet(survey_workbook(content), lambda sheet: rows_of(book, sheet))


def _is_ods(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return CONTENT in archive.namelist()
    except zipfile.BadZipFile:
        return False
