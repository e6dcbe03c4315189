"""pass@k without bias, in exact arithmetic."""

from fractions import Fraction
from math import comb

__all__ = ["pass_at_k"]


def pass_at_k(samples: int, passed: int, k: int) -> Fraction:
    """Give the chance that at least one of `k` samples drawn from these without replacement passed.

    Exactly 1 - C(n - c, k) / C(n, k); no product of floats, so an even half is an even half.
    """
    if not 0 <= passed <= samples or not 1 <= k <= samples:
        raise ValueError(f"pass@{k} of {passed} in {samples} samples does not exist")
    return 1 - Fraction(comb(samples - passed, k), comb(samples, k))
