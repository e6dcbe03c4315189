"""A whole fine-tuned Llama as a GGUF file, where its shape is one that the exporter of the embedded model knows."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from pydantic import ValidationError

from inlay.errors import UsageError
from inlay_finetune.export.parity import Parity
from inlay_finetune.export.release import Form, release_network
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.network import Network
from inlay_finetune.model.weights import from_llama
from inlay_finetune.sft.state import PROMPTS
from inlay_finetune.tokenizer import load_tokenizer

__all__ = ["export_folder"]


def _shape(folder: Path) -> ModelConfig:
    raw: Mapping[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    misfits = [
        reason
        for reason, misfit in (
            (f"its kind is {raw.get('model_type')}, not llama", raw.get("model_type") != "llama"),
            ("its output head is not tied to its embeddings", not raw.get("tie_word_embeddings")),
            ("several heads share keys", raw.get("num_key_value_heads") != raw.get("num_attention_heads")),
        )
        if misfit
    ]
    if misfits:
        raise UsageError(f"{folder} cannot be exported yet: {'; '.join(misfits)}")
    rope = raw.get("rope_parameters") or {}
    try:
        return ModelConfig(
            vocabulary=raw["vocab_size"],
            width=raw["hidden_size"],
            layers=raw["num_hidden_layers"],
            heads=raw["num_attention_heads"],
            hidden=raw["intermediate_size"],
            context=raw["max_position_embeddings"],
            rope_base=rope.get("rope_theta", raw.get("rope_theta", 10_000.0)),
            norm_epsilon=raw["rms_norm_eps"],
        )
    except ValidationError as fault:
        raise UsageError(f"{folder} cannot be exported: {fault.errors()[0]['msg']}") from fault


def _prompts(folder: Path) -> dict[str, str]:
    file = folder / PROMPTS
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def export_folder(folder: Path, target: Path, *, form: Form = "q8_0") -> Parity:
    """Write a merged model, in place at once, after proof that the file is what was trained."""
    from safetensors.torch import load_file

    if not (folder / "config.json").is_file():
        raise UsageError(f"there is no model in {folder}", hint="merge the run first")
    config, tokenizer = _shape(folder), load_tokenizer(folder / "tokenizer.json")
    network = Network(config, dtype=torch.float32)
    network.load_state_dict(from_llama(load_file(folder / "model.safetensors"), config))
    return release_network(network, tokenizer, target, name=folder.name, prompts=_prompts(folder), data={}, form=form)
