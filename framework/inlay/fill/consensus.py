"""Which of the candidates that passed behave alike; a sentence that two groups read differently is ambiguous.

Samples of a model agree more often on a right body than on any one wrong body (CodeT, AlphaCode), so the
largest group is taken; a body that was sampled three times counts three times.
"""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from inlay.fill.results import Ambiguity, Attempt, Reading
from inlay.gates import Gate, Observation, Observer
from inlay.slot import Slot

__all__ = ["Agreement", "agreement", "observed"]

_COMPARABLE = 2
"""A group is a rival when it has at least one part in so many of the samples of the largest."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The largest group of candidates that behave alike, its share of all, and where the next one parts from it."""

    group: Sequence[Attempt]
    ambiguous: Ambiguity | None = None
    share: float = 1.0


def observed(slot: Slot, bodies: Sequence[str], gates: Sequence[Gate]) -> Observation | None:
    """Give how bodies behave on the same inputs; None for a single one, or where no gate can tell."""
    observer = next((gate for gate in gates if isinstance(gate, Observer)), None)
    return observer.observe(slot, bodies) if observer and len(bodies) > 1 else None


def agreement(
    passed: Sequence[Attempt], likely: Sequence[Attempt], sampled: Sequence[Attempt], seen: Observation | None
) -> Agreement:
    """Group the candidates that passed; a group wins that holds one of those that are `likely` enough to be taken.

    `sampled` are all candidates of the slot, among them those that repeat a body; those that passed behave as `seen`.
    """
    if seen is None:
        return Agreement(likely)
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, behaviour in enumerate(seen.behaviours):
        groups.setdefault(behaviour.spelled, []).append(place)
    times = Counter(attempt.body for attempt in sampled)
    known = {attempt.body for attempt in likely}
    ranked = sorted(groups.values(), key=lambda places: _rank(passed, places, times, known), reverse=True)
    weights = [_weight(passed, places, times) for places in ranked]
    group = [passed[place] for place in ranked[0]]
    return Agreement(group, _ambiguity(seen, ranked, weights), weights[0] / sum(weights))


def _rank(
    passed: Sequence[Attempt], places: Sequence[int], times: Counter[str], likely: Set[str]
) -> tuple[bool, int, float]:
    may_win = any(passed[place].body in likely for place in places)
    return may_win, _weight(passed, places, times), max(passed[place].mean_logprob for place in places)


def _weight(passed: Sequence[Attempt], places: Sequence[int], times: Counter[str]) -> int:
    return sum(max(times[passed[place].body], 1) for place in places)


def _ambiguity(seen: Observation, ranked: Sequence[Sequence[int]], weights: Sequence[int]) -> Ambiguity | None:
    """Give the plainest input on which the two largest groups part, when they are of comparable weight."""
    if len(ranked) < 2:
        return None
    first, second = weights[:2]
    if second * _COMPARABLE < first:
        return None
    one, other = (seen.behaviours[places[0]] for places in ranked[:2])
    apart = [place for place in range(len(seen.inputs)) if one.spelled[place] != other.spelled[place]]
    place = min(apart, key=lambda place: (len(seen.inputs[place]), place))
    readings = tuple(
        Reading(result=behaviour.said[place], samples=weight) for behaviour, weight in ((one, first), (other, second))
    )
    return Ambiguity(input=seen.inputs[place], readings=readings)
