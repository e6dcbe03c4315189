"""Model FLOPs of a step of packed rows."""

from collections.abc import Iterable

from inlay_finetune.sft.config import TuningConfig
from inlay_finetune.sft.memory import learnt_positions, parameters
from inlay_finetune.sft.rows import Row
from inlay_finetune.utilisation import step_flops

__all__ = ["flops_of"]


def flops_of(rows: Iterable[Row], config: TuningConfig) -> float:
    """Count the FLOPs of rows: tables that are only looked up are left out and the head is in; pairs are the square of
    each sample's length, be keys shared or not, for every query meets them.
    """
    shape, laid = config.model.shape, list(rows)
    return step_flops(
        weights=parameters(config) - shape.looked_up(learnt_positions(config)),
        layers=shape.layers,
        width=shape.width,
        tokens=sum(len(row.tokens) for row in laid),
        pairs=sum(length**2 for row in laid for length in row.lengths),
        adapters=config.adapter is not None,
    )
