"""The optimiser: AdamW for everything, or Muon for the matrices between the embedding and the head."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import torch
from torch import Tensor, nn

from inlay_finetune.model.network import Network
from inlay_finetune.pretrain.config import PretrainConfig

__all__ = ["Muon", "Optimizer"]

# Quintic Newton-Schulz coefficients of Keller Jordan's Muon: steep at zero, so five rounds suffice in bfloat16.
_A, _B, _C = 3.4445, -4.7750, 2.0315
_ROUNDS = 5
_JOINED = {"qkv": 3, "gate_up": 2}


def _orthogonal(matrices: Tensor) -> Tensor:
    """Bring the singular values of a stack of matrices near one."""
    stack: Tensor = matrices.to(torch.bfloat16)
    tall = stack.shape[1] > stack.shape[2]
    stack = stack.transpose(1, 2) if tall else stack
    stack = stack / (stack.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(_ROUNDS):
        square = stack @ stack.transpose(1, 2)
        stack = _A * stack + (_B * square + _C * square @ square) @ stack
    stack = stack.transpose(1, 2) if tall else stack
    return stack.float()


class Muon(torch.optim.Optimizer):
    """Momentum whose steps are made orthogonal; joined weights are taken apart into their `parts` first.

    Matrices are stepped `threads` at a time: the other processes of a crew wait meanwhile and leave their cores.
    """

    def __init__(
        self,
        groups: Iterable[dict[str, Any]],
        *,
        lr: float,
        momentum: float,
        weight_decay: float,
        threads: int = 1,
    ) -> None:
        super().__init__(groups, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay, "parts": 1})
        self._threads = threads

    def step(self) -> None:  # type: ignore[override]
        """Take one step."""
        found = ((weight, group) for group in self.param_groups for weight in group["params"])
        steps = [(weight, group) for weight, group in found if weight.grad is not None]
        for weight, _ in steps:
            if not self.state[weight]:
                self.state[weight]["momentum"] = torch.zeros_like(weight)
        with ThreadPoolExecutor(self._threads) as pool:
            list(pool.map(self._step, *zip(*steps, strict=True)))

    @torch.no_grad()
    def _step(self, weight: Tensor, group: dict[str, Any]) -> None:
        assert weight.grad is not None
        state = self.state[weight]
        state["momentum"].lerp_(weight.grad, 1 - group["momentum"])
        ahead = weight.grad.lerp(state["momentum"], group["momentum"])
        stacked = ahead.view(group["parts"], -1, weight.shape[1])
        scale = max(1.0, stacked.shape[1] / stacked.shape[2]) ** 0.5
        weight.mul_(1 - group["lr"] * group["weight_decay"])
        weight.add_(_orthogonal(stacked).reshape(weight.shape), alpha=-group["lr"] * scale)


class Optimizer:
    """The optimisers of one network, stepped together under one factor on their peak learning rates."""

    def __init__(self, network: Network, config: PretrainConfig) -> None:
        matrices = {name: weight for name, weight in network.named_parameters() if name.startswith("blocks.")}
        matrices = {name: weight for name, weight in matrices.items() if weight.ndim > 1}
        rest = [weight for name, weight in network.named_parameters() if name not in matrices]
        decay, betas = config.weight_decay, config.betas
        groups: list[dict[str, Any]] = [{"params": rest, "weight_decay": 0.0}]
        self._parts: list[torch.optim.Optimizer] = []
        if config.optimizer == "muon":
            joined = [
                {"params": [weight], "parts": _JOINED.get(name.rpartition(".")[2], 1)}
                for name, weight in matrices.items()
            ]
            rate, threads = config.matrix_learning_rate, config.workers
            self._parts.append(Muon(joined, lr=rate, momentum=0.95, weight_decay=decay, threads=threads))
        else:
            groups.append({"params": list(matrices.values()), "weight_decay": decay})
        self._parts.append(torch.optim.AdamW(groups, lr=config.learning_rate, betas=betas, fused=True))
        self._peaks = [part.param_groups[0]["lr"] for part in self._parts]
        self._weights = list(network.parameters())
        self._clip = config.clip_norm

    def step(self, factor: float) -> float:
        """Clip, step at `factor` of the peak rates, forget the gradients; give the norm before clipping.

        A gradient whose norm is no number changes nothing.
        """
        norm = nn.utils.clip_grad_norm_(self._weights, self._clip)
        if not norm.isfinite():
            return float(norm)
        for part, peak in zip(self._parts, self._peaks, strict=True):
            for group in part.param_groups:
                group["lr"] = peak * factor
            part.step()
            part.zero_grad(set_to_none=True)
        return float(norm)

    def state(self) -> list[dict[str, Any]]:
        """Give what a checkpoint must hold."""
        return [part.state_dict() for part in self._parts]

    def restore(self, state: list[dict[str, Any]]) -> None:
        """Take up the state of a checkpoint."""
        for part, saved in zip(self._parts, state, strict=True):
            part.load_state_dict(saved)
