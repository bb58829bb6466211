"""A list of the licensing body is read by its headings; each fault is named with its place, the rest is read."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from bereg.agencies.reading import read_agencies
from bereg.reference.drafts import Reading

pytestmark = pytest.mark.once("reads files in memory alone")

LIST = """Перечень агентств;;;;;
на 1 ноября 2008 года;;;;;
№;Наименование организации;ИНН;Номер лицензии;Действует до;Страны;Статус
1;ООО «Лунный Пеликан»;0000000017;000-1-В;01.03.2010;Германия, Чешская Республика;действующая
2;ООО «Сонный Барсук»;0000000018;000-2-В;31/12/2009;Польша;приостановлена
"""


def read(text: str, name: str = "list.csv", encoding: str = "utf-8") -> Reading:
    return read_agencies(io.BytesIO(text.encode(encoding)), name)


def test_a_quotation_mark_that_hides_rows_is_named_with_its_line() -> None:
    reading = read(LIST.replace("ООО «Лунный", '"ООО «Лунный'))
    assert [str(fault.words)[:40] for fault in reading.faults] == ["From line 4 on the file cannot be read: "]
    assert not list(reading.incoming)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_a_csv_in_any_encoding(encoding: str) -> None:
    reading = read(LIST, encoding=encoding)
    assert not reading.faults
    first, second = reading.incoming
    assert (first.key, first.draft.texts["ru"].title) == ("tax:0000000017", "ООО «Лунный Пеликан»")
    assert first.draft.content == {
        "other_names": [], "tax_number": "0000000017", "licence": "000-1-В", "issued": None, "until": "2010-03-01",
        "works": [], "countries": ["CZ", "DE"], "status": "licensed",
    }  # fmt: skip
    assert (second.draft.content["until"], second.draft.content["status"]) == ("2009-12-31", "suspended")


def test_a_workbook_of_two_sheets(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (("A", [["Agency", "INN"], ["One", 17]]), ("B", [["Nothing of it"], ["x"]])):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        sheet = book.add_worksheet("C")
        sheet.write_row(0, 0, ["Licence numbers", "Name"])
        sheet.write_row(2, 0, ["18-B", ""])
        sheet.write_row(3, 0, ["19-B", "Two"])
    with path.open("rb") as file:
        reading = read_agencies(file, "list.xlsx")
    assert [each.key for each in reading.incoming] == ["tax:17", "licence:19b"]
    assert [(fault.place, str(fault.words)) for fault in reading.faults] == [("C, row 3", "no name stands here")]


def test_each_fault_with_its_place() -> None:
    reading = read(
        "Name,INN,Until,Country,Status\n"
        "A,1,03/04/2009,Germanny,\n"
        "B,2,soon,Poland,perhaps\n"
        "C,,,,\n"
        "D,1,,,\n"
    )  # fmt: skip
    assert [each.draft.texts["ru"].title for each in reading.incoming] == ["A", "B"]
    said = [(fault.place, str(fault.words)) for fault in reading.faults]
    assert [place for place, _words in said] == ["row 2", "row 2", "row 3", "row 3", "row 4", "row 5"]
    assert "2009-03-04 or 2009-04-03" in said[0][1]
    assert "Germany" in said[1][1]
    assert "soon" in said[2][1]
    assert "perhaps" in said[3][1]
    assert (said[4][1], "row 2" in said[5][1]) == ("neither a tax number nor a licence stands here", True)


IN_FORCE = ["", "licensed", "действующая", "Действует", "лицензия выдана", "Licence in force", "valid", "in force"]
SUSPENDED = ["приостановлена", "Действие лицензии приостановлено", "Licence suspended", "suspended"]
WITHDRAWN = [
    "Действие прекращено",
    "Лицензия аннулирована",
    "лицензия отозвана",
    "License revoked",
    "licence withdrawn",
]
EXPIRED = ["срок действия истёк", "expired", "licence run out", "Действовала до 2007"]
UNCLEAR = [
    "недействительна",
    "не действует",
    "Invalid",
    "Inactive",
    "not in force",
    "лицензии нет",
    "Licence under review",
]
STATES = {"licensed": IN_FORCE, "suspended": SUSPENDED, "withdrawn": WITHDRAWN, "expired": EXPIRED, "unclear": UNCLEAR}


@pytest.mark.parametrize(("state", "cell"), [(state, cell) for state, cells in STATES.items() for cell in cells])
def test_nothing_but_what_is_in_force_counts_as_in_force(state: str, cell: str) -> None:
    reading = read(f"Name,INN,Status\nA,1,{cell}\n")
    assert [each.draft.content["status"] for each in reading.incoming] == [state]
    assert bool(reading.faults) == (state == "unclear")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", "Погода\nсолнечно\n".encode(), b"\xff\xfe\x00"])
def test_what_is_no_list_is_one_fault(content: bytes) -> None:
    reading = read_agencies(io.BytesIO(content), "list.csv")
    assert (list(reading.incoming), [fault.place for fault in reading.faults]) == ([], ["list.csv"])
