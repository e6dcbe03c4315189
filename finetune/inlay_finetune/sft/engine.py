"""What takes the steps of a fine-tuning, be it one process by itself or several that part the weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from inlay_finetune.sft.rows import Row

__all__ = ["Engine", "Outcome", "Taken"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a training ended; the loss is that of its last step."""

    steps: int
    loss: float


@dataclass(frozen=True, slots=True)
class Taken:
    """What a step came to: the loss before it, the norm of the whole gradient, and what else the objective tells."""

    loss: float
    norm: float
    told: Mapping[str, float] = field(default_factory=dict)


class Engine(Protocol):
    """A model with its optimizer; every process of a crew has one and calls it in the same order."""

    @property
    def leads(self) -> bool:
        """Whether this process is the one that writes what there is one of."""

    def resume(self, run: Path, told: str) -> int:
        """Put back the last state of a run, if there is one; give the steps that it has taken."""

    def take(self, batch: Sequence[Row], rate: float) -> Taken:
        """Take one step over the rows of all processes; a loss or norm that is no number changes no weight."""

    def save(self, run: Path, step: int, told: str) -> None:
        """Write the state so that the last good one is kept until the new one is whole."""

    def keep(self, folder: Path) -> None:
        """Write the adapters, or the whole model, as others read it."""
