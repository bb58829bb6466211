"""Nothing that leaves the program as a table is run by a spreadsheet, and figures stay figures."""

import csv
import io
import random
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bereg.core.table_export import FORMULA_SIGNS, MARK, bare, csv_bytes, harmless

pytestmark = pytest.mark.once("it uses no database")

STARTS = [
    "=1+1",
    "+1",
    "-1",
    "@a",
    "\ta",
    "\ra",
    "\na",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    "﹣1",
    " =1",
    "\u00a0=1",
    "\u200b=1",
]
SIGNS = "=+-@\t\r\n＝＋－＠﹦﹢﹣ \u00a0\u200b'\"();,a1я\u0301"


@pytest.mark.parametrize("text", STARTS)
def test_what_would_be_run_gets_an_apostrophe_and_loses_it_again(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert bare(harmless(text)) == text
    assert harmless(f"a{text}") == f"a{text}"


@pytest.mark.parametrize("text", ["'a", "'", "''", "", "it's", "1-2", "   "])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == bare(text) == text


ROW = ["text", -5, 2.5, Decimal("-0.1250"), None, True, date(2008, 5, 31), float("nan"), "-5"]


def test_figures_stay_figures_in_csv() -> None:
    written = csv_bytes([ROW], separator=";").decode()
    assert written == f"{MARK}text;-5;2.5;-0.1250;;yes;2008-05-31;;'-5\r\n"


def generated(count: int) -> list[str]:
    drawn = random.Random(20261125)  # noqa: S311 - the same cells each time
    return ["".join(drawn.choices(SIGNS, k=drawn.randint(1, 12))) for _ in range(count)]


def formulas_of(cells: list[str]) -> list[str]:
    """Return the cells that a spreadsheet would run, by a rule of its own, not that of the writer."""
    return [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))]


def test_no_cell_of_ten_thousand_is_a_formula() -> None:
    texts = generated(10_000)
    assert len(formulas_of(texts)) > 3_000  # the test would see them
    rows = [texts[at : at + 10] for at in range(0, len(texts), 10)]
    read = list(csv.reader(io.StringIO(csv_bytes(rows).decode().removeprefix(MARK), newline="")))
    assert formulas_of([cell for row in read for cell in row]) == []
    assert [[bare(cell) for cell in row] for row in read] == rows


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_finds_no_formula_in_ten_thousand_cells(tmp_path: Path) -> None:
    texts = generated(10_000)
    rows = [texts[at : at + 10] for at in range(0, len(texts), 10)]
    file = tmp_path / "cells.csv"
    file.write_bytes(csv_bytes(rows))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    words = ["soffice", home, "--headless", "--convert-to", "fods", "--outdir", str(tmp_path), str(file)]
    subprocess.run(words, check=True, capture_output=True, timeout=300)
    assert "table:formula=" not in (tmp_path / "cells.fods").read_text()


def test_the_signs_are_those_that_spreadsheets_run() -> None:
    assert set(FORMULA_SIGNS) >= set("=+-@\t\r")
