"""Reading the sheets of a questionnaire with pyxform, and writing them as Markdown."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from pyxform.xls2json_backends import DefinitionData, csv_to_dict, md_to_dict, xlsx_to_dict

from bereg.core.text_normalisation import normalise
from bereg.core.workbooks import WorkbookError, check_workbook, sheet_names, sheet_rows
from bereg.questionnaire.problems import Problem, QuestionnaireError

NAMES = ("survey", "choices", "settings")
LARGEST = 2_000_000
LONGEST_LINE = 10_000
WIDTH = 24  # of a column, in signs
Row = dict[str, str]
_STROKE = re.compile(r"(?<!\\)\|")
_ENDS = re.compile(r"\s*(#|$)")  # a comment may follow the last stroke
_RULE = re.compile(r"\s*:?-*:?\s*")
_LANGUAGE = re.compile(r".*\((?P<code>[a-z]{2,3})(?:-[A-Za-z0-9]+)*\)\s*")


@dataclass(frozen=True)
class Sheets:
    """What stands in a questionnaire, as text: the headings and rows of each sheet. An empty row stays one."""

    headings: dict[str, list[str]]
    rows: dict[str, list[Row]]
    others: tuple[str, ...] = ()  # sheets that no form has, by their names

    def definition(self) -> DefinitionData:
        """Return a fresh copy in pyxform's own shape; pyxform changes what it is given."""
        parts: dict[str, Any] = {"sheet_names": list(self.headings)}
        for name in self.headings:
            parts[name] = [dict(row) for row in self.rows[name]]
            parts[f"{name}_header"] = [dict.fromkeys(self.headings[name])]
        return DefinitionData(**parts)

    def setting(self, name: str) -> str:
        """Return one cell of the sheet `settings`."""
        rows = self.rows.get("settings") or [{}]
        return rows[0].get(name, "")


def language_code(heading: str) -> str:
    """Return `ru` for `Русский (ru)`; nothing for the labels that stand for every language."""
    match = _LANGUAGE.fullmatch(heading)
    return match["code"] if match else ""


def content_of(path: Path) -> bytes:
    """Return what stands in a file. Raise QuestionnaireError where it cannot be read, or is larger than is safe."""
    try:
        if path.stat().st_size > LARGEST:
            raise _too_large()
        return path.read_bytes()
    except OSError as error:
        raise _refused(error.strerror or str(error)) from error


def read_content(name: str, content: bytes) -> Sheets:
    """Read what stands in a file by the ending of its name. Raise QuestionnaireError where it is none, or too large."""
    readers: dict[str, Callable[[bytes], Sheets]] = {".md": _markdown, ".csv": _csv, ".xlsx": _xlsx}
    reader = readers.get(Path(name).suffix.lower())
    if reader is None:
        raise _refused(_("this kind of file cannot be read; save it as .md, .xlsx or .csv"))
    if len(content) > LARGEST:
        raise _too_large()
    return reader(content)


def read_text(source: str) -> Sheets:
    """Read a Markdown XLSForm. Raise QuestionnaireError where it is none, or larger than is safe."""
    if len(source) > LARGEST:
        raise _too_large()
    return _markdown(source.encode(errors="replace"))


def as_markdown(sheets: Sheets) -> str:
    """Write the sheets as a Markdown XLSForm that reads back to the same form."""
    return "\n\n".join(_table(name, sheets.headings[name], sheets.rows[name]) for name in sheets.headings) + "\n"


def as_workbook(sheets: Sheets) -> bytes:
    """Write the sheets as an .xlsx that reads back to the same form. No cell of it is a formula."""
    from xlsxwriter import Workbook  # seldom needed

    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        head = book.add_format({"bold": True})
        for name, headings in sheets.headings.items():
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            page.set_column(0, max(len(headings) - 1, 0), WIDTH)
            for column, heading in enumerate(headings):
                page.write_string(0, column, heading, head)
            for number, row in enumerate(filter(None, sheets.rows[name]), start=1):
                for column, heading in enumerate(headings):
                    if cell := row.get(heading, ""):
                        page.write_string(number, column, cell)
    return file.getvalue()


def _table(name: str, headings: list[str], rows: list[Row]) -> str:
    lines = [[name, *("" for _each in headings)], ["", *headings]]
    lines += [["", *(row.get(each, "") for each in headings)] for row in rows if row]
    written = ["| " + " | ".join(map(_cell, line)) + " |" for line in lines]
    return "\n".join([written[0], "|" + "---|" * (len(headings) + 1), *written[1:]])


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def _markdown(content: bytes) -> Sheets:
    lines = _text(content).split("\n")
    _check_lines(lines)
    if not any(map(_cells, lines)):
        text = _("no table `| survey |` was found; start from standard.md: docs/questionnaire.md says where it is")
        raise _refused(text)
    # A rule under the headings, in whichever of its spellings, is no row.
    lines = [line for line in lines if not all(_RULE.fullmatch(cell) for cell in _cells(line))]
    cells = [_cells(line) for line in lines]
    _check_headings(cells)
    _check_widths(cells)
    return _sheets(md_to_dict, "\n".join(lines).encode())


def _cells(line: str) -> list[str]:
    """Return the cells of a line; none where it belongs to no table."""
    return _STROKE.split(line.strip())[1:-1] if line.lstrip().startswith("|") else []


def _check_lines(lines: list[str]) -> None:
    """Refuse lines that pyxform would cut short in silence, or take minutes for."""
    problems = []
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            text = _("line %(number)s is longer than %(most)s characters; shorten it")
            problems.append(Problem("", 0, text % {"number": number, "most": LONGEST_LINE}))
        elif line.lstrip().startswith("|") and not _ENDS.match(_STROKE.split(line)[-1]):
            problems.append(Problem("", 0, _("line %(number)s does not end with |; add it") % {"number": number}))
    if problems:
        raise QuestionnaireError(problems)


def _csv(content: bytes) -> Sheets:
    text = _text(content)
    try:
        # Strictly: a quotation mark that is never closed would swallow all rows after it in silence.
        lines = list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise _refused(_("the file cannot be read as CSV: %(reason)s") % {"reason": error}) from error
    if not any(line and line[0].strip().lower() == "survey" for line in lines):
        raise _refused(
            _("no sheet survey was found; write its name alone into the first column, and commas between the columns")
        )
    _check_headings(lines)
    _check_widths(lines)
    return _sheets(csv_to_dict, text.encode())


def _xlsx(content: bytes) -> Sheets:
    try:
        check_workbook(content)
        problems = [each for name in sheet_names(content) for each in _headless_in(content, name)]
    except WorkbookError as error:
        raise _refused(str(error)) from error
    if problems:
        raise QuestionnaireError(problems)
    return _sheets(xlsx_to_dict, content)


def _headless_in(content: bytes, name: str) -> Iterator[Problem]:
    sheet = name.strip().lower()
    rows = sheet_rows(content, name) if sheet in NAMES else iter(())
    headed = _headed(next(rows, ()))
    for number, row in enumerate(rows, start=2):
        # Without any heading the sheet is refused as a whole.
        yield from _headless(sheet, number, row, headed) if headed else ()


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(_("the file is not UTF-8 text; save it as UTF-8")) from error
    if "\0" in text:
        raise _refused(_("the file holds signs that are no text; save it again as UTF-8 text"))
    return text


def _check_headings(lines: list[list[str]]) -> None:
    """Refuse a table that is a name alone, as where the end of a file was cut off: pyxform gives no reason."""
    text = _("the table has no row of headings; add it, or remove the table")
    rows = [*filter(None, lines), [""]]
    names = [(row[0].strip(), after) for row, after in pairwise(rows) if row[0].strip()]
    bare = [Problem(name, 0, text) for name, after in names if len(after) == 1 or after[0].strip()]
    if bare:
        raise QuestionnaireError(bare)


def _check_widths(lines: list[list[str]]) -> None:
    """Refuse rows with more cells than headings: a stroke or comma inside a cell moves all cells after it."""
    problems = []
    sheet, width, number = "", 0, 0
    headed: set[int] = set()
    for line in lines:
        filled = max((place for place, cell in enumerate(line) if cell.strip()), default=-1) + 1
        if line and line[0].strip():
            sheet, width, number = line[0].strip(), 0, 0
        if filled > 1 and not number:
            width, number, headed = filled, 1, {0} | _headed(line)
        elif filled > 1:
            number += 1
            if filled > width:
                text = _("more cells than headings; put a cell that holds a comma in quotation marks, write | as \\|")
                problems.append(Problem(sheet, number, text))
            else:
                problems += _headless(sheet, number, line, headed)
    if problems:
        raise QuestionnaireError(problems)


def _headless(sheet: str, number: int, line: Sequence[str], headed: set[int]) -> Iterator[Problem]:
    """Yield what stands below no heading, once a column: pyxform would pass over a whole column of conditions.

    headed: the places that have a heading; those that were told of are added.
    """
    for place, cell in enumerate(line):
        if cell.strip() and place not in headed:
            headed.add(place)
            text = _("“%(cell)s” stands below no heading; write the heading of its column, or remove it")
            yield Problem(sheet, number, text % {"cell": " ".join(cell.split())[:80]})


def _headed(line: Sequence[str]) -> set[int]:
    return {place for place, heading in enumerate(line) if heading.strip()}


def _sheets(reader: Callable[[BytesIO], dict[str, Any]], content: bytes) -> Sheets:
    try:
        found = reader(BytesIO(content))
    except Exception as error:
        # pyxform's readers let IndexError, KeyError and others through where a table is out of shape.
        raise _refused(_("the file cannot be read as an XLSForm: %(reason)s") % {"reason": error}) from error
    names = [name for name in NAMES if name in found]
    others = tuple(each for each in found.get("sheet_names", ()) if each.strip().lower() not in NAMES)
    return Sheets(
        headings={name: [_plain(each) for each in (found.get(f"{name}_header") or [{}])[0] if each] for name in names},
        rows={name: [_clean_row(row) for row in found[name]] for name in names},
        others=others,
    )


def _clean_row(row: dict[str | None, Any]) -> Row:
    # A cell may hold control characters that no database takes, and line ends that no Markdown table has.
    return {_plain(name): _plain(cell) for name, cell in row.items() if name and cell is not None}


def _plain(cell: object) -> str:
    return " ".join(normalise(str(cell)).split())


def _too_large() -> QuestionnaireError:
    return _refused(_("the questionnaire is larger than 2 MB; remove what is not needed"))


def _refused(text: str) -> QuestionnaireError:
    return QuestionnaireError([Problem("", 0, text)])
