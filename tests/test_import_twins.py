"""A register without a key of its own comes in whole: the n-th of equal rows has a key of its own."""

from pathlib import Path

import pytest

from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.enquiries.models import Enquiry
from tests.importing import MAPPING, Register, numbers_of

KEY = '"Day", "Hour", "Anonymous", "Way", "Agreed", "Who", "Age", "About"'
TWINS = MAPPING.replace('"No"', KEY).replace("key_pattern = '\\d+'", "twins = true")
ROW, OTHER, THIRD = (f";0{day}.02.2020;14:05;yes;call;yes;woman;25;papers;-" for day in (3, 4, 5))


@pytest.fixture
def register(centre: Centre, tmp_path: Path) -> Register:
    return Register(tmp_path, mapping=TWINS, rows=[ROW, OTHER, ROW, ROW])


def test_equal_rows_are_different_people(register: Register) -> None:
    assert "twins = true" in TWINS
    assert numbers_of(register.bring_in(dry_run=True)) == (4, 4, 0, 0)
    assert numbers_of(register.bring_in()) == (4, 4, 0, 0)
    assert Enquiry._base_manager.count() == Contact._base_manager.count() == 4


def test_a_second_run_adds_nothing_and_a_further_twin_one(register: Register) -> None:
    register.bring_in()
    assert numbers_of(register.bring_in()) == (4, 0, 4, 0)
    register.rows.insert(0, ROW)
    assert numbers_of(register.bring_in()) == (5, 1, 4, 0)
    assert numbers_of(register.bring_in()) == (5, 0, 5, 0)


def test_the_order_of_rows_does_not_matter(register: Register) -> None:
    register.bring_in()
    register.rows = [THIRD, ROW, ROW, OTHER, ROW]
    assert numbers_of(register.bring_in()) == (5, 1, 4, 0)


def test_another_file_of_the_same_source_is_the_same_register_grown(register: Register) -> None:
    register.bring_in()
    later = Register(register.folder, mapping=TWINS, rows=[ROW, OTHER, OTHER, THIRD], name="later.csv")
    assert numbers_of(later.bring_in()) == (4, 2, 2, 0)


def test_rows_that_came_in_before_twins_were_declared_stay_known(register: Register) -> None:
    register.mapping = TWINS.replace("twins = true", "")
    said = register.bring_in()
    assert numbers_of(said) == (4, 2, 0, 2)
    assert "2 rows have the key of another one. If the register has no key of its own, write twins = true." in said
    register.mapping = TWINS
    assert numbers_of(register.bring_in()) == (4, 2, 2, 0)


def test_a_row_that_is_rejected_is_nobodys_twin(register: Register) -> None:
    register.rows = [";31.02.2020;14:05;yes;call;yes;woman;25;papers;-"] * 2 + [ROW]
    assert numbers_of(register.bring_in()) == (3, 1, 0, 2)
    register.rows = [ROW]
    assert numbers_of(register.bring_in()) == (1, 0, 1, 0)


def test_twins_that_differ_in_what_is_read_are_told_before_they_do_harm(register: Register) -> None:
    register.mapping = TWINS.replace(', "Who", "Age"', "")
    register.rows.append(ROW.replace("woman", "man").replace(";25;", ";30;"))
    said = register.bring_in(dry_run=True)
    assert "Rows of one key differ in Who (1), Age (1). Write these columns under key too" in said
    register.mapping = TWINS
    assert "Rows of one key" not in register.bring_in(dry_run=True)


def test_a_column_that_was_empty_and_is_filled_now_is_told(register: Register) -> None:
    register.mapping = 'empty = ["No"]\nignore = ["Note"]\n' + TWINS
    said = register.bring_in()
    assert "filled now" not in said
    assert "Columns left out on purpose (filled cells): Note (4)." in said
    register.rows[1] = f"7{OTHER}"
    assert "empty for the mapping and are filled now (filled cells): No (1)." in register.bring_in()
