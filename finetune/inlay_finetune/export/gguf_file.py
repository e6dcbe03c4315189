"""Write a network and its tokenizer as one GGUF file, without any conversion script."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import gguf
import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer
from torch import Tensor

from inlay.errors import UsageError
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.network import Network
from inlay_finetune.model.weights import to_llama
from inlay_finetune.saving import writing
from inlay_finetune.tokenizer import END, PAD, TASK, merges_of, token_id

__all__ = ["permuted", "whole_gguf", "write_gguf"]

# llama-cpp-python drops a longer token without a word.
_LONGEST_TOKEN = 32


def permuted(weight: npt.NDArray[np.float32], heads: int) -> npt.NDArray[np.float32]:
    """Reorder the rows of a query or key weight from halves, as trained, to neighbours, as llama.cpp turns them."""
    rows = weight.shape[0]
    return weight.reshape(heads, 2, rows // heads // 2, weight.shape[1]).swapaxes(1, 2).reshape(weight.shape)


def _write_shape(writer: gguf.GGUFWriter, config: ModelConfig, name: str) -> None:
    writer.add_type("model")
    writer.add_name(name)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_context_length(config.context)
    writer.add_embedding_length(config.width)
    writer.add_block_count(config.layers)
    writer.add_feed_forward_length(config.hidden)
    writer.add_head_count(config.heads)
    writer.add_head_count_kv(config.heads)
    writer.add_key_length(config.head_width)
    writer.add_value_length(config.head_width)
    writer.add_layer_norm_rms_eps(config.norm_epsilon)
    writer.add_rope_dimension_count(config.head_width)
    writer.add_rope_freq_base(config.rope_base)
    writer.add_vocab_size(config.vocabulary)


def _token_type(added: Mapping[int, bool], number: int) -> gguf.TokenType:
    if number not in added:
        return gguf.TokenType.NORMAL
    return gguf.TokenType.CONTROL if added[number] else gguf.TokenType.USER_DEFINED


def _write_tokenizer(writer: gguf.GGUFWriter, tokenizer: Tokenizer) -> None:
    size = tokenizer.get_vocab_size()
    tokens = [tokenizer.id_to_token(number) or "" for number in range(size)]
    if longest := next((token for token in tokens if len(token) > _LONGEST_TOKEN), None):
        raise UsageError(f"the token {longest!r} is longer than {_LONGEST_TOKEN} bytes and would be dropped")
    # special: control, never shown; the others are text that must come out as it is.
    added = {number: token.special for number, token in tokenizer.get_added_tokens_decoder().items()}
    merges = merges_of(json.loads(tokenizer.to_str()))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types([_token_type(added, number) for number in range(size)])
    writer.add_token_merges([" ".join(merge) for merge in merges])
    end, pad = token_id(tokenizer, END), token_id(tokenizer, PAD)
    writer.add_bos_token_id(end)
    writer.add_eos_token_id(end)
    writer.add_eot_token_id(end)
    writer.add_pad_token_id(pad)
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)
    for key, text in (("pre", "<fim_prefix>"), ("suf", "<fim_suffix>"), ("mid", "<fim_middle>")):
        writer.add_uint32(f"tokenizer.ggml.fim_{key}_token_id", token_id(tokenizer, text))


def _write_tensors(writer: gguf.GGUFWriter, named: Mapping[str, Tensor], config: ModelConfig, permute: bool) -> None:
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, config.layers)
    for name, tensor in named.items():
        weight = tensor.detach().float().numpy()
        if permute and ("q_proj" in name or "k_proj" in name):
            weight = permuted(weight, config.heads)
        target = names.get_name(name, try_suffixes=(".weight",))
        if target is None:
            raise UsageError(f"GGUF has no name for the tensor {name}")
        writer.add_tensor(target, np.ascontiguousarray(weight))


@contextmanager
def whole_gguf(path: Path, kind: str = "llama") -> Iterator[gguf.GGUFWriter]:
    """Give the writer of a file, which stands in its place only when all of it is written."""
    passing = path.with_name(path.name + ".passing")
    writer = gguf.GGUFWriter(str(passing), kind)
    yield writer
    try:
        with writing(path):
            writer.write_header_to_file()
            writer.write_kv_data_to_file()
            writer.write_tensors_to_file()
            writer.close()
            passing.replace(path)
    finally:
        with contextlib.suppress(OSError):
            writer.close()
        passing.unlink(missing_ok=True)


def write_gguf(
    network: Network,
    tokenizer: Tokenizer,
    path: Path,
    *,
    name: str,
    prompts: Mapping[str, str],
    data: Mapping[str, object],
    permute: bool = True,
) -> Path:
    """Write a float32 GGUF file.

    `prompts` says the version of each prompt that the model was trained on, `data` where its data came from; both
    travel as JSON under `inlay.prompts` and `inlay.data`. Under `inlay.prefix_lm` stands the token from which on a
    prefix LM reads a prompt both ways. `permute` off writes a file that loads and is wrong: the negative control of the
    parity check.
    """
    with whole_gguf(path) as writer:
        _write_shape(writer, network.config, name)
        _write_tokenizer(writer, tokenizer)
        writer.add_string("inlay.prompts", json.dumps(prompts, sort_keys=True))
        writer.add_string("inlay.data", json.dumps(data, sort_keys=True))
        if network.config.prefix_lm:
            writer.add_string("inlay.prefix_lm", TASK)
        _write_tensors(writer, to_llama(network.state_dict(), network.config), network.config, permute)
    return path
