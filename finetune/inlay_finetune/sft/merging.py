"""Adapters joined with the weights they were trained beside."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from torch import Tensor

from inlay.errors import InlayError, UsageError
from inlay_finetune.saving import writing
from inlay_finetune.sft.config import TuningConfig
from inlay_finetune.sft.network import at_peace, open_base, save_quietly
from inlay_finetune.sft.state import base_folder, keep_company, read_resolved, require_same_base
from inlay_finetune.sft.weights import require_all

__all__ = ["Merged", "merge_run", "open_trained"]

_PROBES = 8
_PROBE_TOKENS = 32
_MOST = 1e-3


@dataclass(frozen=True, slots=True)
class Merged:
    """How far the joined model is from the one with adapters, over all positions of some random texts."""

    difference: float
    same_choice: float

    def __str__(self) -> str:
        return f"the same choice in {self.same_choice:.2%} of the positions, logits at most {self.difference:.2g} apart"


def _logits(model: Any, probes: list[Tensor]) -> list[Tensor]:
    with torch.no_grad():
        return [model(input_ids=tokens[None], use_cache=False).logits[0] for tokens in probes]


def open_trained(config: TuningConfig, run: Path) -> Any:
    """Give the model of a run in float32, its adapters beside the weights they were trained with.

    Raises:
        UsageError: Adapter or base are not there, are damaged, or the base is not the one of the training.
    """
    base = base_folder(config, run)
    if not (run / "adapter" / "adapter_config.json").is_file():
        raise UsageError(f"there is no adapter in {run}", hint="a run without adapters holds its whole model in model/")
    choice = config.model.model_copy(update={"base": base})
    model = open_base(config.model_copy(update={"model": choice}), torch.float32)
    require_same_base(run, base)
    return _with_adapter(model, run / "adapter")


def _with_adapter(model: Any, folder: Path) -> Any:
    """Lay an adapter beside a model; all of it must be there."""
    from peft import PeftModel, get_peft_model_state_dict
    from safetensors import SafetensorError, safe_open

    file = folder / "adapter_model.safetensors"
    if not file.is_file():
        raise UsageError(f"there is no {file}", hint="copy the whole folder of the run, or train again")
    try:
        with at_peace():
            # It warns of what is missing, which is refused below.
            warnings.simplefilter("ignore", UserWarning)
            found = PeftModel.from_pretrained(model, folder)
        with safe_open(file, framework="pt") as weights:
            present = set(weights.keys())
    except (OSError, RuntimeError, ValueError, SafetensorError) as fault:
        raise UsageError(f"the adapter in {folder} does not fit its base: {fault}") from fault
    require_all(folder, get_peft_model_state_dict(found).keys() - present)
    return found


def _proved(before: list[Tensor], after: list[Tensor]) -> Merged:
    difference = max(float((one - two).abs().max()) for one, two in zip(before, after, strict=True))
    pairs = zip(before, after, strict=True)
    same = [float((one.argmax(-1) == two.argmax(-1)).float().mean()) for one, two in pairs]
    found = Merged(difference, sum(same) / len(same))
    if difference > _MOST * max(float(each.abs().max()) for each in before):
        raise InlayError(f"the joined model is not the one that was trained: {found}", hint="nothing was written")
    return found


def merge_run(run: Path, target: Path) -> Merged:
    """Write the joined model in float32 with its tokenizer, in place at once, after proof that nothing is lost."""
    if target.exists():
        raise UsageError(f"{target} is there already", hint="choose another folder, or move it away")
    config = read_resolved(run)
    chance = torch.Generator().manual_seed(0)
    length = min(_PROBE_TOKENS, config.context)
    probes = list(torch.randint(config.model.shape.vocabulary, (_PROBES, length), generator=chance))
    model = open_trained(config, run).eval()
    before = _logits(model, probes)
    joined = model.merge_and_unload()
    found = _proved(before, _logits(joined, probes))
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent) as folder:
        staged = Path(folder) / "model"
        save_quietly(joined, staged)
        with writing(target):
            keep_company(config, staged)
        staged.replace(target)
    return found
