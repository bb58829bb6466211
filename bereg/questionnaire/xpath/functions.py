"""The functions that expressions may call. A new one is one row of FUNCTIONS."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from bereg.questionnaire.xpath.patterns import compile_pattern
from bereg.questionnaire.xpath.values import Value, to_boolean, to_date, to_number, to_string

MOST_CHARACTERS = 10_000  # of a text that is put together; an answer is shorter


@dataclass(frozen=True)
class Function:
    """What a function takes, and how it is computed; None: the evaluator does it, as it needs more than values."""

    least: int
    most: int | None
    compute: Callable[..., Value] | None = None

    def takes(self, count: int) -> bool:
        """Tell whether so many arguments are right."""
        return self.least <= count and (self.most is None or count <= self.most)

    @property
    def arity(self) -> str:
        """The number of arguments in words."""
        if self.most is None:
            return _("%(least)s or more") % {"least": self.least}
        return str(self.least) if self.least == self.most else f"{self.least}-{self.most}"


def selected(codes: Value, code: Value) -> bool:
    """Tell whether a code is among those of an answer."""
    return to_string(code).strip() in to_string(codes).split()


def _coalesce(*values: Value) -> Value:
    return next((each for each in values if to_string(each) != ""), "")


def _integer(value: Value) -> Value:
    number = to_number(value)
    return float(math.trunc(number)) if math.isfinite(number) else number


def _date(value: Value) -> Value:
    return to_date(value) or ""


def _round(value: Value, places: Value = 0.0) -> Value:
    """Round halves upwards (XPath 1.0, section 4.4), to `places` after the point (OpenRosa)."""
    number, digits = to_number(value), to_number(places)
    if math.isnan(digits):
        return math.nan
    # Beyond 15 digits a float holds no fraction that could be rounded.
    if not math.isfinite(number) or abs(number) >= 1e15:
        return number
    exponent = int(max(-15, min(15, digits)))
    exact = Decimal(repr(number)).scaleb(exponent)
    whole = (exact + Decimal("0.5")).to_integral_value(rounding="ROUND_FLOOR")
    return float(whole.scaleb(-exponent))


def _least(*values: Value) -> Value:
    # min() of Python would let NaN pass or not by its place.
    numbers = [to_number(each) for each in values]
    return math.nan if any(map(math.isnan, numbers)) else min(numbers)


def _greatest(*values: Value) -> Value:
    numbers = [to_number(each) for each in values]
    return math.nan if any(map(math.isnan, numbers)) else max(numbers)


def _concat(*values: Value) -> Value:
    # Bounded, as all is: each calculation may name the one before it many times over, and so grow beyond all memory.
    text = ""
    for each in values:
        text += to_string(each)
        if len(text) >= MOST_CHARACTERS:
            break
    return text[:MOST_CHARACTERS]


def _total(*values: Value) -> Value:
    total = 0.0
    for each in values:
        total += to_number(each)
    return total


def _regex(text: Value, pattern: Value) -> bool:
    return compile_pattern(to_string(pattern)).matches(to_string(text))


FUNCTIONS: dict[str, Function] = {
    "selected": Function(2, 2, selected),
    "count-selected": Function(1, 1, lambda codes: float(len(to_string(codes).split()))),
    "if": Function(3, 3),
    "not": Function(1, 1, lambda value: not to_boolean(value)),
    "true": Function(0, 0, lambda: True),
    "false": Function(0, 0, lambda: False),
    "regex": Function(2, 2, _regex),
    "today": Function(0, 0),
    "now": Function(0, 0),
    "coalesce": Function(2, None, _coalesce),
    "int": Function(1, 1, _integer),
    "number": Function(1, 1, to_number),
    "string-length": Function(0, 1),
    "concat": Function(1, None, _concat),
    "date": Function(1, 1, _date),
    "once": Function(1, 1),
    "min": Function(1, None, _least),
    "max": Function(1, None, _greatest),
    "sum": Function(1, None, _total),
    "round": Function(1, 2, _round),
}
