"""Old workbooks (.xls) and those of LibreOffice (.ods) are read as accountably as .xlsx."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from bereg.importing import table
from bereg.importing.options import ReadingOptions
from bereg.importing.reading import open_source
from bereg.importing.source_rows import SourceError
from bereg.importing.table import Source

XLS = Path(__file__).parents[3] / "tests/data/register.xls"  # invented, and written by xlwt
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text", "style", "manifest"))
SPACES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
REPEATED = "table:number-columns-repeated"


def text(said: str, more: str = "") -> str:
    """Return a cell with a text."""
    return f'<table:table-cell office:value-type="string" {more}><text:p>{said}</text:p></table:table-cell>'


def value(kind: str, attribute: str, shown: str = "", more: str = "") -> str:
    """Return a cell of another kind, such as `value("float", 'value="1"')`."""
    shown = f"<text:p>{shown}</text:p>" if shown else ""
    return f'<table:table-cell office:value-type="{kind}" office:{attribute} {more}>{shown}</table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def sheet(name: str, *rows: str, more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{"".join(rows)}</table:table>'


HEADER = row(text("No"), text("Day"), text("Note"))


def opened(
    folder: Path, *sheets: str, read: tuple[str, ...] = (), styles: str = "", parts: Mapping[str, str] | None = None
) -> Source:
    """Open an .ods of these sheets. parts: what other parts hold, by their names."""
    path = folder / "calls.ods"
    body = f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
    styles = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        content = f"<office:document-content {SPACES}>{styles}{body}</office:document-content>"
        for name, said in {"content.xml": content, **(parts or {})}.items():
            archive.writestr(name, said)
    return open_source(path, ReadingOptions(sheets=read))


def test_an_xls_is_read_with_its_dates_and_empty_rows() -> None:
    source = open_source(XLS, ReadingOptions(sheets=("звонки",)))
    assert source.columns == ("No", "Day", "Note", "Hour")
    assert [(each.number, each.cells) for each in source.rows()][:4] == [
        (2, ("1", "2020-02-03", "бумаги", "09:30")),
        (3, ("2.5", "2020-02-03 14:05", "yes", "")),
        (5, ("3", "2020-02-04", "#REF!", "")),
        (6, ("4", "", "both", "")),
    ]
    calls, old, empty = source.sheets
    assert (calls.lines, calls.heading, calls.rows, calls.blank) == (8, 1, 6, 1)
    assert (old.lines, old.is_read, empty.lines) == (2, False, 0)


def test_what_an_xls_shows_otherwise_is_told() -> None:
    source = open_source(XLS, ReadingOptions(sheets=("звонки",)))
    assert source.notices == (
        "sheet read: звонки (filled rows: 7)",
        "sheet left out: old (hidden, filled rows: 2)",
        "sheet left out: empty (filled rows: 0)",
        "sheet звонки: 1 hidden or filtered row is read like every other",
        "sheet звонки: hidden columns are read like every other: D",
        "sheet звонки: of merged cells only the first has the value: C6:C7",
        "sheet звонки: formulas with an empty result in C8; if a program wrote the file, it may not have computed them",
        "sheet звонки: cells that show an error: C5",
    )


def test_an_xls_with_several_filled_sheets_and_no_choice_is_refused() -> None:
    with pytest.raises(SourceError, match=r"several filled sheets: звонки \(filled rows: 7\), old \(hidden"):
        open_source(XLS, ReadingOptions())


@pytest.mark.parametrize("cut", [9, 600, 3000])
def test_a_broken_xls_is_refused_in_one_line(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "calls.xls"
    path.write_bytes(XLS.read_bytes()[:cut])
    with pytest.raises(SourceError, match=r"no readable \.xls workbook"):
        open_source(path, ReadingOptions())


def test_a_page_of_the_web_under_the_name_of_an_xls_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "calls.xls"
    path.write_text("<html><table><tr><td>No</td></tr></table></html>", encoding="utf-8")
    with pytest.raises(SourceError, match=r"no readable \.xls workbook"):
        open_source(path, ReadingOptions())


def test_an_xls_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    path.write_bytes(XLS.read_bytes())
    assert open_source(path, ReadingOptions(sheets=("old",))).count == 1


def test_a_text_in_many_cells_is_refused_in_an_xls_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_BYTES", 40)
    with pytest.raises(SourceError, match="larger than 100 MB"):
        open_source(XLS, ReadingOptions(sheets=("звонки",)))


def test_an_ods_is_read_by_its_values_and_not_by_what_they_look_like(tmp_path: Path) -> None:
    source = opened(
        tmp_path,
        sheet(
            "calls",
            row(text("No"), text("Day"), text("Hour"), text("Share"), text("Yes"), text("Said")),
            row(
                value("float", 'value="1"', "1,00"),
                value("date", 'date-value="2020-02-03T14:05:00"', "03.02.20"),
                value("time", 'time-value="PT09H30M00S"'),
                value("percentage", 'value="0.5"', "50 %"),
                value("boolean", 'boolean-value="true"', "ИСТИНА"),
                text(
                    'a<text:line-break/>b<text:s text:c="2"/><text:span>c</text:span>'
                    "<office:annotation><text:p>who</text:p></office:annotation></text:p><text:p>d"
                ),
            ),
        ),
    )
    assert [each.cells for each in source.rows()] == [("1", "2020-02-03 14:05", "09:30", "0.5", "yes", "a\nb  c\nd")]


def test_repeated_rows_and_cells_of_an_ods_stand_where_a_program_shows_them(tmp_path: Path) -> None:
    one = value("float", 'value="1"', more=f'{REPEATED}="2"')
    source = opened(
        tmp_path,
        sheet(
            "calls",
            HEADER,
            row(f'<table:table-cell {REPEATED}="16384"/>', more='table:number-rows-repeated="3"'),
            row(one, text("x"), more='table:number-rows-repeated="2"'),
            f"<table:table-row-group>{row('<table:table-cell/>', one)}</table:table-row-group>",
            row(f'<table:table-cell {REPEATED}="16384"/>', more='table:number-rows-repeated="1048500"'),
        ),
    )
    assert [(each.number, each.cells) for each in source.rows()] == [
        (5, ("1", "1", "x")),
        (6, ("1", "1", "x")),
        (7, ("", "1", "1")),
    ]
    assert (source.sheets[0].lines, source.sheets[0].blank) == (7, 3)


def test_what_an_ods_shows_otherwise_is_told_and_an_error_is_no_number(tmp_path: Path) -> None:
    broken = 'table:formula="of:=x" calcext:value-type="error"'
    unseen = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    source = opened(
        tmp_path,
        sheet(
            "calls",
            unseen,
            HEADER,
            row(value("float", 'value="0"', "Err:502", broken), text("x"), more='table:visibility="filter"'),
            row(value("string", 'string-value=""', "#REF!", broken), text("y", 'table:number-rows-spanned="2"')),
            row(text("2", 'table:formula="of:=1+1"')),
        ),
        sheet("cover", row(text("old")), more='table:style-name="unseen"'),
        read=("calls",),
        styles='<style:style style:name="unseen"><style:table-properties table:display="false"/></style:style>',
    )
    assert [each.cells for each in source.rows()] == [("Err:502", "x", ""), ("#REF!", "y", ""), ("2", "", "")]
    assert source.notices == (
        "sheet read: calls (filled rows: 4)",
        "sheet left out: cover (hidden, filled rows: 1)",
        "sheet calls: 1 hidden or filtered row is read like every other",
        "sheet calls: hidden columns are read like every other: B",
        "sheet calls: of merged cells only the first has the value: B3:B4",
        "sheet calls: cells that show an error: A2, A3",
    )


def test_a_formula_of_an_ods_without_a_stored_result_is_refused_by_name(tmp_path: Path) -> None:
    bare = '<table:table-cell table:formula="of:=1+1"/>'
    with pytest.raises(SourceError, match=r"sheet calls: formulas without a stored result in B2\. Open"):
        opened(tmp_path, sheet("calls", HEADER, row(text("1"), bare)))


def test_several_filled_sheets_of_an_ods_are_read_as_one_register_or_refused(tmp_path: Path) -> None:
    sheets = [sheet(name, HEADER, row(text(name))) for name in ("y2018", "y2019")]
    with pytest.raises(SourceError, match="several filled sheets"):
        opened(tmp_path, *sheets)
    assert [each.place for each in opened(tmp_path, *sheets, read=("*",)).rows()] == ["y2018!2", "y2019!2"]


def test_linked_and_drawn_tables_of_an_ods_are_no_sheets(tmp_path: Path) -> None:
    inner = sheet("inner", row(text("hidden")))
    source = opened(
        tmp_path,
        f"<table:dde-links><table:dde-link>{inner}</table:dde-link></table:dde-links>",
        sheet("calls", f"<table:shapes>{inner}</table:shapes>", HEADER, row(text("1"))),
    )
    assert ([each.name for each in source.sheets], source.count) == (["calls"], 1)


def test_many_cells_in_a_few_bytes_of_an_ods_are_refused(tmp_path: Path) -> None:
    wide = row(text("x", f'{REPEATED}="16384"'))
    with pytest.raises(SourceError, match="wider than 500 columns"):
        opened(tmp_path, sheet("calls", wide))
    long = row(text("x"), more='table:number-rows-repeated="1000000"')
    with pytest.raises(SourceError, match="more than 100000 rows"):
        opened(tmp_path, sheet("calls", HEADER, long))
    for far in ("1048576", "99999999999", "-1"):
        with pytest.raises(SourceError, match="damaged"):
            opened(tmp_path, sheet("calls", HEADER, row(text("x"), more=f'table:number-rows-repeated="{far}"')))
    with pytest.raises(SourceError, match="100 times its size"):
        opened(tmp_path, sheet("calls", HEADER, row(text("x" * 3_000_000))))


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"content.xml": '<!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>'}, "a document type"),
        ({"content.xml": "<office"}, r"no readable \.ods workbook"),
        ({"META-INF/manifest.xml": "<manifest:encryption-data/>"}, "locked with a password"),
        ({"Basic/Standard/Module1.xml": "<x/>"}, r"macros, links or embedded files \(Basic/"),
    ],
)
def test_an_ods_with_more_than_cells_is_refused(tmp_path: Path, parts: dict[str, str], says: str) -> None:
    with pytest.raises(SourceError, match=says):
        opened(tmp_path, sheet("calls", HEADER), parts=parts)
