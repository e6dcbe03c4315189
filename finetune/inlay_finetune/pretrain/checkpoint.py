"""Checkpoints that a kill at any instant leaves whole, and the metrics that go with them."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from inlay.errors import UsageError
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.network import Network
from inlay_finetune.pretrain.shards import Cursor
from inlay_finetune.saving import last_state, save_state_file, way_out_of

__all__ = ["Progress", "append_metrics", "cut_metrics", "load_checkpoint", "load_network", "save_checkpoint"]

_PARTS = {"model", "weights", "optimizer", "progress"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: steps taken, tokens and supervised tokens read, seconds spent, where the data stands."""

    step: int = 0
    tokens: int = 0
    supervised: int = 0
    elapsed: float = 0.0
    cursor: Cursor = field(default_factory=Cursor)


def save_checkpoint(run: Path, network: Network, optimizer: list[dict[str, Any]], progress: Progress) -> None:
    """Write the state beside the old one and put it in its place by one rename."""
    state = {
        "model": network.config.model_dump(),
        "weights": network.state_dict(),
        "optimizer": optimizer,
        "progress": asdict(progress),
    }
    save_state_file(run, state)


def _read(path: Path) -> dict[str, Any]:
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as fault:  # a damaged file makes the reader raise whatever it stumbles over
        raise UsageError(f"{path} is no checkpoint: {fault}", hint=way_out_of(path.parent)) from fault
    if not isinstance(state, dict) or not state.keys() >= _PARTS:
        raise UsageError(f"{path} is no checkpoint of a pretraining", hint="give the folder of one")
    return state


def load_checkpoint(run: Path) -> tuple[dict[str, Any], Progress] | None:
    """Read the state of a run, or nothing when it has none yet."""
    path = last_state(run)
    if path is None:
        return None
    state = _read(path)
    cursor = Cursor(**{**state["progress"]["cursor"], "done": tuple(state["progress"]["cursor"]["done"])})
    return state, Progress(**{**state["progress"], "cursor": cursor})


def load_network(run: Path, *, dtype: torch.dtype = torch.float32) -> Network:
    """Read the trained network of a run."""
    path = last_state(run)
    if path is None:
        raise UsageError(f"there is no checkpoint in {run}", hint="train first")
    state = _read(path)
    network = Network(ModelConfig(**state["model"]), dtype=dtype)
    network.load_state_dict(state["weights"])
    return network


def append_metrics(run: Path, values: dict[str, Any]) -> None:
    """Add one line to the metrics of a run."""
    with (run / "metrics.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(values) + "\n")


def cut_metrics(run: Path, step: int) -> None:
    """Drop the metrics of steps that a resumed run will take again, and a line that a kill left torn."""
    path = run / "metrics.jsonl"
    if not path.is_file():
        return
    kept = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            if json.loads(line)["step"] <= step:
                kept.append(line + "\n")
        except ValueError:
            break
    path.write_text("".join(kept), encoding="utf-8")
