"""Batches: trees laid one behind the other, with the rows to predict from and what they must predict."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from inlay_finetune.packing.layout import Layout, Span, lay_out
from inlay_finetune.packing.records import Branch, Tree

__all__ = ["Batch", "collate", "in_batches"]


@dataclass(frozen=True, slots=True)
class Batch:
    """Trees ready for the network; `owners` tells for every target which branch, counted over the batch, it is of."""

    tokens: Tensor
    layout: Layout
    rows: Tensor
    targets: Tensor
    owners: Tensor


def _span(branch: Branch, *, prefix_lm: bool) -> Span:
    # Read both ways, a link would be seen where it is to be told.
    return Span(len(branch.tokens), branch.prompt if prefix_lm and not branch.links else 0)


def collate(trees: Sequence[Tree], *, dtype: torch.dtype = torch.bfloat16, prefix_lm: bool = False) -> Batch:
    """Lay trees in one batch.

    With `prefix_lm` the tokens of a task see each other whatever their order, unless its links are learnt.
    """
    pieces: list[np.ndarray] = []
    rows: list[np.ndarray] = []
    owners: list[int] = []
    at = 0
    for tree in trees:
        pieces.append(tree.schema)
        at += len(tree.schema)
        for branch in tree.branches:
            pieces.append(branch.tokens)
            rows.append(at + np.asarray(branch.links, dtype=np.int64) - 1)
            rows.append(np.arange(at + branch.prompt - 1, at + len(branch.tokens) - 1))
            owners.append(branch.supervised)
            at += len(branch.tokens)
    tokens = torch.from_numpy(np.concatenate(pieces).astype(np.int64))
    sources = torch.from_numpy(np.concatenate(rows).astype(np.int64))
    shapes = [(len(tree.schema), [_span(branch, prefix_lm=prefix_lm) for branch in tree.branches]) for tree in trees]
    return Batch(
        tokens=tokens,
        layout=lay_out(shapes, dtype=dtype),
        rows=sources,
        targets=tokens[sources + 1],
        owners=torch.repeat_interleave(torch.tensor(owners)),
    )


def in_batches(trees: Iterable[Tree], size: int) -> Iterator[list[Tree]]:
    """Group trees in order, up to `size` tokens a group, a longer tree by itself."""
    held: list[Tree] = []
    used = 0
    for tree in trees:
        if held and used + len(tree) > size:
            yield held
            held, used = [], 0
        held.append(tree)
        used += len(tree)
    if held:
        yield held
