"""A register whose table begins further down is suggested, imported and accounted for."""

import io
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from tests.importing import HEADER, MAPPING, ROWS, Register, account_of, numbers_of

ABOVE = ("Register of calls;;;;;;;;;", ";;;;;;;;;")


@pytest.fixture
def register(centre: Centre, tmp_path: Path) -> Register:
    return Register(tmp_path, header="\n".join((*ABOVE, HEADER)))


def test_the_suggestion_finds_the_row_and_the_mapping_says_it(register: Register) -> None:
    register.file.write_text("\n".join((register.header, *ROWS)), encoding="utf-8")
    said = io.StringIO()
    call_command("import", str(register.file), suggest=True, stdout=said)
    mapping = tomllib.loads(said.getvalue())
    assert mapping["file"] == {"header": 3}
    assert mapping["contact"]["date"]["column"] == "Day"


def test_the_row_of_the_mapping_is_read_and_what_stands_above_is_left_out(register: Register) -> None:
    register.mapping = MAPPING.replace("[centre]", "[file]\nheader = 3\n[centre]")
    said = register.bring_in()
    assert numbers_of(said) == (3, 3, 0, 0)
    assert account_of(said) == (6, 1, 3, 0, 1, 1)
    assert "Note: left out above the heading: row 1 (Register of calls)" in said
    assert Enquiry._base_manager.count() == 3


def test_the_row_may_be_said_on_the_command_line(register: Register) -> None:
    assert numbers_of(register.bring_in(header=[3])) == (3, 3, 0, 0)
    # The same rows have the same keys, wherever the table begins.
    register.header = HEADER
    assert numbers_of(register.bring_in()) == (3, 0, 3, 0)


@pytest.mark.parametrize("written", ["0", "[1, 3]", "[2, 1]", '"3"', "[1, 2, 3, 4, 5, 6]"])
def test_a_row_that_is_none_is_a_mistake_in_the_mapping(register: Register, written: str) -> None:
    register.mapping = MAPPING.replace("[centre]", f"[file]\nheader = {written}\n[centre]")
    with pytest.raises(CommandError, match=r"file\.header: write "):
        register.bring_in()


def test_rows_apart_are_refused_on_the_command_line(register: Register) -> None:
    with pytest.raises(CommandError, match="one below the other"):
        register.bring_in(header=[1, 3])
