"""Pairs as rows, and the loss that makes a model prefer the chosen answer more than its reference does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from inlay.errors import InlayError, UsageError
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Answer, Chat, Preference, Turn, placed_samples
from inlay_finetune.sft.config import DpoConfig
from inlay_finetune.sft.encoding import Encoded, encode_at
from inlay_finetune.sft.engine import Outcome
from inlay_finetune.sft.loop import tune
from inlay_finetune.sft.loss import token_losses
from inlay_finetune.sft.memory import adapter_parameters, estimate, parameters
from inlay_finetune.sft.reading import tokens_of
from inlay_finetune.sft.rows import Row
from inlay_finetune.sft.tokens import Tokens
from inlay_finetune.zero.launching import launched, starts_a_crew

__all__ = ["PreferenceData", "Preferring", "prefer", "read_preferences"]


@dataclass(frozen=True, slots=True)
class PreferenceData:
    """Pairs ready for rows: the chosen and the rejected side of each, one behind the other."""

    samples: list[Encoded]
    ledger: Ledger

    @property
    def groups(self) -> list[list[int]]:
        """Each pair is one row."""
        return [[number, number + 1] for number in range(0, len(self.samples), 2)]

    def report(self, config: DpoConfig) -> dict[str, object]:
        """Give what the data comes to as plain data."""
        tokens, memory = sum(map(len, self.samples)), estimate(config)
        return {
            "pairs": len(self.groups),
            "dropped": dict(self.ledger.reasons),
            "tokens": tokens,
            "learnt": sum(sample.supervised for sample in self.samples) / tokens,
            "tokens_per_step": tokens / len(self.groups) * config.training.rows,
            "epochs": config.training.steps * config.training.rows / len(self.groups),
            "parameters": parameters(config),
            "trained_parameters": adapter_parameters(config.model.shape, config.adapter),
            "memory": memory.device,
        }


def _sides(place: str, pair: Preference, tokens: Tokens) -> Iterator[Encoded]:
    for answer in (pair.chosen, pair.rejected):
        if isinstance(pair.prompt, str):
            yield encode_at(place, Answer(prompt=pair.prompt, completion=answer, layout=pair.layout), tokens)
        else:
            turns = (*pair.prompt, Turn(role="assistant", content=answer))
            yield encode_at(place, Chat(messages=turns), tokens)


def read_preferences(config: DpoConfig, tokens: Tokens) -> PreferenceData:
    """Read the pairs of a recipe; more dropped than it allows is an error."""
    data = PreferenceData([], Ledger())
    for file in config.data.files:
        for number, sample in placed_samples(file):
            what = f"{file}:{number}"
            if not isinstance(sample, Preference):
                raise UsageError(f"{what}:1: no preference", hint="columns: prompt, chosen, rejected")
            sides = list(_sides(f"{what}:1", sample, tokens))
            if sample.chosen == sample.rejected:
                data.ledger.drop(what, "both answers are the same")
            elif max(map(len, sides)) > config.context:
                data.ledger.drop(what, "longer than the context", f"{max(map(len, sides))} tokens")
            else:
                data.ledger.keep()
                data.samples.extend(sides)
    dropped, read = data.ledger.reasons.total(), data.ledger.read
    if not data.samples or dropped > config.data.most_dropped * read:
        reasons = ", ".join(f"{count} {reason}" for reason, count in data.ledger.reasons.items())
        raise InlayError(
            f"{dropped} of {read} pairs would be dropped ({reasons or 'none was read'});"
            f" data.most_dropped allows {config.data.most_dropped:.1%}",
            hint="raise data.context or data.most_dropped, or mend the data",
        )
    return data


@dataclass(frozen=True, slots=True)
class Preferring:
    """The loss of Rafailov and others: minus the log of the sigmoid of `beta` times the margin over the reference."""

    samples: Sequence[Encoded]
    groups: Sequence[list[int]]
    report: Mapping[str, object]
    beta: float

    def weight(self, _row: Row, /) -> float:
        """Give one: each pair counts the same, however long."""
        return 1.0

    def loss(self, model: Any, row: Row) -> tuple[Tensor, Mapping[str, float]]:
        """Give the loss of a pair, its margin, and whether the chosen side is ahead."""
        ours = self._likelihoods(model, row)
        with torch.no_grad(), model.disable_adapter():
            reference = self._likelihoods(model, row)
        gain = ours - reference
        margin = self.beta * (gain[0] - gain[1])
        return -F.logsigmoid(margin), {"margin": margin.item(), "ahead": float(margin.item() > 0)}

    def _likelihoods(self, model: Any, row: Row) -> Tensor:
        """Give the log-likelihood of both answers."""
        losses = token_losses(model, row)
        starts = torch.from_numpy((row.positions == 0).cumsum()[row.targets_at] - 1).to(losses.device)
        return -losses.new_zeros(2).index_add(0, starts, losses)


def prefer(config: DpoConfig) -> Outcome:
    """Learn preferences."""
    if starts_a_crew(config):
        return launched(config)
    data = read_preferences(config, tokens_of(config))
    return tune(config, Preferring(data.samples, data.groups, data.report(config), config.beta))
