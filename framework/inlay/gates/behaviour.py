"""How bodies behave on the same inputs, so that those which behave alike can be told from those which do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from inlay.slot import Slot

__all__ = ["Behaviour", "Observation", "Observer"]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a body gave on each input: spelled so that equal results are equal text, and in words of the spec."""

    spelled: tuple[str, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Observation:
    """The inputs, in words of the spec, and how each body behaved on them, in the order of the bodies."""

    inputs: tuple[str, ...]
    behaviours: tuple[Behaviour, ...]


@runtime_checkable
class Observer(Protocol):
    """A gate that can show how bodies behave; what it shows of bodies that it refuses is of no use."""

    def observe(self, slot: Slot, bodies: Sequence[str]) -> Observation:
        """Run the bodies on the same inputs, all of them such that the spec vouches for."""
