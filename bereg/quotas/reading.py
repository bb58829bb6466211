"""Reading of a monthly list of quotas. What it says is added to what stands: older months stay."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from bereg.core.geography import region_name
from bereg.core.whole_numbers import whole_number_in
from bereg.core.workbooks import WorkbookError
from bereg.quotas.drafting import CODE, draft_of
from bereg.quotas.likeness import fold
from bereg.quotas.months import month_of
from bereg.quotas.occupations import ListedOccupation, Scheme, scheme_in_use
from bereg.quotas.quota import key_of
from bereg.quotas.regions import near_regions, region_of
from bereg.quotas.tables import TableRow, rows
from bereg.reference.drafts import Incoming, Reading, ReadingFault
from bereg.reference.list_mapping import ListMapping
from bereg.reference.models import EntryVersion, ReferenceEntry

HEADINGS = {
    "region": ("region", "регион", "субъект", "субъект рф", "субъект российской федерации", "область", "территория"),
    "code": ("code", "код", "isco", "isco-08", "окз", "код окз", "код профессии", "occupation code"),
    "occupation": ("occupation", "profession", "профессия", "занятие", "должность", "специальность"),
    "month": ("month", "месяц", "date", "дата", "on", "на дату", "по состоянию на"),
    "granted": ("granted", "quota", "квота", "выделено", "утверждено", "предоставлено"),
    "used": ("used", "taken", "использовано", "занято", "выбрано", "выдано"),
    "source": ("source", "источник"),
}
COLUMN_OF = {name: column for column, names in HEADINGS.items() for name in names}
DEMANDED = ("region", "month", "granted", "used")
LARGEST = 999_999_999

Months = dict[str, dict[str, Any]]


class _RowError(Exception):
    """A row cannot be taken; the message says why."""


def reads(file: BinaryIO, _name: str, mapping: ListMapping | None = None) -> Reading:
    """Read a CSV or XLSX with columns region, occupation (or code), month, granted and used."""
    scheme = scheme_in_use()
    faults, notes = list[ReadingFault](), list[ReadingFault]()
    found: dict[tuple[str, str], Months] = {}
    try:
        for row, cells in _under_headings(rows(file.read()), faults, notes, mapping):
            try:
                _take(cells, scheme, found)
            except _RowError as error:
                faults.append(ReadingFault(row.place, str(error)))
            else:
                notes.extend(_doubts(row, cells))
    except WorkbookError as error:
        faults.append(ReadingFault(_("the file"), str(error)))
    return Reading(list(_incoming(found, scheme)), faults, notes)


def _under_headings(
    read: Iterator[TableRow], faults: list[ReadingFault], notes: list[ReadingFault], mapping: ListMapping | None
) -> Iterator[tuple[TableRow, dict[str, str]]]:
    """Yield each row with its cells by column. A sheet that has no such headings is said to have none."""
    columns: dict[str, list[str]] = {}
    without: dict[str, TableRow] = {}
    for row in read:
        if row.sheet not in columns:
            named = _named_columns(row, mapping)
            if named:
                columns[row.sheet] = named
                notes.extend(mapping.unread(row.place, row.cells) if mapping else ())
            else:
                without[row.sheet] = _nearer(without.get(row.sheet, row), row, mapping)
            continue
        cells: dict[str, str] = {}
        for name, cell in zip(columns[row.sheet], row.cells, strict=False):
            cells[name] = cells.get(name) or cell
        yield row, mapping.cells(cells) if mapping else cells
    for sheet, row in without.items():
        if sheet not in columns:
            words = _("There are no columns region, occupation, month, granted and used.")
            faults.extend(mapping.lacks(row.place, row.cells) if mapping else [ReadingFault(row.place, words)])


def _named_columns(row: TableRow, mapping: ListMapping | None) -> list[str]:
    """Return the column of each cell of a heading; none where a row is no heading."""
    if mapping:
        found = mapping.names_in(row.cells)
        is_heading = mapping.wanted <= set(found.values())
        return [found.get(at, "") for at in range(len(row.cells))] if is_heading else []
    named = [COLUMN_OF.get(fold(cell).strip(" :"), "") for cell in row.cells]
    return named if set(named) >= set(DEMANDED) and {"code", "occupation"} & set(named) else []


def _nearer(one: TableRow, other: TableRow, mapping: ListMapping | None) -> TableRow:
    """Return which of two rows has more of the headings of a mapping; the first one where they have as many."""
    return max(one, other, key=lambda row: len(mapping.names_in(row.cells)) if mapping else 0)


def _take(cells: Mapping[str, str], scheme: Scheme, found: dict[tuple[str, str], Months]) -> None:
    region, occupation = _region(cells.get("region", "")), _occupation(cells, scheme)
    month = month_of(cells.get("month", ""))
    if not month:
        raise _RowError(_("“%(text)s” is no month; write it as 2008-11.") % {"text": cells.get("month", "")})
    figures = {name: _number(cells.get(name, "")) for name in ("granted", "used")}
    months = found.setdefault((region, occupation.code), {})
    if month in months:
        said = {"region": region_name(region, "ru"), "occupation": occupation.code, "month": month}
        raise _RowError(_("%(region)s, %(occupation)s, %(month)s is there twice; the first row counts.") % said)
    months[month] = figures | ({"source": cells["source"][:200]} if cells.get("source") else {})


def _region(text: str) -> str:
    code = region_of(text)
    if code:
        return code
    near = [f"{region_name(each, 'ru')} ({each})" for each in near_regions(text)]
    raise _RowError(_unknown(_("“%(text)s” is no region that is known."), text, near))


def _occupation(cells: Mapping[str, str], scheme: Scheme) -> ListedOccupation:
    texts = [text for text in (cells.get("code"), cells.get("occupation")) if text]
    for text in texts:
        called = scheme.called(text)
        if len(called) == 1:
            return called[0]
        if called:
            words = _("“%(text)s” is several occupations.")
            raise _RowError(_unknown(words, text, [_named(each) for each in called]))
    text = texts[-1] if texts else ""
    near = scheme.near(text) if text else []
    raise _RowError(_unknown(_("“%(text)s” is no occupation that is known."), text, [_named(each) for each in near]))


def _named(occupation: ListedOccupation) -> str:
    return f"{occupation.code} {occupation.label('ru')}"


def _unknown(words: str, text: str, near: list[str]) -> str:
    said = words % {"text": text}
    if not near:
        return said
    nearest = _("Nearest: %(names)s.") % {"names": "; ".join(near)}
    return f"{said} {nearest}"


def _number(text: str) -> int:
    found = whole_number_in(text)
    if found is None or found > LARGEST:
        raise _RowError(_("“%(text)s” is no whole number; write it in digits alone, such as 12000.") % {"text": text})
    return found


def _doubts(row: TableRow, cells: Mapping[str, str]) -> Iterator[ReadingFault]:
    granted, used = (_number(cells[name]) for name in ("granted", "used"))
    if used > granted:
        said = {"used": used, "granted": granted}
        yield ReadingFault(
            row.place, _("More were used (%(used)s) than granted (%(granted)s); taken as it stands.") % said
        )


def _incoming(found: Mapping[tuple[str, str], Months], scheme: Scheme) -> Iterator[Incoming]:
    keys = {key_of(region, scheme.name, code): (region, code) for region, code in found}
    standing = _standing(list(keys))
    for key, (region, code) in keys.items():
        before = standing.get(key)
        months = {**(before.content["months"] if before else {}), **found[region, code]}
        content = {
            "region": region,
            "scheme": scheme.name,
            "occupation": code,
            "months": {name: months[name] for name in sorted(months)},
        }
        yield Incoming(key, draft_of(content, before=before))


def _standing(keys: list[str]) -> dict[str, EntryVersion]:
    entries = ReferenceEntry.objects.filter(kind=CODE, key__in=keys, published__isnull=False).select_related(
        "published"
    )
    return {entry.key: entry.published for entry in entries if entry.published}
