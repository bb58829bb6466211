"""Every wrong sign and every swap of neighbours in a code is noticed, and the nearest codes are offered."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereg.campaigns import codes

pytestmark = pytest.mark.once("no database is asked")
BEGINNINGS = (st.sampled_from(codes.ALPHABET), st.sampled_from(codes.DIGITS))


def all_short() -> list[str]:
    """Return every code of four signs."""
    begun = ("".join(each) for each in product(codes.ALPHABET, codes.DIGITS, codes.ALPHABET))
    return [each + codes.check_sign(each) for each in begun]


def slips(code: str) -> set[str]:
    """Return all that one wrong sign or one swap of neighbours makes of a code."""
    wrong = {code[:at] + sign + code[at + 1 :] for at in range(len(code)) for sign in codes.ALPHABET}
    swapped = {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1)}
    return (wrong | swapped) - {code}


def test_every_slip_in_every_short_code_is_noticed() -> None:
    found = all_short()
    assert len(set(found)) == len(found) == codes.possible(codes.SHORT) == 2_888
    assert all(codes.is_right(each) for each in found)
    assert not [slip for code in found for slip in slips(code) if codes.is_right(slip)]


@given(st.tuples(*BEGINNINGS, st.sampled_from(codes.ALPHABET), st.sampled_from(codes.ALPHABET)).map("".join))
def test_every_slip_in_a_long_code_is_noticed(begun: str) -> None:
    code = begun + codes.check_sign(begun)
    assert codes.is_right(code)
    assert not [slip for slip in slips(code) if codes.is_right(slip)]


def test_what_is_no_code_is_not_right() -> None:
    code = all_short()[1_000]
    assert codes.is_right(code)
    for wrong in ("", code[:-1], code + code, "HEAD", code.replace(code[1], "O"), code.lower(), "АДЕН"):
        assert not codes.is_right(wrong)


def test_no_two_signs_are_one_letter_of_a_russian_keyboard() -> None:
    """A Cyrillic letter stands for what it looks like or for its key; of the two at most one is a sign."""
    keys = dict(zip("ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", "QWERTYUIOPASDFGHJKLZXCVBNM", strict=True))
    looks = dict(zip("АВЕЗКМНОРСТУХ", "ABE3KMHOPCTYX", strict=True))
    for letter in sorted(keys.keys() | looks.keys()):
        meant = {sign for sign in (keys.get(letter), looks.get(letter)) if sign and sign in codes.ALPHABET}
        assert len(meant) <= 1
        assert codes.normalise(letter) == (meant.pop() if meant else letter)


def test_a_code_is_read_however_it_is_typed() -> None:
    assert codes.normalise(" x-7 ак ") == "X7AK"
    assert codes.normalise("ч7ал") == codes.normalise("Х7ФК") == "X7AK"


def test_a_new_code_is_one_that_nobody_has_and_no_word() -> None:
    taken: set[str] = set()
    for _ in range(300):
        made = codes.make(taken)
        assert codes.is_right(made)
        assert made not in taken
        assert made[1].isdigit()
        taken.add(made)
    assert {len(each) for each in taken} == {codes.SHORT}
    assert len(codes.make(all_short()[: codes.possible(codes.SHORT) // 2])) == codes.LONG


def test_for_a_wrong_code_the_nearest_are_offered_and_none_for_a_far_one() -> None:
    one, other = (next(each for each in all_short() if each.startswith(begun)) for begun in ("A2C", "W9X"))
    for slip in slips(one):
        assert codes.nearest(slip, {one, other}) == [one]
    assert codes.nearest(one[:-1], {one, other}) == [one]
    assert codes.nearest("MMMMM", {one, other}) == []
    assert codes.nearest("", {one, other}) == []


@pytest.mark.parametrize(("one", "next_one"), list(pairwise(range(1, codes.LONG + 1))))
def test_places_weigh_differently_and_never_nothing(one: int, next_one: int) -> None:
    assert one % codes.PRIME
    assert (next_one - one) % codes.PRIME
