"""Numbers as the language of the page writes them."""

from django.utils import formats
from django.utils.translation import get_language

NBSP = "\u00a0"


def number(value: int) -> str:
    """Write a whole number with separators."""
    return formats.number_format(value, decimal_pos=0, use_l10n=True, force_grouping=True)


def rounded(value: int) -> int:
    """Round as a sentence does that says "about": to fives below a hundred, then to two digits."""
    step = 5 if value < 100 else 10 ** (len(str(value)) - 2)
    return (value + step // 2) // step * step


def per_cent(text: str) -> str:
    """Write the sign after a number: Russian sets it apart, the other languages do not."""
    space = NBSP if (get_language() or "").startswith("ru") else ""
    return f"{text}{space}%"
