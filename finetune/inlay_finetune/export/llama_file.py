"""Write a Llama of transformers, of any shape, as one GGUF file, and its adapters as another."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import numpy.typing as npt
from torch import Tensor

from inlay.errors import UsageError
from inlay_finetune.export.gguf_file import permuted, whole_gguf
from inlay_finetune.export.vocabulary import write_vocabulary
from inlay_finetune.sft.tokens import Tokens

__all__ = ["write_adapter", "write_llama"]


def write_llama(
    model: Any, tokens: Tokens, path: Path, *, name: str, prompts: Mapping[str, str], permute: bool = True
) -> Path:
    """Write a float32 file; `prompts` says the version of each prompt that the model was trained on.

    `permute` off writes a file that loads and is wrong: the negative control of the parity check.
    """
    with whole_gguf(path) as writer:
        _write_shape(writer, model.config, name)
        write_vocabulary(writer, tokens, model.config.vocab_size)
        writer.add_string("inlay.prompts", json.dumps(prompts, sort_keys=True))
        for key, tensor in model.state_dict().items():
            if key == "lm_head.weight" and model.config.tie_word_embeddings:
                continue
            weight = tensor.detach().float().numpy()
            writer.add_tensor(_name(key, model.config), _turned(key, weight, model.config) if permute else weight)
    return path


def write_adapter(weights: Mapping[str, Tensor], model: Any, alpha: float, path: Path, *, name: str) -> Path:
    """Write adapters, named as peft names them, for a base that stands in a file of its own."""
    with whole_gguf(path) as writer:
        writer.add_type("adapter")
        writer.add_name(name)
        writer.add_string("adapter.type", "lora")
        writer.add_float32("adapter.lora.alpha", alpha)
        for key, tensor in weights.items():
            place, _, side = key.removeprefix("base_model.model.").removesuffix(".weight").rpartition(".lora_")
            if side not in ("A", "B"):
                raise UsageError(f"{key} is no weight of an adapter")
            weight = tensor.detach().float().numpy()
            turned = _turned(place, weight, model.config) if side == "B" else weight
            writer.add_tensor(f"{_name(f'{place}.weight', model.config)}.lora_{side.lower()}", turned)
    return path


def _write_shape(writer: gguf.GGUFWriter, config: Any, name: str) -> None:
    head = config.hidden_size // config.num_attention_heads
    writer.add_type("model")
    writer.add_name(name)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(head)
    writer.add_value_length(head)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_dimension_count(head)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
    writer.add_vocab_size(config.vocab_size)


def _name(key: str, config: Any) -> str:
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, config.num_hidden_layers)
    found = names.get_name(key, try_suffixes=(".weight",))
    if found is None:
        raise UsageError(f"GGUF has no name for the tensor {key}")
    return str(found)


def _turned(key: str, weight: npt.NDArray[np.float32], config: Any) -> npt.NDArray[np.float32]:
    """Reorder what makes queries and keys; several query heads may share the heads of the keys."""
    if "q_proj" in key:
        return np.ascontiguousarray(permuted(weight, config.num_attention_heads))
    if "k_proj" in key:
        return np.ascontiguousarray(permuted(weight, config.num_key_value_heads))
    return weight
