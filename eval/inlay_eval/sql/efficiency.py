"""The valid efficiency of BIRD: what a right query's time is beside gold's, over all questions.

VES is the mean of the square roots of the ratios (gold's time by the query's), R-VES the mean of the square roots of
the rewards that Mini-Dev gives for a ratio; a query that is not right counts as zero in both.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, pstdev

__all__ = ["efficiency", "mean_ratio", "reward"]

# (the least ratio, its reward)
_REWARDS = ((2.0, 1.25), (1.0, 1.0), (0.5, 0.75), (0.25, 0.5))
_LEAST = 0.25


def mean_ratio(ratios: Sequence[float]) -> float:
    """Give the mean of the ratios of one query, without those three standard deviations or more from the mean."""
    mean, spread = fmean(ratios), pstdev(ratios)
    kept = [ratio for ratio in ratios if abs(ratio - mean) < 3 * spread]
    return fmean(kept) if kept else mean  # no spread at all: the official script keeps none then


def reward(ratio: float) -> float:
    """Give the reward of R-VES for a ratio; zero for a query that is not right."""
    if ratio <= 0:
        return 0.0
    return next((value for least, value in _REWARDS if ratio >= least), _LEAST)


def efficiency(ratios: Sequence[float]) -> tuple[list[float], list[float]]:
    """Give what each question adds to VES and to R-VES; a ratio of zero is a query that is not right."""
    return [sqrt(ratio) for ratio in ratios], [sqrt(reward(ratio)) for ratio in ratios]
