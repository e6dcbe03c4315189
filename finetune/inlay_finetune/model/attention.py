"""Attention over trees: a schema read once, and branches that see the schema and themselves only.

A dense mask over a packed row would spend most of the time on pairs that are masked out. Here every tree is
computed by itself and its branches are laid in lanes of equal width, so that nearly every product counts.
"""

from typing import Any

import torch
from torch import Tensor

from inlay_finetune.packing.layout import Layout, TreeLayout

__all__ = ["TreeAttention", "tree_attention"]


def _attend(query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
    scores = torch.baddbmm(bias, query, key.transpose(1, 2), alpha=query.shape[-1] ** -0.5)
    weights = torch.softmax(scores, -1)
    return torch.bmm(weights, value), weights


def _attend_back(
    grad: Tensor, query: Tensor, key: Tensor, value: Tensor, weights: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    grad_value = torch.bmm(weights.transpose(1, 2), grad)
    grad_scores = torch._softmax_backward_data(torch.bmm(grad, value.transpose(1, 2)), weights, -1, weights.dtype)
    grad_scores = grad_scores.mul_(query.shape[-1] ** -0.5)
    return torch.bmm(grad_scores, key), torch.bmm(grad_scores.transpose(1, 2), query), grad_value


def _heads_first(rows: Tensor) -> Tensor:
    return rows.transpose(0, 1).contiguous()


def _lanes(rows: Tensor, tree: TreeLayout) -> Tensor:
    """Lay the rows of the branches in lanes: (tokens, heads, width) -> (lanes, heads, lane, width)."""
    padded = torch.cat([rows, rows.new_zeros(1, *rows.shape[1:])])
    laid = padded.index_select(0, tree.lane_rows).view(tree.lanes, tree.lane, *rows.shape[1:])
    return laid.transpose(1, 2)


def _unlaned(laid: Tensor, tree: TreeLayout) -> Tensor:
    rows = laid.transpose(1, 2).reshape(tree.lanes * tree.lane, laid.shape[1], laid.shape[3])
    return rows.index_select(0, tree.row_lanes)


def _with_schema(schema: Tensor, branches: Tensor, tree: TreeLayout) -> Tensor:
    repeated = schema.unsqueeze(0).expand(tree.lanes, -1, -1, -1)
    return torch.cat([repeated, branches], 2).flatten(0, 1)


def _without_schema(grad: Tensor, tree: TreeLayout, heads: int) -> tuple[Tensor, Tensor]:
    grad = grad.view(tree.lanes, heads, tree.schema + tree.lane, grad.shape[-1])
    return grad[:, :, : tree.schema].sum(0), grad[:, :, tree.schema :]


class TreeAttention(torch.autograd.Function):
    """Softmax attention for every tree of a layout; `qkv` is (tokens, 3, heads, width) with positions applied."""

    @staticmethod
    def forward(ctx: Any, qkv: Tensor, layout: Layout, schema_rows: bool) -> Tensor:
        """Attend; `schema_rows` off leaves out the rows of the schemas, whose output a last layer does not need."""
        heads = qkv.shape[2]
        out = qkv.new_zeros(qkv.shape[0], heads, qkv.shape[3]) if not schema_rows else torch.empty_like(qkv[:, 0])
        saved: list[Tensor] = []
        for tree in layout.trees:
            stem = qkv[tree.start : tree.stem_end]
            query, key, value = (_heads_first(stem[:, part]) for part in range(3))
            if schema_rows:
                result, weights = _attend(query, key, value, tree.stem_bias.expand(heads, -1, -1))
                out[tree.start : tree.stem_end] = result.transpose(0, 1)
                saved.append(weights)
            if tree.lanes:
                rows = qkv[tree.stem_end : tree.end]
                laid = [_lanes(rows[:, part], tree) for part in range(3)]
                keys, values = _with_schema(key, laid[1], tree), _with_schema(value, laid[2], tree)
                bias = tree.lane_bias.unsqueeze(1).expand(-1, heads, -1, -1).flatten(0, 1)
                result, weights = _attend(laid[0].flatten(0, 1), keys, values, bias)
                out[tree.stem_end : tree.end] = _unlaned(result.view(tree.lanes, heads, tree.lane, -1), tree)
                saved.append(weights)
        ctx.save_for_backward(qkv, *saved)
        ctx.layout, ctx.schema_rows = layout, schema_rows
        return out

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None, None]:
        """Give the gradient of `qkv`."""
        grad, (qkv, *saved) = grads[0], ctx.saved_tensors
        heads, weights = qkv.shape[2], iter(saved)
        out = torch.empty_like(qkv)
        for tree in ctx.layout.trees:
            stem = qkv[tree.start : tree.stem_end]
            query, key, value = (_heads_first(stem[:, part]) for part in range(3))
            to_stem = [torch.zeros_like(query) for _ in range(3)]
            if ctx.schema_rows:
                flowing = _heads_first(grad[tree.start : tree.stem_end])
                to_stem = list(_attend_back(flowing, query, key, value, next(weights)))
            if tree.lanes:
                rows = qkv[tree.stem_end : tree.end]
                laid = [_lanes(rows[:, part], tree) for part in range(3)]
                keys, values = _with_schema(key, laid[1], tree), _with_schema(value, laid[2], tree)
                flowing = _lanes(grad[tree.stem_end : tree.end], tree).flatten(0, 1)
                to_query, *to_pair = _attend_back(flowing, laid[0].flatten(0, 1), keys, values, next(weights))
                out[tree.stem_end : tree.end, 0] = _unlaned(to_query.view(tree.lanes, heads, tree.lane, -1), tree)
                for part, gradient in enumerate(to_pair, start=1):
                    to_schema, to_rows = _without_schema(gradient, tree, heads)
                    to_stem[part] = to_stem[part] + to_schema
                    out[tree.stem_end : tree.end, part] = _unlaned(to_rows, tree)
            for part in range(3):
                out[tree.start : tree.stem_end, part] = to_stem[part].transpose(0, 1)
        return out, None, None


def tree_attention(qkv: Tensor, layout: Layout, *, schema_rows: bool = True) -> Tensor:
    """Attend within every tree of the layout; see `TreeAttention`."""
    attended: Tensor = TreeAttention.apply(qkv, layout, schema_rows)  # type: ignore[no-untyped-call]
    return attended
