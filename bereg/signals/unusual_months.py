"""Unusual months (signals): which month's share is more than the usual ups and downs. Mathematics on counts alone.

Each month is held against the months before it by Laney's p' chart. With p the share of those months together and n
the month's own base, the limits are p +- 3 sigma_p sigma_z, where sigma_p = sqrt(p (1 - p) / n), and sigma_z is the
mean of |z_i - z_(i-1)| over the months before, divided by 1.128, of z_i = (p_i - p) / sqrt(p (1 - p) / n_i). sigma_z
tells how much more the months differ than chance alone lets them. Source: D. B. Laney, Improved control charts for
attributes, Quality Engineering 14 (2002) 531-537.

Two things are ours, as we judge by few months. sigma_z is never taken below 1: less than chance is luck, and limits so
narrow sound false alarms. And a rare share, of which fewer than 20 cases are expected, lies beyond a limit only if the
exact probability says so too: limits that are symmetrical see too much in three cases instead of one.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEAST, MOST = 8, 24  # how many months before it a month is held against
FAR, NEAR = 3, 2  # sigmas: one point beyond the first, or two of three beyond the second on one side
RANGE_OF_TWO = 1.128  # the expected range of two values, in standard deviations
RARE = 20  # expected cases

Numbers = NDArray[Any]


@dataclass(frozen=True)
class Chart:
    """What is drawn and found. All of the shape of the counts; not a number before LEAST months are there."""

    share: Numbers
    expected: Numbers
    sigma: Numbers  # sigma_p times sigma_z
    signal: Numbers  # whether the month is one
    by_itself: Numbers  # whether it lies beyond FAR, so needs no month beside it

    @property
    def lower(self) -> Numbers:
        """Return the lower limit, a share."""
        return _share(self.expected - FAR * self.sigma)

    @property
    def upper(self) -> Numbers:
        """Return the upper limit, a share."""
        return _share(self.expected + FAR * self.sigma)


def _share(of: Numbers) -> Numbers:
    share: Numbers = np.clip(of, 0, 1)
    return share


def chart(counts: Numbers, bases: Numbers) -> Chart:
    """Hold each month against those before it. Both of shape (months,) or (months, series), each base above 0."""
    cases, of = (each.reshape(len(each), -1) for each in (counts, bases))
    expected, sigma = np.full((2, *cases.shape), np.nan)
    beyond = np.zeros((2, *cases.shape), int)  # above and below: how many sigmas, FAR, NEAR or 0
    for month in range(LEAST, len(cases)):
        before = slice(max(0, month - MOST), month)
        earlier = _Total(cases[before].sum(axis=0), of[before].sum(axis=0))
        now = _Total(cases[month], of[month])
        expected[month] = earlier.share
        sigma[month] = _sigma(earlier.share, now.base) * _sigma_z(cases[before], of[before], earlier.share)
        beyond[:, month] = _beyond(now, earlier, sigma[month])
    found = (cases / of, expected, sigma, _signals(beyond), (beyond == FAR).any(axis=0))
    return Chart(*(each.reshape(counts.shape) for each in found))


@dataclass(frozen=True)
class _Total:
    """Cases and base of one month, or of several together; of shape (series,)."""

    count: Numbers
    base: Numbers

    @property
    def share(self) -> Numbers:
        share: Numbers = self.count / self.base
        return share

    def only(self, which: Numbers) -> "_Total":
        return _Total(self.count[which], self.base[which])


def _sigma(share: Numbers, base: Numbers) -> Numbers:
    sigma: Numbers = np.sqrt(share * (1 - share) / base)
    return sigma


def _sigma_z(counts: Numbers, bases: Numbers, share: Numbers) -> Numbers:
    sigma = _sigma(share, bases)
    # Where nobody or everybody is of this kind, the months do not differ.
    z = np.divide(counts / bases - share, sigma, out=np.zeros(counts.shape), where=sigma > 0)
    range_: Numbers = np.abs(np.diff(z, axis=0)).mean(axis=0)
    sigma_z: Numbers = np.maximum(1.0, range_ / RANGE_OF_TWO)
    return sigma_z


def _beyond(now: _Total, earlier: _Total, sigma: Numbers) -> Numbers:
    """Return, above and below, how many sigmas a month lies beyond what is expected: FAR, NEAR or 0."""
    distance = now.share - earlier.share
    found = np.stack([_reached(side * distance, sigma) for side in (1, -1)])
    is_rare = np.minimum(earlier.share, 1 - earlier.share) * now.base < RARE
    if is_rare.any():
        proven = _proven(_tails(now.only(is_rare), earlier.only(is_rare)))
        found[:, is_rare] = np.minimum(found[:, is_rare], proven)
    return found


def _reached(distance: Numbers, sigma: Numbers) -> Numbers:
    reached: Numbers = np.where(distance > FAR * sigma, FAR, np.where(distance > NEAR * sigma, NEAR, 0))
    return reached


def _proven(tails: Numbers) -> Numbers:
    far, near = (math.erfc(sigmas / math.sqrt(2)) / 2 for sigmas in (FAR, NEAR))
    return np.where(tails < far, FAR, np.where(tails < near, NEAR, 0))


def _tails(now: _Total, earlier: _Total) -> Numbers:
    """Return the probabilities of as many and more, and of as many and fewer, given the cases of all months together.

    If nothing changed, whoever answered in the month is drawn from all who answered (Fisher's exact test). Whichever of
    case and no case is the rarer is counted, which comes out the same and is quicker.
    """
    is_turned = 2 * earlier.count > earlier.base
    count, before = (np.where(is_turned, each.base - each.count, each.count) for each in (now, earlier))
    below, exactly = _drawn(_Total(count, now.base), count + before, now.base + earlier.base)
    more, fewer = 1 - below, below + exactly
    return np.stack([np.where(is_turned, fewer, more), np.where(is_turned, more, fewer)])


def _drawn(now: _Total, cases: Numbers, people: Numbers) -> tuple[Numbers, Numbers]:
    """Return the probabilities to draw fewer cases than there are now, and exactly so many: hypergeometric."""
    logarithms = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, people.max() + 1)))])

    def ways(of: Numbers, drawn: Numbers) -> Numbers:
        found: Numbers = logarithms[of] - logarithms[drawn] - logarithms[of - drawn]
        return found

    below, exactly = np.zeros((2, *cases.shape))
    for count in range(int(now.count.max()) + 1):
        fits = (count <= np.minimum(cases, now.base)) & (now.base - count <= people - cases)
        drawn = np.where(fits, count, now.count)
        chance = ways(cases, drawn) + ways(people - cases, now.base - drawn) - ways(people, now.base)
        below += np.where(fits & (count < now.count), np.exp(chance), 0)
        exactly = np.where(count == now.count, np.exp(chance), exactly)
    return below, exactly


def _signals(beyond: Numbers) -> Numbers:
    """Return the months beyond FAR, and those beyond NEAR with one of the two before them, on the same side."""
    near = beyond >= NEAR
    beside = np.zeros(near.shape, bool)
    beside[:, 1:] |= near[:, :-1]
    beside[:, 2:] |= near[:, :-2]
    found: Numbers = ((beyond == FAR) | (near & beside)).any(axis=0)
    return found
