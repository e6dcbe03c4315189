"""Is A better than B: the difference over the same cases, with a paired bootstrap and a paired exact test.

The bootstrap alone is too narrow where few cases changed, so a difference is certain only where both say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from inlay_eval.metrics.intervals import CONFIDENCE, RESAMPLES, mean_with_interval

__all__ = ["Difference", "paired_difference"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """The mean of B minus A over the same cases, its 95 % interval, and the chance of as much by shuffling alone."""

    value: float
    low: float
    high: float
    p: float
    count: int

    @property
    def certain(self) -> bool:
        """Say whether the interval leaves zero out and the paired test agrees."""
        return (self.low > 0 or self.high < 0) and self.p < 1 - CONFIDENCE

    @property
    def worse(self) -> bool:
        """Say whether B is certainly below A."""
        return self.certain and self.value < 0

    @property
    def better(self) -> bool:
        """Say whether B is certainly above A."""
        return self.certain and self.value > 0


def paired_difference(before: Sequence[float], after: Sequence[float], *, seed: int = 0) -> Difference:
    """Compare two runs case by case, or raise ValueError where they are not over the same cases, one at least.

    Where every case that changed did so by as much, the test is the exact sign test, else a permutation test.
    """
    if len(before) != len(after) or not before:
        raise ValueError("two runs are compared over the same cases, and over one at least")
    differences = [right - left for left, right in zip(before, after, strict=True)]
    low, high = _interval(differences, seed)
    return Difference(
        value=sum(differences) / len(differences), low=low, high=high, p=_p(differences, seed), count=len(differences)
    )


def _interval(differences: Sequence[float], seed: int) -> tuple[float, float]:
    if len(set(differences)) == 1:
        return _of_alike(differences[0], len(differences))
    import numpy
    from scipy.stats import bootstrap

    drawn = numpy.random.default_rng(seed)
    options = {"n_resamples": RESAMPLES, "batch": 1000, "rng": drawn, "confidence_level": CONFIDENCE}
    found = bootstrap((numpy.array(differences),), numpy.mean, method="percentile", **options).confidence_interval
    return float(found.low), float(found.high)


def _of_alike(difference: float, count: int) -> tuple[float, float]:
    """Give the interval where every case changed by as much: others may have changed the other way, or at all."""
    least = mean_with_interval([1.0] * count).low
    if not difference:
        return least - 1, 1 - least
    near = difference * (2 * least - 1)
    return min(difference, near), max(difference, near)


def _p(differences: Sequence[float], seed: int) -> float:
    import numpy
    from scipy.stats import binomtest, permutation_test

    changed = [difference for difference in differences if difference]
    if not changed:
        return 1.0
    if len(set(map(abs, changed))) == 1:
        return float(binomtest(sum(difference > 0 for difference in changed), len(changed)).pvalue)
    options = {"n_resamples": RESAMPLES, "batch": 1000, "rng": numpy.random.default_rng(seed)}
    given = (numpy.array(differences),)
    return float(permutation_test(given, numpy.mean, permutation_type="samples", vectorized=True, **options).pvalue)
