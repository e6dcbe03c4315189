"""What a training needs of memory, by counting: weights, gradients, optimizer and activations on one device."""

from dataclasses import dataclass

from inlay_finetune.sft.config import Adapter, TuningConfig
from inlay_finetune.sft.shape import Shape

__all__ = ["Memory", "adapter_parameters", "estimate", "learnt_positions", "parameters"]

_CHUNK = 1024
# Every StarCoder and StarCoderBase that was published has so many; only the weights themselves would say.
_STARCODER_POSITIONS = 8192


def learnt_positions(config: TuningConfig) -> int:
    """Give the size of a StarCoder's table of positions: the context, or what the weights started from have."""
    if not config.model.shape.learns_positions:
        return 0
    return config.context if config.model.base is None else max(config.context, _STARCODER_POSITIONS)


def parameters(config: TuningConfig) -> int:
    """Count the weights of a recipe's model."""
    return config.model.shape.weights(learnt_positions(config))


def adapter_parameters(shape: Shape, adapter: Adapter) -> int:
    """Count the weights of the adapters."""
    sides = sum(matrix.rows + matrix.columns for matrix in shape.matrices if matrix.name in adapter.targets)
    return shape.layers * adapter.rank * sides


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes on one device, but `host` in the memory of the machine. An estimate: buffers and fragments come on top."""

    weights: int
    gradients: int
    optimizer: int
    activations: int
    host: int = 0

    @property
    def device(self) -> int:
        """All bytes on the device."""
        return self.weights + self.gradients + self.optimizer + self.activations


def _kept(shape: Shape) -> float:
    """Count what a layer keeps of a token for the backward pass, in numbers a unit of width."""
    if shape.architecture == "llama":
        return 17  # about 34 bytes in 16 bits
    # What enters and leaves both norms and the attention, the keys and values, and the wide layer around its curve.
    return 7 + 2 * shape.kv_heads / shape.heads + 2 * shape.hidden / shape.width


def _activations(config: TuningConfig) -> int:
    """Count what the backward pass of one row keeps, all of it or, where it is recomputed, what enters each layer."""
    shape, tokens = config.model.shape, config.context
    size = 2 if config.model.computes_in == "bfloat16" else 4
    layer = int(_kept(shape) * tokens * shape.width * size)
    kept = shape.layers * tokens * shape.width * size + layer if config.model.recompute else shape.layers * layer
    return kept + min(_CHUNK, tokens) * shape.vocabulary * 4 * 2


def _held(config: TuningConfig, total: int, size: int) -> int:
    """Count the bytes of the weights; in four bits are the matrices, with a scale for each 64, and not the tables."""
    shape = config.model.shape
    if config.model.dtype != "nf4":
        return total * size
    matrices = shape.layers * sum(matrix.size for matrix in shape.matrices)
    return matrices * 33 // 64 + (total - matrices) * size


def estimate(config: TuningConfig) -> Memory:
    """Estimate the memory of a training step on each device."""
    shape, cluster = config.model.shape, config.cluster
    size = 2 if config.model.computes_in == "bfloat16" else 4
    total = parameters(config)
    trained = adapter_parameters(shape, config.adapter) if config.adapter else total
    parted = cluster.devices if cluster.zero else 1
    weights = _held(config, total, size) + (trained * 4 if config.adapter else 0)
    gradients = trained * (4 if config.adapter else size)
    # Adam keeps two numbers a weight, and 16-bit weights a master copy.
    optimizer = trained * (8 if config.adapter or size == 4 else 12)
    if cluster.zero in ("zero3", "zero3-offload"):
        weights //= parted
    found = Memory(weights, gradients // parted, optimizer // parted, _activations(config))
    if cluster.zero != "zero3-offload":
        return found
    layer = sum(matrix.size for matrix in shape.matrices) * size
    return Memory(
        layer * 2, 0, 0, found.activations, host=(weights + gradients // parted + optimizer // parted) * parted
    )
