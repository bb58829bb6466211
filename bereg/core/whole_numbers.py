"""Whole numbers as people type them, and as registers write them."""

import re

WHOLE = re.compile(r"\d{1,15}(?:[.,]00?)?")


def whole_number_in(text: str) -> int | None:
    """Return a whole number, its thousands set apart by spaces or not; None where it is none.

    Nor is "12,000" one: it is 12 to some and twelve thousand to others, and a guess would be wrong by a thousand times.
    """
    digits = "".join(text.split())
    return int(re.split("[.,]", digits)[0]) if WHOLE.fullmatch(digits) else None
