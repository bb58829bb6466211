"""Any two sheets of one ceremony restore the root key; nothing else does."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereg.vault import escrow
from bereg.vault.escrow import BadLine, BadSheet

ROOTS = st.binary(min_size=32, max_size=32)


@given(ROOTS)
def test_any_two_sheets_restore_it_from_what_is_typed(root: bytes) -> None:
    sheets = [escrow.read([line.lower().replace("0", "o") for line in sheet.lines()]) for sheet in escrow.split(root)]
    assert {escrow.join(one, other) for one, other in permutations(sheets, 2)} == {root}


@given(ROOTS)
def test_one_sheet_tells_nothing(root: bytes) -> None:
    """Each of its two parts is random, and another root key would fit them as well."""
    for sheet in escrow.split(root):
        first, second = sheet.parts
        missing = bytes(a ^ b ^ c for a, b, c in zip(root, first, second, strict=True))
        assert root not in sheet.parts
        assert missing not in sheet.parts
    again = escrow.split(root)
    assert not {part for sheet in again for part in sheet.parts} & {p for s in escrow.split(root) for p in s.parts}


@given(ROOTS, ROOTS, st.permutations([0, 1, 2]))
def test_sheets_of_two_ceremonies_are_refused(root: bytes, other: bytes, order: list[int]) -> None:
    """Also where both ceremonies were about the same key."""
    for second in (other, root):
        with pytest.raises(BadSheet):
            escrow.join(escrow.split(root)[order[0]], escrow.split(second)[order[1]])


def test_the_same_sheet_twice_is_refused() -> None:
    sheet = escrow.split(bytes(32))[0]
    with pytest.raises(BadSheet, match="different"):
        escrow.join(sheet, sheet)


@given(ROOTS, st.integers(0, 2), st.integers(0, 7), st.integers(0, 17), st.sampled_from(escrow.ALPHABET))
def test_a_slip_is_found_in_its_line(root: bytes, sheet: int, line: int, place: int, typed: str) -> None:
    lines = escrow.split(root)[sheet].lines()
    text = lines[line].replace(" ", "")
    lines[line] = text[:place] + typed + text[place + 1 :]
    if text[place] == typed:
        assert escrow.read(lines)
        return
    with pytest.raises(BadSheet) as caught:
        escrow.read(lines)
    # One slip in a thousand passes the check of its line; that of the sheet finds it.
    assert not isinstance(caught.value, BadLine) or caught.value.number == line + 1


@pytest.mark.parametrize("line", ["", "ABCD", "ABCD EFGH JKMN PQRU 00", "ABCD EFGH JKMN PQRS 00 0", "АБВГ"])
def test_what_is_no_line_is_refused(line: str) -> None:
    with pytest.raises(BadLine):
        escrow.read_line(1, line)


def test_lines_in_another_order_are_refused() -> None:
    lines = escrow.split(bytes(range(32)))[0].lines()
    with pytest.raises(BadSheet):
        escrow.read([lines[1], lines[0], *lines[2:]])
    with pytest.raises(BadSheet):
        escrow.read(lines[:7])
