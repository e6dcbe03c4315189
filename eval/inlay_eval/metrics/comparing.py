"""Is A better than B: the difference over the same cases, with a paired bootstrap and a paired permutation test."""

from collections.abc import Sequence
from dataclasses import dataclass

from inlay_eval.metrics.intervals import CONFIDENCE, RESAMPLES

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
        """Say whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


def paired_difference(before: Sequence[float], after: Sequence[float], *, seed: int = 0) -> Difference:
    """Compare two runs case by case."""
    if len(before) != len(after) or not before:
        raise ValueError("two runs are compared over the same cases, and over one at least")
    differences = [right - left for left, right in zip(before, after, strict=True)]
    mean = sum(differences) / len(differences)
    if len(set(differences)) == 1:
        p = 1.0 if not mean else 2.0 ** (1 - len(differences))
        return Difference(value=mean, low=mean, high=mean, p=min(p, 1.0), count=len(differences))
    import numpy
    from scipy.stats import bootstrap, permutation_test

    given = (numpy.array(differences),)
    options = {"n_resamples": RESAMPLES, "batch": 1000, "rng": numpy.random.default_rng(seed)}
    span = bootstrap(given, numpy.mean, confidence_level=CONFIDENCE, method="percentile", **options)
    shuffled = permutation_test(given, numpy.mean, permutation_type="samples", vectorized=True, **options)
    low, high = span.confidence_interval
    return Difference(value=mean, low=float(low), high=float(high), p=float(shuffled.pvalue), count=len(differences))
