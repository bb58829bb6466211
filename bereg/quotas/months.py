"""The month that somebody wrote: 2008-11, 11.2008, 1.11.2008, November 2008, ноябрь 2008."""

import re

from bereg.quotas.likeness import fold

NUMBERS = (
    re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})(?:[-./]\d{1,2})?(?: 00:00(?::00)?)?"),
    re.compile(r"(?:\d{1,2}[./-])?(?P<month>\d{1,2})[./-](?P<year>\d{4})"),
)
WORDS = re.compile(r"(?:\d{1,2}\s+)?(?P<name>[^\W\d]{3,})\.?,?\s+(?P<year>\d{4})(?:\s*г(?:\.|ода)?)?")
# The first letters of their names, which tell them apart in both languages.
NAMES = (
    ("jan", "янв"), ("feb", "фев"), ("mar", "мар"), ("apr", "апр"), ("may", "май", "мая"), ("jun", "июн"),
    ("jul", "июл"), ("aug", "авг"), ("sep", "сен"), ("oct", "окт"), ("nov", "ноя"), ("dec", "дек"),
)  # fmt: skip


def month_of(text: str) -> str:
    """Return a month as 2008-11; "" where none is written."""
    text = fold(text)
    for form in NUMBERS:
        found = form.fullmatch(text)
        if found:
            return _month(found["year"], int(found["month"]))
    found = WORDS.fullmatch(text)
    if not found:
        return ""
    number = next((at for at, names in enumerate(NAMES, start=1) if found["name"].startswith(names)), 0)
    return _month(found["year"], number)


def _month(year: str, number: int) -> str:
    return f"{year}-{number:02d}" if 1 <= number <= 12 and 1990 <= int(year) <= 2100 else ""
