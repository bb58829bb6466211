"""Opening of workbooks: which sheets are read, and what a person should know of their cells."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.core.sheet_survey import SheetSurvey, WorkbookSurvey
from bereg.core.spreadsheets import Spreadsheet, open_spreadsheet
from bereg.importing.heading_guess import guess_heading
from bereg.importing.options import FIRST, ReadingOptions
from bereg.importing.rejects import is_ours, without_reasons
from bereg.importing.source_rows import RawRow, SheetLines, SourceError, SourceRow
from bereg.importing.table import Account, Heading, Source, limited, listed, source_of, split_header

EVERY = "*"  # no sheet can bear this name
DATE = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")
TEXT_OF_DATE = re.compile(r"\d{1,4}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{1,4}\b.*")


def open_sheets(path: Path, reading: ReadingOptions) -> Source:
    """Open a workbook. Raise SourceError or WorkbookError."""
    heading: Heading | None = None
    notices: list[str] = []
    rows: list[SourceRow] = []
    with open_spreadsheet(path) as book:
        survey = book.survey
        chosen = _chosen(path, survey.sheets, reading.sheets)
        _refuse_formulas(path, chosen, survey)
        lines = {sheet.name: SheetLines(sheet.name, sheet.last_row, is_read=False) for sheet in survey.sheets}
        own = is_ours(_raw(book, chosen[0], ""))
        taken = without_reasons if own else iter
        at = FIRST if own else reading.header or guess_heading(_raw(book, chosen[0], ""))
        for sheet in chosen:
            named = sheet.name if len(chosen) > 1 else ""
            its_own, its_rows = split_header(path, taken(_raw(book, sheet, named)), at, reading.prose, pad=True)
            heading = heading or its_own
            _refuse_other_columns(path, chosen[0].name, sheet.name, heading.names, its_own.names)
            kept = list(limited(path, its_rows, before=rows))
            rows += kept
            last = kept[-1].number if kept else at[-1]
            above, named_by = its_own.above_lines, its_own.lines
            lines[sheet.name] = SheetLines(sheet.name, last, named_by, len(kept), len(kept), above)
            notices += [*its_own.notices(sheet.name), *_notices(sheet)]
    if not heading:
        raise SourceError(_("%(path)s is empty: its first row must name the columns.") % {"path": path})
    account = Account(len(heading.names))
    for row in rows:
        account.add(row)
    notices += _mixed_dates(heading.names, rows)
    told = [_told(sheet, is_read=lines[sheet.name].is_read) for sheet in survey.sheets]
    source = source_of(heading, account, _("workbook"), lambda: iter(rows), tuple(lines.values()), (*told, *notices))
    return replace(source, is_rejects=own)


def _raw(book: Spreadsheet, sheet: SheetSurvey, named: str) -> Iterator[RawRow]:
    for number, cells in enumerate(book.rows(sheet.name), start=1):
        yield RawRow(number, cells, sheet=named)


def _chosen(path: Path, sheets: Sequence[SheetSurvey], wanted: Sequence[str]) -> list[SheetSurvey]:
    """Return the sheets to read. Where several are filled, only the person knows which."""
    filled = [sheet for sheet in sheets if sheet.filled_rows]
    known = ", ".join(_listed_sheet(sheet) for sheet in sheets)
    if EVERY in wanted:
        wanted = [sheet.name for sheet in filled]
    if wanted:
        by_name = {sheet.name: sheet for sheet in sheets if sheet.is_table}
        missing = [name for name in wanted if name not in by_name]
        if missing:
            raise SourceError(
                _("%(path)s has no sheet %(name)r; it has: %(known)s.")
                % {"path": path, "name": missing[0], "known": known}
            )
        return [by_name[name] for name in dict.fromkeys(wanted)]
    if len(filled) > 1:
        raise SourceError(
            _(
                "%(path)s has several filled sheets: %(known)s. Choose by --sheet NAME, once for each to be read, "
                'or by [file] sheet = "NAME"; "*" takes every one, if they have the same columns.'
            )
            % {"path": path, "known": known}
        )
    if not filled:
        raise SourceError(_("%(path)s is empty: its first row must name the columns.") % {"path": path})
    return filled


def _listed_sheet(sheet: SheetSurvey) -> str:
    if not sheet.is_table:
        return _("%(name)s (a chart)") % {"name": sheet.name}
    if sheet.hidden:
        return _("%(name)s (hidden, filled rows: %(count)d)") % {"name": sheet.name, "count": sheet.filled_rows}
    return _("%(name)s (filled rows: %(count)d)") % {"name": sheet.name, "count": sheet.filled_rows}


def _told(sheet: SheetSurvey, *, is_read: bool) -> str:
    text = _("sheet read: %(sheet)s") if is_read else _("sheet left out: %(sheet)s")
    return text % {"sheet": _listed_sheet(sheet)}


def _refuse_formulas(path: Path, chosen: Sequence[SheetSurvey], survey: WorkbookSurvey) -> None:
    """Raise SourceError where formulas have no results: their cells would look empty, or hold a zero."""
    for sheet in chosen:
        place = {"path": path, "sheet": sheet.name, "cells": listed(sheet.without_result)}
        if sheet.without_result:
            raise SourceError(
                _(
                    "%(path)s, sheet %(sheet)s: formulas without a stored result in %(cells)s. "
                    "Open the workbook in a spreadsheet program, save it, and import again."
                )
                % place
            )
        if sheet.formulas and not survey.computed:
            raise SourceError(
                _(
                    "%(path)s, sheet %(sheet)s: the program that wrote the formulas has not computed them. "
                    "Open the workbook in a spreadsheet program, save it, and import again."
                )
                % place
            )


def _refuse_other_columns(path: Path, first: str, sheet: str, header: tuple[str, ...], other: tuple[str, ...]) -> None:
    if other != header:
        at = next(at for at in range(max(len(header), len(other))) if header[at : at + 1] != other[at : at + 1])
        raise SourceError(
            _(
                "%(path)s: the sheets %(first)s and %(sheet)s have different columns, from column %(number)d on; "
                "import them one by one, each with a mapping of its own."
            )
            % {"path": path, "first": first, "sheet": sheet, "number": at + 1}
        )


def _notices(sheet: SheetSurvey) -> Iterator[str]:
    """Yield what a spreadsheet program shows otherwise than it is read."""
    at = {"sheet": sheet.name}
    if sheet.hidden_rows:
        text = ngettext(
            "sheet %(sheet)s: %(count)d hidden or filtered row is read like every other",
            "sheet %(sheet)s: %(count)d hidden or filtered rows are read like every other",
            sheet.hidden_rows,
        )
        yield text % {**at, "count": sheet.hidden_rows}
    if sheet.hidden_columns:
        yield _("sheet %(sheet)s: hidden columns are read like every other: %(columns)s") % {
            **at,
            "columns": listed(sheet.hidden_columns),
        }
    if sheet.merged:
        yield _("sheet %(sheet)s: of merged cells only the first has the value: %(cells)s") % {
            **at,
            "cells": listed(sheet.merged),
        }
    if sheet.empty_results:
        yield _(
            "sheet %(sheet)s: formulas with an empty result in %(cells)s; if a program wrote the file, it may not have "
            "computed them"
        ) % {**at, "cells": listed(sheet.empty_results)}
    if sheet.errors:
        yield _("sheet %(sheet)s: cells that show an error: %(cells)s") % {**at, "cells": listed(sheet.errors)}


def _mixed_dates(header: Sequence[str], rows: Sequence[SourceRow]) -> Iterator[str]:
    """Yield the columns in which some dates are texts: often those whose day and month a program did not turn round."""
    sound = [row for row in rows if not row.problem]
    for at, name in enumerate(header):
        counts = Counter(row.cells[at] for row in sound)
        dates = {cell for cell in counts if DATE.fullmatch(cell)}
        like = {cell for cell in counts if TEXT_OF_DATE.fullmatch(cell)} - dates
        if dates and like:
            texts = [row.place for row in sound if row.cells[at] in like]
            yield _(
                "column %(name)s: %(dates)d dates and %(texts)d texts that look like dates (rows %(rows)s); "
                "see whether day and month were turned round in the dates"
            ) % {
                "name": name,
                "dates": sum(counts[cell] for cell in dates),
                "texts": len(texts),
                "rows": listed(texts),
            }
