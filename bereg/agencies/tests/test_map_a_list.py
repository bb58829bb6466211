"""A list whose headings say nothing is read by a mapping file; what does not fit is named with what is nearest."""

import io
import re
from io import BytesIO

import pytest
import xlsxwriter
from django.test import Client

from bereg.accounts.models import User
from bereg.agencies.reading import COLUMNS, NEEDED, read_agencies
from bereg.agencies.tests.test_take_a_list_in import NEW, TAKE, hidden
from bereg.reference.drafts import Reading, ReadingFault
from bereg.reference.list_mapping import MappingError, read_list_mapping
from bereg.reference.models import ReferenceEntry

MAPPING = """
ignore = ["№"]

[agency]
name = { column = "Лицензиат" }
tax_number = { column = "Код" }
until = { column = "По", formats = ["%d/%m/%Y"] }
countries = { column = "Куда", split = "/" }

[agency.status]
column = "Сост."
table = { "Д" = "licensed", "п" = "suspended" }
"""
LIST = """Реестр;;;;;;
№;Лицензиат;Код;По;Куда;Сост.;Телефон
1;ООО «Лунный Пеликан»;17;03/04/2010;Германия/Чешская Республика;д;8
2;ООО «Сонный Барсук»;18;;Польша;п;8
"""


def read(text: str, mapping: str = MAPPING) -> Reading:
    found = read_list_mapping(mapping.encode(), "agency", COLUMNS, NEEDED)
    return read_agencies(io.BytesIO(text.encode()), "list.csv", found)


def said(faults: object) -> list[tuple[str, str]]:
    return [(fault.place, str(fault.words)) for fault in faults if isinstance(fault, ReadingFault)]  # type: ignore[attr-defined]


@pytest.mark.once("reads texts in memory alone")
def test_columns_are_what_the_mapping_says() -> None:
    reading = read(LIST)
    assert not reading.faults
    first, second = reading.incoming
    assert (first.key, first.draft.texts["ru"].title) == ("tax:17", "ООО «Лунный Пеликан»")
    content = first.draft.content
    assert (content["until"], content["countries"], content["status"]) == ("2010-04-03", ["CZ", "DE"], "licensed")
    assert second.draft.content["status"] == "suspended"
    assert said(reading.notes) == [("row 2", "the column “Телефон” is not read: the mapping does not name it")]


@pytest.mark.once("reads texts in memory alone")
def test_the_mapping_decides_and_no_heading_that_is_known_otherwise() -> None:
    """Of a list with names of firms and of people the mapping says which is the agency's."""
    text = "Наименование;Фирма;ИНН;Номер\nИванов;ООО «А»;5;17\n"
    mapping = '[agency]\nname = { column = "фирма" }\nlicence = { column = "Номер" }\nstatus = { constant = "expired" }'
    [incoming] = read(text, mapping).incoming
    assert (incoming.key, incoming.draft.texts["ru"].title) == ("licence:17", "ООО «А»")
    assert (incoming.draft.content["tax_number"], incoming.draft.content["status"]) == ("", "expired")


@pytest.mark.once("reads texts in memory alone")
def test_a_column_that_the_file_lacks_is_named_with_the_nearest() -> None:
    reading = read(LIST.replace("Лицензиат", "Лицензиаты"))
    assert not reading.incoming
    assert said(reading.faults) == [
        ("list.csv", "agency.name: the file has no column 'Лицензиат'; did you mean 'Лицензиаты'?")
    ]


@pytest.mark.once("reads texts in memory alone")
def test_in_a_workbook_the_sheet_that_has_the_columns_is_read() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("A").write_row(0, 0, ["Name", "INN"])
        sheet = book.add_worksheet("B")
        for number, row in enumerate(line.split(";") for line in LIST.splitlines()):
            sheet.write_row(number, 0, row)
    content.seek(0)
    found = read_list_mapping(MAPPING.encode(), "agency", COLUMNS, NEEDED)
    reading = read_agencies(content, "list.xlsx", found)
    assert [each.key for each in reading.incoming] == ["tax:17", "tax:18"]
    assert [fault.place for fault in reading.notes] == ["B, row 2"]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ('[agency]\nname = { column = "A" }\nlicense = { column = "B" }', "did you mean 'licence'?"),
        ('[agency]\nname = { kolumn = "A" }', "did you mean 'column'?"),
        ('[agencies]\nname = { column = "A" }', "did you mean 'agency'?"),
        ('[agency]\ntax_number = { column = "A" }', "agency.name: write column"),
        ('[agency]\nname = { column = "A", constant = "B" }', "not both"),
        ("[agency]\nname = { }", "write column"),
        ('[agency]\nname = "A"', "write a table"),
        ("[agency", "Expected"),
        ("", "missing; write a table of the columns"),
    ],
)
@pytest.mark.once("reads texts in memory alone")
def test_what_is_wrong_in_a_mapping_is_named_with_the_nearest(mapping: str, words: str) -> None:
    with pytest.raises(MappingError) as refused:
        read_list_mapping(mapping.encode(), "agency", COLUMNS, NEEDED)
    assert words in str(refused.value)


def upload(desk: Client, mapping: bytes, kind: str = "agency") -> tuple[int, str]:
    file, said_of = BytesIO(LIST.encode()), BytesIO(mapping)
    file.name, said_of.name = "list.csv", "list.toml"
    sent = {"kind": kind, "as_of": "2008-11-01", "source": "an invented register", "extent": "whole"}
    answer = desk.post(NEW, sent | {"file": file, "mapping": said_of})
    return answer.status_code, answer.content.decode()


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def test_a_list_comes_in_by_its_mapping(desk: Client) -> None:
    status, page = upload(desk, MAPPING.replace("\n", "\r\n").encode("utf-8-sig"))
    assert (status, "Телефон" in page) == (200, True)
    assert desk.post(TAKE, hidden(page)).status_code == 302
    keys = ReferenceEntry.objects.order_by("key").values_list("key", flat=True)
    assert list(keys) == ["tax:17", "tax:18"]


@pytest.mark.parametrize(
    ("mapping", "kind", "words"),
    [
        (MAPPING.replace("name", "namex").encode(), "agency", "did you mean"),
        (MAPPING.encode("cp1251"), "agency", "UTF-8"),
        (b"#" * 60_000, "agency", "larger than a mapping"),
        (MAPPING.encode(), "organisation", "needs no mapping"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_in_words(desk: Client, mapping: bytes, kind: str, words: str) -> None:
    status, page = upload(desk, mapping, kind)
    assert (status, words in re.sub("&#x27;", "'", page), "packed" in hidden(page)) == (422, True, False)
    assert not ReferenceEntry.objects.exists()


def test_a_mapping_that_did_not_come_back_whole_takes_nothing_in(desk: Client) -> None:
    sent = hidden(upload(desk, MAPPING.encode())[1])
    assert desk.post(TAKE, sent | {"mapping": "!!"}).status_code == 422
    assert not ReferenceEntry.objects.exists()
