"""The way between the network's joined weights and the names of `transformers.LlamaForCausalLM`."""

from collections.abc import Mapping

import torch
from torch import Tensor

from inlay_finetune.model.config import ModelConfig

__all__ = ["from_llama", "to_llama"]

_SIMPLE = {
    "attention_norm": "input_layernorm",
    "out": "self_attn.o_proj",
    "hidden_norm": "post_attention_layernorm",
    "down": "mlp.down_proj",
}
_JOINED = {
    "qkv": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "gate_up": ("mlp.gate_proj", "mlp.up_proj"),
}


def to_llama(state: Mapping[str, Tensor], config: ModelConfig) -> dict[str, Tensor]:
    """Rename and split the network's state to that of a Llama with tied embeddings."""
    named = {"model.embed_tokens.weight": state["embedding"], "model.norm.weight": state["norm"]}
    for layer in range(config.layers):
        ours, theirs = f"blocks.{layer}.", f"model.layers.{layer}."
        for own, name in _SIMPLE.items():
            named[f"{theirs}{name}.weight"] = state[ours + own]
        for own, names in _JOINED.items():
            for name, part in zip(names, state[ours + own].chunk(len(names)), strict=True):
                named[f"{theirs}{name}.weight"] = part.contiguous()
    return named


def from_llama(named: Mapping[str, Tensor], config: ModelConfig) -> dict[str, Tensor]:
    """Join and rename a Llama's state to that of the network."""
    state = {"embedding": named["model.embed_tokens.weight"], "norm": named["model.norm.weight"]}
    for layer in range(config.layers):
        ours, theirs = f"blocks.{layer}.", f"model.layers.{layer}."
        for own, name in _SIMPLE.items():
            state[ours + own] = named[f"{theirs}{name}.weight"]
        for own, names in _JOINED.items():
            state[ours + own] = torch.cat([named[f"{theirs}{name}.weight"] for name in names])
    return state
