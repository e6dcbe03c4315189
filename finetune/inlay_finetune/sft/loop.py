"""The loop of a fine-tuning: rows, loss, step, log, save, until all steps are taken; it goes on where it was ended."""

import hashlib
import json
import math
import os
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import islice

import torch
from tqdm import tqdm

from inlay.errors import UsageError
from inlay_finetune.pretrain.checkpoint import append_metrics, cut_metrics
from inlay_finetune.pretrain.process import only_one
from inlay_finetune.saving import STATE, in_place_of
from inlay_finetune.settled import require_own
from inlay_finetune.sft.alone import Alone
from inlay_finetune.sft.config import SftConfig, Training, TuningConfig
from inlay_finetune.sft.engine import Engine, Outcome
from inlay_finetune.sft.network import open_base, save_quietly
from inlay_finetune.sft.objective import Objective, Supervised
from inlay_finetune.sft.reading import read_corpus, tokens_of
from inlay_finetune.sft.report import report_on
from inlay_finetune.sft.rows import Row, laid, packed, shuffled
from inlay_finetune.sft.speed import flops_of
from inlay_finetune.sft.state import keep_company, write_beginning
from inlay_finetune.sft.weights import digest_of
from inlay_finetune.utilisation import peak_memory, utilisation
from inlay_finetune.watching import Watch
from inlay_finetune.zero.launching import launched, starts_a_crew

__all__ = ["fine_tune", "rate_at", "tune"]


# The learning rate ends at this share of its highest.
_FINAL = 0.1


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
    kept["rows"] = config.training.rows * config.cluster.devices
    if config.model.base is not None:
        kept["base"] = digest_of(config.model.base)
    kept["files"] = [hashlib.sha256(file.read_bytes()).hexdigest() for file in config.files]
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _engine(config: TuningConfig, objective: Objective) -> Engine:
    if config.cluster.zero is None:
        return Alone(config, objective)
    from inlay_finetune.zero.engine import ZeroEngine

    return ZeroEngine(config, objective)


class _Run:
    def __init__(self, config: TuningConfig, objective: Objective) -> None:
        self.config, self.objective = config, objective
        self.device = torch.cuda.get_device_name() if config.cluster.device == "cuda" else "cpu"
        self.engine = _engine(config, objective)
        self.watch = Watch("training.learning_rate")
        self.told = _told(config)
        self.step = self.saved = self.engine.resume(config.run, self.told)
        if config.model.base is None and self.engine.leads:
            self._keep_fresh()

    def _keep_fresh(self) -> None:
        """Keep the weights that a fresh model began with: adapters say nothing without them."""
        folder = self.config.run / "base"
        if self.config.adapter is not None and not folder.exists():
            with in_place_of(folder) as passing:
                save_quietly(open_base(self.config, torch.float32), passing)

    def batches(self) -> Iterator[list[Row]]:
        """Give the rows of every step from here on, those of all devices."""
        count, objective = self.config.training.rows * self.config.cluster.devices, self.objective
        order = islice(shuffled(objective.groups, self.config.training.seed), self.step * count, None)
        while True:
            yield [laid([objective.samples[number] for number in group]) for group in islice(order, count)]

    def take(self, batch: list[Row]) -> dict[str, float]:
        """Take one step; give what it came to."""
        started = time.monotonic()
        rate = self.config.training.learning_rate * rate_at(self.config.training, self.step)
        taken = self.engine.take(batch, rate)
        self.watch.look(self.step + 1, taken.loss, taken.norm)
        self.step += 1
        speed = self._speed(batch, max(time.monotonic() - started, 1e-9))
        return {"loss": taken.loss, "rate": rate, "gradient_norm": taken.norm, **taken.told, **speed}

    def _speed(self, batch: list[Row], seconds: float) -> dict[str, float]:
        """Give tokens of all devices a second, and the share that each device made of what it can."""
        tokens = sum(len(row.tokens) for row in batch)
        flops = flops_of(batch, self.config) / self.config.cluster.devices
        told = {"tokens_per_second": round(tokens / seconds, 1), "peak_memory": peak_memory(self.config.cluster.device)}
        return {**told, **utilisation(flops, seconds, self.device)}

    def save(self) -> None:
        """Save where the run stands, once: else the checkpoint before the last would be the last."""
        if self.step != self.saved:
            self.engine.save(self.config.run, self.step, self.told)
            self.saved = self.step

    def keep(self) -> None:
        """Keep the adapters, or the whole model with all that goes with it."""
        folder = self.config.run / ("adapter" if self.config.adapter else "model")
        if not self.engine.leads:
            self.engine.keep(folder)
            return
        with in_place_of(folder) as passing:
            self.engine.keep(passing)
            if self.config.adapter is None:
                keep_company(self.config, passing)

    def over(self) -> bool:
        halt = self.config.training.halt_after_steps
        return self.step >= self.config.training.steps or (halt is not None and self.step >= halt)


def _go(run: _Run) -> float:
    training, loss = run.config.training, math.nan
    with tqdm(total=training.steps, initial=run.step, unit="step", disable=None if run.engine.leads else True) as bar:
        for batch in run.batches():
            if run.over():
                return loss
            values = run.take(batch)
            loss = values["loss"]
            bar.update()
            bar.set_postfix(loss=f"{loss:.4f}")
            if run.engine.leads and (run.step % training.log_steps == 0 or run.over()):
                append_metrics(run.config.run, {"kind": "train", "step": run.step, **values})
            if run.step % training.checkpoint_steps == 0 and run.watch.calm:
                run.save()
    return loss


def _check_machine(config: TuningConfig) -> None:
    if config.cluster.device == "cuda" and not torch.cuda.is_available():
        raise UsageError("there is no CUDA device", hint="set cluster.device=cpu")


def _check_folder(config: TuningConfig) -> None:
    """Refuse a folder in which a run of another kind is kept: it would be begun anew over it."""
    require_own(config.run, config.stage)
    begun_alone, begun_parted = (config.run / STATE).is_file(), (config.run / "zero" / "latest").is_file()
    if begun_parted if config.cluster.zero is None else begun_alone:
        way = "with" if begun_parted else "without"
        raise UsageError(
            f"{config.run} holds a run that was begun {way} cluster.zero", hint="go on so, or choose another folder"
        )


def _begin(run: _Run) -> None:
    """Write down what the run is told; the metrics go on from where the weights stand."""
    changed = write_beginning(run.config, run.objective.report, run.step)
    if changed:
        tqdm.write(f"from step {run.step + 1} on with other settings: {'; '.join(changed)}", file=sys.stderr)
    if run.step:
        cut_metrics(run.config.run, run.step)
    else:
        (run.config.run / "metrics.jsonl").unlink(missing_ok=True)


def tune(config: TuningConfig, objective: Objective) -> Outcome:
    """Train until all steps are taken, from the last checkpoint if there is one; keep adapters or the whole model."""
    # Of several processes the first holds the folder for all.
    with only_one(config.run) if os.environ.get("RANK", "0") == "0" else nullcontext():
        _check_folder(config)
        run = _Run(config, objective)
        if run.engine.leads and not run.over():
            _begin(run)
        loss = _go(run)
        run.save()
        run.keep()
    return Outcome(run.step, loss)


def fine_tune(config: SftConfig) -> Outcome:
    """Learn samples by supervision."""
    _check_machine(config)
    if starts_a_crew(config):
        return launched(config)
    corpus = read_corpus(config, tokens_of(config))
    groups = packed(corpus.samples, config.context)
    return tune(config, Supervised(corpus.samples, groups, report_on(corpus, config).plain()))
