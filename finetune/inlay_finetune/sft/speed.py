"""Model FLOPs of a step, and their share of what the device could do: what must be computed, not what is recomputed."""

from collections.abc import Iterable

from inlay_finetune.sft.config import TuningConfig
from inlay_finetune.sft.memory import learnt_positions, parameters
from inlay_finetune.sft.rows import Row

__all__ = ["PEAKS", "flops_of", "utilisation"]

# Dense products of bfloat16, a second, by what the name of a device holds.
PEAKS = {"H200": 989e12, "H100": 989e12, "H800": 989e12, "A100": 312e12, "A800": 312e12, "L40S": 362e12}


def flops_of(rows: Iterable[Row], config: TuningConfig) -> float:
    """Count 6 a weight and token (4 where only adapters are trained: no gradient of frozen weights), tables that are
    only looked up left out and the head in, and 12 (or 8) times layers, width and the square of each sample's length,
    be keys shared or not: every query meets them.
    """
    shape = config.model.shape
    products, attention = (4, 8) if config.adapter else (6, 12)
    weights = parameters(config) - shape.looked_up(learnt_positions(config))
    total = 0.0
    for row in rows:
        pairs = sum(length**2 for length in row.lengths)
        total += products * weights * len(row.tokens) + attention * shape.layers * shape.width * pairs
    return total


def utilisation(flops: float, seconds: float, device: str) -> dict[str, float]:
    """Give the share of a device's peak as `mfu`, or nothing for a device whose peak is not known."""
    peak = next((each for name, each in PEAKS.items() if name in device), None)
    return {} if peak is None else {"mfu": flops / seconds / peak}
