import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime, time

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from bereg.core import workbooks
from bereg.core.workbooks import WorkbookError, sheet_rows

pytestmark = pytest.mark.once("it uses no database")


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", method) as archive:
        archive.writestr(name, part)
    return file.getvalue()


def test_cells_become_text() -> None:
    content = workbook(
        ("a", "b", "c", "d"),
        (1.0, None, datetime.fromisoformat("2031-02-03"), time(14, 5)),
        (2.5, True, datetime.fromisoformat("2031-02-03 04:05"), "x"),
    )
    assert list(sheet_rows(content)) == [
        ("a", "b", "c", "d"),
        ("1", "", "2031-02-03", "14:05"),
        ("2.5", "yes", "2031-02-03 04:05", "x"),
    ]


def test_an_unknown_sheet_is_refused_with_the_known_ones() -> None:
    with pytest.raises(WorkbookError, match=r"'calls'.*Sheet"):
        list(sheet_rows(workbook(("a",)), "calls"))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda book: b"", "no readable"),
        (lambda book: b"plain text", "no readable"),
        (lambda book: book[: len(book) // 2], "no readable"),
        (lambda book: with_part(book, "xl/vbaProject.bin", b"x"), "macros"),
        (lambda book: with_part(book, "xl/externalLinks/externalLink1.xml", b"<a/>"), "links"),
        (lambda book: with_part(book, "xl/embeddings/oleObject1.bin", b"x"), "embedded"),
        (lambda book: with_part(book, "xl/extra.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "document type"),
        (lambda book: with_part(book, "xl/extra.xml", "<!DOCTYPE a><a/>".encode("utf-16")), "document type"),
        (lambda book: with_part(book, "xl/media/zeros", b"0" * 30_000_000), "20 MB"),
        (lambda book: with_part(book, "xl/media/zeros", b"0" * 5_000_000), "100 times"),
    ],
)
def test_a_dangerous_workbook_is_refused(spoil: Callable[[bytes], bytes], reason: str) -> None:
    with pytest.raises(WorkbookError, match=reason):
        list(sheet_rows(spoil(workbook(("a",), ("b",)))))


def test_a_workbook_of_too_many_parts_is_refused() -> None:
    content = workbook(("a",))
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(101):
            archive.writestr(f"xl/media/{number}", b"x")
    with pytest.raises(WorkbookError, match="100 parts"):
        list(sheet_rows(file.getvalue()))


def test_a_declared_size_that_lies_does_not_help() -> None:
    content = bytearray(with_part(workbook(("a",)), "xl/media/zeros", b"0" * 30_000_000))
    real, lie = (30_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    assert real in content
    with pytest.raises(WorkbookError):
        list(sheet_rows(bytes(content.replace(real, lie))))


def test_a_sheet_wider_than_any_register_is_refused() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["XFD1"] = "far"
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(WorkbookError, match="wider"):
        list(sheet_rows(file.getvalue()))


def test_formatting_behind_the_last_filled_cell_is_no_width() -> None:
    far = "".join(f'<c r="{get_column_letter(at)}1" s="0"/>' for at in range(2, 1025))
    assert list(sheet_rows(with_sheet(f'<row r="1"><c r="A1"><v>1</v></c>{far}</row>'))) == [("1",)]


def test_formatting_that_makes_room_for_millions_of_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_PLACES", 40_000)
    rows = "".join(f'<row r="{number}"><c r="XFD{number}"/></row>' for number in range(1, 4))
    with pytest.raises(WorkbookError, match="formatted too far out"):
        list(sheet_rows(with_sheet(rows)))


BOMB = """
import resource, sys
from django.conf import settings; settings.configure(USE_I18N=False)
from bereg.core import workbooks
from bereg.core.workbooks import WorkbookError, sheet_rows
content = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    for row in sheet_rows(content):
        pass
    said = "read"
except WorkbookError:
    said = "refused"
print(said, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000)
"""
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def with_sheet(cells: str) -> bytes:
    """Return a workbook whose only sheet holds these cells."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("a",)))) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            is_sheet = part.filename == "xl/worksheets/sheet1.xml"
            new.writestr(part, SHEET.format(cells).encode() if is_sheet else old.read(part))
    return made.getvalue()


# Made where they are tried alone: packing takes a second, in every process that reads this file.
BOMBS = {
    "zeros": lambda: with_part(workbook(("a",)), "xl/media/zeros", b"0" * 300_000_000),
    "cells": lambda: with_sheet('<row r="1">' + '<c r="A1"><v>1</v></c>' * 1_500_000 + "</row>"),
    "rows": lambda: with_sheet("<row><c><v>1</v></c></row>" * 2_000_000),
    "entities": lambda: with_part(
        workbook(("a",)),
        "xl/x.xml",
        b'<!DOCTYPE a [<!ENTITY a "' + b"b" * 9_000 + b'">]><a>' + b"&a;" * 9_000 + b"</a>",
    ),
    "xxe": lambda: with_part(
        workbook(("a",)), "xl/x.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    ),
}


def test_the_packed_bombs_are_small() -> None:
    assert len(BOMBS["cells"]()) < 300_000


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_little_room(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BOMB], input=BOMBS[name](), capture_output=True, check=True, timeout=60
    )
    said, growth_mb = done.stdout.split()
    assert said == b"refused"
    assert float(growth_mb) < 256
