"""A Llama in a GGUF file as a folder of transformers, which fine-tuning can begin with: the way back of `export`."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gguf
import numpy as np
import numpy.typing as npt
import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from inlay.errors import UsageError
from inlay_finetune.export.kinds import kind_of
from inlay_finetune.export.parity import NASTY, Parity, compare_logits, require
from inlay_finetune.export.release import ROUNDED
from inlay_finetune.sft.exporting import logits_of
from inlay_finetune.sft.network import save_quietly
from inlay_finetune.sft.state import PROMPTS
from inlay_finetune.sft.tokens import load_tokens
from inlay_finetune.tokenizer import CODE, TASK

__all__ = ["open_gguf"]

# The ways to cut a text that are opened, and whether each digit is cut off.
_OPENED = {"smollm": True, "gpt-2": False}
_ADDED = (gguf.TokenType.CONTROL, gguf.TokenType.USER_DEFINED)


def open_gguf(file: Path, folder: Path) -> Parity:
    """Write weights, tokenizer and prompts of a file as a folder, after proof that both compute the same."""
    if folder.exists():
        raise UsageError(f"{folder} is there already", hint="choose another folder, or move it away")
    told = _told(file)
    model = _model(told)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as place:
        passing = Path(place) / "model"
        save_quietly(model, passing)
        _tokenizer(told).save(str(passing / "tokenizer.json"))
        _write(passing / "tokenizer_config.json", _configuration(told))
        _write(passing / PROMPTS, json.loads(told("inlay.prompts", "{}")))
        tokens = load_tokens(passing)
        context = model.config.max_position_embeddings
        # llama.cpp rounds what it multiplies with rounded weights; what is opened is not rounded any more.
        found = compare_logits(logits_of(model), tokens.encode, file, NASTY, context=context)
        require(found, folder, **ROUNDED)
        passing.replace(folder)
    return found


class _Told:
    """What a file says of its model."""

    def __init__(self, file: Path) -> None:
        try:
            self._reader = gguf.GGUFReader(file)
        except OSError as fault:
            hint = "name a GGUF file, or `embedded` for the model that is shipped"
            raise UsageError(f"cannot read {file}: {fault.strerror}", hint=hint) from fault
        except (ValueError, IndexError) as fault:
            raise UsageError(f"{file} is no GGUF file: {fault}") from fault

    def __call__(self, key: str, otherwise: Any = None) -> Any:
        field = self._reader.get_field(key)
        value = otherwise if field is None else field.contents()
        # Of a number that was written in 32 bits the shortest decimal is meant: 1e-05, not 9.999999747378752e-06.
        return float(str(np.float32(value))) if isinstance(value, float) else value

    def tensors(self) -> dict[str, npt.NDArray[np.float32]]:
        """Give the weights, unrounded."""
        return {each.name: gguf.dequantize(each.data, each.tensor_type) for each in self._reader.tensors}


def _told(file: Path) -> _Told:
    told = _Told(file)
    kind, vocabulary = told("general.architecture"), told("tokenizer.ggml.model")
    if kind != "llama" or vocabulary != "gpt2" or told("tokenizer.ggml.pre") not in _OPENED:
        raise UsageError(
            f"{file} is a {kind} with a vocabulary of the kind {vocabulary}, cut as {told('tokenizer.ggml.pre')}",
            hint=f"opened are Llamas with a byte-level vocabulary, cut as {' or '.join(_OPENED)}",
        )
    return told


def _configuration_of(told: _Told, tied: bool) -> Any:
    from transformers import LlamaConfig

    heads = told("llama.attention.head_count")
    config: Any = LlamaConfig(
        vocab_size=len(told("tokenizer.ggml.tokens")),
        hidden_size=told("llama.embedding_length"),
        intermediate_size=told("llama.feed_forward_length"),
        num_hidden_layers=told("llama.block_count"),
        num_attention_heads=heads,
        num_key_value_heads=told("llama.attention.head_count_kv", heads),
        max_position_embeddings=told("llama.context_length"),
        rms_norm_eps=told("llama.attention.layer_norm_rms_epsilon"),
        rope_parameters={"rope_type": "default", "rope_theta": told("llama.rope.freq_base", 10_000.0)},
        tie_word_embeddings=tied,
        bos_token_id=told("tokenizer.ggml.bos_token_id"),
        eos_token_id=told("tokenizer.ggml.eos_token_id"),
    )
    if told("inlay.prefix_lm"):
        # Not a setting of transformers: the tokens between which a text is read both ways.
        config.prefix_lm = [told("tokenizer.ggml.tokens").index(mark) for mark in (TASK, CODE)]
    return config


def _model(told: _Told) -> Any:
    # Where deepspeed is installed transformers loads it, and it would guess the device and say so.
    os.environ.setdefault("DS_ACCELERATOR", "cpu")
    from transformers import LlamaForCausalLM

    tensors = told.tensors()
    config = _configuration_of(told, tied="output.weight" not in tensors)
    model, kind = LlamaForCausalLM(config), kind_of(config)
    weights = {}
    for key in model.state_dict():
        if key == "lm_head.weight" and config.tie_word_embeddings:
            continue
        weight = tensors[kind.tensor(key, config.num_hidden_layers)]
        if "q_proj" in key or "k_proj" in key:
            weight = _turned_back(weight, config.num_attention_heads if "q_proj" in key else config.num_key_value_heads)
        weights[key] = torch.from_numpy(np.array(weight, dtype=np.float32))
    model.load_state_dict(weights, strict=False)
    model.train(False)
    return model


def _turned_back(weight: npt.NDArray[np.float32], heads: int) -> npt.NDArray[np.float32]:
    """Undo what `permuted` does to the rows of a query or key weight."""
    rows, columns = weight.shape
    return weight.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def _tokenizer(told: _Told) -> Tokenizer:
    pieces: Sequence[str] = told("tokenizer.ggml.tokens")
    kinds: Sequence[int] = told("tokenizer.ggml.token_type")
    merges = [(left, right) for left, right in (merge.split(" ") for merge in told("tokenizer.ggml.merges"))]
    tokenizer = Tokenizer(models.BPE(vocab={piece: number for number, piece in enumerate(pieces)}, merges=merges))
    cut = pre_tokenizers.ByteLevel(add_prefix_space=False)
    digits = pre_tokenizers.Digits(individual_digits=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([digits, cut]) if _OPENED[told("tokenizer.ggml.pre")] else cut
    tokenizer.decoder = decoders.ByteLevel()
    # They are in the vocabulary already: each keeps its number.
    tokenizer.add_tokens(
        [
            AddedToken(piece, special=kind == gguf.TokenType.CONTROL, normalized=False)
            for piece, kind in zip(pieces, kinds, strict=True)
            if kind in _ADDED
        ]
    )
    return tokenizer


def _configuration(told: _Told) -> dict[str, Any]:
    pieces = told("tokenizer.ggml.tokens")
    found = {
        "add_bos_token": bool(told("tokenizer.ggml.add_bos_token", False)),
        "bos_token": pieces[told("tokenizer.ggml.bos_token_id")],
        "eos_token": pieces[told("tokenizer.ggml.eos_token_id")],
        "chat_template": told("tokenizer.chat_template"),
    }
    return {key: value for key, value in found.items() if value is not None}


def _write(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, indent=1, sort_keys=True), encoding="utf-8")
