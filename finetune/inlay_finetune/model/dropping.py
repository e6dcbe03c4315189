"""Dropout by masks that are cut from one pool of random numbers: drawing anew for each value costs more than a product.

A mask is a run of the pool from a random place, so masks of different values share numbers, but none twice in a row.
"""

from collections.abc import Sequence
from functools import cache
from math import prod

import torch
from torch import Tensor

__all__ = ["mask_of"]

_POOL = 1 << 23


def mask_of(shape: Sequence[int], share: float, dtype: torch.dtype) -> Tensor:
    """Give a factor for each value: 0 for about this share of them, for the others what keeps the mean.

    Where the mask begins follows torch's seed, so the same seed drops the same.
    """
    size = prod(shape)
    pool = _pool(share, max(_POOL, 2 * size), dtype)
    start = int(torch.randint(0, pool.numel() - size + 1, ()))
    return pool[start : start + size].view(*shape)


@cache
def _pool(share: float, size: int, dtype: torch.dtype) -> Tensor:
    luck = torch.rand(size, generator=torch.Generator().manual_seed(0))
    return (luck >= share).to(dtype) / (1 - share)
