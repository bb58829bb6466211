"""How sure a share, a difference of two shares, a count and a ratio of two counts are: 95% intervals."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TAIL = 0.025  # what an interval leaves out on each side
NORMAL = 1.959963984540054  # 97.5% of a normal distribution lie below
MOST_STEPS = 100  # of the search for a limit; it takes five or six


@dataclass(frozen=True)
class Share:
    """A share of so many people, from 0 to 1. base: None where it is not known, and the share is taken as exact."""

    value: float
    base: float | None


@dataclass(frozen=True)
class Interval:
    lower: float
    upper: float

    @property
    def holds_nought(self) -> bool:
        """Tell whether there may be no difference."""
        return self.lower <= 0 <= self.upper

    def times(self, factor: float) -> "Interval":
        """Return it in another unit, such as for each thousand. factor: above 0."""
        return Interval(self.lower * factor, self.upper * factor)


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


def of_count(count: int, dispersion: float = 1.0) -> Interval:
    """Return the exact interval of how many are to be expected where so many came.

    dispersion: how many times more the counts vary than those of events that know nothing of each other; the count is
    then worth as many such events as it has left when divided by it.
    Source: F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28 (1936) 437-442; for the dispersion
    P. McCullagh and J. A. Nelder, Generalized linear models, 2nd edition (1989), 6.2.3.
    """
    worth = count / dispersion
    lower = _gamma_quantile(worth, TAIL) if count else 0.0
    return Interval(lower, _gamma_quantile(worth + 1, 1 - TAIL)).times(dispersion)


def ratio_of_counts(one: int, other: int, *, weight: float = 1.0, dispersion: float = 1.0) -> Interval:
    """Return the interval of how many times more often something came at `one` than at `other`.

    weight: how many times longer `other` was looked at. Of all that came, the part at `one` is a share, whose interval
    becomes that of the ratio; where nothing came at `other`, it has no upper end. Raise ZeroDivisionError where nothing
    came at all.
    Source: J. Przyborowski and H. Wilenski, Homogeneity of results in testing samples from Poisson series, Biometrika
    31 (1940) 313-323, with the score interval of the share in place of the exact one, which is wider than it says.
    """
    both = one + other
    share = wilson(Share(one / both, both / dispersion))
    upper = weight * share.upper / (1 - share.upper) if other else math.inf
    return Interval(weight * share.lower / (1 - share.lower) if one else 0.0, upper)


def dispersion(series: Iterable[Sequence[int]], step: int) -> float:
    """Return how many times more counts vary than those of events that know nothing of each other; at least 1.

    Each count is held against the one `step` before it, so that neither a rhythm of that length nor a slow rise is
    taken for it: seven for days. series: counts in their order; no pair is made across two of them.
    Source: J. von Neumann, Distribution of the ratio of the mean square successive difference to the variance, Annals
    of Mathematical Statistics 12 (1941) 367-395; two Poisson counts of one mean differ by their sum, squared.
    """
    pairs = [(early, late) for counts in series for early, late in zip(counts, counts[step:], strict=False)]
    together = sum(early + late for early, late in pairs)
    return max(1.0, sum((late - early) ** 2 for early, late in pairs) / together) if together else 1.0


def _gamma_quantile(shape: float, below: float) -> float:
    """Return the number under which so much of a gamma distribution of scale 1 lies."""
    # Where E. B. Wilson and M. M. Hilferty (1931) see it, and from there by Newton's steps, kept between two bounds.
    sign = 1 if below > 0.5 else -1
    near = shape * (1 - 1 / (9 * shape) + sign * NORMAL / (3 * math.sqrt(shape))) ** 3
    least, most, at = 0.0, shape + 20 + 10 * math.sqrt(shape), max(near, shape * 1e-3)
    for _step in range(MOST_STEPS):
        over = _gamma_below(shape, at) - below
        least, most = (least, at) if over > 0 else (at, most)
        following = at - over / math.exp((shape - 1) * math.log(at) - at - math.lgamma(shape))
        if not least < following < most:
            following = (least + most) / 2
        if abs(following - at) <= 1e-12 * at:
            return following
        at = following
    return at


def _gamma_below(shape: float, at: float) -> float:
    """Return how much of a gamma distribution of scale 1 lies below a number.

    Source: NIST Digital Library of Mathematical Functions, 8.7.1.
    """
    term = total = 1 / shape
    step = 0
    while term > total * 1e-16:
        step += 1
        term *= at / (shape + step)
        total += term
    return total * math.exp(shape * math.log(at) - at - math.lgamma(shape))
