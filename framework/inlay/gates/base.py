"""The one page a new gate has to read: what a gate is given and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from inlay.slot import Slot

__all__ = ["Gate", "Verdict"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What one gate says of one candidate. `reason` is for people and for repair, and is empty on a pass.

    `counterexample` is an input on which the candidate fails and what it gave there, never an
    expected value that is held back. `seconds` is the wall time this verdict cost.
    """

    gate: str
    version: str
    passed: bool
    reason: str = ""
    counterexample: str = ""
    seconds: float = 0.0


class Gate(Protocol):
    """A check that every candidate must pass; it never raises for what a candidate contains."""

    @property
    def name(self) -> str:
        """The stable name that stands in the lock."""

    @property
    def version(self) -> str:
        """Changes whenever the same candidate could be judged otherwise."""

    def judge(self, slot: Slot, bodies: Sequence[str]) -> list[Verdict]:
        """Give one verdict for each body, in order; bodies are judged together because that is cheaper."""
