"""Rejected rows are corrected and come in, whatever the register was like; none is lost or written over."""

import csv
import io
import tomllib
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from tests.importing import HEADER, MAPPING, ROWS, Register, account_of, numbers_of
from tests.test_import_twins import TWINS

BAD = "4;31.02.2020;;no;call;yes;man;30;papers;-"


@pytest.fixture
def register(centre: Centre, tmp_path: Path) -> Register:
    return Register(tmp_path, rows=[*ROWS, BAD])


def corrected(register: Register, name: str = "corrected.csv") -> Register:
    """Correct the day of the rejected row in the file of rejects."""
    text = register.rejects.read_text(encoding="utf-8-sig").replace("31.02.2020", "28.02.2020")
    header, *rows = text.splitlines()
    return Register(register.folder, mapping=register.mapping, header=header, rows=rows, name=name)


def test_they_come_in_with_their_own_mapping_wherever_its_heading_stands(register: Register) -> None:
    register.header = f"Register of calls;;;;;;;;;\n;;;;;;;;;\n{HEADER}"
    register.mapping = MAPPING.replace("[centre]", "[file]\nheader = 3\n[centre]")
    assert numbers_of(register.bring_in()) == (4, 3, 0, 1)
    said = corrected(register).bring_in()
    assert numbers_of(said) == (1, 1, 0, 0)
    assert "reason" not in said  # the first two columns are ours, and no column that somebody forgot
    assert Enquiry._base_manager.count() == 4


def test_they_come_in_out_of_a_workbook(register: Register) -> None:
    register.mapping = MAPPING.replace("[centre]", "[file]\nheader = 3\n[centre]")
    register.header = f"Register of calls;;;;;;;;;\n;;;;;;;;;\n{HEADER}"
    register.bring_in()
    book = openpyxl.Workbook()
    assert book.active
    mended = corrected(register, "mended.xlsx")
    for row in csv.reader(io.StringIO("\n".join((mended.header, *mended.rows))), delimiter=";"):
        book.active.append(row)
    book.save(mended.file)
    assert numbers_of(mended.bring_in()) == (1, 1, 0, 0)


def test_a_first_mapping_for_them_names_their_register_and_none_of_our_columns(register: Register) -> None:
    register.bring_in()
    said = io.StringIO()
    call_command("import", str(register.rejects), suggest=True, stdout=said)
    mapping = tomllib.loads(said.getvalue())
    assert mapping["source"] == "old"
    assert "Bereg" not in said.getvalue()


def test_a_row_of_which_nothing_could_be_taken_over_is_rejected_again(register: Register) -> None:
    register.rows = [*ROWS, '4;28.02.2020;;"no"x;call;yes;man;30;papers;-']
    assert numbers_of(register.bring_in()) == (4, 3, 0, 1)
    said = corrected(register).bring_in()
    assert (numbers_of(said), account_of(said)) == ((1, 0, 0, 1), (2, 1, 0, 1, 0, 0))
    assert "only the register has its cells (row 5)" in said


def test_a_register_without_a_key_is_corrected_itself(register: Register) -> None:
    twin = ";03.02.2020;14:05;yes;call;yes;woman;25;papers;-"
    register.mapping, register.rows = TWINS, [twin, twin.replace("03.02", "31.02")]
    assert "correct the rejected rows in the register itself" in register.bring_in()
    mended = Register(register.folder, mapping=TWINS, name="mended.csv")
    mended.header, *mended.rows = register.rejects.read_text("utf-8-sig").replace("31.02", "03.02").splitlines()
    with pytest.raises(CommandError, match="twins: it has no key of its own"):
        mended.bring_in()
    register.rows = [twin, twin]
    assert numbers_of(register.bring_in()) == (2, 1, 1, 0)


def test_what_somebody_corrected_is_not_written_over(register: Register) -> None:
    register.bring_in()
    assert f"stand in {register.rejects} with" in register.bring_in()  # of the same content there is one
    mended = register.rejects.read_bytes().replace(b"31.02.2020", b"28.02.2020")
    register.rejects.write_bytes(mended)
    further = register.folder / "old.csv.rejects-2.csv"
    assert f"stand in {further} with" in register.bring_in()
    assert register.rejects.read_bytes() == mended
    assert b"31.02.2020" in further.read_bytes()
