"""How old people are on average, as far as bands of ages tell."""

from collections.abc import Iterable
from dataclasses import dataclass

from bereg.counting.figures import Figure

# Band to the age at its beginning and its end. Nobody below 14 is asked, and few above 64 seek work: those two ends
# are assumed, and the page says so.
BANDS = {"under_20": (14, 20), "20_29": (20, 30), "30_39": (30, 40), "40_49": (40, 50), "50_over": (50, 65)}


@dataclass(frozen=True)
class MeanAge:
    """A mean in years: by the middle of each band, and between which it lies whatever the ages inside the bands are."""

    middle: float
    lower: float
    upper: float
    base: int


def mean_age(ages: Iterable[Figure]) -> MeanAge | None:
    """Return the mean age of those who told their band; None where nobody did."""
    counts = {each.code: each.count for each in ages if each.code in BANDS}
    base = sum(counts.values())
    if not base:
        return None
    lower, upper = (sum(BANDS[code][end] * count for code, count in counts.items()) / base for end in (0, 1))
    return MeanAge((lower + upper) / 2, lower, upper, base)
