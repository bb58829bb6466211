"""A workbook: a first sheet with the explanation and the contents, then a sheet a table."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from bereg.core.table_export import LONGEST_CELL, harmless
from bereg.core.text_normalisation import Bidi, normalise
from bereg.publications.content import Content, Table, has_total, is_without_base
from bereg.publications.formats import reader_notes
from bereg.publications.formats.lines import said, small
from bereg.publications.publisher import logo, publisher
from bereg.publications.sentences_by_people import name_of, of, recommended
from bereg.publications.shares import interval, precise, share

LONGEST_NAME = 31  # of a sheet, as spreadsheet programs have it
NOT_IN_A_NAME = r"[]:*?/\'"
WIDE, NARROW = 60, 12  # in letters
# A text stays a text, whatever it looks like.
AS_IT_IS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
DATED = datetime(2000, 1, 1, tzinfo=UTC)  # a real date would make two copies of one release differ


def xlsx(content: Content, language: str) -> bytes:
    """Return a workbook in a language."""
    from xlsxwriter import Workbook  # seldom needed

    file = io.BytesIO()
    with override(language), Workbook(file, AS_IT_IS) as book:
        found = publisher()
        said_of = {"author": found.name, "company": found.name} if found else {}
        book.set_properties({"title": reader_notes.title(content), "created": DATED} | said_of)
        _Pages(book, content, language).write()
    return file.getvalue()


class _Pages:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, content: Content, language: str) -> None:
        self._book, self._content, self._language = book, content, language
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._number = book.add_format({"num_format": "#,##0", "valign": "top", "align": "right"})
        self._decimals = {0: self._number}  # formats by how many decimals they show

    def _with_decimals(self, digits: int) -> Any:
        if digits not in self._decimals:
            form = {"num_format": f"0.{'0' * digits}", "valign": "top", "align": "right"}
            self._decimals[digits] = self._book.add_format(form)
        return self._decimals[digits]

    def write(self) -> None:
        cover = self._sheet(_("Contents"))
        names = [sheet_name(at, said(table["title"], self._language)) for at, table in self._numbered()]
        self._cover(cover, names)
        for (_at, table), name in zip(self._numbered(), names, strict=True):
            self._table(self._sheet(name), table)

    def _numbered(self) -> list[tuple[int, Table]]:
        return list(enumerate(self._content["tables"], 1))

    def _sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, WIDE)
        sheet.set_column(1, 3, NARROW)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def _cover(self, sheet: Any, names: Sequence[str]) -> None:
        sheet.set_column(1, 3, WIDE // 2)
        self._put(sheet, 0, 0, reader_notes.title(self._content), self._title)
        self._put(sheet, 2, 0, reader_notes.heading(), self._head)
        explained = reader_notes.explanation(self._content)
        explained += self._written_of_centres()
        for at, text in enumerate(explained, 3):
            self._put(sheet, at, 0, text, self._text)
        below = 4 + len(explained)
        picture = logo()
        if picture and picture.ending != "webp":  # which spreadsheet programs do not show
            described = {"image_data": io.BytesIO(picture.content), "description": settings.PUBLISHER}
            sheet.insert_image(0, 1, f"logo.{picture.ending}", described | {"y_scale": 0.25, "x_scale": 0.25})
        self._row(sheet, below, (_("Table"), _("Centre"), _("Group")), self._head)
        for row, ((_at, table), name) in enumerate(zip(self._numbered(), names, strict=True), below + 1):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
            self._row(sheet, row, self._where(table), self._text, first=1)

    def _table(self, sheet: Any, table: Table) -> None:
        self._put(sheet, 0, 0, said(table["title"], self._language), self._title)
        self._put(sheet, 1, 0, ", ".join((reader_notes.period_name(self._content), *self._where(table))), self._text)
        shares = () if is_without_base(table) else (_("Per cent"),)
        self._row(sheet, 3, (_("Category"), _("How many"), *shares), self._head)
        for at, row in enumerate(table["rows"], 4):
            self._put(sheet, at, 0, said(row["label"], self._language), self._text)
            self._figure(sheet, at, 1, row["shown"])
            self._share(sheet, at, row["shown"], table)
        self._below(sheet, 5 + len(table["rows"]), table)

    def _below(self, sheet: Any, at: int, table: Table) -> None:
        if has_total(table):
            self._put(sheet, at, 0, _("Total that percentages are of") if table["rows"] else _("Total"), self._text)
            self._figure(sheet, at, 1, table["base"])
        note = reader_notes.note(self._content, table)
        written = self._written(table["centre"], name_of(table))
        for below, text in enumerate([*([note] if note else []), *written], at + 1):
            self._put(sheet, below, 0, text, self._text)

    def _written_of_centres(self) -> list[str]:
        """Return what people wrote of the whole report, then of each centre under its name."""
        names = {table["centre"]: said(table["centre_name"], self._language) for table in self._content["tables"]}
        of_each = [(name, self._written(centre, "")) for centre, name in names.items()]
        found = [text for name, texts in of_each if texts for text in (name, *texts)]
        own = [reader_notes.written_heading(), *found] if found else []
        given = [
            paragraph
            for to, texts in recommended(self._content, self._language)
            for paragraph in (to, *(part for each in texts for part in each.paragraphs))
        ]
        return own + ([reader_notes.recommended_heading(), *given] if given else [])

    def _written(self, centre: str, table: str) -> list[str]:
        """Return what people wrote, a text a paragraph."""
        found = of(self._content.get("written", []), centre, table, self._language)
        return [paragraph for each in found for paragraph in each.paragraphs]

    def _where(self, table: Table) -> tuple[str, str]:
        return said(table["centre_name"], self._language), said(table["group_name"], self._language)

    def _figure(self, sheet: Any, row: int, column: int, shown: int | None) -> None:
        if shown is None:
            self._put(sheet, row, column, small(self._content), self._number)
        else:
            sheet.write_number(row, column, shown, self._number)

    def _share(self, sheet: Any, row: int, shown: int | None, table: Table) -> None:
        base, below = table["base"], table.get("interval_below", 0)
        if interval(shown, base, below):
            self._put(sheet, row, 2, share(shown, base, below), self._number)
        # A number that can be charted, so not `<1` as elsewhere.
        elif found := precise(shown, base):
            sheet.write_number(row, 2, found[0], self._with_decimals(found[1]))

    def _row(self, sheet: Any, row: int, texts: Sequence[str], form: Any, *, first: int = 0) -> None:
        for column, text in enumerate(texts, first):
            self._put(sheet, row, column, text, form)

    @staticmethod
    def _put(sheet: Any, row: int, column: int, text: str, form: Any) -> None:
        sheet.write_string(row, column, harmless(normalise(text, bidi=Bidi.SIGN))[:LONGEST_CELL], form)


def sheet_name(number: int, title: str) -> str:
    """Name a sheet: short, allowed, and by its number the only one of that name."""
    # Spreadsheets count a sign beyond the first 65,536 as two.
    allowed = (sign for sign in normalise(title) if sign.isprintable() and sign <= "\uffff")
    return f"{number} {''.join(sign for sign in allowed if sign not in NOT_IN_A_NAME)}"[:LONGEST_NAME].strip()
