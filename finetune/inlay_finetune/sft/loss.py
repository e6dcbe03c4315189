"""The loss of one row: supervised positions are gathered before the head, and the head is run on them in chunks."""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

from inlay_finetune.prefix import marks_of
from inlay_finetune.sft.attention import seen_in
from inlay_finetune.sft.network import base_of
from inlay_finetune.sft.rows import Row, stretched

__all__ = ["row_loss", "token_losses"]

_CHUNK = 1024
_GRAIN = 32


def _chunk(head: Any, states: Tensor, targets: Tensor) -> Tensor:
    return F.cross_entropy(head(states).float(), targets, reduction="none")


def _grain(weight: Tensor) -> int:
    """Give what sizes are rounded up to: for each that it meets in 16 bits a processor keeps machine code for good."""
    halved = weight.dtype == torch.bfloat16 or torch.is_autocast_enabled("cpu")
    return _GRAIN if weight.device.type == "cpu" and halved else 1


def token_losses(model: Any, row: Row) -> Tensor:
    """Give the loss of each supervised token of a row, whose samples do not see each other."""
    base = base_of(model)
    weight = next(base.parameters())
    device, grain = weight.device, _grain(weight)
    row = stretched(row, grain) if grain > 1 else row
    tokens = torch.from_numpy(row.tokens).to(device)
    positions = torch.from_numpy(row.positions).to(device)
    supervised = torch.from_numpy(row.targets_at).to(device)
    at = torch.cat([supervised, supervised[-1:].expand(-len(supervised) % grain)])
    decoder = base.get_decoder()
    marks = marks_of(base.config)
    seen = [seen_in(*each, device) for each in zip(row.lengths, row.prefixes(marks), strict=True)] if marks else None
    hidden = decoder(
        input_ids=tokens[None], position_ids=positions[None], use_cache=False, lengths=row.lengths, seen=seen
    )
    states, targets = hidden.last_hidden_state[0][at - 1], tokens[at]
    return _losses(base.get_output_embeddings(), states, targets)[: len(supervised)]


def _losses(head: Any, states: Tensor, targets: Tensor) -> Tensor:
    if len(targets) <= _CHUNK:
        return _chunk(head, states, targets)
    losses = [
        checkpoint(_chunk, head, states[start : start + _CHUNK], targets[start : start + _CHUNK], use_reentrant=False)
        for start in range(0, len(targets), _CHUNK)
    ]
    return torch.cat(losses)


def row_loss(model: Any, row: Row) -> Tensor:
    """Give the summed loss of a row."""
    return token_losses(model, row).sum()
