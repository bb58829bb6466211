"""A list that is long is shown in parts, and its page knows whether there are more."""

import pytest

from bereg.core.pagination import LAST_PAGE, FirstRows, NumberedPage, page_number


@pytest.mark.parametrize(("most", "shown", "is_cut"), [(2, [1, 2], True), (3, [1, 2, 3], False), (4, [1, 2, 3], False)])
def test_the_first_rows_know_of_others(most: int, shown: list[int], is_cut: bool) -> None:
    rows = FirstRows([1, 2, 3], most)
    assert (rows, rows.is_cut) == (shown, is_cut)


@pytest.mark.parametrize(
    ("asked", "shown", "beside", "numbers"),
    [
        ("", [1, 2], (0, 2), (1, 2)),
        ("2", [3], (1, 0), (3, 3)),
        ("3", [], (2, 0), (5, 4)),
        ("x", [1, 2], (0, 2), (1, 2)),
    ],
)
def test_each_row_is_on_one_page(
    asked: str, shown: list[int], beside: tuple[int, int], numbers: tuple[int, int]
) -> None:
    page = NumberedPage([1, 2, 3], 2, {"page": asked})
    assert (page, (page.before, page.after), (page.first, page.last)) == (shown, beside, numbers)


@pytest.mark.parametrize("asked", ["0", "-1", "²", "1" * 6, "1.5", ""])
def test_what_is_no_page_is_the_first(asked: str) -> None:
    assert page_number({"page": asked}) == 1
    assert page_number({"page": "99999"}) == LAST_PAGE
