"""A fine-tuned model, or its adapters, as a GGUF file, after proof that llama.cpp computes what was trained."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from inlay.errors import UsageError
from inlay_finetune.export.kinds import kind_of
from inlay_finetune.export.model_file import write_adapter, write_model
from inlay_finetune.export.parity import NASTY, Parity, compare_logits, require
from inlay_finetune.export.quantize import quantize
from inlay_finetune.export.release import ROUNDED, Form
from inlay_finetune.prefix import marks_of, prefix_of
from inlay_finetune.sft.attention import attend_apart, seen_in
from inlay_finetune.sft.merging import open_trained
from inlay_finetune.sft.network import base_of
from inlay_finetune.sft.reading import tokens_of
from inlay_finetune.sft.state import PROMPTS, read_resolved
from inlay_finetune.sft.tokens import Tokens, load_tokens
from inlay_finetune.sft.weights import open_weights

__all__ = ["export_adapter", "export_folder", "logits_of"]


def logits_of(model: Any) -> Callable[[Sequence[int]], npt.NDArray[np.float32]]:
    """Give what tells the logits of every token of a text, as transformers computes them."""
    marks = marks_of(base_of(model).config)
    if marks:
        attend_apart(base_of(model))

    def logits(tokens: Sequence[int]) -> npt.NDArray[np.float32]:
        apart = {"seen": [seen_in(len(tokens), prefix_of(tokens, marks))]} if marks else {}
        with torch.inference_mode():
            found: npt.NDArray[np.float32] = (
                model(input_ids=torch.tensor([tokens]), use_cache=False, **apart).logits[0].numpy()
            )
        return found

    return logits


def _opened(folder: Path) -> Any:
    if not (folder / "config.json").is_file():
        hint = "merge the run first, or give the tokenizer.json behind it where it is a run from nothing"
        raise UsageError(f"there is no model in {folder}", hint=hint)
    model = open_weights(folder, dtype=torch.float32)
    kind_of(model.config)  # refuses before anything is written
    model.train(False)
    return model


def _prompts(folder: Path) -> dict[str, str]:
    file = folder / PROMPTS
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _compared(model: Any, tokens: Tokens, file: Path, adapter: Path | None = None) -> Parity:
    context = model.config.max_position_embeddings
    return compare_logits(logits_of(model), tokens.encode, file, NASTY, context=context, adapter=adapter)


def export_folder(folder: Path, target: Path, *, form: Form = "q8_0") -> Parity:
    """Write a merged model, in place at once."""
    model, tokens = _opened(folder), load_tokens(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent) as place:
        file = write_model(model, tokens, Path(place) / "full.gguf", name=folder.name, prompts=_prompts(folder))
        found = _compared(model, tokens, file)
        require(found, file)
        if form == "q8_0":
            file = quantize(file, Path(place) / "small.gguf")
            found = _compared(model, tokens, file)
            require(found, file, **ROUNDED)
        file.replace(target)
    return found


def export_adapter(run: Path, target: Path) -> Parity:
    """Write the adapters of a run; for the proof the base is written too, beside the target, and thrown away again."""
    config = read_resolved(run)
    model, tokens = open_trained(config, run).eval(), tokens_of(config)
    kind_of(base_of(model).config)  # refuses before anything is written
    assert config.adapter is not None
    weights = {key: each for key, each in model.state_dict().items() if ".lora_" in key}
    plain = {key.replace(".default.", "."): each for key, each in weights.items()}
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent) as place:
        file = write_adapter(plain, model, config.adapter.alpha, Path(place) / "adapter.gguf", name=run.name)
        base = write_model(_Bare(model), tokens, Path(place) / "base.gguf", name="base", prompts={})
        found = _compared(model, tokens, base, adapter=file)
        require(found, file)
        file.replace(target)
    return found


class _Bare:
    """The weights of a base as they are named without adapters around them."""

    def __init__(self, model: Any) -> None:
        self.config = model.config
        self._weights = model.get_base_model().state_dict()

    def state_dict(self) -> dict[str, torch.Tensor]:
        return {key.replace(".base_layer", ""): each for key, each in self._weights.items() if ".lora_" not in key}
