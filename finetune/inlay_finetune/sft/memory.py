"""What a training needs of memory, by counting: weights, gradients, optimizer and activations on one device."""

from dataclasses import dataclass

from inlay_finetune.sft.config import Adapter, Shape, TuningConfig

__all__ = ["Memory", "adapter_parameters", "estimate", "parameters"]

_CHUNK = 1024


def _modules(shape: Shape) -> dict[str, tuple[int, int]]:
    """Give the rows and columns of each matrix of a layer."""
    narrow = shape.width // shape.heads * shape.kv_heads
    return {
        "q_proj": (shape.width, shape.width),
        "k_proj": (narrow, shape.width),
        "v_proj": (narrow, shape.width),
        "o_proj": (shape.width, shape.width),
        "gate_proj": (shape.hidden, shape.width),
        "up_proj": (shape.hidden, shape.width),
        "down_proj": (shape.width, shape.hidden),
    }


def parameters(shape: Shape) -> int:
    """Count the weights of a Llama."""
    layer = sum(rows * columns for rows, columns in _modules(shape).values()) + 2 * shape.width
    tables = shape.vocabulary * shape.width * (1 if shape.tied else 2)
    return layer * shape.layers + tables + shape.width


def adapter_parameters(shape: Shape, adapter: Adapter) -> int:
    """Count the weights of the adapters."""
    modules = _modules(shape)
    return shape.layers * adapter.rank * sum(sum(modules[target]) for target in adapter.targets)


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


def _activations(config: TuningConfig) -> int:
    """Count what the backward pass of one row keeps: about 34 bytes a token, layer and unit of width in 16 bits."""
    shape, tokens = config.model.shape, config.context
    size = 2 if config.model.computes_in == "bfloat16" else 4
    layer = 17 * tokens * shape.width * size
    kept = shape.layers * tokens * shape.width * size + layer if config.model.recompute else shape.layers * layer
    return kept + min(_CHUNK, tokens) * shape.vocabulary * 4 * 2


def _held(config: TuningConfig, total: int, size: int) -> int:
    """Count the bytes of the weights; in four bits are the matrices, with a scale for each 64, and not the tables."""
    shape = config.model.shape
    if config.model.dtype != "nf4":
        return total * size
    matrices = shape.layers * sum(rows * columns for rows, columns in _modules(shape).values())
    return matrices * 33 // 64 + (total - matrices) * size


def estimate(config: TuningConfig) -> Memory:
    """Estimate the memory of a training step on each device."""
    shape, cluster = config.model.shape, config.cluster
    size = 2 if config.model.computes_in == "bfloat16" else 4
    total = parameters(shape)
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
    layer = sum(rows * columns for rows, columns in _modules(shape).values()) * size
    return Memory(
        layer * 2, 0, 0, found.activations, host=(weights + gradients // parted + optimizer // parted) * parted
    )
