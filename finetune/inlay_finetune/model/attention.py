"""Attention over trees: a schema read once, and branches that see the schema and themselves only.

A dense mask over a packed row would spend most of the time on pairs that are masked out. Here every tree is
computed by itself and its branches are laid in lanes of equal width, so that nearly every product counts.
"""

from itertools import islice
from typing import Any

import torch
from torch import Tensor

from inlay_finetune.packing.layout import Layout, TreeLayout

__all__ = ["TreeAttention", "tree_attention"]


def _attend(query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
    """Attend with scaled queries: each is (lanes x heads, rows or keys, width), `bias` (lanes, rows, keys)."""
    scores = torch.bmm(query, key.transpose(1, 2))
    scores.view(len(bias), -1, *bias.shape[1:]).add_(bias.unsqueeze(1))
    weights = torch.softmax(scores, -1)
    return torch.bmm(weights, value), weights


def _attend_back(
    grad: Tensor, query: Tensor, key: Tensor, value: Tensor, weights: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    grad_value = torch.bmm(weights.transpose(1, 2), grad)
    grad_scores = torch._softmax_backward_data(torch.bmm(grad, value.transpose(1, 2)), weights, -1, weights.dtype)
    return torch.bmm(grad_scores, key), torch.bmm(grad_scores.transpose(1, 2), query), grad_value


def _stem(rows: Tensor, tree: TreeLayout) -> Tensor:
    """Lay the rows of the schema by heads: (tokens, ..., width) -> (..., stem, width), zeros behind the last."""
    laid = rows.new_zeros(*rows.shape[1:-1], tree.stem, rows.shape[-1])
    laid[..., : tree.schema, :] = rows.movedim(0, -2)
    return laid


def _lanes(rows: Tensor, tree: TreeLayout) -> Tensor:
    """Lay the rows of the branches in lanes: (tokens, ..., width) -> (lanes, lane, ..., width)."""
    return rows.index_select(0, tree.lane_rows).view(tree.lanes, tree.lane, *rows.shape[1:])


def _keys_and_values(stem: Tensor, laid: Tensor, tree: TreeLayout) -> Tensor:
    """Put those of the schema before those of every lane: (2, lanes x heads, stem + lane, width)."""
    _, heads, rows, width = stem.shape
    pair = stem.new_empty(2, tree.lanes, heads, rows + tree.lane, width)
    pair[..., :rows, :] = stem[1:].unsqueeze(1)
    pair[..., rows:, :] = laid[:, :, 1:].permute(2, 0, 3, 1, 4)
    return pair.flatten(1, 2)


def _by_lane(laid: Tensor, tree: TreeLayout) -> Tensor:
    return laid.view(tree.lanes, -1, *laid.shape[1:])


def _lanes_back(grad: Tensor, query: Tensor, pair: Tensor, weights: Tensor, tree: TreeLayout) -> tuple[Tensor, Tensor]:
    """Give the gradients of k and v of the schema, and of q, k and v of every row of the lanes."""
    flowing = _lanes(grad, tree)
    flowing.flatten(0, 1).index_fill_(0, tree.lane_fillers, 0)
    attended = _attend_back(flowing.transpose(1, 2).flatten(0, 1), query, pair[0], pair[1], weights)
    to_query, *to_pair = (_by_lane(part, tree) for part in attended)
    to_rows = grad.new_empty(tree.lanes, tree.lane, 3, *grad.shape[1:])
    torch.mul(to_query.transpose(1, 2), grad.shape[-1] ** -0.5, out=to_rows[:, :, 0])
    for part, gradient in enumerate(to_pair, start=1):
        to_rows[:, :, part] = gradient[:, :, tree.stem :].transpose(1, 2)
    return torch.stack([gradient[:, :, : tree.stem].sum(0) for gradient in to_pair]), to_rows.flatten(0, 1)


class TreeAttention(torch.autograd.Function):
    """Softmax attention for every tree of a layout; `qkv` is (tokens, 3, heads, width) with positions applied."""

    @staticmethod
    def forward(ctx: Any, qkv: Tensor, layout: Layout, schema_rows: bool) -> Tensor:
        """Attend; `schema_rows` off leaves out the rows of the schemas, whose output a last layer does not need.

        Rows behind the last tree attend to nothing.
        """
        out, scale = qkv.new_zeros(len(qkv), *qkv.shape[2:]), qkv.shape[-1] ** -0.5
        kept: list[Tensor | None] = []
        for tree in layout.trees:
            stem = _stem(qkv[tree.start : tree.stem_end], tree)
            stem[0] *= scale
            query = pair = stem_weights = lane_weights = None
            if schema_rows:
                seen, stem_weights = _attend(stem[0], stem[1], stem[2], tree.stem_bias)
                out[tree.start : tree.stem_end] = seen[:, : tree.schema].transpose(0, 1)
            if tree.lanes:
                laid = _lanes(qkv[tree.stem_end : tree.end], tree)
                query = (laid[:, :, 0] * scale).transpose(1, 2).flatten(0, 1)
                pair = _keys_and_values(stem, laid, tree)
                seen, lane_weights = _attend(query, pair[0], pair[1], tree.lane_bias)
                rows = _by_lane(seen, tree).transpose(1, 2).flatten(0, 1)
                torch.index_select(rows, 0, tree.row_lanes, out=out[tree.stem_end : tree.end])
            kept += [stem, query, pair, stem_weights, lane_weights]
        ctx.save_for_backward(*kept)
        ctx.layout = layout
        return out

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None, None]:
        """Give the gradient of `qkv`."""
        grad, (_, heads, width) = grads[0], grads[0].shape
        out, scale = grad.new_zeros(len(grad), 3, heads, width), width**-0.5
        kept = iter(ctx.saved_tensors)
        for tree in ctx.layout.trees:
            stem, query, pair, stem_weights, lane_weights = islice(kept, 5)
            to_stem = torch.zeros_like(stem)
            if stem_weights is not None:
                flowing = _stem(grad[tree.start : tree.stem_end], tree)
                torch.stack(_attend_back(flowing, stem[0], stem[1], stem[2], stem_weights), out=to_stem)
            if lane_weights is not None:
                to_pair, to_rows = _lanes_back(grad[tree.stem_end : tree.end], query, pair, lane_weights, tree)
                to_stem[1:] += to_pair
                torch.index_select(to_rows, 0, tree.row_lanes, out=out[tree.stem_end : tree.end])
            to_stem[0] *= scale
            out[tree.start : tree.stem_end] = to_stem[:, :, : tree.schema].permute(2, 0, 1, 3)
        return out, None, None


def tree_attention(qkv: Tensor, layout: Layout, *, schema_rows: bool = True) -> Tensor:
    """Attend within every tree of the layout; see `TreeAttention`."""
    attended: Tensor = TreeAttention.apply(qkv, layout, schema_rows)  # type: ignore[no-untyped-call]
    return attended
