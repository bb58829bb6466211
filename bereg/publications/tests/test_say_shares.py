"""A share as pages and files show it: somebody is never nobody, and all say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereg.publications.shares import percent, precise, share

pytestmark = pytest.mark.once("it uses no database")


@pytest.mark.parametrize(
    ("shown", "base", "text", "number"),
    [
        (None, 100, "", None),
        (10, None, "", None),
        (10, 0, "", None),
        (0, 100, "0", (0, 0)),
        (12, 5_000, "<1", (0.2, 1)),
        (10, 200_000, "<1", (0.01, 2)),  # 0.005, which a float lies just below or above of
        (25, 5_000, "1", (1, 0)),
        (41, 40, "100", (100, 0)),
    ],
)
def test_a_share(shown: int | None, base: int | None, text: str, number: tuple[float, int] | None) -> None:
    assert share(shown, base) == text
    assert precise(shown, base) == number


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_of_somebody_no_share_is_0_and_the_number_agrees_with_the_text(shown: int, base: int) -> None:
    found = precise(shown, base)
    assert found
    number, digits = found
    assert number > 0
    assert float(f"{number:.{digits}f}") == number
    assert share(shown, base) == ("<1" if digits else str(number))
    assert bool(digits) == (percent(shown, base) == 0)
