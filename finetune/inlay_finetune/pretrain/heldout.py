"""How well a network does on records that it never trains on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from inlay_finetune.model.network import Network
from inlay_finetune.packing.batches import collate, in_batches
from inlay_finetune.packing.records import Tree, read_records, trees_of

__all__ = ["Score", "read_heldout", "score"]


@dataclass(frozen=True, slots=True)
class Score:
    """Mean loss and accuracy of supervised tokens; `exact` is the share of branches that greedy decoding gives whole.

    A branch whose every token is the likeliest behind the true ones before it is what greedy decoding writes.
    """

    loss: float
    accuracy: float
    exact: float
    branches: int
    by_tag: dict[str, tuple[int, int]]


def read_heldout(path: Path, tokenizer: Tokenizer, *, count: int, limit: int, context: int) -> list[Tree]:
    """Read up to `count` trees, evenly from the whole file."""
    trees = trees_of(list(read_records(path)), tokenizer, limit=limit, context=context)
    return trees[:: max(1, len(trees) // count)][:count]


def score(network: Network, trees: Sequence[Tree], *, batch_tokens: int) -> Score:
    """Score a network over trees, with nothing of it dropped."""
    training = network.training
    network.eval()
    loss, correct, total = 0.0, 0, 0
    by_tag: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    exact: list[bool] = []
    for group in in_batches(trees, batch_tokens):
        batch = collate(group, dtype=network.dtype, prefix_lm=network.config.prefix_lm)
        with torch.inference_mode():
            logits = network.logits(batch.tokens, batch.layout, batch.rows)
            loss += float(torch.nn.functional.cross_entropy(logits, batch.targets, reduction="sum"))
            right = logits.argmax(-1) == batch.targets
        branches = [branch for tree in group for branch in tree.branches]
        missed = torch.bincount(batch.owners[~right], minlength=len(branches))
        exact.extend(bool(count == 0) for count in missed)
        correct, total = correct + int(right.sum()), total + len(right)
        for branch, whole in zip(branches, exact[-len(branches) :], strict=True):
            for tag in branch.tags:
                hits, seen = by_tag[tag]
                by_tag[tag] = (hits + whole, seen + 1)
    network.train(training)
    return Score(loss / total, correct / total, sum(exact) / len(exact), len(exact), dict(sorted(by_tag.items())))
