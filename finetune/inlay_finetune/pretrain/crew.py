"""Processes that share a step: each reads its part of the trees with one thread and hands its gradient over.

A product split over threads waits for the slowest thread a thousand times a step, which on a machine with other work to
do costs up to nine tenths of the time; processes of one thread each wait once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Self

import torch
import torch.multiprocessing as processes
from torch import Tensor

from inlay.errors import InlayError
from inlay_finetune.model.network import Network
from inlay_finetune.packing.batches import collate, in_batches
from inlay_finetune.packing.records import Tree
from inlay_finetune.pretrain.process import keep_freed_memory

__all__ = ["Crew", "Tally"]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a step read: summed loss, right and supervised tokens, tokens, branches."""

    loss: float = 0.0
    correct: int = 0
    supervised: int = 0
    tokens: int = 0
    branches: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.loss + other.loss,
            self.correct + other.correct,
            self.supervised + other.supervised,
            self.tokens + other.tokens,
            self.branches + other.branches,
        )


def _shares(trees: Sequence[Tree], count: int) -> list[list[Tree]]:
    """Deal trees, longest first, always to the share with the fewest tokens."""
    shares: list[list[Tree]] = [[] for _ in range(count)]
    sizes = [0] * count
    for tree in sorted(trees, key=len, reverse=True):
        least = sizes.index(min(sizes))
        shares[least].append(tree)
        sizes[least] += len(tree)
    return shares


def _supervised(trees: Sequence[Tree]) -> int:
    return sum(branch.supervised for tree in trees for branch in tree.branches)


@dataclass(frozen=True, slots=True)
class _Share:
    """What one process reads in a step; the step's `seed` decides what is dropped."""

    trees: Sequence[Tree]
    supervised: int
    seed: int


def _backward(network: Network, share: _Share, micro_tokens: int) -> Tally:
    """Add the gradient of the loss, as a share of the mean over all supervised tokens, to that of the weights."""
    torch.manual_seed(share.seed)
    tally = Tally()
    for group in in_batches(share.trees, micro_tokens):
        batch = collate(group, dtype=network.dtype, prefix_lm=network.config.prefix_lm)
        loss, correct = network(batch.tokens, batch.layout, batch.rows, batch.targets)
        (loss / share.supervised).backward()
        branches = sum(len(tree.branches) for tree in group)
        tally += Tally(loss.item(), int(correct), len(batch.targets), len(batch.tokens), branches)
    return tally


def _shared(weight: Tensor) -> Tensor:
    gradient = torch.zeros_like(weight)
    gradient.share_memory_()  # type: ignore[no-untyped-call]
    return gradient


def _work(network: Network, gradients: list[Tensor], micro_tokens: int, pipe: Connection) -> None:
    torch.set_num_threads(1)
    keep_freed_memory()
    # The weights are the very memory of the first process; the gradients are this process's own.
    for weight, gradient in zip(network.parameters(), gradients, strict=True):
        weight.grad = gradient
    try:
        while (share := pipe.recv()) is not None:
            for gradient in gradients:
                gradient.zero_()
            pipe.send(_backward(network, share, micro_tokens))
    except (EOFError, ConnectionError, KeyboardInterrupt):
        return


class Crew:
    """The first process and its helpers; every step is dealt the same way, so the same seed gives the same run."""

    def __init__(self, network: Network, *, workers: int, micro_tokens: int) -> None:
        self._network, self._micro_tokens = network, micro_tokens
        self._pipes: list[Connection] = []
        self._gradients: list[list[Tensor]] = []
        self._helpers: list[BaseProcess] = []
        if workers > 1:
            network.share_memory()
        context = processes.get_context("spawn")
        for _ in range(workers - 1):
            near, far = context.Pipe()
            gradients = [_shared(weight) for weight in network.parameters()]
            helper = context.Process(target=_work, args=(network, gradients, micro_tokens, far), daemon=True)
            helper.start()
            far.close()
            self._pipes.append(near)
            self._gradients.append(gradients)
            self._helpers.append(helper)

    def backward(self, trees: Sequence[Tree], *, seed: int = 0) -> Tally:
        """Give the weights the gradient of the mean loss over all supervised tokens of the trees."""
        supervised = _supervised(trees)
        own, *others = (_Share(part, supervised, seed) for part in _shares(trees, len(self._pipes) + 1))
        for pipe, share in zip(self._pipes, others, strict=True):
            pipe.send(share)
        tally = _backward(self._network, own, self._micro_tokens)
        for pipe, gradients in zip(self._pipes, self._gradients, strict=True):
            try:
                tally += pipe.recv()
            except EOFError as fault:
                raise InlayError("a helper process of the training died") from fault
            for weight, gradient in zip(self._network.parameters(), gradients, strict=True):
                weight.grad = gradient.clone() if weight.grad is None else weight.grad.add_(gradient)
        return tally

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in self._pipes:
            pipe.close()
        for helper in self._helpers:
            helper.join(timeout=10)
            if helper.is_alive():
                helper.terminate()
