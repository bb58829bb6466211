"""Opening of a file to import."""

from pathlib import Path

from django.utils.translation import gettext as _

from bereg.core.spreadsheets import SUFFIXES
from bereg.core.workbooks import WorkbookError
from bereg.importing.csv_files import open_csv
from bereg.importing.options import ReadingOptions
from bereg.importing.sheets import open_sheets
from bereg.importing.source_rows import SourceError
from bereg.importing.table import Source


def open_source(path: Path, reading: ReadingOptions) -> Source:
    """Open a CSV, XLSX, XLS or ODS file. Raise SourceError."""
    try:
        if path.suffix.lower() in SUFFIXES:
            return open_sheets(path, reading)
        return open_csv(path, reading)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(_("%(path)s cannot be read: %(reason)s.") % {"path": path, "reason": reason}) from error
    except WorkbookError as error:
        raise SourceError(f"{path}: {error}") from error
