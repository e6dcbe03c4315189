"""Which of the candidates that passed becomes the fill."""

from collections.abc import Sequence

from inlay.fill.results import Attempt

__all__ = ["choose"]


def choose(passed: Sequence[Attempt]) -> Attempt:
    """Give the candidate that the model finds most likely; among equals the shortest, then the first.

    Candidates that behave alike on generated inputs belong together; once they are grouped, the largest
    group is taken first and this decides within it.
    """
    return max(passed, key=lambda attempt: (attempt.mean_logprob, -len(attempt.body)))
