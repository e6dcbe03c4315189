"""The loop of a fine-tuning: rows, loss, step, log, save, until all steps are taken; it goes on where it was ended."""

import hashlib
import json
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import torch
from tqdm import tqdm

from inlay.errors import InlayError, UsageError
from inlay_finetune.pretrain.checkpoint import append_metrics, cut_metrics
from inlay_finetune.pretrain.process import only_one
from inlay_finetune.sft.config import SftConfig, Training, TuningConfig
from inlay_finetune.sft.network import check_isolation, open_base, open_model, save_quietly, trained_weights
from inlay_finetune.sft.objective import Objective, Supervised
from inlay_finetune.sft.reading import read_corpus, tokens_of
from inlay_finetune.sft.report import report_on
from inlay_finetune.sft.rows import Row, laid, packed, shuffled
from inlay_finetune.sft.speed import flops_of, utilisation
from inlay_finetune.sft.state import keep_company, load_state, save_state, write_beginning

__all__ = ["Outcome", "fine_tune", "rate_at", "tune"]


# The learning rate ends at this share of its highest.
_FINAL = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a training ended; the loss is that of its last step."""

    steps: int
    loss: float


def rate_at(training: Training, step: int) -> float:
    """Give the factor on the learning rate: up in a line over the warmup, then down along a cosine."""
    if step < training.warmup_steps:
        return (step + 1) / training.warmup_steps
    done = (step - training.warmup_steps) / max(training.steps - training.warmup_steps, 1)
    return _FINAL + (1 - _FINAL) * (1 + math.cos(math.pi * min(done, 1.0))) / 2


def _told(config: TuningConfig) -> str:
    """Give a digest of what must stay the same for a run to go on."""
    kept = config.model_dump(mode="json", include={"model", "data", "adapter", "beta"})
    kept["seed"] = config.training.seed
    kept["files"] = [hashlib.sha256(file.read_bytes()).hexdigest() for file in config.files]
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _optimizer(model: Any, training: Training) -> torch.optim.AdamW:
    weights = trained_weights(model).values()
    groups = [
        {"params": [each for each in weights if each.dim() > 1], "weight_decay": training.weight_decay},
        {"params": [each for each in weights if each.dim() <= 1], "weight_decay": 0.0},
    ]
    filled = [group for group in groups if group["params"]]
    return torch.optim.AdamW(filled, lr=training.learning_rate, betas=(0.9, 0.95), fused=True)


class _Run:
    def __init__(self, config: TuningConfig, objective: Objective) -> None:
        self.config, self.objective = config, objective
        self.device = torch.cuda.get_device_name() if config.cluster.device == "cuda" else "cpu"
        self.model = open_model(config)
        check_isolation(self.model)
        self.model.train()
        self.optimizer = _optimizer(self.model, config.training)
        self.told = _told(config)
        self.step = load_state(config.run, self.model, self.optimizer, self.told)
        if config.model.base is None:
            self._keep_fresh()

    def _keep_fresh(self) -> None:
        """Keep the weights that a fresh model began with: adapters say nothing without them."""
        folder = self.config.run / "base"
        if self.config.adapter is not None and not folder.exists():
            save_quietly(open_base(self.config, torch.float32), folder)

    def batches(self) -> Iterator[list[Row]]:
        """Give the rows of every step from here on."""
        count, objective = self.config.training.rows, self.objective
        order = islice(shuffled(objective.groups, self.config.training.seed), self.step * count, None)
        while True:
            yield [laid([objective.samples[number] for number in group]) for group in islice(order, count)]

    def _backward(self, batch: list[Row]) -> tuple[float, dict[str, float]]:
        """Give the loss of a step, a mean over all that is weighed in it however it lies in rows, and what is told."""
        whole = sum(self.objective.weight(row) for row in batch)
        total, told = 0.0, dict[str, float]()
        for row in batch:
            with torch.autocast(self.config.cluster.device, torch.bfloat16, enabled=self._mixed()):
                loss, more = self.objective.loss(self.model, row)
            (loss / whole).backward()  # type: ignore[no-untyped-call]
            total += loss.item() / whole
            told.update({name: told.get(name, 0.0) + value / whole for name, value in more.items()})
        return total, told

    def take(self, batch: list[Row]) -> dict[str, float]:
        """Take one step; give what it came to."""
        training, started = self.config.training, time.monotonic()
        total, told = self._backward(batch)
        if not math.isfinite(total):
            raise InlayError(
                f"the loss is not finite at step {self.step + 1}",
                hint="lower training.learning_rate; the last good checkpoint is kept",
            )
        norm = torch.nn.utils.clip_grad_norm_(trained_weights(self.model).values(), training.clip_norm)
        factor = rate_at(training, self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = training.learning_rate * factor
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        seconds = max(time.monotonic() - started, 1e-9)
        tokens = sum(len(row.tokens) for row in batch)
        speed = {"tokens_per_second": round(tokens / seconds, 1), "peak_memory": self._peak()}
        speed.update(utilisation(flops_of(batch, self.config), seconds, self.device))
        return {"loss": total, "rate": training.learning_rate * factor, "gradient_norm": float(norm), **told, **speed}

    def _mixed(self) -> bool:
        return self.config.adapter is None and self.config.model.dtype == "bfloat16"

    def _peak(self) -> int:
        if self.config.cluster.device == "cuda":
            return int(torch.cuda.max_memory_allocated())
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

    def save(self) -> None:
        save_state(self.config.run, self.model, self.optimizer, self.step, self.told)

    def keep(self) -> None:
        """Keep the adapters, or the whole model with all that goes with it."""
        folder = self.config.run / ("adapter" if self.config.adapter else "model")
        save_quietly(self.model, folder)
        if self.config.adapter is None:
            keep_company(self.config, folder)

    def over(self) -> bool:
        halt = self.config.training.halt_after_steps
        return self.step >= self.config.training.steps or (halt is not None and self.step >= halt)


def _go(run: _Run) -> float:
    training, loss = run.config.training, math.nan
    with tqdm(total=training.steps, initial=run.step, unit="step", disable=None) as bar:
        for batch in run.batches():
            if run.over():
                return loss
            values = run.take(batch)
            loss = values["loss"]
            bar.update()
            bar.set_postfix(loss=f"{loss:.4f}")
            if run.step % training.log_steps == 0 or run.over():
                append_metrics(run.config.run, {"kind": "train", "step": run.step, **values})
            if run.step % training.checkpoint_steps == 0:
                run.save()
    return loss


def _check_machine(config: TuningConfig) -> None:
    if config.cluster.zero or config.cluster.devices > 1:
        raise UsageError("training on several devices is not built yet", hint="set cluster.devices=1 cluster.zero=null")
    if config.cluster.device == "cuda" and not torch.cuda.is_available():
        raise UsageError("there is no CUDA device", hint="set cluster.device=cpu")


def tune(config: TuningConfig, objective: Objective) -> Outcome:
    """Train until all steps are taken, from the last checkpoint if there is one; keep adapters or the whole model."""
    _check_machine(config)
    with only_one(config.run):
        run = _Run(config, objective)
        write_beginning(config, objective.report)
        if run.step:
            cut_metrics(config.run, run.step)
        else:
            (config.run / "metrics.jsonl").unlink(missing_ok=True)
        loss = _go(run)
        run.save()
        run.keep()
    return Outcome(run.step, loss)


def fine_tune(config: SftConfig) -> Outcome:
    """Learn samples by supervision."""
    _check_machine(config)
    corpus = read_corpus(config, tokens_of(config))
    groups = packed(corpus.samples, config.context)
    return tune(config, Supervised(corpus.samples, groups, report_on(corpus, config).plain()))
