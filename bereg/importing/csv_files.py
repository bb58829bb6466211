"""Opening of CSV files, whatever their encoding and separator."""

import codecs
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.core.encodings import guess_encoding, suspicions
from bereg.importing.csv_text import SEPARATORS, CsvText, guess_separator
from bereg.importing.heading_guess import guess_heading
from bereg.importing.options import FIRST, ReadingOptions
from bereg.importing.rejects import is_ours, without_reasons
from bereg.importing.source_rows import SheetLines, SourceError, SourceRow
from bereg.importing.table import (
    MOST_BYTES,
    Account,
    Source,
    limited,
    listed,
    source_of,
    split_header,
)

MOST_NAMED = 20


def open_csv(path: Path, reading: ReadingOptions) -> Source:
    if path.stat().st_size > MOST_BYTES:
        raise SourceError(_("%(path)s is larger than 100 MB; divide it.") % {"path": path})
    content = path.read_bytes()
    # The mark is sure, whatever was declared: our own file of rejected rows has it.
    marked = content.startswith(codecs.BOM_UTF8)
    encoding = "utf-8-sig" if marked else reading.encoding or guess_encoding(content)
    text = _decoded(path, content, encoding)
    own = next((sign for sign in SEPARATORS if is_ours(CsvText(text, sign))), "")
    separator = own or reading.separator or guess_separator(text)
    taken = without_reasons if own else iter
    # Our own file names its columns in the first row, wherever the register did.
    at = FIRST if own else reading.header or guess_heading(CsvText(text, separator))
    records = CsvText(text, separator, at[-1])
    heading, rows = split_header(path, taken(records), at, reading.prose, pad=False)
    account = Account(len(heading.names))
    for row in limited(path, rows):
        account.add(row)
    _refuse_hidden_rows(path, records, heading.names, reading)

    def again() -> Iterator[SourceRow]:
        return split_header(path, taken(CsvText(text, separator)), at, reading.prose, pad=False)[1]

    how = _("encoding %(encoding)s, separator %(separator)r") % {"encoding": encoding, "separator": separator}
    notices = (*heading.notices(), *suspicions(content, text, encoding), *_line_ends(text), *_stray(records))
    lines = SheetLines("", records.lines, heading.lines, account.rows, account.lines, heading.above_lines)
    return replace(source_of(heading, account, how, again, (lines,), notices, separator), is_rejects=bool(own))


def _refuse_hidden_rows(path: Path, records: CsvText, header: tuple[str, ...], reading: ReadingOptions) -> None:
    """Raise SourceError where a quotation mark hides rows: nothing is stored of a file that is half understood."""
    faults = [fault for fault in records.faults() if not (reading.multiline and fault.is_text)]
    if not faults:
        return
    first, *more = faults
    name = header[first.column - 1] if first.column <= len(header) else ""
    said = f"{path}, {first.reason}" + (f" ({name})" if name else "")
    said += _("; close the mark or double it, and import again")
    if first.is_text:
        said += _("; if it is one text, write [file] multiline = true")
    if more:
        said += _("; so do lines %(lines)s") % {"lines": ", ".join(str(fault.line) for fault in more[:MOST_NAMED])}
    raise SourceError(f"{said}.")


def _line_ends(text: str) -> Iterator[str]:
    """Yield a notice where lines end in several ways: a lone carriage return may have cut a row in two."""
    windows = text.count("\r\n")
    counts = {"CR LF": windows, "LF": text.count("\n") - windows, "CR": text.count("\r") - windows}
    used = {name: count for name, count in counts.items() if count}
    if len(used) > 1:
        named = ", ".join(f"{name}: {count}" for name, count in used.items())
        yield _("the lines end in several ways (%(ends)s); each of them ends a line") % {"ends": named}


def _stray(records: CsvText) -> Iterator[str]:
    if records.stray:
        yield ngettext(
            "%(count)d row has a quotation mark within a cell without marks around it; it is taken as it stands "
            "(row %(rows)s).",
            "%(count)d rows have a quotation mark within a cell without marks around it; it is taken as it stands "
            "(rows %(rows)s).",
            len(records.stray),
        ) % {"count": len(records.stray), "rows": listed(records.stray)}


def _decoded(path: Path, content: bytes, encoding: str) -> str:
    try:
        text = content.decode("utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
    except UnicodeDecodeError as error:
        place = {"path": path, "line": content.count(b"\n", 0, error.start) + 1, "encoding": encoding}
        raise SourceError(
            _('%(path)s, line %(line)d: not %(encoding)s; set [file] encoding = "utf-8", "cp1251" or "latin-1".')
            % place
        ) from error
    except (LookupError, UnicodeError) as error:
        raise SourceError(
            _('There is no encoding %(encoding)r; write [file] encoding = "utf-8", "cp1251" or "latin-1".')
            % {"encoding": encoding}
        ) from error
    return text.removeprefix("\ufeff")
