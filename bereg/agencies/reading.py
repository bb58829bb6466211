"""What a list of the licensing body says: one row for each agency, by the headings that such lists have."""

import datetime as dt
import re
from functools import lru_cache
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from bereg.agencies.choices import IN_FORCE, SMALL_WORDS, STATUS_WORDS, LicenceStatus
from bereg.agencies.names import number_of
from bereg.core.geography import countries, official_names
from bereg.reference.drafts import EntryDraft, Incoming, Reading, ReadingFault
from bereg.reference.list_mapping import ListMapping
from bereg.reference.tables import Columns, RegisterRow, UnclearDateError, fold, offer, read_date, read_table, split
from bereg.reference.texts import Text

LANGUAGE = "ru"  # in which the register is kept
COLUMNS: Columns = {
    "name": ("Name", "Agency", "Наименование", "Название", "Агентство", "Наименование организации",
             "Полное наименование", "Наименование юридического лица", "Company", "Name of the agency"),
    "other_names": ("Other names", "Trade name", "Short name", "Сокращённое наименование", "Другие названия",
                    "Краткое наименование", "Прежнее наименование"),
    "tax_number": ("Tax number", "INN", "ИНН", "Taxpayer number", "TIN"),
    "licence": ("Licence number", "Licence", "License number", "License", "Номер лицензии", "Лицензия", "№ лицензии"),
    "issued": ("Issued", "Date of issue", "Licence issued", "Дата выдачи", "Выдана", "Дата выдачи лицензии"),
    "until": ("Until", "Valid until", "Expires", "Expiry date", "Срок действия", "Действует до", "Действительна до",
              "Срок действия лицензии", "Дата окончания"),
    "works": ("Kinds of work", "Work", "Professions", "Виды работ", "Вид деятельности", "Профессии"),
    "countries": ("Countries", "Country", "Страны", "Страна", "Страны трудоустройства"),
    "status": ("Status", "State", "Статус", "Состояние", "Статус лицензии"),
}  # fmt: skip
NEEDED = ("name",)
LONGEST_NAME = 300


def read_agencies(stream: BinaryIO, name: str, mapping: ListMapping | None = None) -> Reading:
    """Read a list. A cell that cannot be read is left out, a row without name or numbers altogether."""
    table = read_table(stream, name, COLUMNS, NEEDED, mapping)
    faults, incoming, first = list(table.faults), [], dict[str, str]()
    for row in table.rows:
        found = _agency(row, faults)
        if found is None:
            continue
        if found.key in first:
            words = _("the same number as in %(place)s; the first one counts")
            faults.append(ReadingFault(row.place, words % {"place": first[found.key]}))
            continue
        first[found.key] = row.place
        incoming.append(found)
    return Reading(incoming, faults, table.notes, is_whole=True)


def _agency(row: RegisterRow, faults: list[ReadingFault]) -> Incoming | None:
    cells = row.cells
    tax, licence = number_of(cells["tax_number"]), number_of(cells["licence"])
    lacks: StrOrPromise = ""
    if not cells["name"]:
        lacks = _("no name stands here")
    elif len(cells["name"]) > LONGEST_NAME:
        lacks = _("the name is longer than %(count)d signs") % {"count": LONGEST_NAME}
    elif not (tax or licence):
        lacks = _("neither a tax number nor a licence stands here")
    if lacks:
        faults.append(ReadingFault(row.place, lacks))
        return None
    content: dict[str, Any] = {
        "other_names": split(cells["other_names"]),
        "tax_number": cells["tax_number"][:32],
        "licence": cells["licence"][:64],
        "issued": _day(row, "issued", faults),
        "until": _day(row, "until", faults),
        "works": split(cells["works"]),
        "countries": _countries(row, faults),
        "status": _status(row, faults),
    }
    # By the tax number, as a licence that is renewed gets a new number.
    key = f"tax:{tax}" if tax else f"licence:{licence}"
    return Incoming(key[:128], EntryDraft(LANGUAGE, {LANGUAGE: Text(cells["name"])}, content, is_public=True))


def _day(row: RegisterRow, column: str, faults: list[ReadingFault]) -> str | None:
    try:
        day: dt.date | None = read_date(row.cells[column])
    except UnclearDateError as error:
        faults.append(ReadingFault(row.place, str(error)))
        return None
    return day.isoformat() if day else None


def _status(row: RegisterRow, faults: list[ReadingFault]) -> str:
    written = fold(row.cells["status"])
    if not written:
        return LicenceStatus.LICENSED.value  # it stands on the list of the licensed ones
    for status, beginnings in STATUS_WORDS.items():
        if written == status or re.search(_any_of(beginnings), written):
            return status.value
    words = set(re.findall(r"[^\W\d_]+", written)) - SMALL_WORDS
    if words and all(re.match(_any_of(IN_FORCE), word) for word in words):
        return LicenceStatus.LICENSED.value
    faults.append(ReadingFault(row.place, offer(row.cells["status"], (str(status.label) for status in LicenceStatus))))
    return LicenceStatus.UNCLEAR.value


@lru_cache
def _any_of(beginnings: tuple[str, ...]) -> str:
    """Return a pattern of words as a cell is compared: folded, "действ" is written without the sign of its й."""
    return rf"\b(?:{'|'.join(re.escape(fold(word)) for word in beginnings)})"


def _countries(row: RegisterRow, faults: list[ReadingFault]) -> list[str]:
    codes = set()
    for word in split(row.cells["countries"]):
        code = _codes().get(fold(word))
        if code:
            codes.add(code)
        else:
            known = [name for names in countries().values() for name in names.values()]
            faults.append(ReadingFault(row.place, offer(word, known)))
    return sorted(codes)


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Return the code of each country by its folded names and by itself."""
    official = official_names()
    return {
        fold(name): code for code, names in countries().items() for name in (*official[code], *names.values(), code)
    }
