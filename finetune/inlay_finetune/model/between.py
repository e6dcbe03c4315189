"""What a block computes before its attention and behind it: two functions, which are compiled where that pays.

Compiled, each pass over memory does all that is to be done with a value: on a core with fast products those passes, not
the products, are what a step waits for.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

__all__ = ["Between", "between", "normed"]

Masks = tuple[Tensor, Tensor] | None
"""Factors for what attention and what the feed-forward add to the stream; None where nothing is dropped."""


class Between(NamedTuple):
    """The two functions; `before` gives q, k and v with their positions, `behind` the stream after the block."""

    before: Callable[[Tensor, Tensor, Tensor, Tensor, Tensor, float], Tensor]
    behind: Callable[[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Masks, float], Tensor]


def between(*, compiled: bool) -> Between:
    """Give both as they are, or compiled at their first call, which takes a C++ compiler and half a minute."""
    return _compiled() if compiled else Between(_before, _behind)


@cache
def _compiled() -> Between:
    return Between(torch.compile(_before), torch.compile(_behind))


def normed(stream: Tensor, weight: Tensor, dtype: torch.dtype, epsilon: float) -> Tensor:
    """Give the stream divided by its root mean square, in the type of the products."""
    return F.rms_norm(stream, stream.shape[-1:], weight, epsilon).to(dtype)


def _before(stream: Tensor, norm: Tensor, weight: Tensor, cosines: Tensor, sines: Tensor, epsilon: float) -> Tensor:
    """`weight` is (3 x width, width); `cosines` and `sines` are (tokens, 1, 1, head width), of the products' type."""
    dtype, head = cosines.dtype, cosines.shape[-1]
    qkv = F.linear(normed(stream, norm, dtype, epsilon), weight.to(dtype)).view(len(stream), 3, -1, head)
    pair, value = qkv[:, :2], qkv[:, 2:]
    swapped = torch.cat([pair[..., head // 2 :], pair[..., : head // 2]], -1)
    return torch.cat([torch.addcmul(pair * cosines, swapped, sines), value], 1)


def _behind(
    stream: Tensor,
    seen: Tensor,
    out: Tensor,
    norm: Tensor,
    gate_up: Tensor,
    down: Tensor,
    masks: Masks,
    epsilon: float,
) -> Tensor:
    dtype = seen.dtype
    attended = F.linear(seen, out.to(dtype))
    stream = stream + (attended if masks is None else attended * masks[0])
    gate, up = F.linear(normed(stream, norm, dtype, epsilon), gate_up.to(dtype)).chunk(2, -1)
    fed = F.linear(F.silu(gate) * up, down.to(dtype))
    return stream + (fed if masks is None else fed * masks[1])
