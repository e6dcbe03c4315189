"""The loss of one row: supervised positions are gathered before the head, and the head is run on them in chunks."""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

from inlay_finetune.sft.network import base_of
from inlay_finetune.sft.rows import Row

__all__ = ["row_loss", "token_losses"]

_CHUNK = 1024


def _chunk(head: Any, states: Tensor, targets: Tensor) -> Tensor:
    return F.cross_entropy(head(states).float(), targets, reduction="none")


def token_losses(model: Any, row: Row) -> Tensor:
    """Give the loss of each supervised token of a row, whose samples do not see each other."""
    base = base_of(model)
    device = next(base.parameters()).device
    tokens = torch.from_numpy(row.tokens).to(device)
    positions = torch.from_numpy(row.positions).to(device)
    at = torch.from_numpy(row.targets_at).to(device)
    decoder = base.get_decoder()
    hidden = decoder(input_ids=tokens[None], position_ids=positions[None], use_cache=False, lengths=row.lengths)
    states, targets = hidden.last_hidden_state[0][at - 1], tokens[at]
    head = base.get_output_embeddings()
    if len(at) <= _CHUNK:
        return _chunk(head, states, targets)
    losses = [
        checkpoint(_chunk, head, states[start : start + _CHUNK], targets[start : start + _CHUNK], use_reentrant=False)
        for start in range(0, len(at), _CHUNK)
    ]
    return torch.cat(losses)


def row_loss(model: Any, row: Row) -> Tensor:
    """Give the summed loss of a row."""
    return token_losses(model, row).sum()
