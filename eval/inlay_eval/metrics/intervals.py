"""A mean over tasks with a bootstrap interval: tasks are drawn again, since tasks are what was sampled.

Where all values are alike there is nothing to draw, and the interval is the exact one (Clopper-Pearson) of a share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import exp, lgamma, log

__all__ = ["Estimate", "mean_with_interval"]

RESAMPLES = 9999
CONFIDENCE = 0.95
_TAIL = (1 - CONFIDENCE) / 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """A mean, what it is over, and its 95 % interval."""

    value: float
    low: float
    high: float
    count: int


def mean_with_interval(values: Sequence[Fraction | float], *, seed: int = 0) -> Estimate:
    """Give the mean of one value a task, with the percentile bootstrap interval, or the exact one of a share.

    Values that are all alike and no share, such as ratios above one, have no interval but themselves.
    """
    if not values:
        raise ValueError("no value to take a mean of")
    mean = float(sum((Fraction(value) for value in values), Fraction()) / len(values))
    different = set(values)
    if len(different) == 1:
        low, high = _of_alike(len(values), mean)
    elif different == {0, 1}:
        low, high = _of_shares(len(values), mean)
    else:
        low, high = _of_means([float(value) for value in values], seed)
    return Estimate(value=mean, low=low, high=high, count=len(values))


def _of_alike(count: int, share: float) -> tuple[float, float]:
    """Give the interval of Clopper and Pearson; a share of each case's samples counts as so much of the case."""
    if not 0 <= share <= 1:
        return share, share
    from scipy.special import betaincinv

    ones = share * count
    low = float(betaincinv(ones, count - ones + 1, _TAIL)) if ones else 0.0
    high = float(betaincinv(ones + 1, count - ones, 1 - _TAIL)) if ones < count else 1.0
    return low, high


def _of_shares(count: int, share: float) -> tuple[float, float]:
    """Give the interval of a share without drawing: how many of those drawn again are ones is binomial."""
    every = range(count + 1)
    logs = (_ways(count, ones) + ones * log(share) + (count - ones) * log(1 - share) for ones in every)
    up_to = list(accumulate(map(exp, logs)))
    low, high = (next((ones for ones in every if up_to[ones] >= level), count) for level in (_TAIL, 1 - _TAIL))
    return low / count, high / count


def _ways(count: int, ones: int) -> float:
    """Give the logarithm of the number of ways to choose some of all."""
    return lgamma(count + 1) - lgamma(ones + 1) - lgamma(count - ones + 1)


def _of_means(values: Sequence[float], seed: int) -> tuple[float, float]:
    import numpy

    given, dice = numpy.array(values), numpy.random.default_rng(seed)
    means = [given[dice.integers(0, len(given), len(given))].mean() for _ in range(RESAMPLES)]
    low, high = numpy.quantile(means, [_TAIL, 1 - _TAIL])
    return float(low), float(high)
