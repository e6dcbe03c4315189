"""Model FLOPs, their share of what a device could do, and the memory that was needed: the same for every training."""

import resource

__all__ = ["PEAKS", "peak_memory", "step_flops", "utilisation"]

# Dense products of bfloat16, a second, by what the name of a device holds.
PEAKS = {"H200": 989e12, "H100": 989e12, "H800": 989e12, "A100": 312e12, "A800": 312e12, "L40S": 362e12}


def step_flops(*, weights: int, layers: int, width: int, tokens: int, pairs: int, adapters: bool = False) -> float:
    """Count 6 a weight and token (4 where only adapters are trained: no gradient of frozen weights), and 12 (or 8)
    times layers, width and the pairs of tokens that meet: what must be computed, not what is recomputed.
    """
    products, attention = (4, 8) if adapters else (6, 12)
    return float(products * weights * tokens + attention * layers * width * pairs)


def utilisation(flops: float, seconds: float, device: str) -> dict[str, float]:
    """Give the share of a device's peak as `mfu`, or nothing for a device whose peak is not known."""
    peak = next((each for name, each in PEAKS.items() if name in device), None)
    return {} if peak is None else {"mfu": flops / seconds / peak}


def peak_memory(device: str) -> int:
    """Give the most bytes that were ever in use, on a GPU or of this process."""
    if device == "cuda":
        import torch

        return int(torch.cuda.max_memory_allocated())
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
