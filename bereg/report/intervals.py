"""How sure a share and a difference of two shares are: 95% intervals."""

import math
from dataclasses import dataclass

NORMAL = 1.959963984540054  # 97.5% of a normal distribution lie below


@dataclass(frozen=True)
class Share:
    """A share of so many people, from 0 to 1. base: None where it is not known, and the share is taken as exact."""

    value: float
    base: int | None


@dataclass(frozen=True)
class Interval:
    lower: float
    upper: float

    @property
    def holds_nought(self) -> bool:
        """Tell whether there may be no difference."""
        return self.lower <= 0 <= self.upper


def wilson(share: Share) -> Interval:
    """Return the score interval of a share.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927) 209-212.
    """
    if share.base is None:
        return Interval(share.value, share.value)
    squared = NORMAL**2 / share.base
    middle = share.value + squared / 2
    half = NORMAL * math.sqrt(share.value * (1 - share.value) / share.base + squared / (4 * share.base))
    return Interval(max(0.0, (middle - half) / (1 + squared)), min(1.0, (middle + half) / (1 + squared)))


def difference(one: Share, other: Share) -> Interval:
    """Return the interval of `one` minus `other`, made from the score intervals of both.

    Source: R. G. Newcombe, Interval estimation for the difference between independent proportions, method 10,
    Statistics in Medicine 17 (1998) 873-890.
    """
    of_one, of_other = wilson(one), wilson(other)
    between = one.value - other.value
    down = math.hypot(one.value - of_one.lower, of_other.upper - other.value)
    up = math.hypot(of_one.upper - one.value, other.value - of_other.lower)
    return Interval(between - down, between + up)
