"""What a training step minimises over a row, and how much each row weighs in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from torch import Tensor

from inlay_finetune.sft.encoding import Encoded
from inlay_finetune.sft.loss import row_loss
from inlay_finetune.sft.rows import Row

__all__ = ["Objective", "Supervised"]


class Objective(Protocol):
    """Samples, in groups of which each is one row, and the loss of a row."""

    @property
    def samples(self) -> Sequence[Encoded]:
        """The samples."""

    @property
    def groups(self) -> Sequence[list[int]]:
        """The samples of each row, by number."""

    @property
    def report(self) -> Mapping[str, object]:
        """What the data comes to."""

    def weight(self, row: Row, /) -> float:
        """Give what the summed losses of a step are divided by."""

    def loss(self, model: Any, row: Row) -> tuple[Tensor, Mapping[str, float]]:
        """Give the summed loss of a row, and more sums that the metrics tell."""


@dataclass(frozen=True, slots=True)
class Supervised:
    """Cross-entropy of the supervised tokens, each of the same weight."""

    samples: Sequence[Encoded]
    groups: Sequence[list[int]]
    report: Mapping[str, object]

    def weight(self, row: Row, /) -> float:
        """Give the number of supervised tokens."""
        return row.supervised

    def loss(self, model: Any, row: Row) -> tuple[Tensor, Mapping[str, float]]:
        """Give the summed cross-entropy."""
        return row_loss(model, row), {}
