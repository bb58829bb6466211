"""A monthly list is added to what stands; what cannot be understood is named with its place and the nearest names."""

import datetime as dt
import io

import pytest
import xlsxwriter

from bereg.accounts.models import User
from bereg.quotas.months import month_of
from bereg.quotas.reading import DEMANDED, HEADINGS, reads
from bereg.quotas.regions import region_of
from bereg.quotas.tests.conftest import HEADING, read, taken
from bereg.reference.list_mapping import read_list_mapping
from bereg.reference.models import EntryVersion, ReferenceEntry

BRICKLAYERS = "RU-AST 7112"
RUSSIAN = "Субъект РФ;Профессия;Месяц;Квота;Использовано;Источник"


def published(key: str) -> EntryVersion:
    entry = ReferenceEntry.objects.select_related("published").get(kind="quota", key=key)
    assert entry.published
    return entry.published


@pytest.mark.django_db
def test_a_list_as_an_office_sends_it_is_understood() -> None:
    reading = read("Астраханская обл.;Каменщик;ноябрь 2008 г.;1 900;780;приказ", heading=RUSSIAN, encoding="cp1251")
    (incoming,) = reading.incoming
    assert not reading.faults
    assert incoming.key == BRICKLAYERS
    month = {"granted": 1900, "used": 780, "source": "приказ"}
    assert incoming.draft.content == {
        "region": "RU-AST", "scheme": "isco-08", "occupation": "7112", "months": {"2008-11": month},
    }  # fmt: skip
    titles = {language: text.title for language, text in incoming.draft.texts.items()}
    assert titles == {
        "ru": "Астраханская область: каменщики",
        "en": "Astrakhan Region: bricklayers",
        "uz": "Astraxan viloyati: gʻisht teruvchilar",
        "tg": "Вилояти Астрахан: хиштчинон",
    }
    assert (incoming.draft.as_of, incoming.draft.review_by) == (dt.date(2008, 11, 1), dt.date(2008, 12, 16))


def test_old_months_are_kept_and_a_corrected_one_is_shown_as_changed(editor: User) -> None:
    october, november = "RU-AST,7112,2008-10,900,640", "RU-AST,7112,2008-11,900,780"
    assert len(taken(read(october, "RU-MOW,7112,2008-10,50,5"), editor).added) == 2
    first = taken(read(november), editor)
    assert ([entry.key for entry, _ in first.changed], first.gone) == ([BRICKLAYERS], [])
    again = taken(read(november), editor)
    assert ([entry.key for entry in again.same], again.changed) == ([BRICKLAYERS], [])

    corrected = taken(read("RU-AST,7112,2008-10,900,650"), editor)
    assert len(corrected.changed) == 1
    version = published(BRICKLAYERS)
    assert version.content["months"] == {
        "2008-10": {"granted": 900, "used": 650},
        "2008-11": {"granted": 900, "used": 780},
    }
    assert (version.number, version.as_of) == (3, dt.date(2008, 11, 1))


def test_what_an_editor_decided_outlasts_a_list(editor: User) -> None:
    taken(read("RU-AST,7112,2008-10,900,640"), editor)
    EntryVersion.objects.update(is_public=False, topics=["quota", "employment"])
    taken(read("RU-AST,7112,2008-11,900,780"), editor)
    version = published(BRICKLAYERS)
    assert (version.number, version.is_public, version.topics) == (2, False, ["quota", "employment"])


@pytest.mark.django_db
def test_each_fault_has_its_place_and_the_rest_is_read() -> None:
    reading = read(
        "Астроханская,7112,2008-11,900,780",
        "RU-AST,каменьщик,2008-11,900,780",
        "RU-AST,7112,2008-11,900,780",
        "RU-AST,bricklayers,2008-11,900,781",
        "RU-AST,7131,2008-13,900,780",
        "RU-AST,7131,2008-11,many,780",
        "RU-AST,7212,2008-11,10,12",
        'RU-AST,7131,2008-11,"1,000",780',
    )
    said = {fault.place: str(fault.words) for fault in reading.faults}
    assert list(said) == ["line 2", "line 3", "line 5", "line 6", "line 7", "line 9"]
    assert "Астраханская область (RU-AST)" in said["line 2"]
    assert "Nearest: 7112 каменщики" in said["line 3"]
    assert "is there twice" in said["line 5"]
    assert said["line 6"].startswith("“2008-13” is no month")
    assert said["line 7"] == "“many” is no whole number; write it in digits alone, such as 12000."
    assert said["line 9"].startswith("“1,000” is no whole number")  # to some one, to others a thousand
    [note] = reading.notes  # taken as it stands
    assert (note.place, str(note.words)[:38]) == ("line 8", "More were used (12) than granted (10);")
    kept = {each.key: each.draft.content["months"]["2008-11"]["used"] for each in reading.incoming}
    assert kept == {"RU-AST 7112": 780, "RU-AST 7212": 12}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken", ['"RU-AST,7131,2008-11,900,780', '"RU-AST"x,7131,2008-11,900,780', '"' + "x" * 200_000]
)
def test_a_quotation_mark_that_hides_rows_is_named_with_its_line(broken: str) -> None:
    reading = read("RU-AST,7112,2008-11,900,780", broken, "RU-AST,7212,2008-11,10,5")
    [fault] = reading.faults
    assert "From line 3 on the file cannot be read" in str(fault.words)


@pytest.mark.django_db
def test_a_cell_of_several_lines_is_one_row() -> None:
    reading = read('RU-AST,7112,2008-11,900,780,"an order\u2028of\r\nNovember"', heading=f"{HEADING},source")
    assert (len(list(reading.incoming)), reading.faults) == (1, [])


@pytest.mark.django_db
def test_every_sheet_of_a_workbook_is_read_and_one_without_headings_is_named() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Ноябрь")
        sheet.write_row(0, 0, ["Квоты на ноябрь"])
        sheet.write_row(1, 0, ["Регион", "Код", "Профессия", "Дата", "Выделено", "Занято"])
        sheet.write_row(2, 0, ["Москва", 9613, "", "01.11.2008", 40, 4])
        sheet.write_row(3, 0, ["Атлантида", "", "дворник", "01.11.2008", 40, 4])
        book.add_worksheet("Примечания").write_row(0, 0, ["nothing"])
    file.seek(0)
    reading = reads(file, "list.xlsx")
    assert [each.key for each in reading.incoming] == ["RU-MOW 9613"]
    assert [fault.place for fault in reading.faults] == ["sheet “Ноябрь”, row 4", "sheet “Примечания”, row 1"]
    assert [fault.place for fault in reads(io.BytesIO(b"PK no workbook"), "list.xlsx").faults] == ["the file"]


@pytest.mark.once("reads names alone")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ru-ast", "RU-AST"), ("Астраханской области", "RU-AST"), ("Astraxan viloyati", "RU-AST"),
        ("г. Москва", "RU-MOW"), ("Moscow", "RU-MOW"), ("Московская обл", "RU-MOS"), ("Moscow Region", "RU-MOS"),
        ("Респ. Татарстан", "RU-TA"), ("Республика Саха", "RU-SA"), ("Якутия", "RU-SA"), ("Омская", "RU-OMS"),
        ("Ханты-Мансийский АО — Югра", "RU-KHM"), ("Алтайский край", "RU-ALT"), ("Altai", ""),
        ("область", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_region_is_known_by_what_stands_around_its_name(text: str, code: str) -> None:
    assert region_of(text) == code


@pytest.mark.once("reads texts alone")
@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2008-11", "2008-11"), ("2008-11-01", "2008-11"), ("1.11.2008", "2008-11"), ("11/2008", "2008-11"),
        ("1 ноября 2008 г.", "2008-11"), ("May 2008", "2008-05"), ("Мая 2008", "2008-05"), ("November", ""),
        ("13.2008", ""), ("0811", ""),
    ],
)  # fmt: skip
def test_a_month_is_read_however_it_is_written(text: str, month: str) -> None:
    assert month_of(text) == month


@pytest.mark.django_db
def test_a_list_whose_headings_say_nothing_is_read_by_a_mapping() -> None:
    mapping = """
        [quota]
        region = { column = "Где" }
        occupation = { column = "Кто", table = { "кам." = "7112" } }
        month = { constant = "2008-11" }
        granted = { column = "A" }
        used = { column = "B" }
    """
    found = read_list_mapping(mapping.encode(), "quota", HEADINGS, DEMANDED)
    content = "Квоты на ноябрь;;;;\nГде;Кто;A;B;C\nАстраханская обл.;кам.;900;780;1\n".encode()
    reading = reads(io.BytesIO(content), "list.csv", found)
    assert [(each.key, each.draft.content["months"]) for each in reading.incoming] == [
        (BRICKLAYERS, {"2008-11": {"granted": 900, "used": 780}})
    ]
    assert not reading.faults
    assert [str(note.words) for note in reading.notes] == ["the column “C” is not read: the mapping does not name it"]
    without = reads(io.BytesIO(content.replace(b";A;", b";AA;")), "list.csv", found)
    assert [(fault.place, str(fault.words)) for fault in without.faults] == [
        ("line 2", "quota.granted: the file has no column 'A'; did you mean 'AA'?")
    ]
