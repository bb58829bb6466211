"""Conversions between the types of XPath 1.0 (sections 3.4, 4.2 to 4.4), with the dates of OpenRosa."""

import datetime as dt
import math
import re
from decimal import Decimal

Value = bool | float | str | dt.date  # a datetime is a date

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_EPOCH = dt.date(1970, 1, 1)
_BLANKS = " \t\r\n"


def to_boolean(value: Value) -> bool:
    """Convert: a text is true if it is not empty, a number if it is neither zero nor NaN."""
    match value:
        case bool():
            return value
        case float():
            return not (value == 0 or math.isnan(value))
        case str():
            return bool(value)
        case _:
            return True


def to_number(value: Value) -> float:
    """Convert: a text that is no number is NaN; a date is its days since 1970 (OpenRosa)."""
    match value:
        case bool():
            return float(value)
        case float():
            return value
        case str():
            stripped = value.strip(_BLANKS)
            # float() would also take 1e3, +1, inf, 1_0 and digits of other scripts.
            return float(stripped) if _NUMBER.fullmatch(stripped) else math.nan
        case dt.datetime():
            day = float((value.date() - _EPOCH).days)
            return day + (value.hour * 3600 + value.minute * 60 + value.second) / 86400
        case _:
            return float((value - _EPOCH).days)


def to_string(value: Value) -> str:
    """Convert: a number without exponent and without a point where it is whole; a date as ISO 8601."""
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return _number_as_text(value)
        case str():
            return value
        case dt.datetime():
            return value.isoformat(timespec="seconds")
        case _:
            return value.isoformat()


def to_date(value: Value) -> dt.date | None:
    """Convert a text in ISO 8601 or a number of days since 1970; None where it is no date."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and (moment := to_moment(value)):
        return moment.date()
    try:
        return _EPOCH + dt.timedelta(days=math.floor(to_number(value)))
    except (ValueError, OverflowError):
        return None


def to_moment(text: str, zone: dt.tzinfo | None = None) -> dt.datetime | None:
    """Read a text in ISO 8601; one that names its own zone by the clock of `zone`. None where it is no date."""
    stripped = text.strip(_BLANKS)
    if _NUMBER.fullmatch(stripped):
        return None
    try:
        moment = dt.datetime.fromisoformat(stripped)
        return moment.astimezone(zone) if zone and moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None


def _number_as_text(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    return format(Decimal(repr(number)), "f")
