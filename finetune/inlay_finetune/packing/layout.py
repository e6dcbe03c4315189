"""Where the tokens of packed trees lie, and which of them may see which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

__all__ = ["Layout", "Span", "TreeLayout", "lay_out"]

_HIDDEN = -1e9
# Sizes come in steps: a product of a new shape waits up to some milliseconds for its kernel to be generated.
_STEM_STEP, _LANE_STEP = 32, 16


class Span(NamedTuple):
    """How many tokens a branch has, and how many of its first ones see each other whatever their order."""

    tokens: int
    prefix: int = 0


@dataclass(frozen=True, slots=True)
class TreeLayout:
    """One tree in a row of tokens: its schema at `start:stem_end`, its branches in order at `stem_end:end`.

    Its schema is attended to as `stem` rows, those behind the last token hidden. Every lane is `lane` rows wide; laid
    one behind the other they hold the branches' rows `lane_rows`, but no token at `lane_fillers`.
    """

    start: int
    stem_end: int
    end: int
    stem: int
    lanes: int
    lane: int
    lane_rows: Tensor
    lane_fillers: Tensor
    row_lanes: Tensor
    stem_bias: Tensor
    lane_bias: Tensor

    @property
    def schema(self) -> int:
        """The number of tokens of the schema."""
        return self.stem_end - self.start


@dataclass(frozen=True, slots=True)
class Layout:
    """The trees of one batch, and the position of every token in the text that a server would see."""

    trees: tuple[TreeLayout, ...]
    positions: Tensor


def _fill_lanes(lengths: Sequence[int], width: int) -> list[list[int]]:
    lanes: list[tuple[int, list[int]]] = []
    for branch in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        for at, (used, members) in enumerate(lanes):
            if used + lengths[branch] <= width:
                lanes[at] = (used + lengths[branch], [*members, branch])
                break
        else:
            lanes.append((lengths[branch], [branch]))
    return [members for _, members in lanes]


def _stepped(size: int, step: int) -> int:
    return -(-size // step) * step


def _causal(size: int, dtype: torch.dtype) -> Tensor:
    return torch.full((size, size), _HIDDEN, dtype=dtype).triu_(1).unsqueeze(0)


def _tree(start: int, schema: int, branches: Sequence[Span], dtype: torch.dtype) -> TreeLayout:
    lengths = [branch.tokens for branch in branches]
    total, width = sum(lengths), _stepped(max(lengths, default=0), _LANE_STEP)
    stem = _stepped(schema, _STEM_STEP)
    lanes = _fill_lanes(lengths, width)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    rows = np.zeros((len(lanes), width), dtype=np.int64)
    owner = np.full((len(lanes), width), -1, dtype=np.int64)
    prefix = np.zeros((len(lanes), width), dtype=bool)
    for lane, members in enumerate(lanes):
        at = 0
        for branch in members:
            rows[lane, at : at + lengths[branch]] = np.arange(starts[branch], starts[branch + 1])
            owner[lane, at : at + lengths[branch]] = branch
            prefix[lane, at : at + branches[branch].prefix] = True
            at += lengths[branch]
    used = owner.ravel() >= 0
    places = np.zeros(total, dtype=np.int64)
    places[rows.ravel()[used]] = np.flatnonzero(used)
    bias = torch.zeros((len(lanes), width, stem + width), dtype=dtype)
    bias[:, :, schema:stem] = _HIDDEN
    later = np.triu(np.ones((width, width), dtype=bool), 1) & ~(prefix[:, :, None] & prefix[:, None, :])
    hidden = (owner[:, :, None] != owner[:, None, :]) | later
    bias[:, :, stem:].masked_fill_(torch.from_numpy(hidden), _HIDDEN)
    return TreeLayout(
        start=start,
        stem_end=start + schema,
        end=start + schema + total,
        stem=stem,
        lanes=len(lanes),
        lane=width,
        lane_rows=torch.from_numpy(rows.ravel()),
        lane_fillers=torch.from_numpy(np.flatnonzero(~used)),
        row_lanes=torch.from_numpy(places),
        stem_bias=_causal(stem, dtype),
        lane_bias=bias,
    )


def lay_out(shapes: Sequence[tuple[int, Sequence[Span]]], *, dtype: torch.dtype) -> Layout:
    """Lay trees, each given by the length of its schema and the spans of its branches, one behind the other."""
    trees: list[TreeLayout] = []
    positions: list[np.ndarray] = []
    start = 0
    for schema, branches in shapes:
        trees.append(_tree(start, schema, branches, dtype))
        positions.append(np.arange(schema))
        positions.extend(np.arange(schema, schema + branch.tokens) for branch in branches)
        start = trees[-1].end
    return Layout(tuple(trees), torch.from_numpy(np.concatenate(positions).astype(np.int64)))
