"""Which of the candidates that passed and behave alike becomes the fill."""

from collections.abc import Sequence

from inlay.fill.results import Attempt

__all__ = ["choose"]


def choose(passed: Sequence[Attempt]) -> Attempt:
    """Give the candidate that the model finds most likely; among equals the shortest, then the first.

    They behave alike: `inlay.fill.consensus` has taken the largest group that does.
    """
    return max(passed, key=lambda attempt: (attempt.mean_logprob, -len(attempt.body)))
