"""Training in one process, on one device."""

import math
from collections.abc import Sequence
from pathlib import Path

import torch

from inlay_finetune.sft.config import Training, TuningConfig
from inlay_finetune.sft.engine import Taken
from inlay_finetune.sft.network import check_isolation, open_model, save_quietly, trained_weights, weight_groups
from inlay_finetune.sft.objective import Objective
from inlay_finetune.sft.rows import Row
from inlay_finetune.sft.state import load_state, save_state

__all__ = ["Alone"]


class Alone:
    """A model and its optimizer in this process."""

    leads = True

    def __init__(self, config: TuningConfig, objective: Objective) -> None:
        self._config, self._objective = config, objective
        self._model = open_model(config)
        check_isolation(self._model)
        self._model.train()
        self._optimizer = _optimizer(self._model, config.training)

    def resume(self, run: Path, told: str) -> int:
        """Put back the last state of a run."""
        return load_state(run, self._model, self._optimizer, told)

    def take(self, batch: Sequence[Row], rate: float) -> Taken:
        """Take one step; what it loses is a mean over all that is weighed in it, however it lies in rows."""
        loss, told = self._backward(batch)
        if not math.isfinite(loss):
            return Taken(loss, math.nan)
        norm = torch.nn.utils.clip_grad_norm_(trained_weights(self._model).values(), self._config.training.clip_norm)
        if not norm.isfinite():
            return Taken(loss, math.nan)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        return Taken(loss, float(norm), told)

    def _backward(self, batch: Sequence[Row]) -> tuple[float, dict[str, float]]:
        whole = sum(self._objective.weight(row) for row in batch)
        total, told = 0.0, dict[str, float]()
        for row in batch:
            with torch.autocast(self._config.cluster.device, torch.bfloat16, enabled=self._mixed()):
                loss, more = self._objective.loss(self._model, row)
            (loss / whole).backward()  # type: ignore[no-untyped-call]
            total += loss.item() / whole
            told.update({name: told.get(name, 0.0) + value / whole for name, value in more.items()})
        return total, told

    def _mixed(self) -> bool:
        return self._config.adapter is None and self._config.model.dtype == "bfloat16"

    def save(self, run: Path, step: int, told: str) -> None:
        """Write the state beside the old one and put it in its place."""
        save_state(run, self._model, self._optimizer, step, told)

    def keep(self, folder: Path) -> None:
        """Write the adapters, or the whole model."""
        save_quietly(self._model, folder)


def _optimizer(model: torch.nn.Module, training: Training) -> torch.optim.AdamW:
    groups = weight_groups(model, training.weight_decay)
    return torch.optim.AdamW(groups, lr=training.learning_rate, betas=(0.9, 0.95), fused=True)
