"""Which of several samples to hand over when nobody knows which one is right."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import prod
from typing import Literal

__all__ = ["ConsensusSet", "consensus_sets", "likeliest", "majority", "pass_at_k_of_sets"]


def likeliest(mean_logprobs: Sequence[float]) -> int:
    """Give the place of the sample with the highest mean log-probability a token; the first of several."""
    return max(range(len(mean_logprobs)), key=lambda place: (mean_logprobs[place], -place))


def majority(behaviours: Sequence[Hashable | None]) -> int | None:
    """Give the place of the first sample of the largest group that behaves the same; None where none behaves at all.

    A behaviour is what a sample answered to the same inputs; None is a sample that answered with errors.
    """
    counts = Counter(behaviour for behaviour in behaviours if behaviour is not None)
    if not counts:
        return None
    most = max(counts.values())
    return next(place for place, behaviour in enumerate(behaviours) if counts.get(behaviour) == most)


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsensusSet:
    """Solutions that pass exactly the same tests, and how much speaks for them."""

    solutions: tuple[int, ...]
    tests: tuple[int, ...]
    score: float


def consensus_sets(
    passes: Sequence[Sequence[bool]], *, weight: Literal["product", "root"] = "product"
) -> tuple[ConsensusSet, ...]:
    """Give the consensus sets of CodeT (`passes[solution][test]`), the best first.

    The score is the number of solutions times the number of tests; `root` takes the square root of the former.
    """
    groups: dict[tuple[int, ...], list[int]] = {}
    for solution, row in enumerate(passes):
        groups.setdefault(tuple(test for test, passed in enumerate(row) if passed), []).append(solution)
    power = 1.0 if weight == "product" else 0.5
    sets = [
        ConsensusSet(solutions=tuple(members), tests=tests, score=len(members) ** power * len(tests))
        for tests, members in groups.items()
    ]
    return tuple(sorted(sets, key=lambda found: (-found.score, found.solutions)))


def pass_at_k_of_sets(sets: Sequence[ConsensusSet], passed: Sequence[bool], k: int) -> Fraction:
    """Give the chance that one of k solutions is right: one drawn from each of the k best sets, in turn by score.

    Sets of equal score are equally good, so the chance is the mean over all ways to order them.
    """
    misses = Fraction(1)
    left = k
    for _, equal in groupby(sets, key=lambda found: found.score):
        wrong = [1 - Fraction(sum(passed[place] for place in found.solutions), len(found.solutions)) for found in equal]
        taken = min(left, len(wrong))
        misses *= _mean_product(wrong, taken)
        left -= taken
        if not left:
            break
    return 1 - misses


def _mean_product(values: Sequence[Fraction], count: int) -> Fraction:
    """Give the mean product of `count` of the values over all choices, by elementary symmetric sums."""
    if count == len(values):
        return prod(values, start=Fraction(1))
    sums = [Fraction(1)] + [Fraction()] * count
    ways = [1] + [0] * count
    for value in values:
        for size in range(count, 0, -1):
            sums[size] += sums[size - 1] * value
            ways[size] += ways[size - 1]
    return sums[count] / ways[count]
