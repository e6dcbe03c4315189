"""A larger network that computes at first just what a smaller one does.

As in Net2Net (Chen et al. 2016), but new units are random where they read and zero where they write, so that nothing
has to be split: the new channels of the residual stream hold zeros, new heads and hidden units write nothing, and
new layers, put behind the old ones, add nothing until training makes them.
"""

import math
from collections.abc import Mapping

import torch
from torch import Tensor

from inlay.errors import UsageError
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.network import Network

__all__ = ["grown"]

_GROWING = ("width", "layers", "heads", "hidden")


def _check(small: ModelConfig, large: ModelConfig) -> None:
    for name in _GROWING:
        if getattr(large, name) < getattr(small, name):
            raise UsageError(
                f"model.{name} is {getattr(large, name)}, less than the {getattr(small, name)} it starts with"
            )
    if small.model_copy(update={name: getattr(large, name) for name in (*_GROWING, "prefix_lm")}) != large:
        raise UsageError(
            "of a model that starts with another only model.width, layers, heads, hidden and prefix_lm may differ"
        )
    if small.head_width != large.head_width:
        raise UsageError(
            f"model.heads is {large.heads}: heads of {large.head_width}, but they were of {small.head_width}",
            hint=f"model.width must be model.heads times {small.head_width}",
        )


def _placed(old: Tensor, new: Tensor) -> Tensor:
    """Put a matrix or vector into the first corner of a larger one."""
    new[tuple(slice(size) for size in old.shape)] = old
    return new


def _read(old: Tensor, rows: int, columns: int, parts: int) -> Tensor:
    """Widen a weight of `parts` joined matrices: what is new reads at random."""
    pieces = [_placed(part, torch.randn(rows // parts, columns) * part.std()) for part in old.chunk(parts)]
    return torch.cat(pieces)


def _write(old: Tensor, rows: int, columns: int) -> Tensor:
    return _placed(old, torch.zeros(rows, columns))


def _norm(old: Tensor, width: int) -> Tensor:
    """Zeros make the mean square smaller by the ratio of the widths, and the normed stream larger by its root."""
    return _placed(old, torch.full((width,), float(old.mean()))).mul(math.sqrt(len(old) / width))


def grown(state: Mapping[str, Tensor], small: ModelConfig, large: ModelConfig) -> dict[str, Tensor]:
    """Give the weights of a network of shape `large` that computes what `state`, of shape `small`, does.

    The two differ by what `norm_epsilon` is beside the mean square of the stream, a few parts in ten thousand. What
    is random comes from torch's global generator.

    :raises UsageError: when a size would shrink, heads would change their width, or anything but a size differs.
    """
    _check(small, large)
    width, hidden = large.width, large.hidden
    result = Network(large).state_dict()
    result["embedding"] = _write(state["embedding"], large.vocabulary, width)
    result["norm"] = _norm(state["norm"], width)
    for layer in range(large.layers):
        at = f"blocks.{layer}."
        if layer >= small.layers:
            result[at + "out"] = torch.zeros(width, width)
            result[at + "down"] = torch.zeros(width, hidden)
            continue
        result[at + "attention_norm"] = _norm(state[at + "attention_norm"], width)
        result[at + "hidden_norm"] = _norm(state[at + "hidden_norm"], width)
        result[at + "qkv"] = _read(state[at + "qkv"], 3 * width, width, parts=3)
        result[at + "gate_up"] = _read(state[at + "gate_up"], 2 * hidden, width, parts=2)
        result[at + "out"] = _write(state[at + "out"], width, width)
        result[at + "down"] = _write(state[at + "down"], width, hidden)
    return result
