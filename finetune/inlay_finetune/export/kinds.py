"""The kinds of models that can be written as GGUF: what a file says of their shape, and how weights lie in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import gguf
import numpy as np
import numpy.typing as npt

from inlay.errors import UsageError
from inlay_finetune.export.gguf_file import permuted

__all__ = ["Kind", "kind_of"]

Weight: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of model: its name in GGUF, what its file says beyond what all say, what is reordered, what is refused."""

    architecture: gguf.MODEL_ARCH
    hidden: Callable[[Any], int]
    write: Callable[[gguf.GGUFWriter, Any], None]
    turned: Callable[[str, Weight, Any], Weight]
    fault: Callable[[Any], str]

    @property
    def name(self) -> str:
        """How GGUF spells the kind."""
        return str(gguf.MODEL_ARCH_NAMES[self.architecture])

    def tensor(self, key: str, layers: int) -> str:
        """Give the name of a tensor in GGUF."""
        found = gguf.get_tensor_name_map(self.architecture, layers).get_name(key, try_suffixes=(".weight", ".bias"))
        if found is None:
            raise UsageError(f"GGUF has no name for the tensor {key}")
        return str(found)


def kind_of(config: Any) -> Kind:
    """Give the kind of a model by its configuration; what llama.cpp would compute otherwise is refused."""
    kind = _KINDS.get(config.model_type)
    if kind is None:
        raise UsageError(
            f"a model of the kind {config.model_type} cannot be exported", hint=f"kinds: {', '.join(_KINDS)}"
        )
    if fault := kind.fault(config):
        raise UsageError(f"this {config.model_type} cannot be exported: {fault}")
    return kind


def _turning(writer: gguf.GGUFWriter, config: Any) -> None:
    writer.add_rope_dimension_count(config.hidden_size // config.num_attention_heads)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])


def _write_llama(writer: gguf.GGUFWriter, config: Any) -> None:
    head = config.hidden_size // config.num_attention_heads
    writer.add_context_length(config.max_position_embeddings)
    writer.add_key_length(head)
    writer.add_value_length(head)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    _turning(writer, config)


def _write_starcoder(writer: gguf.GGUFWriter, config: Any) -> None:
    writer.add_context_length(config.max_position_embeddings)
    writer.add_layer_norm_eps(config.layer_norm_epsilon)


def _write_starcoder2(writer: gguf.GGUFWriter, config: Any) -> None:
    # llama.cpp knows no window here: beyond it the file would compute something else.
    window = config.sliding_window or config.max_position_embeddings
    writer.add_context_length(min(config.max_position_embeddings, window))
    writer.add_layer_norm_eps(config.norm_epsilon)
    _turning(writer, config)


def _turned_llama(key: str, weight: Weight, config: Any) -> Weight:
    """Reorder what makes queries and keys; several query heads may share the heads of the keys."""
    if "q_proj" in key:
        return np.ascontiguousarray(permuted(weight, config.num_attention_heads))
    if "k_proj" in key:
        return np.ascontiguousarray(permuted(weight, config.num_key_value_heads))
    return weight


def _as_it_is(_key: str, weight: Weight, _config: Any) -> Weight:
    return weight


def _strange_turning(config: Any) -> str:
    kind = config.rope_parameters.get("rope_type", "default")
    return "" if kind == "default" else f"its RoPE is of the type {kind}"


def _strange_curve(curve: str) -> str:
    return "" if curve.startswith("gelu") else f"its curve is {curve}, not gelu"


def _strange_starcoder(config: Any) -> str:
    if not config.multi_query:
        return "its heads share no key"
    return _strange_curve(config.activation_function) if config.scale_attn_weights else "its attention is not scaled"


def _strange_starcoder2(config: Any) -> str:
    fault = _strange_turning(config) or _strange_curve(config.hidden_act)
    return fault if config.use_bias else "it has no biases"


_KINDS = {
    "llama": Kind(
        gguf.MODEL_ARCH.LLAMA, lambda config: config.intermediate_size, _write_llama, _turned_llama, _strange_turning
    ),
    "gpt_bigcode": Kind(
        gguf.MODEL_ARCH.STARCODER,
        lambda config: config.n_inner or 4 * config.n_embd,
        _write_starcoder,
        _as_it_is,
        _strange_starcoder,
    ),
    "starcoder2": Kind(
        gguf.MODEL_ARCH.STARCODER2,
        lambda config: config.intermediate_size,
        _write_starcoder2,
        _as_it_is,
        _strange_starcoder2,
    ),
}
