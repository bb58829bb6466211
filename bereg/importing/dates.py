"""Dates and times of a cell: by which formats they are read, and whether day and month could be the other way round."""

import re
from datetime import date, datetime, time
from enum import Enum, auto
from functools import lru_cache

from bereg.centres.import_sections import Moment

# A workbook gives its dates in these forms; no other reading of them is possible, so they need no declaring.
ISO_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")
# What is tried where nobody says how dates are written.
DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%d.%m.%y",
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y",
    "%m/%d/%Y %H:%M",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
)
SLASHED = re.compile(r"%[dm][/-]%[dm][/-]%[yY]")
EARLIEST = date(1970, 1, 1)


class DateDoubt(Enum):
    """Whether a date might be another one."""

    NONE = auto()  # no date, or one that is the same both ways
    SURE = auto()  # its day is after the 12th
    OPEN = auto()  # day and month might be the other way round
    SEVERAL = auto()  # two of the formats read it, each as another day
    TURNED = auto()  # no date as it is, but with day and month turned round


@lru_cache(maxsize=20_000)
def read_moment(cell: str, formats: tuple[str, ...]) -> Moment | None:
    """Read a date, with its time if the format has one. None: it is in no format, or no day of any calendar."""
    written = " ".join(cell.split())
    for form in (*formats, *ISO_FORMATS):
        try:
            read = datetime.strptime(written, form)  # noqa: DTZ007 - the centre's zone is added by the caller
        except ValueError:
            continue
        has_time = "%H" in form or "%I" in form
        return Moment(read.date(), read.time() if has_time else None)
    return None


@lru_cache(maxsize=100)
def turned(form: str) -> str:
    """Return a format with day and month the other way round, or "" where nobody writes it so: 03.04. is the third."""
    if not SLASHED.match(form):
        return ""
    return form.translate(str.maketrans("dm", "md"))


@lru_cache(maxsize=20_000)
def doubt(cell: str, formats: tuple[str, ...]) -> DateDoubt:
    """Tell whether a date could also be another day."""
    days = {moment.day for form in formats if (moment := read_moment(cell, (form,)))}
    if len(days) > 1:
        return DateDoubt.SEVERAL
    others = {moment.day for form in formats if turned(form) and (moment := read_moment(cell, (turned(form),)))}
    if not days:
        return DateDoubt.TURNED if others else DateDoubt.NONE
    if others - days:
        return DateDoubt.OPEN
    return DateDoubt.NONE if others else DateDoubt.SURE  # the third of March is the same both ways


@lru_cache(maxsize=5_000)
def read_time(cell: str, formats: tuple[str, ...]) -> time | None:
    """Read a time of day; None if it is in no format."""
    for form in (*formats, "%H:%M", "%H:%M:%S"):
        try:
            return datetime.strptime(cell.strip(), form).time()  # noqa: DTZ007 - a time of day has no zone
        except ValueError:
            continue
    return None
