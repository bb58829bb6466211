"""The same questionnaire as Markdown, as a workbook and as CSV is the same form."""

import csv
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest

from bereg.questionnaire.form import to_data
from bereg.questionnaire.parse import parse_file, parse_text
from bereg.questionnaire.problems import QuestionnaireError
from bereg.questionnaire.publishing import standard_source
from bereg.questionnaire.sheets import LARGEST, Sheets, read_text


def lines_of(sheets: Sheets) -> dict[str, list[list[str]]]:
    return {
        name: [headings, *([row.get(each, "") for each in headings] for row in sheets.rows[name])]
        for name, headings in sheets.headings.items()
    }


def as_workbook(sheets: Sheets, path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in lines_of(sheets).items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append([cell or None for cell in line])
    book.save(path)
    return path


def as_csv(sheets: Sheets, path: Path) -> Path:
    out = StringIO(newline="")
    writer = csv.writer(out)
    for name, lines in lines_of(sheets).items():
        writer.writerow([name])
        writer.writerows(["", *line] for line in lines)
    path.write_text(out.getvalue(), encoding="utf-8-sig")
    return path


def as_md(sheets: Sheets, path: Path) -> Path:
    path.write_text(standard_source(), encoding="utf-8")
    return path


@pytest.mark.parametrize(("write", "name"), [(as_md, "a.md"), (as_workbook, "a.xlsx"), (as_csv, "a.CSV")])
def test_every_format_gives_the_same_form(tmp_path: Path, write: object, name: str) -> None:
    assert callable(write)
    reading = parse_file(write(read_text(standard_source()), tmp_path / name))
    assert reading.form is not None
    wanted = to_data(parse_text(standard_source()))
    assert to_data(reading.form) == wanted
    assert to_data(parse_text(reading.source)) == wanted  # what is stored is what was checked


def test_strokes_and_line_ends_of_a_workbook_survive_as_markdown(tmp_path: Path) -> None:
    source = standard_source().replace("Who is asking", "A \\| B")
    sheets = read_text(source)
    sheets.rows["survey"][2]["label::English (en)"] = "A |\n B\\"
    reading = parse_file(as_workbook(sheets, tmp_path / "a.xlsx"))
    assert reading.form.questions["enquirer"].label("en") == "A | B\\"
    assert to_data(parse_text(reading.source)) == to_data(reading.form)


def test_rows_of_a_workbook_are_counted_as_the_program_shows_them(tmp_path: Path) -> None:
    sheets = read_text(standard_source())
    sheets.rows["survey"].insert(3, {})
    sheets.rows["survey"][4]["type"] = "select_one nothing"
    with pytest.raises(QuestionnaireError, match="survey, row 6: the list nothing"):
        parse_file(as_workbook(sheets, tmp_path / "a.xlsx"))


def refusal(path: Path) -> str:
    with pytest.raises(QuestionnaireError) as error:
        parse_file(path)
    return str(error.value)


def zipped(path: Path, **parts: bytes) -> Path:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    path.write_bytes(content.getvalue())
    return path


def test_hostile_workbooks_are_refused_before_they_are_opened(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    assert refusal(zipped(file, **{f"xl/{number}.xml": b"<a/>" for number in range(101)}))
    assert refusal(zipped(file, **{"xl/workbook.xml": b" " * 21_000_000}))
    assert "macros" in refusal(zipped(file, **{"xl/vbaProject.bin": b"x"}))
    assert "document type" in refusal(zipped(file, **{"xl/workbook.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}))
    file.write_bytes(b"PK\x03\x04 not a zip")
    assert refusal(file)


def test_other_files_are_refused_in_one_line(tmp_path: Path) -> None:
    for name, content in {
        "a.xls": b"x",
        "a.md": b"\xff\xfe",
        "a.csv": b"\0,\0",
        "b.csv": b'"',
        "b.md": b"",
        "c.csv": b"",
    }.items():
        (tmp_path / name).write_bytes(content)
        assert refusal(tmp_path / name).count("\n") == 0
    (tmp_path / "large.md").write_bytes(b"x" * (LARGEST + 1))
    assert "larger than 2 MB" in refusal(tmp_path / "large.md")
    assert refusal(tmp_path / "nothing.md")
    (tmp_path / "folder.md").mkdir()
    assert refusal(tmp_path / "folder.md")


def test_a_comma_outside_quotation_marks_is_found(tmp_path: Path) -> None:
    path = as_csv(read_text(standard_source()), tmp_path / "a.csv")
    path.write_text(path.read_text(encoding="utf-8-sig") + ",x,y,z\n,other,o,A,B,,C\n", encoding="utf-8")
    assert "more cells than headings" in refusal(path)


def test_a_quotation_mark_that_is_never_closed_swallows_no_questions(tmp_path: Path) -> None:
    path = as_csv(read_text(standard_source()), tmp_path / "a.csv")
    path.write_text(path.read_text(encoding="utf-8-sig") + ',other,o,"A\n,other,p,B\n', encoding="utf-8")
    assert "cannot be read as CSV" in refusal(path)


def test_a_csv_with_semicolons_or_a_bare_name_is_told_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("survey;;;\n;type;name;label\n;text;a;A\n", encoding="utf-8")
    assert "commas between the columns" in refusal(path)
    path.write_text("survey\n", encoding="utf-8")
    assert "no row of headings" in refusal(path)


@pytest.mark.parametrize(("write", "name"), [(as_workbook, "a.xlsx"), (as_csv, "a.csv")])
def test_a_column_that_lost_its_heading_is_told_of_once(
    tmp_path: Path, write: Callable[[Sheets, Path], Path], name: str
) -> None:
    sheets = read_text(standard_source())
    place = sheets.headings["survey"].index("relevant")
    sheets.headings["survey"][place] = ""
    for row in sheets.rows["survey"]:
        row[""] = row.pop("relevant", "")
    assert refusal(write(sheets, tmp_path / name)).count("stands below no heading") == 1
