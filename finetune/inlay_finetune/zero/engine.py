"""One of several processes that train a model together, its weights, gradients and optimizer parted by DeepSpeed."""

import math
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from inlay.errors import InlayError, UsageError
from inlay_finetune.sft.config import TuningConfig
from inlay_finetune.sft.engine import Taken
from inlay_finetune.sft.network import adapted, check_isolation, open_base, save_quietly, trained_weights, weight_groups
from inlay_finetune.sft.objective import Objective
from inlay_finetune.sft.rows import Row
from inlay_finetune.zero.config import settings_of

__all__ = ["ZeroEngine"]

Result = TypeVar("Result")
_STATES = "zero"


class _Held(nn.Module):
    """A model whose work is done inside `forward`, where DeepSpeed gathers the weights that a process lacks."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, work: Callable[[Any], Result]) -> Result:
        return work(self.model)


class ZeroEngine:
    """A share of a model and of its optimizer in this process."""

    def __init__(self, config: TuningConfig, objective: Objective) -> None:
        self._config, self._objective = config, objective
        _join(config)
        self._rank, self._ranks = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
        settings = settings_of(config)
        self._held = _Held(adapted(_opened(config, settings), config))
        self._engine = _initialized(self._held, config, settings)
        self._engine(check_isolation)
        self._held.train()
        self._step = 0

    @property
    def leads(self) -> bool:
        """Whether this is the first of the processes."""
        return self._rank == 0

    def resume(self, run: Path, told: str) -> int:
        """Put back this process's share of the last state of a run."""
        folder = run / _STATES
        if not (folder / "latest").is_file():
            return 0
        strict = self._config.adapter is None
        try:
            path, state = self._engine.load_checkpoint(str(folder), load_module_strict=strict)
        except Exception as fault:  # a damaged file makes the reader raise whatever it stumbles over
            raise UsageError(f"{folder} is no checkpoint: {fault}", hint="move it away to begin anew") from fault
        if path is None or state["told"] != told:
            raise UsageError(
                f"{run} holds a run of another model, other data or other devices", hint="choose another folder for run"
            )
        self._step = int(state["step"])
        return self._step

    def take(self, batch: Sequence[Row], rate: float) -> Taken:
        """Take one step over the own rows; the loss is weighed by the rows of all, so that parting changes nothing."""
        whole = sum(self._objective.weight(row) for row in batch)
        count = self._config.training.rows
        own = batch[self._rank * count : (self._rank + 1) * count]
        self._set(rate)
        sums: dict[str, float] = {"": 0.0}
        for number, row in enumerate(own, start=1):
            for name, value in self._backward(row, whole).items():
                sums[name] = sums.get(name, 0.0) + value
            if number == len(own):
                sums = self._over_all(sums)
                if not math.isfinite(sums[""]):
                    return Taken(sums[""], math.nan)
            self._engine.step()
        if getattr(self._engine.optimizer, "overflow", False):  # then DeepSpeed took no step
            return Taken(sums[""], math.nan)
        self._step += 1
        return Taken(sums.pop(""), float(self._engine.get_global_grad_norm()), sums)

    def _set(self, rate: float) -> None:
        torch.manual_seed((self._config.training.seed * 1_000_003 + self._step) * self._ranks + self._rank)
        for group in self._engine.optimizer.param_groups:
            group["lr"] = rate

    def _backward(self, row: Row, whole: float) -> dict[str, float]:
        loss, more = self._engine(lambda model: self._objective.loss(model, row))
        # DeepSpeed takes the mean over processes, where the sum is meant.
        self._engine.backward(loss * (self._ranks / whole), scale_wrt_gas=False)
        return {"": loss.item() / whole, **{name: value / whole for name, value in more.items()}}

    def _over_all(self, sums: Mapping[str, float]) -> dict[str, float]:
        from deepspeed import comm

        found = torch.tensor(list(sums.values()), dtype=torch.float64, device=self._engine.device)
        comm.all_reduce(found)
        return dict(zip(sums, found.tolist(), strict=True))

    def save(self, run: Path, step: int, told: str) -> None:
        """Write every process's share; `latest` names a state once it is whole; two states are kept."""
        from deepspeed import comm

        folder, tag = run / _STATES, f"step-{step}"
        state = {"told": told, "step": step}
        frozen = self._config.adapter is not None
        try:
            self._engine.save_checkpoint(str(folder), tag=tag, client_state=state, exclude_frozen_parameters=frozen)
        except (OSError, RuntimeError) as fault:
            raise UsageError(f"cannot save {folder}: {fault}", hint="the last good checkpoint is kept") from fault
        comm.barrier()
        if self.leads:
            kept = sorted(folder.glob("step-*"), key=lambda each: int(each.name.removeprefix("step-")))
            for older in kept[:-2]:
                shutil.rmtree(older)

    def keep(self, folder: Path) -> None:
        """Gather what was trained in the first process, and write it there."""
        weights = {}
        for name, weight in trained_weights(self._held.model).items():
            whole = _gathered(weight)
            if self.leads:
                weights[name] = whole.detach().float().cpu().clone()
        if self.leads:
            save_quietly(self._held.model, folder, weights)


def _gathered(weight: Tensor) -> Tensor:
    import deepspeed

    with deepspeed.zero.GatheredParameters([weight]):
        return weight.data.clone()


def _join(config: TuningConfig) -> None:
    """Meet the other processes; what device they are on is said before DeepSpeed is loaded, which would guess."""
    os.environ["DS_ACCELERATOR"] = config.cluster.device
    if config.cluster.device == "cuda":
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    import deepspeed

    if int(os.environ["WORLD_SIZE"]) != config.cluster.devices:
        raise UsageError(
            f"{os.environ['WORLD_SIZE']} processes were started, cluster.devices is {config.cluster.devices}",
            hint="set cluster.devices to the number of processes on all machines",
        )
    deepspeed.init_distributed()


def _opened(config: TuningConfig, settings: dict[str, Any]) -> Any:
    """Give the model to start from; of a folder, stage 3 reads only this process's share."""
    dtype = getattr(torch, config.model.dtype)
    if config.model.base is None or settings["zero_optimization"]["stage"] < 3:
        return open_base(config, dtype)
    from transformers.integrations.deepspeed import HfDeepSpeedConfig

    parting = HfDeepSpeedConfig(settings)  # type: ignore[no-untyped-call]
    model = open_base(config, dtype)
    del parting
    return model


def _initialized(held: _Held, config: TuningConfig, settings: dict[str, Any]) -> Any:
    import deepspeed

    groups = weight_groups(held.model, config.training.weight_decay)
    rate, betas = config.training.learning_rate, (0.9, 0.95)
    optimizer: torch.optim.Optimizer
    if settings["zero_optimization"].get("offload_optimizer", {}).get("device") == "cpu":
        from deepspeed.ops.adam import DeepSpeedCPUAdam

        optimizer = DeepSpeedCPUAdam(groups, lr=rate, betas=betas)
    else:
        optimizer = torch.optim.AdamW(groups, lr=rate, betas=betas, fused=True)
    try:
        engine, *_ = deepspeed.initialize(model=held, optimizer=optimizer, config=settings)
    except RuntimeError as fault:
        raise InlayError(f"DeepSpeed does not start: {fault}", hint="lower training.rows or data.context") from fault
    return engine
