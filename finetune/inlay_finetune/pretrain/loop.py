"""The training loop: read, step, log, look at what is held out, save, until the budget is used up."""

import json
import math
import os
import queue
import shutil
import sys
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from inlay.errors import InlayError, UsageError
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.growth import grown
from inlay_finetune.model.network import Network
from inlay_finetune.origin import write_origin
from inlay_finetune.packing.records import Tree
from inlay_finetune.pretrain.checkpoint import (
    Progress,
    append_metrics,
    cut_metrics,
    load_checkpoint,
    save_checkpoint,
)
from inlay_finetune.pretrain.config import PretrainConfig
from inlay_finetune.pretrain.crew import Crew, Tally
from inlay_finetune.pretrain.heldout import read_heldout, score
from inlay_finetune.pretrain.optimizer import Optimizer
from inlay_finetune.pretrain.process import keep_freed_memory, keep_kernels, only_one, take_priority
from inlay_finetune.pretrain.report import parameters, report_on
from inlay_finetune.pretrain.schedule import progress as share_done, rate_at
from inlay_finetune.pretrain.shards import Cursor, Shards
from inlay_finetune.pretrain.starting import starting_network
from inlay_finetune.settled import require_own, write_resolved
from inlay_finetune.tokenizer import load_tokenizer
from inlay_finetune.utilisation import peak_memory, step_flops, utilisation
from inlay_finetune.watching import Watch

__all__ = ["flops_of", "pretrain"]

Step = tuple[list[Tree], Cursor]
# Networks of this size are trained on processors, whose peak nobody has measured.
_DEVICE = "cpu"


@dataclass
class _Window:
    """What happened since the last line of metrics."""

    tally: Tally = field(default_factory=Tally)
    flops: float = 0.0
    since: float = field(default_factory=time.monotonic)

    def line(self) -> dict[str, float | None]:
        seconds = max(time.monotonic() - self.since, 1e-9)
        return {
            "mfu": utilisation(self.flops, seconds, _DEVICE).get("mfu"),
            "peak_memory": peak_memory(_DEVICE),
            "loss": self.tally.loss / self.tally.supervised,
            "accuracy": self.tally.correct / self.tally.supervised,
            "tokens_per_second": round(self.tally.tokens / seconds, 1),
            "samples_per_second": round(self.tally.branches / seconds, 2),
        }


def flops_of(trees: Sequence[Tree], model: ModelConfig) -> float:
    """Count the FLOPs of trees; pairs are the square of each text's length, but for a schema several share it once."""
    texts = [(len(tree.schema), len(branch.tokens)) for tree in trees for branch in tree.branches]
    return step_flops(
        weights=parameters(model),
        layers=model.layers,
        width=model.width,
        tokens=sum(map(len, trees)),
        pairs=sum(len(tree.schema) ** 2 for tree in trees) + sum((stem + own) ** 2 - stem**2 for stem, own in texts),
    )


def _prefetched(steps: Iterator[Step], depth: int = 3) -> Generator[Step, None, None]:
    """Run an iterator in a thread of its own; what it raises is raised here."""
    ready: queue.Queue[Step | BaseException] = queue.Queue(depth)
    stopped = threading.Event()

    def put(item: Step | BaseException) -> None:
        while not stopped.is_set():
            try:
                return ready.put(item, timeout=0.2)
            except queue.Full:
                continue

    def work() -> None:
        try:
            for step in steps:
                put(step)
                if stopped.is_set():
                    return
        except BaseException as fault:
            put(fault)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        while True:
            item = ready.get()
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stopped.set()
        thread.join()


class _Run:
    def __init__(self, config: PretrainConfig) -> None:
        torch.set_num_threads(1)
        torch.manual_seed(config.seed)
        require_own(config.run, "pretrain")
        self.config = config
        self.dtype: torch.dtype = getattr(torch, config.dtype)
        if config.compile and shutil.which(os.environ.get("CXX", "g++")) is None:
            raise UsageError(
                "`compile: true` takes a C++ compiler, and none is found",
                hint="install g++, name another in CXX, or set compile=false",
            )
        tokenizer = load_tokenizer(config.tokenizer, config.model.vocabulary)
        self.network = Network(config.model, dtype=self.dtype, dropout=config.dropout, compiled=config.compile)
        self.optimizer = Optimizer(self.network, config)
        sizes = (config.step_tokens, config.tree_tokens, config.model.context)
        self.shards = Shards(config.data, tokenizer, config.seed, *sizes, links=config.link_seconds != 0)
        self.heldout: list[Tree] = []
        if config.heldout:
            self.heldout = read_heldout(
                config.heldout,
                tokenizer,
                count=config.heldout_trees,
                limit=config.tree_tokens,
                context=config.model.context,
            )
        self.progress = self._restored()
        self.saved, self.watch = self.progress.step, Watch("learning_rate")
        self.crew = Crew(self.network, workers=config.workers, micro_tokens=config.micro_tokens)
        self.started = time.monotonic() - self.progress.elapsed

    def _restored(self) -> Progress:
        config = self.config
        config.run.mkdir(parents=True, exist_ok=True)
        found = load_checkpoint(config.run)
        if found is None:
            if config.start:
                first = starting_network(config.start)
                self.network.load_state_dict(grown(first.state_dict(), first.config, config.model))
            (config.run / "metrics.jsonl").unlink(missing_ok=True)
            self._tell(0)
            return Progress()
        state, progress = found
        if state["model"] != config.model.model_dump():
            raise UsageError(f"{config.run} holds a model of another shape", hint="choose another run folder")
        if not state["optimizer"]:
            raise InlayError(
                f"{config.run} holds a mean of networks, which no run ended at",
                hint="give run=FOLDER another folder, and this one as `start`",
            )
        self.network.load_state_dict(state["weights"])
        self.optimizer.restore(state["optimizer"])
        cut_metrics(config.run, progress.step)
        self._tell(progress.step)
        return progress

    def _tell(self, step: int) -> None:
        """Write down what the run is told; only when nothing speaks against it."""
        told = {"stage": "pretrain", **json.loads(self.config.model_dump_json())}
        changed = write_resolved(self.config.run, told, step)
        if changed:
            tqdm.write(f"from step {step + 1} on with other settings: {'; '.join(changed)}", file=sys.stderr)

    def share_done(self) -> float:
        return share_done(self.config, self.progress.step, self.progress.elapsed)

    def take(self, trees: list[Tree], cursor: Cursor) -> tuple[Tally, float, float]:
        """Take one step; give what it read, the factor on the learning rate and the norm of the gradient."""
        until = self.config.link_seconds
        if until and self.progress.elapsed > until:
            trees = [tree.without_links() for tree in trees]
        tally = self.crew.backward(trees, seed=self.config.seed + self.progress.step)
        factor = rate_at(self.config, self.progress.step, self.share_done())
        norm = self.optimizer.step(factor) if math.isfinite(tally.loss) else math.nan
        self.watch.look(self.progress.step + 1, tally.loss / tally.supervised, norm)
        self.progress = replace(
            self.progress,
            step=self.progress.step + 1,
            tokens=self.progress.tokens + tally.tokens,
            supervised=self.progress.supervised + tally.supervised,
            elapsed=time.monotonic() - self.started,
            cursor=cursor,
        )
        return tally, factor, norm

    def log(self, kind: str, values: dict[str, Any]) -> None:
        done = self.progress
        head = {"kind": kind, "step": done.step, "tokens": done.tokens, "elapsed": round(done.elapsed, 1)}
        append_metrics(self.config.run, {**head, **values})

    def look(self) -> None:
        if self.heldout:
            found = score(self.network, self.heldout, batch_tokens=self.config.micro_tokens)
            values = {"loss": found.loss, "accuracy": found.accuracy, "exact": found.exact}
            self.log("heldout", {**values, "branches": found.branches, "by_tag": found.by_tag})

    def save(self) -> None:
        """Save where the run stands, once: else the checkpoint before the last would be the last."""
        if self.progress.step == self.saved:
            return
        self.saved = self.progress.step
        save_checkpoint(self.config.run, self.network, self.optimizer.state(), self.progress)

    def over(self) -> bool:
        halt = self.config.halt_after_steps
        return self.share_done() >= 1 or (halt is not None and self.progress.step >= halt)


class _Every:
    """Says yes once an interval of wall clock."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._last = seconds, time.monotonic()

    def due(self) -> bool:
        if time.monotonic() - self._last < self._seconds:
            return False
        self._last = time.monotonic()
        return True


def _go(run: _Run) -> None:
    saving, looking = _Every(run.config.checkpoint_seconds), _Every(run.config.heldout_seconds)
    window, steps = _Window(), _prefetched(run.shards.stream(run.progress.cursor))
    bar = tqdm(total=run.config.steps, initial=run.progress.step, unit="step", disable=None)
    try:
        while not run.over():
            trees, cursor = next(steps)
            tally, factor, norm = run.take(trees, cursor)
            window.tally += tally
            window.flops += flops_of(trees, run.config.model)
            bar.update()
            if run.progress.step % run.config.log_steps == 0:
                rates = {"rate": run.config.learning_rate * factor, "gradient_norm": round(norm, 4)}
                line = window.line()
                run.log("train", {**line, **rates})
                bar.set_postfix(loss=f"{line['loss']:.4f}")
                window = _Window()
            if looking.due():
                run.look()
            if run.watch.calm and saving.due():
                run.save()
    finally:
        steps.close()
        bar.close()


def pretrain(config: PretrainConfig) -> Path:
    """Train until the budget is used up, from the last checkpoint if there is one; give the run's folder."""
    keep_freed_memory()
    keep_kernels()
    if config.niceness is not None:
        take_priority(config.niceness)
    with only_one(config.run):
        run = _Run(config)
        with run.crew:
            if not run.over():
                if not run.progress.step:
                    write_origin(config.run, report_on(config).plain(), config.seed)
                _go(run)
                run.save()
                run.look()
    return config.run
