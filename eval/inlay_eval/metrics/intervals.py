"""A mean over tasks with a bootstrap interval: tasks are drawn again, since tasks are what was sampled."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Estimate", "mean_with_interval"]

RESAMPLES = 9999
CONFIDENCE = 0.95


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """A mean, what it is over, and its 95 % interval."""

    value: float
    low: float
    high: float
    count: int


def mean_with_interval(values: Sequence[Fraction | float], *, seed: int = 0) -> Estimate:
    """Give the mean of one value a task, with the percentile bootstrap interval."""
    if not values:
        raise ValueError("no value to take a mean of")
    mean = float(sum((Fraction(value) for value in values), Fraction()) / len(values))
    if len(set(values)) == 1:  # nothing varies, and a bootstrap would only divide by nothing
        return Estimate(value=mean, low=mean, high=mean, count=len(values))
    import numpy
    from scipy.stats import bootstrap

    found = bootstrap(
        (numpy.array([float(value) for value in values]),),
        numpy.mean,
        n_resamples=RESAMPLES,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=numpy.random.default_rng(seed),
        batch=1000,
    )
    low, high = found.confidence_interval
    return Estimate(value=mean, low=float(low), high=float(high), count=len(values))
