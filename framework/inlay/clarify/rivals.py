"""Bodies that a slot's examples allow beside the fill: other readings by a model, and mutants worth asking about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inlay.mutants import Mutant, MutantKind
from inlay.strength import Strength

__all__ = ["Rival", "rivals_of"]

_READING = 10
_REFUTED = 1
_WEIGHTS: dict[MutantKind, int] = {
    "any-all": 2,
    "boundary": 3,
    "clamp": 3,
    "distinct": 2,
    "join": 2,
    "missing": 2,
    "rounding": 3,
    "tie": 2,
}
"""What a sentence may leave open. Who swaps a field, an operator, a word or a number did not read it."""
_MISREAD = 1
_MODES = ("ROUND_", "math.")


@dataclass(frozen=True, slots=True)
class Rival:
    """A body to part from; `weight` says how much that matters, `live` whether it may be meant instead."""

    body: str
    weight: int
    live: bool = True


def rivals_of(
    strength: Strength, readings: Sequence[str], *, refuted: Sequence[str] = (), misread: bool = False
) -> tuple[Rival, ...]:
    """Give other readings first, then the surviving mutants that a sentence may well mean.

    Of a body that may have `misread` the sentence in any way, all of them, and what the examples have `refuted`: none
    of that is meant, but where it parts from the body the sentence is hard to read.
    """
    told = [Rival(body, _READING) for body in dict.fromkeys(readings)]
    doubted = [Rival(body, _REFUTED, live=False) for body in dict.fromkeys(refuted)] if misread else []
    return (*told, *_mutants(strength, misread), *doubted)


def _mutants(strength: Strength, misread: bool) -> Iterator[Rival]:
    for survivor in strength.survivors:
        weight = _WEIGHTS.get(survivor.mutant.kind, _MISREAD if misread else None)
        if weight is not None and not _unasked(survivor.mutant):
            yield Rival(survivor.mutant.body, weight)


def _unasked(mutant: Mutant) -> bool:
    """Say whether a mutant leaves out or coarsens a rounding, which is said, instead of the way of it, which is not."""
    return mutant.kind == "rounding" and not mutant.before.startswith(_MODES)
