"""A whole number is read as people and registers write it, and never guessed at."""

import pytest

from bereg.core.whole_numbers import whole_number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12000", 12000),
        ("12 000", 12000),
        ("12\u00a0000", 12000),
        ("12\u202f000", 12000),
        ("12.0", 12),
        ("12,00", 12),
        ("0", 0),
        # Twelve to some, twelve thousand to others.
        ("12,000", None),
        ("12.000", None),
        ("1,000,000", None),
        ("12,500", None),
        ("12.5", None),
        ("-1", None),
        ("many", None),
        ("", None),
        ("1" * 16, None),
    ],
)
def test_a_number_is_read_and_an_unclear_one_refused(text: str, number: int | None) -> None:
    assert whole_number_in(text) == number
