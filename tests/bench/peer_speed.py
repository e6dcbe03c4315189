"""Measures supervised tokens a second beside TRL's SFTTrainer with packing: `make bench-finetune`.

One model, one set of samples, the same tokens. Each trainer is a process of its own, and they step in turn, so that
whatever else the machine does falls on both. TRL gets what suits it: best-fit packing, one row a micro batch, its
chunked loss, fused AdamW, bfloat16, no recomputation. Seconds of the processor are told too: beside other work they are
what can be trusted.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from inlay_finetune.sft.config import SftConfig
from inlay_finetune.sft.encoding import Encoded
from inlay_finetune.sft.reading import read_corpus, tokens_of
from inlay_finetune.shelf import load_sft

WARM = 2
VOCABULARY = 2048
MODEL = f"{{vocabulary: {VOCABULARY}, width: 384, layers: 6, heads: 6, kv_heads: 3, hidden: 1024, tied: true}}"


@dataclass(frozen=True)
class Step:
    """What one step came to."""

    seconds: float
    processor: float
    supervised: int
    loss: float


class Clock:
    """Seconds since it was made, and those of the processor."""

    def __init__(self) -> None:
        self._wall, self._processor = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Give both."""
        return time.perf_counter() - self._wall, time.process_time() - self._processor


def recipe(folder: Path, overrides: list[str]) -> SftConfig:
    """Give the recipe that both trainers follow."""
    files = (f"run={folder / 'run'}", f"model.tokenizer={folder / 'tokenizer.json'}")
    data = (f"data.sources=[{{path: {folder / 'slots.jsonl'}}}]", "data.context=2048", "data.most_dropped=0.1")
    training = ("adapter=null", "training.steps=1000", "training.rows=1", "training.learning_rate=3e-4")
    return load_sft("tiny-lora", (*files, *data, *training, f"model.shape={MODEL}", "model.dtype=bfloat16", *overrides))


def prepare(folder: Path) -> None:
    """Make samples of slots as chats, and a tokenizer of them."""
    from tokenizers import Tokenizer

    from inlay_finetune.tokenizer import train_tokenizer

    words = ["data", "slots", "--out", str(folder / "slots.jsonl"), "--count", "100", "--style", "instruct"]
    subprocess.run([Path(sys.executable).with_name("inlay"), "finetune", *words], check=True, capture_output=True)
    lines = (folder / "slots.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [turn["content"] for line in lines for turn in json.loads(line)["messages"]]
    tokenizer: Tokenizer = train_tokenizer(texts, VOCABULARY)
    tokenizer.save(str(folder / "tokenizer.json"))


def ours(config: SftConfig, samples: list[Encoded]) -> Iterator[Step]:
    """Step as `inlay finetune train` does."""
    from itertools import islice

    from inlay_finetune.sft.alone import Alone
    from inlay_finetune.sft.objective import Supervised
    from inlay_finetune.sft.rows import laid, packed, shuffled

    engine = Alone(config, Supervised(samples, packed(samples, config.context), {}))
    order = shuffled(packed(samples, config.context), 0)
    while True:
        clock = Clock()
        batch = [laid([samples[number] for number in group]) for group in islice(order, config.training.rows)]
        taken = engine.take(batch, config.training.learning_rate)
        yield Step(*clock.read(), sum(row.supervised for row in batch), taken.loss)


def theirs(config: SftConfig, samples: list[Encoded]) -> Iterator[Step]:
    """Step as TRL does; its loop is inverted into an iterator by a thread that waits before each step."""
    from queue import Queue
    from threading import Thread

    go: Queue[None] = Queue()
    done: Queue[Step] = Queue()
    Thread(target=_trl, args=(config, samples, go, done), daemon=True).start()
    while True:
        go.put(None)
        yield done.get()


def _trl(config: SftConfig, samples: list[Encoded], go: Any, done: Any) -> None:
    from datasets import Dataset
    from transformers import PreTrainedTokenizerFast, TrainerCallback
    from trl import SFTConfig, SFTTrainer

    from inlay_finetune.sft.network import open_base

    counted = [0, 0.0]

    class Turns(TrainerCallback):
        def on_step_begin(self, *_: Any, **__: Any) -> None:
            go.get()
            self.clock, counted[:] = Clock(), [0, 0.0]

        def on_step_end(self, *_: Any, **__: Any) -> None:
            done.put(Step(*self.clock.read(), int(counted[0]), counted[1]))

    class Counting(SFTTrainer):
        def compute_loss(self, model: Any, inputs: Any, *arguments: Any, **more: Any) -> Any:
            counted[0] += int((inputs["labels"] != -100).sum())
            found = super().compute_loss(model, inputs, *arguments, **more)
            counted[1] = float(found)
            return found

    rows = [
        {
            "input_ids": each.tokens.tolist(),
            "labels": [t if on else -100 for t, on in zip(each.tokens.tolist(), each.learnt, strict=True)],
        }
        for each in samples
    ]
    settings = SFTConfig(
        output_dir=str(config.run / "trl"),
        max_length=config.context,
        packing=True,
        per_device_train_batch_size=1,
        gradient_accumulation_steps=config.training.rows,
        learning_rate=config.training.learning_rate,
        optim="adamw_torch_fused",
        gradient_checkpointing=False,
        bf16=True,
        use_cpu=True,
        max_steps=1000,
        save_strategy="no",
        logging_strategy="no",
        report_to="none",
        disable_tqdm=True,
    )
    import torch

    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(config.model.tokenizer), eos_token="<|end|>", pad_token="<|pad|>"
    )
    model = open_base(config, torch.float32)
    Counting(
        model, settings, train_dataset=Dataset.from_list(rows), processing_class=tokenizer, callbacks=[Turns()]
    ).train()


def work(name: str, folder: Path, overrides: list[str]) -> None:
    """Take a step for every line that comes in."""
    config = recipe(folder, overrides)
    samples = read_corpus(config, tokens_of(config)).samples
    steps = (ours if name == "ours" else theirs)(config, samples)
    answers, sys.stdout = sys.stdout, sys.stderr
    for _ in sys.stdin:
        step = next(steps)
        answers.write(json.dumps(astuple(step)) + "\n")
        answers.flush()


def compare(count: int, folder: Path, overrides: list[str]) -> dict[str, list[Step]]:
    """Let both step in turn; the first steps of each are not counted."""
    crew = {
        name: subprocess.Popen(
            [sys.executable, __file__, name, str(folder), *overrides],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(folder / f"{name}.log").open("w"),
            text=True,
        )
        for name in ("ours", "TRL")
    }
    taken: dict[str, list[Step]] = {name: [] for name in crew}
    for number in range(WARM + count):
        for name, process in crew.items():
            process.stdin.write("\n")
            process.stdin.flush()
            line = process.stdout.readline()
            if not line:
                raise SystemExit((folder / f"{name}.log").read_text()[-3000:])
            print(number, name, line.strip(), file=sys.stderr)
            if number >= WARM:
                taken[name].append(Step(*json.loads(line)))
    for process in crew.values():
        process.kill()
        process.wait()
    return taken


def main(count: int, overrides: list[str]) -> None:
    """Compare, and print."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        prepare(folder)
        taken = compare(count, folder, overrides)
    rates = {}
    for name, steps in taken.items():
        supervised = sum(step.supervised for step in steps)
        rates[name] = [supervised / sum(getattr(step, kind) for step in steps) for kind in ("seconds", "processor")]
        print(
            f"{name:5} {rates[name][0]:8.1f} supervised tokens/s, {rates[name][1]:8.1f} a second of the processor;"
            f" {supervised} in {len(steps)} steps, loss {steps[0].loss:.3f} to {steps[-1].loss:.3f}"
        )
    print("ratio {:.2f}, of processor seconds {:.2f}".format(*(a / b for a, b in zip(*rates.values(), strict=True))))


if __name__ == "__main__":
    if sys.argv[1:2] in (["ours"], ["TRL"]):
        work(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
    else:
        reader = argparse.ArgumentParser(description=__doc__)
        reader.add_argument("--steps", type=int, default=20)
        reader.add_argument("--threads", type=int, default=os.cpu_count())
        reader.add_argument("overrides", nargs="*", metavar="KEY=VALUE", help="settings of the recipe")
        told = reader.parse_args()
        os.environ["OMP_NUM_THREADS"] = str(told.threads)
        main(told.steps, told.overrides)
