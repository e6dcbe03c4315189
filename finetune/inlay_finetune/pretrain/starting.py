"""The network that a run starts with: that of another run, or a Llama that was opened or fine-tuned."""

from pathlib import Path
from typing import Any

import torch

from inlay.errors import UsageError
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.network import Network
from inlay_finetune.model.weights import from_llama
from inlay_finetune.prefix import marks_of
from inlay_finetune.pretrain.checkpoint import load_network
from inlay_finetune.sft.weights import open_weights

__all__ = ["shape_of", "starting_network"]


def starting_network(place: Path) -> Network:
    """Give the network of a run, or of a folder of transformers such as `inlay finetune import` writes.

    :raises UsageError: when there is none, or it is no Llama with tied embeddings and a key for each head.
    """
    return _of_llama(place) if (place / "config.json").is_file() else load_network(place)


def shape_of(config: Any) -> ModelConfig:
    """Give the shape that a configuration of transformers tells, of a Llama with a key for each head."""
    return ModelConfig(
        vocabulary=config.vocab_size,
        width=config.hidden_size,
        layers=config.num_hidden_layers,
        heads=config.num_attention_heads,
        hidden=config.intermediate_size,
        context=config.max_position_embeddings,
        rope_base=config.rope_parameters["rope_theta"],
        norm_epsilon=config.rms_norm_eps,
        prefix_lm=marks_of(config) is not None,
    )


def _of_llama(folder: Path) -> Network:
    from transformers import AutoConfig

    config = AutoConfig.from_pretrained(folder, local_files_only=True)
    own_keys = getattr(config, "num_key_value_heads", None) == config.num_attention_heads
    if config.model_type != "llama" or not config.tie_word_embeddings or not own_keys:
        raise UsageError(
            f"{folder} holds no Llama with tied embeddings and a key for each head",
            hint="train others on with `inlay finetune train`",
        )
    shape = shape_of(config)
    llama = open_weights(folder, dtype=torch.float32)
    network = Network(shape, dtype=torch.float32)
    network.load_state_dict(from_llama(llama.state_dict(), shape))
    return network
