"""A Llama written for throughput on a CPU: matrix products in bfloat16, everything between them in one pass each.

The weights are those of `transformers.LlamaForCausalLM` with q, k, v and gate, up joined; `weights.py` converts.
"""

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from inlay_finetune.model.attention import tree_attention
from inlay_finetune.model.between import Masks, between, normed
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.dropping import mask_of
from inlay_finetune.packing.layout import Layout

__all__ = ["Block", "Network"]

_SPREAD = 0.02
_IGNORED = -100
# Sizes come in steps: a product of a new shape waits up to some milliseconds for its kernel to be generated.
_TOKEN_STEP, _ROW_STEP = 128, 64


def _stepped(values: Tensor, step: int, filler: int | None = None) -> Tensor:
    """Lengthen to a multiple of `step`, by `filler` or else by the last value."""
    more = -len(values) % step
    last = values[-1:] if filler is None else values.new_tensor([filler])
    return torch.cat([values, last.expand(more)])


class Block(nn.Module):
    """One layer: attention and a gated feed-forward, both normed before and added after."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        width, hidden = config.width, config.hidden
        shrunk = _SPREAD / (2 * config.layers) ** 0.5
        self.attention_norm = nn.Parameter(torch.ones(width))
        self.qkv = nn.Parameter(torch.randn(3 * width, width) * _SPREAD)
        self.out = nn.Parameter(torch.randn(width, width) * shrunk)
        self.hidden_norm = nn.Parameter(torch.ones(width))
        self.gate_up = nn.Parameter(torch.randn(2 * hidden, width) * _SPREAD)
        self.down = nn.Parameter(torch.randn(width, hidden) * shrunk)


class Network(nn.Module):
    """The model; `dtype` is what the matrix products are computed in, the residual stream stays in float32.

    While training, a share `dropout` of what each block adds to the stream is dropped (Srivastava et al. 2014), and
    with `compiled` what lies between attentions is compiled.
    """

    cosines: Tensor
    sines: Tensor

    def __init__(
        self,
        config: ModelConfig,
        *,
        dtype: torch.dtype = torch.bfloat16,
        dropout: float = 0.0,
        compiled: bool = False,
    ) -> None:
        super().__init__()
        self.config, self.dtype, self.dropout, self.compiled = config, dtype, dropout, compiled
        self.embedding = nn.Parameter(torch.randn(config.vocabulary, config.width) * _SPREAD)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = nn.Parameter(torch.ones(config.width))
        half = torch.arange(0, config.head_width, 2, dtype=torch.float64) / config.head_width
        angles = torch.arange(config.context, dtype=torch.float64)[:, None] * config.rope_base**-half
        self.register_buffer("cosines", angles.cos().float().repeat(1, 2), persistent=False)
        self.register_buffer("sines", torch.cat([-angles.sin(), angles.sin()], 1).float(), persistent=False)

    def _masks(self, stream: Tensor) -> Masks:
        if not (self.training and self.dropout):
            return None
        attended, fed = (mask_of(stream.shape, self.dropout, self.dtype) for _ in range(2))
        return attended, fed

    def hidden(self, tokens: Tensor, layout: Layout, rows: Tensor | None = None) -> Tensor:
        """Give the normed last states of all tokens, or of `rows` only, which must lie in branches then."""
        config, steps = self.config, between(compiled=self.compiled and self.training)
        positions = _stepped(layout.positions, _TOKEN_STEP)
        cosines, sines = (table[positions].to(self.dtype)[:, None, None] for table in (self.cosines, self.sines))
        stream, epsilon = F.embedding(_stepped(tokens, _TOKEN_STEP), self.embedding), config.norm_epsilon
        for number, module in enumerate(self.blocks, start=1):
            block = cast(Block, module)
            trimmed = number == config.layers and rows is not None
            qkv = steps.before(stream, block.attention_norm, block.qkv, cosines, sines, epsilon)
            seen = tree_attention(qkv, layout, schema_rows=not trimmed).flatten(1)
            if trimmed:
                stream, seen = stream.index_select(0, cast(Tensor, rows)), seen.index_select(0, cast(Tensor, rows))
            weights = (block.out, block.hidden_norm, block.gate_up, block.down)
            stream = steps.behind(stream, seen, *weights, self._masks(stream), epsilon)
        return normed(stream if rows is not None else stream[: len(tokens)], self.norm, self.dtype, epsilon)

    def logits(self, tokens: Tensor, layout: Layout, rows: Tensor | None = None) -> Tensor:
        """Give float32 logits of the next token after all tokens, or after `rows`."""
        return F.linear(self.hidden(tokens, layout, rows), self.embedding.to(self.dtype)).float()

    def forward(self, tokens: Tensor, layout: Layout, rows: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        """Give the summed loss of `targets`, which follow `rows`, and how many of them were the likeliest token."""
        rows, targets = _stepped(rows, _ROW_STEP), _stepped(targets, _ROW_STEP, _IGNORED)
        logits = self.logits(tokens, layout, rows)
        correct = (logits.detach().argmax(-1) == targets).sum()
        return F.cross_entropy(logits, targets, ignore_index=_IGNORED, reduction="sum"), correct
