"""The checks that every candidate must pass."""

from inlay.gates.base import Gate, Verdict
from inlay.gates.behaviour import Observation, Observer
from inlay.gates.registry import gates_for

__all__ = ["Gate", "Observation", "Observer", "Verdict", "gates_for"]
