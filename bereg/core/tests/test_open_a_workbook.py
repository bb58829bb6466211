import io
import zipfile
from collections.abc import Callable
from datetime import datetime, time

import openpyxl
import pytest

from bereg.core.workbooks import WorkbookError, sheet_rows


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
