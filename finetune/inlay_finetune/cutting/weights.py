"""The weights of a smaller Llama, taken from those of a larger one."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

__all__ = ["cut_weights"]

_EMBEDDING, _NORM = "model.embed_tokens.weight", "model.norm.weight"
_OF_KEYS = ("self_attn.k_proj", "self_attn.v_proj")


def cut_weights(
    state: Mapping[str, Tensor], config: Any, layers: int, before: Sequence[int | None]
) -> dict[str, Tensor]:
    """Give the first layers, the rows of the tokens that are kept, and for every head the key and value it shared.

    First layers alone learn on well (Sanyal et al. 2024, "Inheritune"). What ends the last one was never read as words:
    the last norm begins anew where layers are cut off, so that no token is likelier by much than another. Rows of new
    tokens are drawn like the others, from torch's global generator.

    :param state: the weights by the names of `transformers.LlamaForCausalLM`, with tied embeddings.
    :param config: the configuration of that Llama.
    :param before: for each token of the new vocabulary its number in the old one, None for a new one.
    """
    embedding = _rows(state[_EMBEDDING], before)
    cut = {_EMBEDDING: embedding, _NORM: state[_NORM].clone()}
    if layers < config.num_hidden_layers:
        cut[_NORM] = torch.full_like(cut[_NORM], 1 / float(embedding.norm(dim=1).mean()))
    shared = config.num_attention_heads // config.num_key_value_heads
    for name, weight in state.items():
        if name.startswith("model.layers.") and int(name.split(".")[2]) < layers:
            of_keys = any(part in name for part in _OF_KEYS)
            cut[name] = _for_each_head(weight, config.num_key_value_heads, shared) if of_keys else weight.clone()
    return cut


def _rows(embedding: Tensor, before: Sequence[int | None]) -> Tensor:
    known = torch.tensor([number for number in before if number is not None])
    kept = embedding[known]
    rows = kept.mean(0) + kept.std(0) * torch.randn(len(before), embedding.shape[1])
    rows[torch.tensor([number is not None for number in before])] = kept
    return rows


def _for_each_head(weight: Tensor, groups: int, shared: int) -> Tensor:
    return weight.view(groups, -1, weight.shape[1]).repeat_interleave(shared, 0).reshape(-1, weight.shape[1])
