"""What a fine-tuning run keeps: where it stands, what it was told, and the weights it has learnt."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from inlay.errors import UsageError
from inlay_finetune.origin import base_told, write_origin
from inlay_finetune.saving import last_state, save_state_file, way_out_of
from inlay_finetune.settled import RESOLVED, write_resolved
from inlay_finetune.sft.config import TuningConfig
from inlay_finetune.sft.network import trained_weights
from inlay_finetune.sft.weights import digest_of

__all__ = [
    "PROMPTS",
    "base_folder",
    "keep_company",
    "load_state",
    "read_resolved",
    "require_same_base",
    "save_state",
    "write_beginning",
]

PROMPTS = "inlay_prompts.json"
_PARTS = {"told", "step", "weights", "optimizer", "chance"}


def write_beginning(config: TuningConfig, report: Mapping[str, object], step: int = 0) -> list[str]:
    """Write down what the run is told from a step on, and what its data is; give what is told otherwise than before."""
    changed = write_resolved(config.run, json.loads(config.model_dump_json()), step)
    base = base_folder(config, config.run)
    told = digest_of(base) if (base / "config.json").is_file() else None
    write_origin(config.run, report, config.training.seed, told)
    return changed


def base_folder(config: TuningConfig, run: Path) -> Path:
    """Give the folder of the weights that a run's adapters are laid beside; a fresh model's are kept in the run."""
    return run / "base" if config.model.base is None else config.model.base


def require_same_base(run: Path, base: Path) -> None:
    """Refuse weights that are not those a run began with, whatever their shape."""
    told = base_told(run)
    if told is not None and told != digest_of(base):
        raise UsageError(
            f"the model in {base} is not the one that {run} was trained beside",
            hint="put back the weights that the run began with, or train again",
        )


def read_resolved(run: Path) -> TuningConfig:
    """Give the recipe that a run was made by."""
    file = run / RESOLVED
    if not file.is_file():
        raise UsageError(f"there is no fine-tuning run in {run}", hint="give the folder that `run` named in the recipe")
    from inlay_finetune.shelf import load_any

    recipe = load_any(str(file))
    if not isinstance(recipe, TuningConfig):
        raise UsageError(f"{run} is no run of a fine-tuning", hint="give a run of stage sft or dpo")
    return recipe


def keep_company(config: TuningConfig, folder: Path) -> None:
    """Put beside the weights of a whole model its tokenizer, its chat template and the prompts it was trained on."""
    place = config.model.tokenizer or config.model.base
    assert place is not None
    files = place if place.is_dir() else place.parent
    shutil.copy(files / "tokenizer.json" if place.is_dir() else place, folder / "tokenizer.json")
    for name in ("tokenizer_config.json", "chat_template.jinja"):
        if (files / name).is_file():
            shutil.copy(files / name, folder / name)
    (folder / PROMPTS).write_text(json.dumps(config.prompts, sort_keys=True), encoding="utf-8")


def save_state(run: Path, model: Any, optimizer: torch.optim.Optimizer, step: int, told: str) -> None:
    """Write the state beside the old one and put it in its place by one rename."""
    state = {
        "told": told,
        "step": step,
        "weights": trained_weights(model),
        "optimizer": optimizer.state_dict(),
        "chance": torch.get_rng_state(),
    }
    save_state_file(run, state)


def load_state(run: Path, model: Any, optimizer: torch.optim.Optimizer, told: str) -> int:
    """Put back the last state of a run, if there is one; give the steps that it has taken."""
    file = last_state(run)
    if file is None:
        return 0
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as fault:  # a damaged file makes the reader raise whatever it stumbles over
        raise UsageError(f"{file} is no checkpoint: {fault}", hint=way_out_of(run)) from fault
    if not isinstance(state, dict) or not state.keys() >= _PARTS:
        raise UsageError(f"{file} is no checkpoint of a fine-tuning", hint="choose another folder for run")
    if state["told"] != told:
        raise UsageError(
            f"{run} holds a run of another model or other data, or of other rows a step",
            hint="choose another folder for run",
        )
    weights = trained_weights(model)
    with torch.no_grad():
        for name, weight in weights.items():
            weight.copy_(state["weights"][name])
    optimizer.load_state_dict(state["optimizer"])
    torch.set_rng_state(state["chance"])
    return int(state["step"])
