"""The steps that make the embedded model: generate, begin, train, export, card; what is there is not made again."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from inlay.errors import InlayError, UsageError
from inlay_finetune.recipe import Recipe

__all__ = ["begin", "build", "evaluate", "export", "generate", "train"]

_PARITY_TEXTS = 40
_STANDARD_ERROR = 2


def _generated(out: Path, records: int, seed: int, split: str, **shares: float) -> None:
    if any(out.glob(f"{split}-*.jsonl")):
        return
    module = [sys.executable, "-m", "inlay_finetune.synthetic.generate"]
    asked = {"out": out, "records": records, "seed": seed, "split": split, "jobs": os.cpu_count() or 1, **shares}
    wanted = [f"--{name.replace('_', '-')}={value}" for name, value in asked.items()]
    # what it tells is no answer of the command that asked for it: standard output is for that one
    if subprocess.run([*module, *wanted], stdout=_STANDARD_ERROR, check=False).returncode != 0:
        raise InlayError(f"the {split} data could not be generated")


def generate(recipe: Recipe) -> None:
    """Generate the training shards, and held-out ones: unseen schemas, wordings, trades and so on."""
    shares = {"seeds": recipe.seeds_share, "chinese": recipe.chinese_share, "spread": recipe.spread_share}
    _generated(recipe.data, recipe.records, recipe.seed, "train", first_lean=recipe.lean_shards, **shares)
    for split in ("schema", "wording", "trade", "composition", "pattern", "noise"):
        _generated(recipe.heldout, recipe.heldout_records, recipe.seed + 1_000_003, split)


def _texts(recipe: Recipe) -> Iterator[str]:
    from inlay_finetune.packing.records import read_records

    shards = sorted(recipe.data.glob("*.jsonl"))
    if not shards:
        raise UsageError(f"there is no shard in {recipe.data}", hint="generate the data first")
    for record in islice((record for shard in shards for record in read_records(shard)), recipe.tokenizer_records):
        yield from record.texts()


def begin(recipe: Recipe) -> None:
    """Cut what the training starts with from its base, tokenizer and all; else make a tokenizer of first records."""
    from inlay_finetune.cutting.base import cut_base
    from inlay_finetune.tokenizer import train_tokenizer

    if recipe.base and recipe.start:
        context = recipe.training().model.context
        cut_base(recipe.base, recipe.start, vocabulary=recipe.vocabulary, context=context, data=recipe.data)
    elif not recipe.tokenizer.exists():
        train_tokenizer(_texts(recipe), recipe.vocabulary).save(str(recipe.tokenizer))


def train(recipe: Recipe) -> None:
    """Train what was begun, or go on from the last checkpoint."""
    from inlay_finetune.pretrain.loop import pretrain

    pretrain(recipe.training())


def evaluate(recipe: Recipe) -> dict[str, Any]:
    """Score the trained network on every held-out split; give what the model card is written from."""
    from inlay_finetune.pretrain.checkpoint import load_checkpoint, load_network
    from inlay_finetune.pretrain.heldout import read_heldout, score
    from inlay_finetune.tokenizer import load_tokenizer

    network, tokenizer = load_network(recipe.run), load_tokenizer(recipe.tokenizer)
    config = recipe.training()
    shape = {"limit": config.tree_tokens, "context": config.model.context}
    splits = {}
    for shard in sorted(recipe.heldout.glob("*.jsonl")):
        trees = read_heldout(shard, tokenizer, count=recipe.heldout_records, **shape)
        splits[shard.stem.rpartition("-")[0]] = asdict(score(network, trees, batch_tokens=config.micro_tokens))
    state = load_checkpoint(recipe.run)
    spent = asdict(state[1]) if state else {}
    return {
        "name": recipe.name,
        "parameters": sum(weight.numel() for weight in network.parameters()),
        "shape": config.model.model_dump(),
        "base": recipe.base.model_dump(include={"name", "licence", "layers"}) if recipe.base else None,
        "data": {"records": recipe.records, "seed": recipe.seed, "prompts": recipe.prompts},
        "training": {name: spent[name] for name in ("step", "tokens", "supervised", "elapsed") if name in spent},
        "splits": splits,
    }


def export(recipe: Recipe, target: Path) -> None:
    """Put the trained network at `target` as Q8_0, after proof that the file is what was trained."""
    from inlay_finetune.export.release import release

    release(
        recipe.run,
        recipe.tokenizer,
        target,
        name=recipe.name,
        prompts=recipe.prompts,
        data={"generator": "inlay_finetune.synthetic", "records": recipe.records, "seed": recipe.seed},
        texts=list(islice(_prompts(recipe), _PARITY_TEXTS)),
    )


def _prompts(recipe: Recipe) -> Iterator[str]:
    from inlay_finetune.packing.records import read_records

    for shard in sorted(recipe.heldout.glob("*.jsonl")):
        for record in read_records(shard):
            yield record.schema_text + record.tasks[0].task + record.tasks[0].code


def build(recipe: Recipe, target: Path, notes: str = "") -> None:
    """Make the embedded model and put it, with its card and the notes in it, where it is shipped from."""
    from inlay_finetune.card import write_card

    for step in (generate, begin, train):
        step(recipe)
    export(recipe, target)
    evaluation = evaluate(recipe)
    (recipe.work / "evaluation.json").write_text(json.dumps(evaluation, indent=1), encoding="utf-8")
    write_card(evaluation, target.with_name("MODEL_CARD.md"), notes)
