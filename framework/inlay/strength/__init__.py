"""Strength: what the examples of a slot can tell apart, seen by mutants of a body that they accept."""

from inlay.strength.behaviour import Behaviour, Bench, bench_for
from inlay.strength.judging import strength_of
from inlay.strength.report import Strength, Survivor
from inlay.strength.telling import Telling, draws_for, shown_input
from inlay.strength.wording import shown_behaviour, shown_value

__all__ = [
    "Behaviour",
    "Bench",
    "Strength",
    "Survivor",
    "Telling",
    "bench_for",
    "draws_for",
    "shown_behaviour",
    "shown_input",
    "shown_value",
    "strength_of",
]
