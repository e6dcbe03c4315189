"""Write a model of transformers, a Llama or a StarCoder of any shape, as one GGUF file, and its adapters as another."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gguf
from torch import Tensor

from inlay.errors import UsageError
from inlay_finetune.export.gguf_file import whole_gguf
from inlay_finetune.export.kinds import Kind, kind_of
from inlay_finetune.export.vocabulary import write_vocabulary
from inlay_finetune.prefix import marks_of
from inlay_finetune.sft.tokens import Tokens
from inlay_finetune.tokenizer import TASK

__all__ = ["write_adapter", "write_model"]


def write_model(
    model: Any, tokens: Tokens, path: Path, *, name: str, prompts: Mapping[str, str], permute: bool = True
) -> Path:
    """Write a float32 file; `prompts` says the version of each prompt that the model was trained on.

    `permute` off writes a Llama's file that loads and is wrong: the negative control of the parity check.
    """
    config = model.config
    kind = kind_of(config)
    with whole_gguf(path, kind.name) as writer:
        _write_shape(writer, config, kind, name)
        write_vocabulary(writer, tokens, config.vocab_size)
        writer.add_string("inlay.prompts", json.dumps(prompts, sort_keys=True))
        if marks_of(config):
            writer.add_string("inlay.prefix_lm", TASK)
        for key, tensor in model.state_dict().items():
            if key == "lm_head.weight" and config.tie_word_embeddings:
                continue
            weight = tensor.detach().float().numpy()
            turned = kind.turned(key, weight, config) if permute else weight
            writer.add_tensor(kind.tensor(key, config.num_hidden_layers), turned)
    return path


def write_adapter(weights: Mapping[str, Tensor], model: Any, alpha: float, path: Path, *, name: str) -> Path:
    """Write adapters, named as peft names them, for a base that stands in a file of its own."""
    config = model.config
    kind = kind_of(config)
    with whole_gguf(path, kind.name) as writer:
        writer.add_type("adapter")
        writer.add_name(name)
        writer.add_string("adapter.type", "lora")
        writer.add_float32("adapter.lora.alpha", alpha)
        for key, tensor in weights.items():
            place, _, side = key.removeprefix("base_model.model.").removesuffix(".weight").rpartition(".lora_")
            if side not in ("A", "B"):
                raise UsageError(f"{key} is no weight of an adapter")
            weight = tensor.detach().float().numpy()
            turned = kind.turned(place, weight, config) if side == "B" else weight
            target = kind.tensor(f"{place}.weight", config.num_hidden_layers)
            writer.add_tensor(f"{target}.lora_{side.lower()}", turned)
    return path


def _write_shape(writer: gguf.GGUFWriter, config: Any, kind: Kind, name: str) -> None:
    writer.add_type("model")
    writer.add_name(name)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(kind.hidden(config))
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_vocab_size(config.vocab_size)
    kind.write(writer, config)
