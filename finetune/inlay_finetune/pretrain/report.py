"""What a pretraining would learn from, counted before a second of it, and what is kept with every run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import islice

import numpy as np
from tokenizers import Tokenizer

from inlay_finetune.model.config import ModelConfig
from inlay_finetune.packing.batches import in_batches
from inlay_finetune.packing.records import Branch, Record, Tree, read_records, trees_of
from inlay_finetune.pretrain.config import PretrainConfig
from inlay_finetune.pretrain.shards import shards_in
from inlay_finetune.sft.encoding import Encoded
from inlay_finetune.tokenizer import load_tokenizer

__all__ = ["PretrainReport", "first_samples", "parameters", "report_on"]

# Weights, their gradient and Adam's two moments in float32; Muon keeps one moment of a matrix, which is less.
_BYTES_A_WEIGHT = 16
# What a layer keeps of a token for the backward pass, in numbers a unit of width, as `sft/memory.py` counts it.
_KEPT = 17


@dataclass(frozen=True, slots=True)
class PretrainReport:
    """Counts of one epoch. Nothing is dropped or cut: a task that the context does not hold is an error.

    `filled` is the share of each step's tokens that holds any, `learnt` that which the loss is taken of.
    """

    shards: int
    records: int
    samples: int
    tokens: int
    learnt: float
    filled: float
    tokens_per_step: float
    steps_per_epoch: int
    parameters: int
    memory: int

    def plain(self) -> dict[str, object]:
        """Give the report as plain data."""
        return asdict(self)

    def told(self) -> Mapping[str, object]:
        """Give the report for people."""
        return {
            "shards": f"{self.shards}, {self.records} records",
            "samples": self.samples,
            "dropped": "none",
            "truncated": "none",
            "tokens": f"{self.tokens}, {self.learnt:.1%} of them learnt",
            "a step": f"{self.tokens_per_step:.0f} tokens, {self.filled:.1%} filled; {self.steps_per_epoch} an epoch",
            "weights": f"{self.parameters:,}",
            "memory": f"about {self.memory / 2**20:.1f} MiB a process",
        }


def parameters(model: ModelConfig) -> int:
    """Count the weights of a network."""
    layer = 4 * model.width**2 + 3 * model.width * model.hidden + 2 * model.width
    return model.layers * layer + model.width + model.vocabulary * model.width


def report_on(config: PretrainConfig) -> PretrainReport:
    """Count the shards that are there, one after the other."""
    tokenizer = load_tokenizer(config.tokenizer, config.model.vocabulary)
    steps, records, tokens, learnt, samples = 0, 0, 0, 0, 0
    shards = shards_in(config.data)
    for path in shards:
        read = list(read_records(path))
        trees = _trees(read, config, tokenizer)
        records += len(read)
        tokens += sum(map(len, trees))
        learnt += sum(_learnt(tree) for tree in trees)
        samples += sum(len(tree.branches) for tree in trees)
        steps += sum(1 for _ in in_batches(trees, config.step_tokens))
    return PretrainReport(
        shards=len(shards),
        records=records,
        samples=samples,
        tokens=tokens,
        learnt=learnt / max(tokens, 1),
        filled=tokens / max(steps * config.step_tokens, 1),
        tokens_per_step=tokens / max(steps, 1),
        steps_per_epoch=steps,
        parameters=parameters(config.model),
        memory=_memory(config),
    )


def first_samples(config: PretrainConfig, tokenizer: Tokenizer) -> list[Encoded]:
    """Give the samples of the first tree of the first shard, each with its schema, as a server would be asked."""
    records = islice(read_records(shards_in(config.data)[0]), 1)
    return [_sample(tree, branch) for tree in _trees(list(records), config, tokenizer)[:1] for branch in tree.branches]


def _trees(records: list[Record], config: PretrainConfig, tokenizer: Tokenizer) -> list[Tree]:
    links = config.link_seconds != 0
    return trees_of(records, tokenizer, limit=config.tree_tokens, context=config.model.context, links=links)


def _sample(tree: Tree, branch: Branch) -> Encoded:
    tokens = np.concatenate([tree.schema, branch.tokens]).astype(np.int32)
    learnt = np.arange(len(tokens)) >= len(tree.schema) + branch.prompt
    learnt[[len(tree.schema) + place for place in branch.links]] = True
    return Encoded(tokens, learnt)


def _learnt(tree: Tree) -> int:
    return sum(branch.supervised for branch in tree.branches)


def _memory(config: PretrainConfig) -> int:
    """Estimate what one process holds: the weights with all that hangs on them, and what a part of a step keeps."""
    model = config.model
    size = 2 if config.dtype == "bfloat16" else 4
    kept = _KEPT * model.width * size * model.layers + model.vocabulary * 4
    return parameters(model) * _BYTES_A_WEIGHT + config.micro_tokens * kept
