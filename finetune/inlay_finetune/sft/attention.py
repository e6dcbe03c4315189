"""Attention within each sample of a row, and none between them: nothing between two samples is computed."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from inlay.errors import UsageError

__all__ = ["attend_apart", "seen_in"]

_NAME = "inlay_apart"


def attend_apart(model: Any) -> Any:
    """Make a model's attention take `lengths`, those of the samples of a row; without them it is what it was.

    It takes `seen`, too, for each sample what `seen_in` gives: it is made once for all layers.
    """
    from transformers import AttentionInterface, AttentionMaskInterface

    if _NAME not in AttentionInterface().valid_keys():  # type: ignore[no-untyped-call]
        AttentionInterface.register(_NAME, _apart)
        AttentionMaskInterface.register(_NAME, _no_mask)
    model.set_attn_implementation(_NAME)
    return model


def _apart(
    module: Any,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    lengths: Sequence[int] | None = None,
    seen: Sequence[Tensor] | None = None,
    **others: Any,
) -> tuple[Tensor, None]:
    from transformers.integrations.sdpa_attention import sdpa_attention_forward

    sizes = [query.shape[2]] if lengths is None else list(lengths)
    if max(sizes) > (others.get("sliding_window") or max(sizes)):
        raise UsageError(
            f"a sample of {max(sizes)} tokens is longer than the model's window of {others['sliding_window']}",
            hint="lower data.context to the window",
        )
    queries, keys, values = (torch.split(each, sizes, 2) for each in (query, key, value))
    masks = [attention_mask] * len(sizes) if seen is None else seen
    found = [
        sdpa_attention_forward(module, one, two, three, mask, **others)[0]
        for one, two, three, mask in zip(queries, keys, values, masks, strict=True)
    ]
    return torch.cat(found, 1) if len(found) > 1 else found[0], None


def seen_in(size: int, prefix: tuple[int, int], device: torch.device | None = None) -> Tensor:
    """Give what each token of a sample sees, (1, 1, size, size): all before it, and in the prefix all of the prefix."""
    mask = torch.ones(size, size, dtype=torch.bool, device=device).tril()
    both_ways = slice(*prefix)
    mask[both_ways, both_ways] = True
    return mask[None, None]


def _no_mask(*_: Any, **__: Any) -> None:
    return None
