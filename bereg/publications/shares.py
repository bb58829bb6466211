"""Shares of what a release shows: a whole percent, or an interval where they are of few people."""

import math
from itertools import count

INTERVAL_BELOW = 100  # of fewer people a share is no single number: new releases keep this one
# The law of the noise, which is public (bereg/disclosure; a test holds the two together).
MOST_CHANGED, NOISE_VARIANCE = 5, 3.0
NORMAL = 1.959963984540054  # 97.5% of a normal distribution lie below


def percent(shown: int | None, base: int | None, below: int = 0) -> int | None:
    """Return the share of a shown count, in whole percent rounded half up; none where the base is below a number.

    Count and base are changed, so it may pass 100.
    """
    if shown is None or not base or base < below:
        return None
    return min(_rounded(shown, base), 100)


def interval(shown: int | None, base: int | None, below: int) -> tuple[int, int] | None:
    """Return between which whole percents a share of a base below a number lies, in 95 of 100 cases.

    It holds the chance by which so few people differ from all who might have come (the score interval), and what the
    noise of count and base adds, as if it were normal. Source of the first: E. B. Wilson, JASA 22 (1927) 209-212.
    """
    if shown is None or not base or base >= below:
        return None
    value = min(shown / base, 1.0)
    squared = NORMAL**2 / base
    middle = (value + squared / 2) / (1 + squared)
    chance = NORMAL * math.sqrt(value * (1 - value) / base + squared / (4 * base)) / (1 + squared)
    noise = NORMAL * math.sqrt(NOISE_VARIANCE * (1 + value**2)) / base
    half = math.hypot(chance, noise)
    return max(math.floor(100 * (middle - half)), 0), min(math.ceil(100 * (middle + half)), 100)


def share(shown: int | None, base: int | None, below: int = 0) -> str:
    """Write the same for people, without the sign; "" where there is none. Somebody is never said to be nobody."""
    if ends := interval(shown, base, below):
        return "\N{EN DASH}".join(map(str, ends))
    found = percent(shown, base)
    if found is None:
        return ""
    return "<1" if shown and not found else str(found)


def precise(shown: int | None, base: int | None, below: int = 0) -> tuple[float, int] | None:
    """Return the same for who reckons on, and how many decimals it has: none, but where it would say 0 of somebody."""
    found = percent(shown, base, below)
    if found is None or shown is None or base is None:
        return None
    digits = next(each for each in count() if not shown or _rounded(shown * 10**each, base))
    return (_rounded(shown * 10**digits, base) / 10**digits if digits else found), digits


def _rounded(shown: int, base: int) -> int:
    return (200 * shown + base) // (2 * base)
