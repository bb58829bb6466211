"""Reading the sheets of a questionnaire with pyxform, and writing them as Markdown."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from pyxform.xls2json_backends import DefinitionData, csv_to_dict, md_to_dict, xlsx_to_dict

from bereg.questionnaire.problems import Problem, QuestionnaireError
from bereg.questionnaire.workbook import check_workbook

NAMES = ("survey", "choices", "settings")
LARGEST = 2_000_000
Row = dict[str, str]


@dataclass(frozen=True)
class Sheets:
    """What stands in a questionnaire, as text: the headings and rows of each sheet. An empty row stays one."""

    headings: dict[str, list[str]]
    rows: dict[str, list[Row]]

    def definition(self) -> DefinitionData:
        """Return a fresh copy in pyxform's own shape; pyxform changes what it is given."""
        parts: dict[str, Any] = {"sheet_names": list(self.headings)}
        for name in self.headings:
            parts[name] = [dict(row) for row in self.rows[name]]
            parts[f"{name}_header"] = [dict.fromkeys(self.headings[name])]
        return DefinitionData(**parts)


def read_file(path: Path) -> Sheets:
    """Read an .md, .xlsx or .csv file. Raise QuestionnaireError where it is none, or larger than is safe."""
    readers: dict[str, Callable[[bytes], Sheets]] = {".md": _markdown, ".csv": _csv, ".xlsx": _xlsx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise _refused(_("%(file)s: save the questionnaire as .md, .xlsx or .csv") % {"file": path.name})
    try:
        if path.stat().st_size > LARGEST:
            raise _refused(
                _("%(file)s is larger than 2 MB; remove pictures and sheets not needed") % {"file": path.name}
            )
        content = path.read_bytes()
    except OSError as error:
        raise _refused(f"{path}: {error.strerror}") from error
    return reader(content)


def read_text(source: str) -> Sheets:
    """Read a Markdown XLSForm."""
    return _markdown(source.encode())


def as_markdown(sheets: Sheets) -> str:
    """Write the sheets as a Markdown XLSForm that reads back to the same form."""
    return "\n\n".join(_table(name, sheets.headings[name], sheets.rows[name]) for name in sheets.headings) + "\n"


def _table(name: str, headings: list[str], rows: list[Row]) -> str:
    lines = [[name, *("" for _each in headings)], ["", *headings]]
    lines += [["", *(row.get(each, "") for each in headings)] for row in rows if row]
    written = ["| " + " | ".join(map(_cell, line)) + " |" for line in lines]
    return "\n".join([written[0], "|" + "---|" * (len(headings) + 1), *written[1:]])


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def _markdown(content: bytes) -> Sheets:
    return _sheets(md_to_dict, _text(content))


def _csv(content: bytes) -> Sheets:
    return _sheets(csv_to_dict, _text(content))


def _xlsx(content: bytes) -> Sheets:
    check_workbook(content)
    return _sheets(xlsx_to_dict, content)


def _text(content: bytes) -> bytes:
    try:
        return content.decode("utf-8-sig").encode()
    except UnicodeDecodeError as error:
        raise _refused(_("the file is not UTF-8 text; save it as UTF-8")) from error


def _sheets(reader: Callable[[BytesIO], dict[str, Any]], content: bytes) -> Sheets:
    try:
        found = reader(BytesIO(content))
    except Exception as error:
        # pyxform's readers let IndexError, KeyError and others through where a table is out of shape.
        raise _refused(_("the file cannot be read as an XLSForm: %(reason)s") % {"reason": error}) from error
    names = [name for name in NAMES if name in found]
    return Sheets(
        headings={name: [each for each in (found.get(f"{name}_header") or [{}])[0] if each] for name in names},
        rows={name: found[name] for name in names},
    )


def _refused(text: str) -> QuestionnaireError:
    return QuestionnaireError([Problem("", 0, text)])
