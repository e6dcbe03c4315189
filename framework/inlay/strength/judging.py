"""Judges the examples of a slot by the mutants of its fill; a report, not a gate."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from inlay.cases import Case, expand
from inlay.catalog import load_slot_kind
from inlay.gates.boxes import warm_box
from inlay.mutants import Mutant, mutants_of
from inlay.sandbox import TierName
from inlay.slot import Slot
from inlay.strength.behaviour import Behaviour, Bench, bench_for
from inlay.strength.report import Strength, Survivor
from inlay.strength.stubs import passing_stubs
from inlay.strength.telling import draws_for, tellings

__all__ = ["strength_of"]

_NEVER_RAN = frozenset({"AttributeError", "NameError", "OperationalError", "TypeError", "UnboundLocalError"})


def strength_of(slot: Slot, fill: str, walls: TierName = "bubblewrap") -> Strength:
    """Say how many mutants of a fill the examples kill, and with which input each survivor can be told."""
    start = time.perf_counter()
    language = load_slot_kind(slot.kind).language
    bench = bench_for(warm_box(walls), slot.contract, language)
    cases = [expand(slot.contract, example) for example in slot.examples]
    sorted_out = _killed(bench, cases, fill, mutants_of(slot.contract, fill, language))
    draws = draws_for(slot, [fill], language) if sorted_out.alive else ()
    found = tellings(bench, draws, fill, [mutant.body for mutant in sorted_out.alive])
    survivors = [
        Survivor(mutant=mutant, telling=inputs[0])
        for mutant, inputs in zip(sorted_out.alive, found, strict=True)
        if inputs
    ]
    return Strength(
        slot=slot.id,
        sentence=slot.sentence,
        place=slot.place,
        examples=len(cases),
        killed=sorted_out.killed,
        survivors=tuple(survivors),
        equivalent=len(sorted_out.alive) - len(survivors),
        stubs=passing_stubs(cases, language),
        seconds=time.perf_counter() - start,
    )


@dataclass(frozen=True, slots=True)
class _SortedOut:
    """Mutants that the examples let live, and how many they kill; those that never ran count nowhere."""

    alive: tuple[Mutant, ...]
    killed: int


def _killed(bench: Bench, cases: Sequence[Case], fill: str, mutants: Sequence[Mutant]) -> _SortedOut:
    own, *behaved = bench.try_all([fill, *(mutant.body for mutant in mutants)], cases)
    alive: list[Mutant] = []
    killed = 0
    for mutant, found in zip(mutants, behaved, strict=True):
        if [each.spelled for each in found] == [each.spelled for each in own]:
            alive.append(mutant)
        elif not _never_ran(found):
            killed += 1
    return _SortedOut(tuple(alive), killed)


def _never_ran(found: Sequence[Behaviour]) -> bool:
    return all(each.error in _NEVER_RAN for each in found)
